"""Skills, joined: the city pack's, what each agent can do, the lines in Asterisk, and what callers wait for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from hotline.agents.acts import Acts
from hotline.agents.service import Agents
from hotline.agents.skill_file import load_skills
from hotline.agents.skill_renewal import SkillRenewal
from hotline.agents.skill_store import SkillStore
from hotline.agents.skilled import Skills
from hotline.answering.skill_setting import SkillSetting
from hotline.answering.skill_wish import Wishes
from hotline.calls.places import Places
from hotline.storage.engine import Database
from hotline.telephony.skill_lines import SkillLineFile
from hotline.telephony.skill_queues import SkillQueues
from hotline.wiring.telephone import Telephone


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillSide:
    """skills: hears every event after the board; it and renewal must be kept running."""

    skills: Skills
    renewal: SkillRenewal
    setting: SkillSetting
    wishes: Wishes


async def skill_side(
    telephone: Telephone,
    database: Database,
    *,
    agents: Agents,
    names: Mapping[str, str],
    places: Places,
    acts: Acts,
) -> SkillSide:
    """All of it. Raises CityPackError where the city's skills are faulty, StorageError."""
    book, store = load_skills(telephone.settings.kb_dir), SkillStore(database)
    skills = Skills(SkillQueues(telephone.link), book, lambda: agents.board, names)
    skills.recall(await store.held())
    renewal = SkillRenewal(
        folder=telephone.settings.kb_dir,
        skills=skills,
        make=SkillLineFile(telephone.settings.asterisk_dir / "etc", telephone.link).make,
        held=store.held,
        publish=telephone.bus.publish,
        now=utc_now,
    )
    setting = SkillSetting(
        skills=skills,
        store=store,
        acts=acts,
        names=lambda: names,
        publish=telephone.bus.publish,
        now=utc_now,
        trouble=lambda: renewal.trouble,
    )
    wishes = Wishes(book=lambda: skills.book, on_duty=skills.on_duty, places=places, now=utc_now)
    return SkillSide(skills=skills, renewal=renewal, setting=setting, wishes=wishes)
