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
_STEPS, _SHIFT_COST, _ENOUGH, _SMALLEST = 60, 5.0, 1e-7, 1e-6


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """softmax(sharpness * score + shift [labels])."""

    sharpness: float
    shift: Floats

    def chances(self, scores: Floats) -> Floats:
        """[rows, labels], each row making 1."""
        return softmax((self.sharpness * scores + self.shift).astype(np.float32))


def calibrate(scores: Floats, truth: Ints, weight: Floats) -> Calibration:
    """The sharpness and shifts under which the true labels are likeliest.

    Newton's steps from even odds, where the curve is steepest, halved where they overshoot.
    scores: [rows, labels] for rows the weights had not seen. Shifts cost as much as _SHIFT_COST rows, so that a small
    file does not learn its own accidents.
    """
    labels = scores.shape[1]
    place, total = np.zeros(labels + 1), float(weight.sum())
    wide = np.zeros((len(scores), labels, labels + 1))
    wide[:, :, 0] = scores
    wide[:, np.arange(labels), np.arange(labels) + 1] = 1
    cost = np.full(labels + 1, _SHIFT_COST)
    cost[0] = 1e-3
    loss = _loss(wide, place, truth, weight, cost)
    for _ in range(_STEPS):
        chances = softmax((wide @ place).astype(np.float32))
        error = chances.copy()
        error[np.arange(len(truth)), truth] -= 1
        slope = np.einsum("r,rl,rlp->p", weight, error, wide) + cost * place
        mean = np.einsum("rl,rlp->rp", chances, wide)
        curve = np.einsum("r,rl,rlp,rlq->pq", weight, chances, wide, wide, optimize=True)
        curve -= np.einsum("r,rp,rq->pq", weight, mean, mean, optimize=True)
        step = np.linalg.solve(curve + np.diag(cost), slope)
        size = 1.0
        while (after := _loss(wide, place - size * step, truth, weight, cost)) > loss and size > _SMALLEST:
            size /= 2
        if loss - after < _ENOUGH * total:
            break
        place, loss = place - size * step, after
    return Calibration(sharpness=max(float(place[0]), 1e-3), shift=place[1:].astype(np.float32))


def _loss(
    wide: npt.NDArray[np.float64],
    place: npt.NDArray[np.float64],
    truth: Ints,
    weight: Floats,
    cost: npt.NDArray[np.float64],
) -> float:
    chances = softmax((wide @ place).astype(np.float32))[np.arange(len(truth)), truth]
    return float(-(weight * np.log(np.maximum(chances, 1e-12))).sum() + 0.5 * (cost * place * place).sum())
