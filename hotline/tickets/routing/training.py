"""Training: from labelled messages, some of them labelled wrongly, to a classifier with its held-out figures.

Rule: a message is judged for calibration and figures only by weights that were set without it, and the calibration
that it is measured by was set without it too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotline.errors import InputError
from hotline.tickets.routing.classifier import RELIANCE, Classifier, Floats, softmax
from hotline.tickets.routing.figures import Figures, Ints, calibrate, figures
from hotline.tickets.routing.lexicon import lexicon_of
from hotline.tickets.routing.matrix import matrix_of, vocabulary_of
from hotline.tickets.routing.noise import Bools, reliability, suspects

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 5
LEAST_IN_CLASS = 2  # rows, so that a class can be held out and learned at once
_HINTS = 0.5  # weight of all labels' names and words together, in that of all messages
_HEAVIEST_HINT = 2.0  # of one, in messages
_SOFTNESS = 0.5  # C of the machines: little faith in a single label
_LEAST_TRUSTED = 100  # rows of the best source, to learn from it alone and to be measured by it
_SEED = 20_260_101


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled message. source: where its label comes from; weight: above 0, 1 is usual; line: of its file."""

    title: str
    content: str
    label: str
    weight: float = 1.0
    source: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A classifier and what is known of it.

    figures: of the best source's rows where one is clearly the best, else of all; suspects: examples whose label is
    probably wrong, most certain first; left_out: labels with too few rows, and how many they had.
    """

    classifier: Classifier
    figures: Figures
    without_suspects: Figures
    suspects: tuple[Example, ...]
    left_out: Mapping[str, int]


Progress = Callable[[int, int], None]
Hints = Mapping[str, Sequence[str]]


def train(
    examples: Sequence[Example], *, hints: Hints | None = None, progress: Progress = lambda _done, _of: None
) -> Trained:
    """hints: label to texts that say what it is about, beside its own name.

    Raises InputError where fewer than two labels have two rows.
    """
    kept, left_out = _enough(examples)
    labels = tuple(sorted({example.label for example in kept}))
    if len(labels) < 2:
        raise InputError(f"训练至少要有两个类别，每个类别至少{LEAST_IN_CLASS}行；可用的类别有{len(labels)}个。")
    included = {label: (label, *(hints or {}).get(label, ())) for label in labels}
    told = [(label, text) for label in labels for text in included[label] if text]
    messages = [(example.title, example.content) for example in kept]
    lexicon = lexicon_of(included if hints else {}, labels, messages)
    parts = [*messages, *((text, text) for _, text in told)]
    steps = _Steps(progress=progress, of=(3 * FOLDS + 2) * len(labels) + 1)
    vocabulary = vocabulary_of(parts)
    data = _Data(
        matrix=matrix_of(vocabulary, parts),
        truth=np.array([labels.index(label) for label in [*(one.label for one in kept), *(one for one, _ in told)]]),
        named=np.array([lexicon.scores(lexicon.found(*message)) for message in messages]) * np.float32(RELIANCE),
        rows=len(kept),
        labels=len(labels),
    )
    steps.one()
    learned = _learn(data, kept, steps)
    steps.finish()
    doubted = suspects(learned.chances, data.held)
    seen = learned.judged
    reached = figures(learned.chances[seen], data.held[seen], labels)
    sure = seen & ~doubted if (seen & ~doubted).any() else seen
    wrong = np.flatnonzero(doubted)
    order = wrong[np.argsort(learned.chances[wrong, data.held[wrong]], kind="stable")]
    return Trained(
        classifier=Classifier(
            labels=labels,
            vocabulary=vocabulary,
            weights=learned.weights,
            bias=learned.bias,
            lexicon=lexicon,
            sharpness=learned.sharpness,
            threshold=reached.threshold,
        ),
        figures=reached,
        without_suspects=figures(learned.chances[sure], data.held[sure], labels),
        suspects=tuple(kept[int(at)] for at in order),
        left_out=left_out,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learned:
    """chances: held out, [rows, labels]; judged: the rows by which calibration and figures were taken."""

    weights: Floats
    bias: Floats
    sharpness: float
    chances: Floats
    judged: Bools


def _learn(data: _Data, kept: Sequence[Example], steps: _Steps) -> _Learned:
    """All rows by their source's weight; where one source is clearly the best, the mean with what it alone teaches."""
    given = np.array([example.weight for example in kept], dtype=np.float32)
    everything = np.arange(data.rows)
    rough = _chances(_held_out(data, given, everything, steps), data, given)
    belief = rough[everything, data.held]
    trust, trusted = reliability([example.source for example in kept], belief)
    weight = given * trust
    scores = _held_out(data, weight, everything, steps)
    weights, bias = _fit(data, everything, weight, steps)
    best = np.flatnonzero(trusted)
    judged = np.ones(data.rows, dtype=np.bool_)
    if len(best) >= _LEAST_TRUSTED and len(set(data.held[best].tolist())) == data.labels:
        alone = _fit(data, best, given, steps)
        weights, bias = _mean(weights, alone[0]), _mean(bias, alone[1])
        scores = _mean(scores, _held_out(data, given, best, steps))
        judged = trusted
    chances = _chances(scores, data, weight * judged)
    sharpness = calibrate(scores[judged], data.held[judged], given[judged])
    return _Learned(weights=weights, bias=bias, sharpness=sharpness, chances=chances, judged=judged)


