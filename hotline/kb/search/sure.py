"""Whether what was found is what was asked for, or only the nearest of what there is.

A few figures of the first entry, weighed by a logistic function that was fitted on tests/search/tuning and practice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from hotline.kb.search.elsewhere import named
from hotline.kb.search.engine import MATTERS, Figures
from hotline.kb.search.grams import grams_of
from hotline.kb.search.index import Index
from hotline.kb.search.plain import plain
from hotline.kb.search.question import Analysis
from hotline.kb.search.weights import SURENESS

LONG = 30  # signs: the longer a question, the less of it any name explains


def confidence(asked: Analysis, figures: Figures, order: Sequence[int], index: Index) -> float:
    """From 0 to 1: how likely it is that the first entry answers; below a half is unsure."""
    found = features(asked, figures, order, index)
    told = sum(weight * value for weight, value in zip(SURENESS, found, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, told))))


def features(asked: Analysis, figures: Figures, order: Sequence[int], index: Index) -> tuple[float, ...]:
    """What sureness rests on, for the best entry; SURENESS has a weight for each, in this order."""
    best = order[0]
    document = index.documents[best]
    text = plain(" ".join((*document.names, *document.office, document.body)))
    second = float(figures.total[order[1]]) if len(order) > 1 else 0.0
    return (
        1.0,
        min(float(figures.total[best]), 1.5),
        float(figures.terms[best]),
        max(float(figures.signs[best]), float(figures.sounds[best])),
        float(figures.letters[best]),
        float(figures.body[best]),
        min(float(figures.total[best]) - second, 0.5),
        explained(asked, text, index),
        min(len(asked.plain) / LONG, 2.0),
        float(figures.gist[best]),
        float(figures.duties[best]),
        float(any(word not in text for word in named(asked.plain))),
    )


def explained(asked: Analysis, text: str, index: Index) -> float:
    """The share of the question's matter that an entry's text holds, in pairs of signs, or that a saying stands for."""
    meant: set[int] = set()
    for one in asked.said:
        if one.place >= 0 and any(word in text for term in one.terms for word in term.split()):
            meant |= set(range(one.place, one.place + len(one.saying)))
    keys, places = grams_of(asked.codes, (2,))
    worth = np.minimum(asked.worth[places], asked.worth[places + 1]) if len(places) else np.zeros(0)
    rarity = index.signs.rarities(keys)
    whole = held = 0.0
    for place, matter, weight in zip(places.tolist(), worth.tolist(), rarity.tolist(), strict=True):
        if matter > MATTERS:
            whole += weight
            held += weight * (asked.plain[place : place + 2] in text or {place, place + 1} <= meant)
    return held / whole if whole else 1.0
