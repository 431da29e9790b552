"""What is spoken ahead is what callers hear: compared with a real walk through the menus."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from hotline.answering.asked import Asked
from hotline.answering.city_lookups import CityLookUps
from hotline.answering.openings import opening_said
from hotline.answering.said import Said
from hotline.events import MenuStepTaken
from hotline.ivr.effects import Pace, Prompt, Say
from hotline.ivr.engine import follow, resume, start
from hotline.ivr.load import load_scripts
from hotline.ivr.waits import Check, Digits, Found, LookUp, LookUpKind, NotChecked, Why
from hotline.kb.library import Library, shelf
from hotline.kb.load import load_city
from hotline.settings import ROOT
from hotline.speech.ahead import Wanted
from hotline.speech.reading import clauses
from tests.fakes.clock import works

DAY = date(2026, 11, 21)
CITY = load_city(ROOT / "kb")
SCRIPTS = load_scripts(ROOT / "ivr_scripts")


@pytest.fixture(scope="module")
def library() -> Library:
    """The demo city."""
    return shelf(CITY)


@pytest.fixture(scope="module")
async def ahead(library: Library) -> frozenset[Wanted]:
    """Everything that is spoken ahead."""
    return frozenset(await _all(Said(scripts=SCRIPTS, published=library, today=lambda: DAY)))


async def _all(said: Said) -> list[Wanted]:
    return [wanted async for wanted in said.wanted()]


async def _heard(library: Library, keys: str, *, now: datetime | None = None) -> list[Wanted]:
    """What a caller of 114 hears who presses these keys, as the player asks for it; now: when he calls."""
    books = CityLookUps(
        published=library, today=lambda: DAY, opening=lambda one: opening_said(one, now, works) if now else ""
    )
    step, pressed, heard = follow(SCRIPTS, start(SCRIPTS["114"])), iter(keys), list[Wanted]()
    while True:
        for say in (effect for effect in step.effects if isinstance(effect, Say)):
            for part in say.parts:
                pieces = [(part.text, part.name)] if isinstance(part, Prompt) else [(c, "") for c in clauses(part.text)]
                heard += [Wanted(language=say.language, pace=say.pace, text=text, name=name) for text, name in pieces]
        match step.wait:
            case LookUp() as asked:
                items = await books.find(asked.kind, asked.keys, within=asked.within, language=asked.language)
                answer = Found(items=items)
            case Check():
                answer = NotChecked(why=Why.NOT_AVAILABLE)
            case Digits() as wait:
                entered = ""
                while (answer := wait.answer(entered)) is None:
                    if not (key := next(pressed, "")):
                        return heard
                    entered += key
            case _:
                return heard
        step = follow(SCRIPTS, resume(SCRIPTS[step.session.script], step.session, answer))


@pytest.mark.parametrize(
    "keys",
    [
        "1111123467#5",
        "111193147",
        "211112345678",
        "4111",
        "552111112346753",
        "5531111123467",
        "55321111234",
        "56111112346795",
        "5621111234",
    ],
)
async def test_a_caller_hears_only_what_was_spoken_ahead(library: Library, ahead: frozenset[Wanted], keys: str) -> None:
    """Departments, procedures with each part, bulletins, other languages and slow speech: no piece is missing."""
    heard = await _heard(library, keys)
    assert len(heard) > 2
    assert [piece for piece in heard if piece not in ahead] == []


@pytest.mark.parametrize(
    ("hour", "told"), [(2, ["现在正在办公。"]), (11, ["现在已下班。", "下次办公时间是周一上午9:00。"])]
)
async def test_whether_an_office_is_open_was_spoken_ahead_whenever_somebody_calls(
    library: Library, ahead: frozenset[Wanted], hour: int, told: list[str]
) -> None:
    """After the hours; every other piece stays what it is at any moment."""
    heard = await _heard(library, "1111", now=datetime(2026, 11, 20, hour, tzinfo=UTC))
    timeless = await _heard(library, "1111")
    assert [piece for piece in heard if piece not in ahead] == []
    assert [piece.text for piece in heard if piece not in timeless] == told
    assert [piece for piece in heard if piece.text not in told] == timeless
    texts = [piece.text for piece in heard]
    assert any("9:00—12:00，13:30—17:00" in text for text in texts[: texts.index(told[0])])


async def test_the_menus_come_first_and_slow_speech_last(library: Library) -> None:
    """A caller is greeted before anything else can be asked for."""
    found = await _all(Said(scripts=SCRIPTS, published=library, today=lambda: DAY))
    assert found[0].name.endswith("-greeting")
    paces = [one.pace for one in found]
    assert paces == sorted(paces, key=lambda pace: pace is Pace.SLOW)


async def test_the_first_clause_of_everything_comes_before_the_rest(library: Library) -> None:
    """So that every answer begins at once; while it is heard the live voice speaks on."""
    texts = [
        one.text for one in await _all(Said(scripts=SCRIPTS, published=library, today=lambda: DAY)) if not one.name
    ]
    last, first = CITY.departments[-1], CITY.departments[0]
    assert texts.index(f"{last.name}。") < texts.index(clauses(f"服务电话，{first.phone}。")[0])


async def test_a_changed_entry_comes_before_the_others(library: Library) -> None:
    """The editor's change is what callers ask for next."""
    shelf_of = SimpleNamespace(city=CITY, search=library.search)
    said = Said(scripts=SCRIPTS, published=shelf_of, today=lambda: DAY)
    await _all(said)
    before, last = said.mark(), CITY.departments[-1]
    changed = replace(last, address="新搬的地方")
    shelf_of.city = replace(CITY, departments=(*CITY.departments[:-1], changed))
    assert said.mark() != before
    texts = [one.text for one in await _all(said) if not one.name]
    assert texts.index(f"{last.name}。") < texts.index(f"{CITY.departments[0].name}。")


