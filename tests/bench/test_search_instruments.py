"""The instruments of `search`, `prompts` and `callers`: what they are trusted with, without a clock or a hotline."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from hotline.answering.city_lookups import CityLookUps
from hotline.ivr.waits import Item, LookUpKind
from hotline.kb.generate import PHONES, PROCEDURES
from hotline.kb.library import shelf
from hotline.kb.load import load_city
from hotline.kb.model import Department, Kind, Procedure
from hotline.kb.search.document import Document
from hotline.kb.search.search import Answer
from hotline.settings import ROOT
from tests.bench import fts5
from tests.bench.callers import figures_of
from tests.bench.load import LoadResult
from tests.bench.prompt_day import SHARES, Citizen, Wishes, drawn, stories
from tests.bench.prompts import days, sound_figures
from tests.bench.search import TARGETS, found
from tests.bench.search_city import generated, set_of
from tests.bench.search_speed import in_turns
from tests.search.evaluation import UNANSWERABLE, Score

ENTRIES = (
    Document(kind=Kind.PROCEDURE, code="1", names=("身份证补领",), body="带户口簿"),
    Document(kind=Kind.PROCEDURE, code="2", names=("户口簿换领",), body="不用身份证补领时的回执"),
    Document(kind=Kind.DEPARTMENT, code="3", names=("公安局",), body="100%_好"),
)


@pytest.fixture
def reference(tmp_path: Path) -> fts5.Fts5:
    """Three entries."""
    fts5.build(ENTRIES, tmp_path / "fts5.db")
    return fts5.Fts5(tmp_path / "fts5.db")


def test_a_question_is_its_trigrams() -> None:
    """Each once and without punctuation; a question of two signs has none."""
    assert fts5.expression("身份证，身份证") == '"身份证" OR "份证身" OR "证身份"'
    assert fts5.expression("公安") == ""


def test_the_reference_finds_by_name_before_text(reference: fts5.Fts5) -> None:
    """What is called so stands before what only mentions it, and short questions find too."""
    assert [hit.code for hit in reference.ask("身份证补领").hits] == ["1", "2"]
    assert [hit.code for hit in reference.ask("公安").hits] == ["3"]
    assert [hit.code for hit in reference.ask("身份证补领", limit=1).hits] == ["1"]
    reference.close()


@pytest.mark.parametrize("question", ["", '"', "%", "_", "\\", "a OR", "NEAR(x y", "没有的事情", "'; --", "***", "\0"])
def test_the_reference_takes_any_question(reference: fts5.Fts5, question: str) -> None:
    """Signs that mean something to SQLite are signs like others; nothing found is unsure."""
    answer = reference.ask(question)
    assert answer.unsure == (not answer.hits)
    reference.close()


def test_the_filled_city_has_its_size_beside_the_sets_own_entries() -> None:
    """So that answers compete: telephones and procedures are those of Zhaoqing."""
    city = set_of("heldout")
    made = generated(city, 1)
    offices = [*city.departments, *(entry for entry in made if isinstance(entry, Department))]
    procedures = [*city.procedures, *(entry for entry in made if isinstance(entry, Procedure))]
    assert sum(len(office.phones) for office in offices) == PHONES
    assert len(procedures) == PROCEDURES
    assert len({one.code for one in procedures}) == PROCEDURES


def test_either_side_is_asked_every_question_once() -> None:
    """In turns, and what each answered is kept apart."""
    asked: list[tuple[str, str]] = []

    def side(name: str, *, unsure: bool) -> Answer:
        asked.append((name, "ours" if unsure else "theirs"))
        return Answer(unsure=unsure)

    ours, theirs = in_turns("abc", lambda one: side(one, unsure=True), lambda one: side(one, unsure=False))
    assert Counter(asked) == Counter((one, whose) for one in "abc" for whose in ("ours", "theirs"))
    assert [whose for _, whose in asked[::2]] == ["theirs", "ours", "theirs"]
    assert len(ours.took) == len(theirs.took) == 3
    assert all(answer.unsure for answer in ours.answers.values())
    assert not any(answer.unsure for answer in theirs.answers.values())


def test_a_category_is_held_to_its_target() -> None:
    """A share below it is not reached, and a set without targets has nothing to reach."""
    scores = {category: Score(asked=100, first=97, five=99) for category in TARGETS}
    scores[UNANSWERABLE] = Score(asked=10, unsure=7)
    scores["typed"].first, scores["typed"].unsure = 96, 50
    figures = {figure.what: figure for figure in found("set", scores, scores, TARGETS)}
    assert [what for what, figure in figures.items() if not figure.reached] == [
        "set typed: found first",
        "set, wrongly unsure",
    ]
    assert figures["set unanswerable: unsure"].value == 0.7
    assert all(figure.reached is None for figure in found("set", scores, scores, {}))


def _load(*latencies: float) -> LoadResult:
    return LoadResult(
        latencies=latencies,
        surprises=(),
        calls=40,
        completed=40,
        failures={},
        most=40,
        seconds=1.0,
        late_ms=0.0,
        cpu_seconds=0.1,
    )


@pytest.mark.parametrize(("ours", "reached"), [((4.0,), True), ((4.1,), False), ((), False)])
def test_callers_are_held_to_twice_native(ours: tuple[float, ...], *, reached: bool) -> None:
    """By the p99; where nobody heard anything nothing is reached."""
    figures = {figure.what: figure for figure in figures_of([_load(*ours)], [_load(2.0)])}
    assert figures["p99 to native's"].reached is reached


def test_a_caller_turns_the_pages_to_a_number_of_the_citys_list() -> None:
    """The number that the story chooses is exchanged for one of the list, wherever that has to be read first."""
    items = tuple(Item(title=str(place), code=str(place)) for place in range(12))
    keys = set()
    for seed in range(50):
        caller = Citizen("21#0", random.Random(seed))  # noqa: S311 not secret
        caller.offer(LookUpKind.DEPARTMENT, items)
        keys.add(caller.keys)
    assert keys <= {"9" * (place // 5) + str(11 + place) + "#0" for place in range(12)}
    assert len(keys) > 5


@pytest.mark.parametrize("keys", ["*0", "0", ""])
def test_a_caller_who_chooses_nothing_is_left_alone(keys: str) -> None:
    """Who leaves a list leaves it in the city too."""
    caller = Citizen(keys, random.Random(1))  # noqa: S311 not secret
    caller.offer(LookUpKind.CATEGORY, (Item(title="a", code="1"), Item(title="b", code="2")))
    assert caller.keys == keys


async def test_a_caller_keys_a_code_of_the_city() -> None:
    """A code that the stories' town knows becomes one of the city's; one that it does not know finds nothing."""
    city = load_city(ROOT / "kb")
    caller, dice = Citizen("", random.Random(1)), random.Random(1)  # noqa: S311 not secret
    wishes = Wishes(books=CityLookUps(published=shelf(city)), caller=caller, dice=dice)
    (item,) = await wishes.find(LookUpKind.PROCEDURE_CODE, "0301")
    assert city.procedure(item.code)
    assert await wishes.find(LookUpKind.PROCEDURE_CODE, "7777") == ()


def test_the_shares_are_of_stories_that_there_are() -> None:
    """And the first of a list is drawn the most often."""
    assert set(SHARES) <= set(stories())
    dice = random.Random(1)  # noqa: S311 not secret
    counts = Counter(drawn(5, dice) for _ in range(500))
    assert counts.most_common(1)[0][0] == 0
    assert set(counts) == set(range(5))


async def test_a_sound_is_made_once(tmp_path: Path) -> None:
    """What a day needed is at hand the day after, and what was spoken ahead is at hand on the first."""
    first, second = await days(load_city(ROOT / "kb"), 30, tmp_path)
    assert first.calls == second.calls == 30
    assert 0 < first.made < first.heard
    assert second.rate > 0.5
    files = list((tmp_path / "prompts").rglob("*.wav"))
    assert len(files) >= first.made + second.made


def test_a_text_that_the_voice_was_too_slow_for_is_told() -> None:
    """It is no first sound, and it is not left out in silence; nor is it where none was spoken at all."""
    spoken = {"characters": 30, "clauses": 2, "first_s": 1.0, "whole_s": 4.0}
    failed = {"characters": 30, "failed": "no sound within 8 s"}
    figures = {figure.what: figure for figure in sound_figures([{"texts": [spoken, failed]}])}
    assert figures["first sound to the whole text"].value == 0.25
    assert figures["texts that the voice was too slow for"].value == 1
    assert figures["texts that the voice was too slow for"].reached is False
    assert sound_figures([{"texts": [failed]}])[0].value == float("inf")
