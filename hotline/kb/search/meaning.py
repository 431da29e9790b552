"""How near a question is to every entry by its sense: sentence vectors, where an operator has a model that makes them.

Rule: vectors put the entries that were found in another order and find none; without them everything is as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline.kb.search.document import Document
from hotline.kb.search.grams import Floats

FAR = 4.0
"""So many standard deviations above the mean of all entries are as near as can be told: every model has its scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """rows: of every text, of length 1, shape (texts, dimensions); first: where each entry's texts begin."""

    rows: Floats
    first: NDArray[np.int64]


def texts_of(documents: Sequence[Document]) -> tuple[str, ...]:
    """What is to be made vectors of: each entry's names, one after the other, as people wrote them."""
    return tuple(name for document in documents for name in document.names)


def vectors_of(documents: Sequence[Document], rows: Floats) -> Vectors:
    """rows: of texts_of(documents), in their order, of any length. Raises ValueError where they are not so many."""
    counts = np.array([len(document.names) for document in documents], np.int64)
    if rows.ndim != 2 or len(rows) != int(counts.sum()) or not len(counts):
        raise ValueError(f"{int(counts.sum())} texts have vectors of the shape {rows.shape}")
    return Vectors(rows=_of_length_1(rows), first=np.cumsum(counts) - counts)


def nearness(vectors: Vectors, asked: Floats) -> Floats:
    """Each entry's from 0 to 1 by its nearest text. Zeros for a vector of other dimensions: of another model."""
    entries = len(vectors.first)
    if asked.shape != (vectors.rows.shape[1],):
        return np.zeros(entries, np.float32)
    likeness = vectors.rows @ _of_length_1(asked.reshape(1, -1))[0]
    nearest = np.maximum.reduceat(likeness, vectors.first)
    spread = float(nearest.std())
    if not spread > 0:
        return np.zeros(entries, np.float32)
    near: Floats = np.clip((nearest - nearest.mean()) / (FAR * spread), 0, 1).astype(np.float32)
    return near


def _of_length_1(rows: Floats) -> Floats:
    long = np.linalg.norm(rows, axis=1, keepdims=True)
    whole = np.nan_to_num(rows / np.where(long > 0, long, 1))
    return whole.astype(np.float32, copy=False)
