"""A citizen speaks Mandarin on a real call and is understood: a real Asterisk, the real Whisper, the shipped menus."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from hotline.answering.desk import Outcome
from hotline.kb.library import Library, shelf
from hotline.kb.load import load_city
from hotline.settings import ROOT
from hotline.speech.ear.pool import Pool
from tests.adapters.ear_models import WHISPER_BASE, real_pool
from tests.adapters.ear_pool import running
from tests.adapters.real_asterisk import RealAsterisk
from tests.adapters.spoken_calls import LINE, SpokenLine, spoken_line
from tests.bench.spoken import questions
from tests.fakes.citizen import Citizen
from tests.fakes.spoken_citizen import SpokenCitizen

ASKED = (0, 2, 17, 26, 37)  # of the bench's forty
LIBRARY: Library = shelf(load_city(ROOT / "kb"))


@pytest_asyncio.fixture(scope="module")
async def ear(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pool]:
    """The real model, loaded once."""
    async with running(real_pool(WHISPER_BASE, tmp_path_factory.mktemp("ear"))) as pool:
        yield pool


@pytest_asyncio.fixture(scope="module")
async def citizen(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SpokenCitizen]:
    """A voice that is not the hotline's."""
    spoken = SpokenCitizen(tmp_path_factory.mktemp("citizen"))
    if spoken.missing:
        pytest.skip(spoken.missing)
    yield spoken
    await spoken.close()


@pytest_asyncio.fixture
async def line(asterisk: RealAsterisk, ear: Pool, tmp_path: Path) -> AsyncIterator[SpokenLine]:
    """The hotline, hearing."""
    async with spoken_line(asterisk, tmp_path, LIBRARY, ear) as hotline:
        yield hotline


async def test_questions_find_their_entries(line: SpokenLine, citizen: SpokenCitizen) -> None:
    """Of five at most one is missed among the first three."""
    missed = []
    for place in ASKED:
        question = questions()[place]
        answered = await line.ask(await citizen.says(question.text))
        if question.place(answered.items[:3]) < 0:
            missed.append((question.text, answered.heard))
    assert len(missed) <= 1, missed


async def test_a_person_is_a_word_away(line: SpokenLine, citizen: SpokenCitizen) -> None:
    """The caller is queued, and what was heard is in the call's history."""
    wish = await citizen.says("我要转人工客服。")
    async with Citizen(line.port) as caller:
        await caller.call(LINE)
        await line.ready()
        await caller.speak(wish)
        heard = await line.heard()
        await asyncio.wait_for(line.ended.wait(), 10)
    assert line.ends == [Outcome.QUEUE], heard
    assert ("main", "0", heard) in line.marked()


async def test_what_is_uncertain_is_asked_and_a_spoken_yes_takes_it(line: SpokenLine, citizen: SpokenCitizen) -> None:
    """The caller hears its name with the question, and then all of it."""
    wish, yes = await citizen.says("我想问一下驾驶证的事情。"), await citizen.says("对，就是这个。")
    async with Citizen(line.port) as caller:
        await caller.call(LINE)
        await line.ready()
        await caller.speak(wish)
        heard = await line.heard()
        _, items = await line.found()
        assert items, heard
        assert not items[0].sure, heard
        await line.ready()
        await caller.speak(yes)
        heard = await line.heard()
        await line.says(items[0].title + "。")
    assert ("search", "1", items[0].title) in line.marked(), heard
    assert f"您是问{items[0].title}吗？" in line.prompts.said
