"""What the server says of itself is said in every language of the consoles, and is read back as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from string import Formatter

import pytest

from hotline.kb.search.search import WAYS
from hotline.kb.service import PACK
from hotline.reports import assessment, bulletin, knowledge_use, quality
from hotline.reports.agents import NOBODY
from hotline.reports.brief import matters
from hotline.reports.brief import sections as brief
from hotline.reports.definitions import DEFINITIONS
from hotline.reports.hot.model import Direction
from hotline.reports.look import ALL
from hotline.reports.mail.service import NO_POST
from hotline.reports.names import UNFILLED, UNTOLD
from hotline.sentences import SENTENCES, said_json, sentence
from hotline.settings import ROOT
from hotline.tickets.clock.policy import Grade
from hotline.tickets.life.falling_due import LEVELS
from hotline.tickets.templates.model import PLACES
from hotline.web.quality_shapes import CHOSEN
from hotline.web.screens import SYSTEM

LOCALES = ("zh-TW", "en")
_PLACE = re.compile(r"\{(\w+)\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def texts(locale: str) -> dict[str, dict[str, str]]:
    """What the pages say for what the server says."""
    path = ROOT / "agent_ui" / "src" / "locales" / f"server.{locale}.json"
    found: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def parts(words: str) -> set[str]:
    """What a sentence is about."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def own_words() -> Iterable[str]:
    """All that the server says by itself and without parts: what figures mean, notes, names of rows, and so on."""
    for one in DEFINITIONS.values():
        yield from (one.formula, one.basis, one.source)
    yield from (assessment.NOTE, assessment.NOW, quality.NOTE, brief.NOTE)
    yield from (matters.PENDING, matters.UNKNOWN)
    yield from (ALL, bulletin.REST, UNFILLED, *UNTOLD.values(), NOBODY, knowledge_use.OURS)
    yield from knowledge_use.KINDS.values()
    yield from (one.label for one in Direction if one is not Direction.UNKNOWN)
    yield from (matters.WARNED, NO_POST)
    yield from (words for _, words in WAYS if words)
    yield from (SYSTEM, LEVELS, PACK, CHOSEN)
    yield from (grade.label for grade in Grade)
    yield from PLACES.values()


@pytest.mark.parametrize("locale", LOCALES)
def test_all_that_the_server_says_by_itself_has_words_in_every_language(locale: str) -> None:
    """None is missing, and none is left of what it does not say any more."""
    assert set(texts(locale)["words"]) == set(own_words())


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_has_words_about_the_same_parts(locale: str) -> None:
    """A code for each, none too many, and each is about what the code is about."""
    told = texts(locale)["sentences"]
    assert set(told) == set(SENTENCES)
    for code, words in SENTENCES.items():
        assert set(_PLACE.findall(told[code])) == parts(words), code


def test_english_words_are_english() -> None:
    """Nothing was copied and left as it is."""
    english = texts("en")
    assert [words for group in english.values() for words in group.values() if _CHINESE.search(words)] == []


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_read_back_into_its_parts(code: str) -> None:
    """Whatever the parts are, and whoever kept the text."""
    params = {name: f"{place}月 {name}" for place, name in enumerate(sorted(parts(SENTENCES[code])))}
    assert said_json(sentence(code, **params)) == {"code": code, "params": params}


def test_what_people_wrote_is_no_sentence() -> None:
    """Only the whole of a text is one; a part that stands twice is the same both times."""
    assert said_json("请尽快办理。") is None
    assert said_json("") is None
    assert said_json(f"{sentence('unsigned')}另请说明。") is None
    params = dict.fromkeys(("recent_days", "recent", "before_days", "earlier", "expected", "chance"), "7")
    told = sentence("burst", **params)
    assert said_json(told) == {"code": "burst", "params": params}
    assert said_json(told.replace("照此7天", "照此8天")) is None


def test_a_sentence_needs_what_it_is_about() -> None:
    """A sentence without its parts would be told half."""
    with pytest.raises(KeyError):
        sentence("unanswered", until="11月21日17:30")
