"""Groups of messages that lie so near each other as wholes that they are one matter, told in many ways. Pure.

What many people tell differs more from message to message than what a few do, so that pairs alone part a large matter;
in a group's middle what differs has gone, and what they have in common is left.

Rule: the numbers were set with those of grouping.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

TOGETHER = 0.20
"""Likeness (cosine) of the middles of two groups from which they are one."""
ADDED, ADDED_TO = 0.16, 3
"""Likeness of one message to the middle of a group from which it belongs there, and of how many at least."""
_ROUNDS = 50
_CHUNK = 2_000  # pairs that are compared at once
Matrix: TypeAlias = Any
"""scipy's sparse matrices have no types."""
Labels: TypeAlias = NDArray[np.int64]


def joined(labels: Labels, vectors: Matrix, graph: Matrix, districts: Sequence[str], other_district: float) -> Labels:
    """The labels after all joining. labels: of each message its group's; a message alone has a label of its own.

    graph: which messages are neighbours: groups without any are not compared; other_district: times, where most
    messages of either side are of a district, and it differs.
    """
    for _ in range(_ROUNDS):
        labels = np.unique(labels, return_inverse=True)[1]
        onto = _onto(labels, vectors, _pairs(labels, graph), _mostly(labels, districts), other_district)
        if (onto == np.arange(len(onto))).all():
            break
        labels = onto[labels]
    return labels


def _pairs(labels: Labels, graph: Matrix) -> tuple[Labels, Labels]:
    """Groups that have neighbours in each other, either way round: the first is of two messages at least."""
    edges = graph.tocoo()
    count = int(labels.max()) + 1
    one, two = labels[edges.row], labels[edges.col]
    codes = np.unique(np.concatenate([one * count + two, two * count + one]))
    one, two = codes // count, codes % count
    wanted = (np.bincount(labels)[one] > 1) & (one != two)
    return one[wanted], two[wanted]


def _onto(
    labels: Labels, vectors: Matrix, pairs: tuple[Labels, Labels], of: NDArray[np.str_], other_district: float
) -> Labels:
    """For each group the one that it becomes in this round, most often itself. of: each group's district."""
    sizes = np.bincount(labels)
    onto = np.arange(len(sizes))
    one, two = pairs
    if not len(one):
        return onto
    value = _likeness(_middles(labels, vectors), one, two)
    value = np.where((of[one] != of[two]) & (of[one] != "") & (of[two] != ""), other_district * value, value)
    wanted = np.where(sizes[two] > 1, TOGETHER, np.where(sizes[one] >= ADDED_TO, ADDED, np.inf))
    enough = value >= wanted
    one, two, value = one[enough], two[enough], value[enough]
    groups = sizes[two] > 1
    best = _best(one[groups], two[groups], value[groups], len(sizes))
    for group, other in enumerate(best):
        if other > group and best[other] == group:
            onto[other] = group
    if (onto == np.arange(len(onto))).all():  # groups first: a message joins what is there in the end
        best = _best(two[~groups], one[~groups], value[~groups], len(sizes))
        onto = np.where(best >= 0, best, onto)
    return onto


def _likeness(middles: Matrix, one: Labels, two: Labels) -> NDArray[np.float64]:
    """Cosines of pairs."""
    found = [
        middles[one[begin : begin + _CHUNK]].multiply(middles[two[begin : begin + _CHUNK]]).sum(axis=1)
        for begin in range(0, len(one), _CHUNK)
    ]
    return np.concatenate([np.asarray(part, np.float64).ravel() for part in found])


def _middles(labels: Labels, vectors: Matrix) -> Matrix:
    """A row of length 1 for each group: the sum of its messages'."""
    count = len(labels)
    belongs = csr_matrix((np.ones(count), (labels, np.arange(count))))
    middles = normalize(belongs @ vectors)
    middles.sort_indices()  # rows in order are multiplied in a tenth of the time
    return middles


def _mostly(labels: Labels, districts: Sequence[str]) -> NDArray[np.str_]:
    """Of each group the district that most of its messages name, of equals the first by code; "" where none does."""
    told: dict[int, Counter[str]] = {}
    for label, district in zip(labels.tolist(), districts, strict=True):
        if district:
            told.setdefault(label, Counter())[district] += 1
    most = [
        max(sorted(told[label]), key=told[label].__getitem__) if label in told else ""
        for label in range(max(labels) + 1)
    ]
    return np.array(most, dtype=np.str_)


def _best(of: Labels, other: Labels, value: NDArray[np.float64], count: int) -> Labels:
    """For each group the other that it is most like, of equals the lowest; -1 where there is none."""
    best = np.full(count, -1)
    order = np.lexsort((-other, value))  # the last written is the best
    best[of[order]] = other[order]
    return best
