"""Which words a brief's template may use, and what each of them has. Pure.

Rule: a word is kept for good: the cities' own templates use it; facts.py gives exactly what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hotline.reports.brief import sections
from hotline.reports.brief.matters import FIGURES as HOT
from hotline.reports.definitions import DEFINITIONS

FACT = ("数", "值", "分子", "分母", "环比", "同比", "环比方向", "同比方向", "样本少", "有数")
"""What a figure has: as text without its unit, as a number (a share in hundredths), its parts, its changes."""
TEXTS = ("城市", "期", "上期", "上年同期", "本期叫", "上期叫")
_SPELLED = {"15秒接通率": "十五秒接通率"}  # a word cannot begin with a digit


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has these; one that has nothing is plain text or a number."""

    has: Mapping[str, Word]


@dataclass(frozen=True, slots=True)
class Many:
    """Several things of a kind, to be gone through with for."""

    each: Thing


Word: TypeAlias = "Thing | Many"
PLAIN = Thing({})


def word_of(code: str) -> str:
    """What a figure is called in a template."""
    name = DEFINITIONS[code].name
    return _SPELLED.get(name, name)


def _facts(*codes: str) -> dict[str, Word]:
    fact = Thing(dict.fromkeys(FACT, PLAIN))
    return {word_of(code): fact for code in codes}


_ROW = Many(Thing({"名称": PLAIN, **_facts(*sections.ROWS)}))
_OFFICE = Many(Thing({"名称": PLAIN, "逾期件数": PLAIN, "未解决件数": PLAIN, **_facts(*sections.OFFICES)}))
_HOT = Many(Thing({"名称": PLAIN, "趋势": PLAIN, "预警": PLAIN, **_facts(*HOT)}))

WORDS: Mapping[str, Word] = {
    **dict.fromkeys(TEXTS, PLAIN),
    **_facts(*sections.TELEPHONE, *sections.TICKETS, *sections.HANDLED),
    **dict.fromkeys(("类型", "类别", "区县", "上升类别", "下降类别", "在办类别"), _ROW),
    **dict.fromkeys(("按时前列", "逾期较多", "未解决较多"), _OFFICE),
    "样本少单位数": PLAIN,
    "没有类别件数": PLAIN,
    **dict.fromkeys(("热点", "预警热点"), _HOT),
    "热点已算": PLAIN,
}
"""All words by name."""
SECTIONS = ("telephone", "tickets", "handled", "type", "category", "district", "department", "hot")
"""Codes of the sections whose drawings may stand beside a passage."""
