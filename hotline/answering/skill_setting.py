"""A supervisor says what an agent can do: kept, told to everybody, and in force at once.

Rule: as with every act of a supervisor, its row in the books of acts is written first, and the agent is told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.accounts.model import Account
from hotline.acts import DeskSupervised, SkillsSet
from hotline.agents.acts import LONGEST_REASON, Act, Acts, NewAct
from hotline.agents.skill_store import SkillStore
from hotline.agents.skilled import Skills
from hotline.errors import HotlineError, InputError, NotFoundError
from hotline.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillSetting:
    """skills: as they are now; names: an agent's by extension, of those who have a desk; publish: tells everybody.

    trouble: why the city's file is not what is in force, "" where it is.
    """

    skills: Skills
    store: SkillStore
    acts: Acts
    names: Callable[[], Mapping[str, str]]
    publish: Callable[[Event], Awaitable[None]]
    now: Callable[[], datetime]
    trouble: Callable[[], str] = str

    async def set(self, extension: str, codes: Sequence[str], account: Account) -> tuple[str, ...]:
        """These and no others, in the city's order.

        Raises InputError for a skill that the city does not have, NotFoundError for no such desk, StorageError.
        """
        if extension not in self.names():
            raise NotFoundError("没有这个分机。")
        known = self.skills.book.known(codes)
        if len(known) < len(set(codes)):
            raise InputError("没有这项技能。", fields={"skills": "只能是资料包skills.yaml里的技能"})
        named = "、".join(skill.names["zh-CN"] for skill in self.skills.book.skills if skill.code in known)
        told = named if len(named) <= LONGEST_REASON else named[: LONGEST_REASON - 1] + "…"
        number = await self.acts.keep(NewAct(act=Act.SKILLS, by=account.username, extension=extension, reason=told))
        try:
            await self.store.put(extension, known)
        except HotlineError as fault:
            await self.acts.failed(number, fault.message)
            raise
        at = self.now()
        await self.publish(SkillsSet(at=at, extension=extension, skills=",".join(known), actor=account.name))
        await self.publish(DeskSupervised(at=at, extension=extension, act=Act.SKILLS, actor=account.name, reason=told))
        return known
