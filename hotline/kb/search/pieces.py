"""The weighted pieces of a text, to be looked up in an index. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hotline.kb.search.grams import Floats, grams_of
from hotline.kb.search.plain import Codes, codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Pieces with what each is worth."""

    keys: Codes
    weights: Floats


def pieces(points: Codes, worth: Floats, sizes: tuple[int, ...], by_size: tuple[float, ...]) -> Pieces:
    """The pieces of a run of codes, each worth its least sign times the worth of its size; the best of equal ones."""
    keys, weights = [], []
    for size, factor in zip(sizes, by_size, strict=True):
        found, places = grams_of(points, (size,))
        least = worth[places]
        for step in range(1, size):
            least = np.minimum(least, worth[places + step])
        keys.append(found)
        weights.append(least * np.float32(factor))
    return _best(keys, weights)


@lru_cache(maxsize=8_192)
def whole(term: str, sizes: tuple[int, ...], by_size: tuple[float, ...]) -> Pieces:
    """The pieces of a plain text that counts in full. Terms are few and asked for again and again."""
    points = codes(term)
    return pieces(points, np.ones(len(points), np.float32), sizes, by_size)


def worth_less(part: Pieces, worth: float) -> Pieces:
    """The same pieces, each worth so much of what it was."""
    return Pieces(keys=part.keys, weights=part.weights * np.float32(worth))


def joined(*parts: Pieces) -> Pieces:
    """Pieces of several runs as one set, the best worth of each."""
    return _best([part.keys for part in parts], [part.weights for part in parts])


def _best(keys: Sequence[Codes], weights: Sequence[Floats]) -> Pieces:
    """Every piece once, with the best of its weights; none that is worth nothing."""
    if not keys:
        return Pieces(keys=np.zeros(0, np.int64), weights=np.zeros(0, np.float32))
    key, weight = np.concatenate(keys), np.concatenate(weights).astype(np.float32)
    order = np.lexsort((-weight, key))
    key, weight = key[order], weight[order]
    kept = weight > 0
    kept[1:] &= key[1:] != key[:-1]
    return Pieces(keys=key[kept], weights=weight[kept])


def written_out(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """All texts one after the other with a 0 between them, and whose each code is."""
    points = codes(" ".join(texts))
    lengths = np.array([len(text) + 1 for text in texts], np.int64)
    return points, np.repeat(np.arange(len(texts)), lengths)[: len(points)]