async def test_what_is_asked_for_most_comes_first(library: Library, tmp_path: Path) -> None:
    """By the titles that callers chose, also after a restart; words of their own are never kept."""
    last, clock = CITY.departments[-1].name, iter(range(0, 10_000, 1000))
    asked = Asked(tmp_path / "asked.json", now=lambda: float(next(clock)))
    said = Said(scripts=SCRIPTS, published=library, asked=asked, today=lambda: DAY)
    await _all(said)
    for heard in (last, "我叫张三"):
        at = datetime(2026, 11, 21, tzinfo=UTC)
        await asked.hear(MenuStepTaken(at=at, call_id="1.1", node="departments", pressed="1", heard=heard))
    texts = [one.text for one in await _all(said) if not one.name]
    assert texts.index(f"{last}。") < texts.index(f"{CITY.departments[0].name}。")
    assert Asked(tmp_path / "asked.json")(last) == 1
    assert "张三" not in (tmp_path / "asked.json").read_text()


async def test_the_menus_alone_are_few(library: Library) -> None:
    """Where only they are wanted, a change of the city changes nothing."""
    said = Said(scripts=SCRIPTS, published=library, menus_only=True, today=lambda: DAY)
    assert 0 < len(await _all(said)) < 1500
    assert said.mark() == Said(scripts=SCRIPTS, published=shelf(replace(CITY, departments=())), menus_only=True).mark()


async def test_what_a_caller_may_mean_is_asked_in_words_spoken_ahead(library: Library) -> None:
    """Where callers are heard; else nobody is asked so."""
    (found,) = await CityLookUps(published=library).find(LookUpKind.PROCEDURE_CODE, "0103")
    for by_voice in (True, False):
        said = Said(scripts=SCRIPTS, published=library, today=lambda: DAY, by_voice=by_voice)
        asked = {wanted.text for wanted in await _all(said) if wanted.text.startswith("您是问")}
        assert (f"您是问{found.title}吗？" in asked) is by_voice
        assert bool(asked) is by_voice


@pytest.mark.parametrize("spoiled", ["", "[]", "{", '{"甲": "x"}'])
def test_counts_that_cannot_be_read_are_none(tmp_path: Path, spoiled: str) -> None:
    """Only an order rests on them."""
    (tmp_path / "asked.json").write_text(spoiled)
    assert Asked(tmp_path / "asked.json")("甲") == 0
