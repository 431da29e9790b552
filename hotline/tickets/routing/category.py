"""The category of which a citizen's words speak: the one whose name has the most of its words in them. Pure.

Rule: it is said only where one category is spoken of more than any other; where words speak for two, people choose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from hotline.tickets.routing.grams import plain

_BETWEEN = re.compile(r"[与和及、，/ ]")
_PAIR = 2  # signs: most Chinese words have two
_ENOUGH = 1.0  # a pair that stands in no other name, or several that do

Weights = Mapping[str, Mapping[str, float]]
"""By a category's code: each pair of signs of its name, and what it is worth."""


def weights_of(categories: Mapping[str, str]) -> Weights:
    """What the names tell. categories: names by code; one with others below it is no ticket's, and is left out.

    A pair that stands in many names, as in 管理, tells little of any.
    """
    pairs = {code: _pairs(name) for code, name in categories.items() if not _has_below(code, categories)}
    names = Counter(pair for own in pairs.values() for pair in own)
    return {code: {pair: 1 / names[pair] for pair in own} for code, own in pairs.items()}


def category_of(text: str, weights: Weights) -> str:
    """The code of the category of which the text speaks, "" for none or for two alike."""
    said = plain(text)
    sums = {code: sum(worth for pair, worth in own.items() if pair in said) for code, own in weights.items()}
    best = sorted(sums, key=lambda code: -sums[code])[:2]
    if not best or sums[best[0]] < _ENOUGH:
        return ""
    return best[0] if len(best) == 1 or sums[best[0]] > sums[best[1]] else ""


def _pairs(name: str) -> frozenset[str]:
    parts = [plain(part) for part in _BETWEEN.split(name)]
    return frozenset(part[at : at + _PAIR] for part in parts for at in range(len(part) - 1))


def _has_below(code: str, categories: Mapping[str, str]) -> bool:
    return any(other != code and other.startswith(code) for other in categories)
