"""The weighted pieces of a text, to be looked up in an index. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    found: dict[int, float] = {}
    for size, factor in zip(sizes, by_size, strict=True):
        keys, places = grams_of(points, (size,))
        for key, place in zip(keys.tolist(), places.tolist(), strict=True):
            weight = float(worth[place : place + size].min()) * factor
            if weight > found.get(key, 0.0):
                found[key] = weight
    return _of(found)


def joined(*parts: Pieces) -> Pieces:
    """Pieces of several runs as one set, the best worth of each."""
    found: dict[int, float] = {}
    for part in parts:
        for key, weight in zip(part.keys.tolist(), part.weights.tolist(), strict=True):
            found[key] = max(weight, found.get(key, 0.0))
    return _of(found)


def _of(found: dict[int, float]) -> Pieces:
    keys = np.fromiter(found.keys(), np.int64, len(found))
    return Pieces(keys=keys, weights=np.fromiter(found.values(), np.float32, len(found)))


def written_out(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """All texts one after the other with a 0 between them, and whose each code is."""
    points = codes(" ".join(texts))
    lengths = np.array([len(text) + 1 for text in texts], np.int64)
    return points, np.repeat(np.arange(len(texts)), lengths)[: len(points)]
