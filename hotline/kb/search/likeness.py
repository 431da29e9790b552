"""How much of a question is in a text, and of the text in the question: the one measure that all ways share.

The rule: a figure is 0 to about 1 whatever the length of either side, so that weights.py can add up what it measures.
"""

from __future__ import annotations

import numpy as np

from hotline.kb.search.grams import Floats, Grams
from hotline.kb.search.index import SIGNS, Index
from hotline.kb.search.pieces import Pieces, whole, worth_less


def meant(term: str, by_size: tuple[float, ...], worth: float) -> Pieces:
    """The pieces of a term that a saying stands for, with what the saying is worth."""
    return worth_less(whole(term, SIGNS, by_size), worth)


def likeness(grams: Grams, asked: Pieces, share: float, most: int) -> Floats:
    """How much of the question and of each name is in the other. share: how much the question's side counts."""
    all_of_it = float((asked.weights * grams.rarities(asked.keys)).sum())
    room = share * all_of_it + (1 - share) * grams.totals + 1e-6
    return (grams.overlap(asked.keys, asked.weights, most=most) / room).astype(np.float32)


def covered(grams: Grams, asked: Pieces) -> Floats:
    """How much of the question is in each text."""
    all_of_it = float((asked.weights * grams.rarities(asked.keys)).sum()) + 1e-6
    return (grams.overlap(asked.keys, asked.weights) / all_of_it).astype(np.float32)


def by_document(by_name: Floats, index: Index) -> Floats:
    """The best of each document's names."""
    if not len(index.first):
        return by_name
    return np.maximum.reduceat(by_name, index.first).astype(np.float32)
