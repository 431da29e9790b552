"""Vectors of what is published and of questions: made once, kept, and never waited for."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.kb.city import city_of
from hotline.kb.embedding import EmbeddingError
from hotline.kb.library import Library
from hotline.kb.model import Outline, Question
from hotline.kb.search.search import Search
from hotline.kb.sense import REMEMBERED, Sense
from hotline.kb.vector_file import VectorFile
from tests.fakes.embedder import FakeEmbedder

ASKED = ("路灯不亮怎么报修", "路灯改造什么时候完工", "路灯的电费由谁付", "井盖丢了", "暖气不热怎么办")
CITY = city_of(
    Outline(name="试验市"),
    [Question(code=str(place), question=text, answer="请拨打12345。") for place, text in enumerate(ASKED)],
)
SEARCH = Search.of(CITY)


@pytest.fixture
def embedder() -> FakeEmbedder:
    """Knows that who pays asks for money."""
    return FakeEmbedder(("电费", "多少钱"), ("报修",), ("完工",), ("井盖",))


@pytest.fixture
def sense(embedder: FakeEmbedder, tmp_path: Path) -> Sense:
    """With an empty file."""
    return Sense(embedder, VectorFile(tmp_path / "vectors", embedder.name))


async def test_a_library_answers_by_sense_too(sense: Sense, embedder: FakeEmbedder) -> None:
    """What means the same comes first, although the words fit others as well."""
    library = Library(CITY, await sense.given_to(SEARCH), sense=sense)
    assert (await library.ask("路灯多少钱")).hits[0].title == "路灯的电费由谁付"
    await library.close()
    assert embedder.closed


async def test_a_model_that_fails_leaves_the_search_by_words(sense: Sense, embedder: FakeEmbedder) -> None:
    """A citizen's question is answered as if there were no model."""
    library = Library(CITY, await sense.given_to(SEARCH), sense=sense)
    embedder.down = True
    assert await library.ask("路灯报修") == SEARCH.ask("路灯报修")


async def test_each_text_is_given_to_the_model_once(sense: Sense, embedder: FakeEmbedder, tmp_path: Path) -> None:
    """After a restart only what is new is made; what is gone is forgotten."""
    await sense.given_to(SEARCH)
    assert sorted(embedder.given) == sorted(ASKED)
    embedder.given.clear()
    more = city_of(CITY.outline, [*CITY.questions[1:], Question(code="9", question="燃气漏了", answer="119。")])
    again = Sense(embedder, VectorFile(tmp_path / "vectors", embedder.name))
    await again.given_to(Search.of(more))
    assert embedder.given == ["燃气漏了"]
    assert ASKED[0] not in VectorFile(tmp_path / "vectors", embedder.name).read(ASKED)


async def test_a_question_is_asked_of_the_model_once(sense: Sense, embedder: FakeEmbedder) -> None:
    """The last few hundred are remembered; a number or nothing is not asked at all."""
    for question in ("路灯", "路灯", "12345", " "):
        await sense.of(question)
    assert embedder.asked == ["路灯"]
    for place in range(REMEMBERED):
        await sense.of(f"第{place}问")
    await sense.of("路灯")
    assert embedder.asked.count("路灯") == 2


async def test_what_was_made_before_a_failure_is_kept(sense: Sense, embedder: FakeEmbedder, tmp_path: Path) -> None:
    """A model that is away says so, and the next attempt does not begin anew."""
    await sense.given_to(SEARCH)
    embedder.down = True
    more = Search.of(city_of(CITY.outline, [*CITY.questions, Question(code="9", question="燃气漏了", answer="119。")]))
    with pytest.raises(EmbeddingError):
        await sense.given_to(more)
    assert len(VectorFile(tmp_path / "vectors", embedder.name).read(ASKED)) == len(ASKED)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half", b"no archive at all"])
def test_a_broken_file_is_as_none(tmp_path: Path, content: bytes) -> None:
    """It is made anew."""
    (tmp_path / "fake-1.npz").write_bytes(content)
    assert VectorFile(tmp_path, "fake-1").read(ASKED) == {}
