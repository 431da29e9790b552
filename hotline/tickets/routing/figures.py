"""How good a classifier is, in figures, and how its scores become honest probabilities. Pure; numpy alone.

Rule: every figure is of probabilities for messages that neither the weights nor the calibration had seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hotline.tickets.routing.classifier import Floats, softmax

Ints = npt.NDArray[np.int64]
BINS = 10  # of equal width, for the calibration error
COVERAGE = 0.8  # share of messages that are answered where the least certain are left to a person
_DULLEST, _SHARPEST, _STEPS = 1e-3, 1e3, 40  # bounds of the sharpness, and halvings of its logarithm between them


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFigures:
    """Of one label, each 0 to 1; rows: how many were held out."""

    label: str
    rows: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of held-out rows, each 0 to 1. covered: accuracy on the most certain COVERAGE; ece: expected calibration error.

    threshold: the first probability below which the least certain rest lies.
    """

    rows: int
    accuracy: float
    macro_f1: float
    ece: float
    covered: float
    threshold: float
    classes: tuple[ClassFigures, ...] = ()


def figures(chances: Floats, truth: Ints, labels: Sequence[str]) -> Figures:
    """chances: [rows, labels], each row making 1; truth: label numbers."""
    guess, sure = chances.argmax(axis=1), chances.max(axis=1)
    right = guess == truth
    classes = tuple(_class(label, guess == at, truth == at) for at, label in enumerate(labels))
    present = [one.f1 for one in classes if one.rows]
    order = np.argsort(-sure, kind="stable")
    covered = order[: max(1, int(np.ceil(COVERAGE * len(order))))]
    return Figures(
        rows=len(truth),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean(present)),
        ece=calibration_error(sure, right),
        covered=float(right[covered].mean()),
        threshold=float(sure[covered[-1]]),
        classes=classes,
    )


def _class(label: str, guessed: npt.NDArray[np.bool_], true: npt.NDArray[np.bool_]) -> ClassFigures:
    both = int((guessed & true).sum())
    precision, recall = both / max(1, int(guessed.sum())), both / max(1, int(true.sum()))
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return ClassFigures(label=label, rows=int(true.sum()), precision=precision, recall=recall, f1=f1)


def calibration_error(sure: Floats, right: npt.NDArray[np.bool_]) -> float:
    """Mean distance of certainty and accuracy over the bins of equal width, each by its share of the rows."""
    at = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    gaps = [
        abs(float(sure[at == one].mean()) - float(right[at == one].mean())) * int((at == one).sum())
        for one in set(at.tolist())
    ]
    return float(sum(gaps)) / len(sure)


def calibrate(scores: Floats, truth: Ints, weight: Floats) -> float:
    """The sharpness under which softmax(sharpness * score) makes the true labels likeliest.

    scores: [rows, labels] for rows the weights had not seen. As if one row in all were of any label, so that a small
    file without a mistake is not taken for certainty (Platt 1999). No shift by label: labels that are wrong are wrong
    towards some labels, and a shift would learn that.
    """
    rows, labels = scores.shape
    aims = np.full(scores.shape, 1 / (rows + 1) / labels)
    aims[np.arange(rows), truth] += rows / (rows + 1)
    aimed = (aims * scores).sum(axis=1)
    low, high = np.log(_DULLEST), np.log(_SHARPEST)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        chances = softmax((np.exp(middle) * scores).astype(np.float32))
        too_sharp = float((weight * ((chances * scores).sum(axis=1) - aimed)).sum()) > 0
        low, high = (low, middle) if too_sharp else (middle, high)
    return float(np.exp((low + high) / 2))
