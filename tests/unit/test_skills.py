"""Skills: who must be in which line, who waits for what, and one wait where Asterisk tells of two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hotline.agents.model import AgentState, Board, Seat
from hotline.agents.skill_file import load_skills
from hotline.agents.skills import Change, Member, Skill, SkillBook, on_duty, steps
from hotline.answering.skill_wish import Wish, Wishes
from hotline.calls.places import Places
from hotline.errors import CityPackError
from hotline.events import CallQueued
from hotline.ivr.load import load_scripts
from hotline.ivr.nodes.queue import QueueNode
from hotline.settings import ROOT
from hotline.telephony.provisioning import skill_lines

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
YUE = Skill(code="yue", names={"zh-CN": "粤语"}, seconds=40, languages=("yue",))
OLD = Skill(code="elderly", names={"zh-CN": "长者"}, seconds=15)
BOOK = SkillBook(skills=(YUE, OLD))
AT_1001 = Member(skill="yue", extension="1001")


def board(**states: AgentState) -> Board:
    """Desks in these states, by extension after an underscore."""
    return Board(seats={name[1:]: Seat(extension=name[1:], state=state) for name, state in states.items()}, fresh=True)


def queued(call: str, seconds: int, queue: str = "hotline") -> CallQueued:
    """A caller who joins so many seconds after the start."""
    return CallQueued(at=START + timedelta(seconds=seconds), call_id=call, queue=queue, position=1)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (AgentState.READY, [(Change.ADD, False)]),
        (AgentState.RINGING, [(Change.ADD, False)]),
        (AgentState.TALKING, [(Change.ADD, True)]),
        (AgentState.WRAP_UP, [(Change.ADD, True)]),
        (AgentState.PAUSED, []),
        (AgentState.OFFLINE, []),
    ],
)
def test_who_is_on_duty_is_put_in_the_line(state: AgentState, expected: list[tuple[Change, bool]]) -> None:
    """A wrap-up is duty, and is not rung; a break is none."""
    found = steps(board(_1001=state), {"1001": ("yue",)}, {})
    assert [(step.change, step.paused) for step in found] == expected
    assert on_duty(board(_1001=state), {"1001": ("yue",)}) == (frozenset({"yue"}) if expected else frozenset())


@pytest.mark.parametrize(
    ("state", "paused", "expected"),
    [
        (AgentState.READY, None, None),
        (AgentState.READY, False, Change.SETTLED),
        (AgentState.READY, True, Change.UNPAUSE),
        (AgentState.WRAP_UP, True, Change.SETTLED),
        (AgentState.WRAP_UP, False, Change.PAUSE),
        (AgentState.WRAP_UP, None, None),
        (AgentState.TALKING, True, None),
        (AgentState.RINGING, False, None),
        (AgentState.PAUSED, False, Change.REMOVE),
        (AgentState.OFFLINE, None, Change.REMOVE),
    ],
)
def test_who_came_late_into_the_line_is_made_as_in_the_common_one(
    state: AgentState, paused: bool | None, expected: Change | None
) -> None:
    """Once, and then Asterisk keeps both alike."""
    found = steps(board(_1001=state), {"1001": ("yue",)}, {AT_1001: paused})
    assert [step.change for step in found] == ([expected] if expected else [])


def test_who_has_the_skill_no_more_leaves_the_line() -> None:
    """Also where nobody knows of the desk any more."""
    found = steps(board(_1001=AgentState.READY), {"1001": ()}, {AT_1001: None})
    assert [(step.change, step.member) for step in found] == [(Change.REMOVE, AT_1001)]


def test_the_citys_own_file_is_whole() -> None:
    """Every skill that a menu asks for is in it, and every language has one skill at most."""
    book = load_skills(ROOT / "kb")
    assert {skill.code for skill in book.skills} == {"yue", "en", "business", "elderly"}
    scripts = load_scripts(ROOT / "ivr_scripts").values()
    asked = {node.skill for script in scripts for node in script.nodes.values() if isinstance(node, QueueNode)}
    assert asked - {None} <= {skill.code for skill in book.skills}
    found = book.of_language("en")
    assert found is not None
    assert found.names["zh-CN"] == "英语"


def test_a_city_without_the_file_has_no_skills(tmp_path: Path) -> None:
    """And no line for one."""
    assert load_skills(tmp_path) == SkillBook()
    assert skill_lines(SkillBook()).startswith(";")


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    """All at once, as sentences for a clerk."""
    (tmp_path / "skills.yaml").write_text(
        """\
