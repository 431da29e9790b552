"""Who can do what at which desk, and who must therefore be rung in which skill's line.

Pure. Rule: a line of a skill holds exactly the agents who have it and are on duty, so that Asterisk itself sees when
nobody is left in it; a wrap-up is duty, a break is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hotline.agents.model import AgentState, Board, Seat

ON_DUTY = (AgentState.READY, AgentState.RINGING, AgentState.TALKING, AgentState.WRAP_UP)

Held = Mapping[str, tuple[str, ...]]
"""Codes of skills by extension."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Something that not everybody can do.

    names: by language of the screens (zh-CN, zh-TW, en); seconds: for which a caller waits for whoever has it before
    anybody may answer; languages: a caller who chose one of these asks for it.
    """

    code: str
    names: Mapping[str, str]
    seconds: int
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillBook:
    """The skills of a city, the first the most pressing."""

    skills: tuple[Skill, ...] = ()

    def find(self, code: str) -> Skill | None:
        """The skill of this code."""
        return next((skill for skill in self.skills if skill.code == code), None)

    def of_language(self, language: str) -> Skill | None:
        """The skill for which callers ask who chose this language."""
        return next((skill for skill in self.skills if language in skill.languages), None)

    def known(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of these codes that the city has, in its order: what it dropped is forgotten here."""
        asked = set(codes)
        return tuple(skill.code for skill in self.skills if skill.code in asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An agent in the line of a skill."""

    skill: str
    extension: str


Members = Mapping[Member, bool | None]
"""Who is in the lines of the skills. True: paused there, False: rung there, None: as in the common line."""


class Change(StrEnum):
    """What makes a line of a skill right."""

    ADD = "add"
    """Not in it yet."""
    REMOVE = "remove"
    """Not on duty, or without the skill."""
    PAUSE = "pause"
    """In it, and not rung."""
    UNPAUSE = "unpause"
    """In it, and rung."""
    SETTLED = "settled"
    """As in the common line by now: Asterisk keeps them alike from here on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change to one member. paused: of one who is added."""

    change: Change
    member: Member
    paused: bool = field(default=False)


def on_duty(board: Board, held: Held) -> frozenset[str]:
    """The skills that somebody on duty has."""
    return frozenset(
        skill for extension, skills in held.items() if board.seat(extension).state in ON_DUTY for skill in skills
    )


def steps(board: Board, held: Held, members: Members) -> tuple[Step, ...]:
    """What is to be done so that each line of a skill holds those whom it should."""
    wanted = {
        Member(skill=skill, extension=extension): board.seat(extension)
        for extension, skills in held.items()
        if board.seat(extension).state in ON_DUTY
        for skill in skills
    }
    gone = [Step(change=Change.REMOVE, member=member) for member in members if member not in wanted]
    found = [_step(member, seat, members) for member, seat in wanted.items()]
    return (*gone, *(step for step in found if step is not None))


def _step(member: Member, seat: Seat, members: Members) -> Step | None:
    # while a call rings or is talked on nobody is rung again, and what follows a talk is wrap-up
    if member not in members:
        waits = seat.state in (AgentState.READY, AgentState.RINGING)
        return Step(change=Change.ADD, member=member, paused=not waits)
    paused = members[member]
    if paused is None or seat.state in (AgentState.RINGING, AgentState.TALKING):
        return None
    should = seat.state == AgentState.WRAP_UP
    if paused == should:
        return Step(change=Change.SETTLED, member=member)
    return Step(change=Change.PAUSE if should else Change.UNPAUSE, member=member)
