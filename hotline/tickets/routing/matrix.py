"""Messages as rows of a sparse matrix: what training learns from.

Rule: a row is exactly the vector that Vocabulary.vector gives when suggesting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hotline.errors import InputError
from hotline.tickets.routing.classifier import Vocabulary
from hotline.tickets.routing.grams import CONTENT, TITLE, grams

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MOST_GRAMS = 250_000


def vocabulary_of(parts: Sequence[tuple[str, str]]) -> Vocabulary:
    """The grams of at least two (title, content), the commonest MOST_GRAMS, with their idf."""
    seen: Counter[str] = Counter()
    for title, content in parts:
        seen.update({*grams(title, TITLE), *grams(content, CONTENT)})
    often = sorted(((gram, n) for gram, n in seen.items() if n > 1), key=lambda one: (-one[1], one[0]))[:MOST_GRAMS]
    if not often:
        raise InputError("训练的文字太少，没有任何两行有相同的字。")
    rarity = np.log((1 + len(parts)) / (1 + np.array([n for _, n in often], dtype=np.float32))) + 1
    names = tuple(gram for gram, _ in often)
    number = {gram: at for at, gram in enumerate(names)}
    return Vocabulary(grams=names, number=number, rarity=rarity.astype(np.float32))


def matrix_of(vocabulary: Vocabulary, parts: Sequence[tuple[str, str]]) -> csr_matrix:
    """[messages, grams], a row a (title, content)."""
    from scipy.sparse import csr_matrix as matrix  # noqa: PLC0415 only training needs it

    vectors = [vocabulary.vector(title, content) for title, content in parts]
    ends = np.cumsum([0, *(len(rows) for rows, _ in vectors)])
    columns, values = (np.concatenate([vector[at] for vector in vectors]) for at in (0, 1))
    return matrix((values.astype(np.float64), columns, ends), shape=(len(parts), len(vocabulary.number)))