skills:
  - code: Yue
    names: {zh-CN: 粤语, zh-TW: 粵語}
    seconds: 0
  - code: en
    names: {zh-CN: 英语, zh-TW: 英語, en: English}
    seconds: 1.5
    colour: red
""",
        encoding="utf-8",
    )
    with pytest.raises(CityPackError) as fault:
        load_skills(tmp_path)
    told = fault.value.message.splitlines()
    assert told[0] == "技能有5处错误："
    assert [line.split(":")[1].split(" ")[0] for line in told[1:]] == ["2", "3", "4", "7", "8"]


@pytest.mark.parametrize("field", ["code: yue", "code: other\n    languages: [yue]"])
def test_a_code_or_a_language_stands_once(tmp_path: Path, field: str) -> None:
    """Otherwise nobody knows which is meant."""
    one = "  - code: yue\n    names: {zh-CN: 甲, zh-TW: 甲, en: a}\n    seconds: 9\n    languages: [yue]\n"
    two = f"  - {field}\n    names: {{zh-CN: 乙, zh-TW: 乙, en: b}}\n    seconds: 9\n"
    (tmp_path / "skills.yaml").write_text("skills:\n" + one + two, encoding="utf-8")
    with pytest.raises(CityPackError, match="“yue”和第2行的技能重复"):
        load_skills(tmp_path)


def test_what_is_no_yaml_is_told(tmp_path: Path) -> None:
    """With its line."""
    (tmp_path / "skills.yaml").write_text("skills: [", encoding="utf-8")
    with pytest.raises(CityPackError, match="不是有效的YAML"):
        load_skills(tmp_path)


def test_a_lighter_line_gives_way_to_those_named_before() -> None:
    """The first named is the heaviest, and each is heavier than the common line."""
    assert skill_lines(BOOK).split() == [
        *("[skill-yue](skill)", "weight", "=", "2"),
        *("[skill-elderly](skill)", "weight", "=", "1"),
    ]


def wishes(places: Places, duty: frozenset[str] = frozenset({"yue", "elderly"})) -> Wishes:
    """Asked fifty seconds after the start."""
    return Wishes(book=lambda: BOOK, on_duty=lambda: duty, places=places, now=lambda: START + timedelta(seconds=50))


@pytest.mark.parametrize(
    ("skill", "language", "expected"),
    [
        ("elderly", "zh-CN", Wish(skill="elderly", seconds=15)),
        ("", "yue", Wish(skill="yue", seconds=40)),
        ("elderly", "yue", Wish(skill="elderly", seconds=15)),
        ("dropped", "yue", Wish(skill="yue", seconds=40)),
        ("", "zh-CN", None),
    ],
)
def test_the_menus_word_counts_before_the_language(skill: str, language: str, expected: Wish | None) -> None:
    """A skill that the city does not have is none."""
    assert wishes(Places()).of(skill, language) == expected


def test_a_skill_that_nobody_on_duty_has_is_not_waited_for() -> None:
    """Anybody answers at once."""
    assert wishes(Places(), frozenset({"elderly"})).of("", "yue") is None


def test_a_skill_passes_nobody_who_has_waited_as_long() -> None:
    """Nobody waits longer because of a skill than the pack allows, those without one neither."""
    places = Places()
    places.hear(queued("a", 30))
    assert wishes(places).of("", "yue") is not None
    assert wishes(places).of("elderly", "") is None


def test_those_who_wait_for_a_skill_hold_up_no_other_skill() -> None:
    """Only the common line is looked at."""
    places = Places()
    places.hear(queued("a", 0, "skill-yue"))
    assert wishes(places).of("elderly", "") is not None


async def test_the_place_is_counted_in_the_line_where_the_caller_goes() -> None:
    """By the first joining, whichever line that was."""
    places = Places()
    where: Mapping[str, tuple[int, str]] = {
        "a": (0, "hotline"),
        "b": (1, "skill-yue"),
        "c": (2, "hotline"),
        "d": (3, "skill-yue"),
    }
    for call, (second, queue) in where.items():
        places.hear(queued(call, second, queue))
    assert await places.position("d", 0) == 3
    assert await wishes(places).position("d", 0, "yue") == 2
    places.hear(queued("b", 9))
    assert await places.position("d", 0) == 4
