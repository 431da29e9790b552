"""Which messages are about the same matter. Pure: the same messages make the same groups.

Rule: the numbers were set on hand-judged groups of public messages (docs/hot-issues.md), which have no district and no
category: what those count is a guess. Change none without judging again.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix, diags, hstack, vstack
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

from hotline.reports.hot.joining import joined
from hotline.reports.hot.wording import GAP, Words

ALIKE = 0.16
"""Mean likeness of two groups (cosine of their weighted runs of two and three signs) from which they are one matter."""
OTHER_DISTRICT, OTHER_CATEGORY = 0.7, 0.9  # times, where both messages name one and they differ
LARGEST = 4_000  # messages that are compared each with each; where more hang together, only the likest do
COPIES = 0.9  # likeness of texts that nobody needs to tell apart
_NEAR, _STEP = 0.05, 0.02  # likeness from which texts hang together, and by which it is raised where too many do
_RUNS = 100  # runs of signs of a text, the heaviest, by which its neighbours are found
_NEAREST = 100  # neighbours of a text
_CHUNK = 500  # messages whose neighbours are sought at once
_HASHES = 2**20
_READER = HashingVectorizer(
    analyzer="char_wb",
    ngram_range=(2, 3),
    n_features=_HASHES,
    alternate_sign=False,
    norm=None,
    lowercase=False,
    dtype=np.float32,
)
Matrix: TypeAlias = Any
"""scipy's sparse matrices have no types."""
Members: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message as it is compared. district, category: codes or ""; of a category its first two signs count."""

    words: Words
    district: str = ""
    category: str = ""


def grouped(told: Sequence[Told]) -> tuple[tuple[int, ...], ...]:
    """The places of those that are about the same, two or more in a group; groups and places in ascending order."""
    if not any(one.words.head for one in told):
        return ()
    vectors = _weighed([_text(one.words) for one in told])
    graph = _neighbours(vectors)
    labels = np.arange(len(told))
    for part in parts(graph):
        for group in _matters(part, vectors, told) if len(part) <= LARGEST else [part]:
            labels[group] = group[0]
    labels = joined(labels, vectors, graph, [one.district for one in told], OTHER_DISTRICT)
    found = (tuple(group.tolist()) for group in _by_label(labels) if len(group) > 1)
    return tuple(sorted(found))


def _text(words: Words) -> str:
    """What a matter is called counts twice."""
    return GAP.join((words.head, words.head, words.place, words.body))


def _weighed(texts: Sequence[str]) -> Matrix:
    """A row of length 1 for each text: its runs of signs, the heavier the fewer texts hold them.

    Runs that nobody else holds are one column of the text's own: they make it no likelier to anything, only longer.
    """
    rows = TfidfTransformer(sublinear_tf=True).fit_transform(_READER.transform(texts)).astype(np.float64)
    shared = rows[:, np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]) > 1)]
    own = np.sqrt(np.clip(rows.multiply(rows).sum(axis=1) - shared.multiply(shared).sum(axis=1), 0, None))
    return hstack([shared, diags(np.asarray(own).ravel())], format="csr")


def _neighbours(vectors: Matrix) -> Matrix:
    """Likenesses of each text to those that are likest, by the runs that weigh most in either."""
    lean = _heaviest(vectors, _RUNS, shared=np.bincount(vectors.indices, minlength=vectors.shape[1]) > 1)
    turned = lean.T.tocsr()
    rows = []
    for begin in range(0, lean.shape[0], _CHUNK):
        block = lean[begin : begin + _CHUNK] @ turned
        block.data[block.data < _NEAR] = 0
        block.eliminate_zeros()
        rows.append(_heaviest(block, _NEAREST))
    return vstack(rows, format="csr")


def _heaviest(rows: Matrix, count: int, *, shared: NDArray[np.bool_] | None = None) -> Matrix:
    """The rows with their so many largest values. shared: columns that are of use."""
    columns, values, ends = [], [], [0]
    for begin, end in itertools.pairwise(rows.indptr):
        column, value = rows.indices[begin:end], rows.data[begin:end]
        if shared is not None:
            column, value = column[shared[column]], value[shared[column]]
        if len(value) > count:
            kept = np.lexsort((column, -value))[:count]
            column, value = column[kept], value[kept]
        columns.append(column)
        values.append(value)
        ends.append(ends[-1] + len(value))
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=rows.shape)


def parts(graph: Matrix, *, largest: int = LARGEST, near: float = _NEAR) -> Iterator[Members]:
    """Texts that hang together, at most so many in a part but where they are all but copies of one."""
    for members in _components(graph):
        if len(members) <= largest or near >= COPIES:
            yield members
            continue
        inner = graph[members][:, members]
        inner.data[inner.data < near + _STEP] = 0
        inner.eliminate_zeros()
        yield from (members[part] for part in parts(inner, largest=largest, near=near + _STEP))


def _components(graph: Matrix) -> list[Members]:
    _, labels = connected_components(graph, directed=False)
    return [members for members in _by_label(labels) if len(members) > 1]


def _by_label(labels: NDArray[Any]) -> list[Members]:
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return [np.sort(members) for members in np.split(order, cuts)]


def _matters(members: Members, vectors: Matrix, told: Sequence[Told]) -> list[Members]:
    """The groups within a part: average linkage down to ALIKE."""
    inner = _narrow(vectors[members])
    alike = np.asarray((inner @ inner.T).toarray(), np.float64)
    alike *= _factor([told[at].district for at in members], OTHER_DISTRICT)
    alike *= _factor([told[at].category[:2] for at in members], OTHER_CATEGORY)
    apart = np.clip(1 - alike, 0, None)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    labels = fcluster(tree, 1 - ALIKE, criterion="distance")
    return [members[group] for group in _by_label(labels) if len(group) > 1]


def _narrow(rows: Matrix) -> Matrix:
    """Without the columns that no row holds, of which there are a hundred thousand."""
    columns, at = np.unique(rows.indices, return_inverse=True)
    return csr_matrix((rows.data, at, rows.indptr), shape=(rows.shape[0], len(columns)))


def _factor(codes: Sequence[str], other: float) -> NDArray[np.float64]:
    """For each pair: other where both have a code and it differs, else 1."""
    numbers: dict[str, int] = defaultdict(lambda: len(numbers) + 1)
    known = np.array([numbers[code] if code else 0 for code in codes])
    differ = (known[:, None] != known) & (known[:, None] > 0) & (known > 0)
    return np.where(differ, other, 1.0)