def _mean(one: Floats, other: Floats) -> Floats:
    return ((one + other) / 2).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Data:
    """matrix: [rows and hints, grams]; truth: label numbers; the first `rows` are messages.

    named: [rows, labels], what the lexicon gives, times RELIANCE.
    """

    matrix: csr_matrix
    truth: Ints
    named: Floats
    rows: int
    labels: int

    @property
    def held(self) -> Ints:
        return self.truth[: self.rows]


@dataclass(slots=True, kw_only=True)
class _Steps:
    progress: Progress
    of: int
    done: int = 0

    def one(self) -> None:
        self.done += 1
        self.progress(self.done, self.of)

    def finish(self) -> None:
        self.progress(self.of, self.of)


def _enough(examples: Sequence[Example]) -> tuple[list[Example], dict[str, int]]:
    """Each message once for a label, and the labels that have too few."""
    once = list({(one.title, one.content, one.label): one for one in examples}.values())
    counted = Counter(one.label for one in once)
    few = {label: n for label, n in counted.items() if n < LEAST_IN_CLASS}
    return [one for one in once if one.label not in few], few


def _folds(truth: Ints) -> Ints:
    """A fold's number for each row, each label spread over all of them."""
    chance = np.random.default_rng(_SEED)
    fold = np.zeros(len(truth), dtype=np.int64)
    for label in set(truth.tolist()):
        rows = chance.permutation(np.flatnonzero(truth == label))
        fold[rows] = (np.arange(len(rows)) + label) % FOLDS
    return fold


def _held_out(data: _Data, weight: Floats, taught: Ints, steps: _Steps) -> Floats:
    """[rows, labels]: the scores of each message by weights that were set without it. taught: rows to learn from."""
    fold = _folds(data.held)
    scores = np.zeros((data.rows, data.labels), dtype=np.float32)
    for one in range(FOLDS):
        weights, bias = _fit(data, taught[fold[taught] != one], weight, steps)
        held = np.flatnonzero(fold == one)
        scores[held] = data.matrix[held] @ weights + bias + data.named[held]
    return scores


def _chances(scores: Floats, data: _Data, weight: Floats) -> Floats:
    """[rows, labels]: calibrated by the other folds."""
    fold = _folds(data.held)
    chances = np.zeros_like(scores)
    for one in range(FOLDS):
        held, others = fold == one, fold != one
        sharpness = calibrate(scores[others], data.held[others], weight[others])
        chances[held] = softmax((sharpness * scores[held]).astype(np.float32))
    return chances


def _fit(data: _Data, rows: Ints, weight: Floats, steps: _Steps) -> tuple[Floats, Floats]:
    """Weights [grams, labels] and bias: a linear SVM for each label against the rest, on these rows and all hints."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415 only training needs it

    used = np.concatenate([rows, np.arange(data.rows, len(data.truth))])
    truth, hints = data.truth[used], len(data.truth) - data.rows
    counts = np.maximum(np.bincount(data.truth[rows], minlength=data.labels), 1)
    hint = min(_HEAVIEST_HINT, _HINTS * float(weight[rows].sum()) / hints)
    each = np.concatenate([weight[rows] * np.sqrt(counts.mean() / counts[data.truth[rows]]), np.full(hints, hint)])
    each *= len(each) / each.sum()
    weights = np.zeros((data.matrix.shape[1], data.labels), dtype=np.float32)
    bias = np.zeros(data.labels, dtype=np.float32)
    for label in range(data.labels):
        machine = LinearSVC(C=_SOFTNESS, max_iter=20_000, random_state=_SEED)
        machine.fit(data.matrix[used], truth == label, sample_weight=each)
        weights[:, label], bias[label] = machine.coef_[0], machine.intercept_[0]
        steps.one()
    return weights, bias
