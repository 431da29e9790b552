"""The city's file of skills followed while the hotline runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotline.acts import SkillBookChanged
from hotline.agents.model import board_of
from hotline.agents.skill_renewal import SkillRenewal
from hotline.agents.skilled import Skills
from hotline.agents.skills import SkillBook
from hotline.errors import AsteriskAwayError
from hotline.events import Event
from tests.unit.test_skilled import BOOK, Lines

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ONE = "  - {{code: {code}, names: {{zh-CN: 一, zh-TW: 一, en: one}}, seconds: 9}}\n"
HELD = {"1001": ("yue", "sign"), "1002": ("en",)}


class City:
    """A city whose file changes. away: Asterisk does not answer; made: the lines that it was given, each time."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "skills.yaml"
        self.skills = Skills(Lines(), BOOK, lambda: board_of(("1001",)), {})
        self.skills.recall(HELD)
        self.away = False
        self.made: list[list[str]] = []
        self.told: list[Event] = []
        self.renewal = SkillRenewal(
            folder=folder, skills=self.skills, make=self.make, held=self.held, publish=self.hear, now=lambda: AT
        )

    async def make(self, book: SkillBook) -> None:
        """Asterisk's lines."""
        if self.away:
            raise AsteriskAwayError("Asterisk is away.", action="QueueReload", sent=False)
        self.made.append([skill.code for skill in book.skills])

    async def held(self) -> Mapping[str, tuple[str, ...]]:
        """As the books have it."""
        return HELD

    async def hear(self, event: Event) -> None:
        """What is told to everybody."""
        self.told.append(event)

    def write(self, *codes: str) -> None:
        """The file as somebody saves it."""
        told = "skills:\n" + "".join(ONE.format(code=code) for code in codes) if codes else "skills: []\n"
        self.file.write_text(told, encoding="utf-8")


@pytest.fixture
def city(tmp_path: Path) -> City:
    """With a file that names one skill more."""
    made = City(tmp_path)
    made.write("yue", "en", "sign")
    return made


async def test_a_new_skill_is_in_force_when_asterisk_has_its_line(city: City) -> None:
    """With what agents were said to be able to do; it is told once, and looked at no more."""
    assert await city.renewal.renew()
    assert city.made == [["yue", "en", "sign"]]
    assert city.skills.held == {"1001": ("yue", "sign"), "1002": ("en",)}
    assert city.told == [SkillBookChanged(at=AT)]
    assert not await city.renewal.renew()
    assert len(city.made) == len(city.told) == 1


async def test_a_faulty_file_is_refused_and_the_reason_is_said(city: City) -> None:
    """The old skills stay; a file that is mended takes the reason away."""
    city.file.write_text("skills:\n  - {code: 粤语}\n", encoding="utf-8")
    assert not await city.renewal.renew()
    assert "skills.yaml:2" in city.renewal.trouble
    assert (city.skills.book, city.made) == (BOOK, [])
    assert city.told == [SkillBookChanged(at=AT)]
    city.write("sign")
    assert await city.renewal.renew()
    assert city.renewal.trouble == ""


async def test_what_asterisk_could_not_take_is_tried_again(city: City) -> None:
    """Nobody hears of a skill before it has a line."""
    city.away = True
    assert not await city.renewal.renew()
    assert not await city.renewal.renew()
    assert (city.skills.book, len(city.told)) == (BOOK, 1)
    assert "Asterisk is away." in city.renewal.trouble
    city.away = False
    assert await city.renewal.renew()
    assert (city.renewal.trouble, city.skills.book.find("sign") is not None) == ("", True)


async def test_a_dropped_skill_keeps_its_line_behind_all_others(city: City) -> None:
    """Whoever waits in it is not lost; it is wanted and held no more, and comes back as it was."""
    city.write("sign", "yue")
    assert await city.renewal.renew()
    assert city.made == [["sign", "yue", "en"]]
    assert city.skills.held == {"1001": ("sign", "yue"), "1002": ()}
    city.write("yue")
    assert await city.renewal.renew()
    assert city.made[-1] == ["yue", "sign", "en"]
    city.write()
    assert await city.renewal.renew()
    assert (city.skills.book, sorted(city.made[-1])) == (SkillBook(), ["en", "sign", "yue"])


async def test_a_file_that_is_gone_takes_no_skill_away(city: City) -> None:
    """It is said, and unsaid when the file is back."""
    city.file.unlink()
    assert not await city.renewal.renew()
    assert (city.skills.book, city.made) == (BOOK, [])
    assert "skills: []" in city.renewal.trouble
    city.write("sign")
    assert await city.renewal.renew()
    assert city.renewal.trouble == ""
