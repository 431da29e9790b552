"""Every fault of a script has its words in every language of the console, about the same things."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from hotline.answering.menus import Menus
from hotline.ivr.faults import FAULTS, what
from hotline.settings import ROOT
from tests.fakes.scripts import GOOD

LOCALES = ("zh-CN", "zh-TW", "en")
_LITERAL = re.compile(r"\{'[^']*'\}")  # how vue-i18n writes a brace
_PLACE = re.compile(r"\{(\w+)\}")


def texts(locale: str) -> dict[str, str]:
    """What the pages say of each code."""
    found = json.loads((ROOT / "agent_ui" / "src" / "locales" / f"{locale}.json").read_text(encoding="utf-8"))
    told: dict[str, str] = found["menuFault"]
    return told


def params(sentence: str) -> set[str]:
    """What a sentence for engineers is about."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_fault_has_words_in_every_language(locale: str) -> None:
    """A code for each, none too many, and each is about what the code is about."""
    told = texts(locale)
    assert set(told) == set(FAULTS)
    for code, sentence in FAULTS.items():
        assert set(_PLACE.findall(_LITERAL.sub("", told[code]))) == params(sentence), code


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW"])
def test_no_fault_is_told_in_english(locale: str) -> None:
    """Each has Chinese words, but the one that only passes on."""
    bare = [code for code, text in texts(locale).items() if not re.search(r"[\u4e00-\u9fff]", text)]
    assert bare == ["other"]


def test_a_sentence_needs_what_it_is_about() -> None:
    """A fault without its parameters would be told half."""
    assert str(what("no_entry", script="114", entry="menu")) == "dead end: script 114 has no entry menu"
    with pytest.raises(KeyError):
        what("no_entry", script="114")


async def test_a_refused_menu_tells_each_fault_with_its_code(tmp_path: Path) -> None:
    """By file and line, also where a file cannot be read at all; nothing once it is mended."""
    good, other = tmp_path / "114.yaml", tmp_path / "999.yaml"
    good.write_text(GOOD, encoding="utf-8")
    menus = Menus(tmp_path, tmp_path / "recorded")
    good.write_text(GOOD.replace("next: person", "next: nobody, tries: 9"), encoding="utf-8")
    assert not await menus.renew()
    assert [(fault.file, fault.line, fault.code) for fault in menus.faults] == [("114.yaml", 8, "field_unknown")]
    good.write_text(GOOD.replace("next: person", "next: nobody"), encoding="utf-8")
    assert not await menus.renew()
    (fault,) = [fault for fault in menus.faults if fault.code == "no_node"]
    assert (fault.file, fault.line, fault.where) == ("114.yaml", 8, "nodes.hello.next")
    assert dict(fault.params) == {"node": "nobody"}
    other.write_bytes(b"\xff\xfe")
    good.write_text(GOOD, encoding="utf-8")
    assert not await menus.renew()
    assert [(fault.file, fault.code) for fault in menus.faults] == [("999.yaml", "unreadable")]
    other.unlink()
    assert await menus.renew()
    assert menus.faults == ()
