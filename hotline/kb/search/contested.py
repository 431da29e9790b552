"""Offices that a question names and is not about: what they decided is contested, or they sent the citizen away.

The rule: whatever is said here takes something from a question, and never adds to it.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from hotline.kb.search.index import Index
from hotline.kb.search.question import FILLER_WORTH, Analysis

_SENT_AWAY = re.compile(
    r".{0,5}(?:不归|不管|不是他|不属于|不受理|推给|推到|推来|让我找|叫我找|喊我找|叫我打|让我打|也不)"
)
_BEFORE = re.compile(r"(?:不服气?|不认可?|不同意)(?:[市县区州]|当地|这个|那个|咱们?)?$")
_AFTER = re.compile(r".{0,14}(?:不服|罚错|判错)")


def is_contested(text: str, begin: int, end: int) -> bool:
    """Whether what an office decided is contested, by its name's place: 不服城管罚我, 交警队罚我我不服."""
    return bool(_BEFORE.search(text[:begin]) or _AFTER.match(text, end))


def is_meant(text: str, begin: int, end: int) -> bool:
    """Whether an office that is named may be asked for: neither contested nor one that sent the citizen away."""
    return not _SENT_AWAY.match(text, end) and not is_contested(text, begin, end)


def without_contested(asked: Analysis, index: Index) -> Analysis:
    """The question with little left of the names of those whose decision is contested: that is another's to judge."""
    worth = np.ones(len(asked.plain), np.float32)
    for begin, name in index.offices_by_name.everywhere(asked.plain):
        if is_contested(asked.plain, begin, begin + len(name)):
            worth[begin : begin + len(name)] = FILLER_WORTH
    if worth.min(initial=1.0) == 1:
        return asked
    is_spelt = len(asked.sound_worth) != len(worth)  # letters that spell Chinese: the places are others
    return replace(
        asked,
        worth=np.minimum(asked.worth, worth),
        covered=np.minimum(asked.covered, worth),
        sound_worth=asked.sound_worth if is_spelt else np.minimum(asked.sound_worth, worth),
        said=tuple(one for one in asked.said if one.place < 0 or worth[one.place] == 1),
    )
