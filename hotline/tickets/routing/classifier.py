"""A trained classifier: what it makes of a message, how sure it is, and which words weighed most. Pure; numpy alone.

Rule: a probability that leaves here is calibrated on messages the weights had not seen; scikit-learn is not needed to
suggest, only to train.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt

from hotline.tickets.routing.grams import CONTENT, LONGEST, TITLE, grams

Floats = npt.NDArray[np.float32]
SHARES: Mapping[str, float] = {TITLE: 0.59, CONTENT: 0.81}  # lengths of the two parts; their squares make 1
TOP = 3  # answers told
WORDS = 4  # words of an explanation
_UNKNOWN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An answer. probability: 0 to 1, calibrated; words: of the message, those that spoke most for it, best first."""

    label: str
    probability: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the classifier says. top: up to three, best first; abstains: the first is too unsure to be relied on."""

    top: tuple[Candidate, ...]
    abstains: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The grams that count, in the order of their rows. number: gram to its row; rarity: idf by row."""

    grams: Sequence[str]
    number: Mapping[str, int]
    rarity: Floats

    def vector(self, title: str, content: str) -> tuple[npt.NDArray[np.int64], Floats]:
        """Rows and values of a message, of length 1 together; both empty where nothing of it is known."""
        rows: list[npt.NDArray[np.int64]] = []
        values: list[Floats] = []
        for part, text in ((TITLE, title), (CONTENT, content)):
            counted = grams(text, part)
            numbers = np.array(list(map(self.number.get, counted, repeat(_UNKNOWN))), dtype=np.int64)
            at = numbers[known := numbers != _UNKNOWN]
            if not len(at):
                continue
            often = np.array(list(counted.values()), dtype=np.float32)[known]
            value = (1 + np.log(often)) * self.rarity[at]
            rows.append(at)
            values.append((value * (SHARES[part] / np.sqrt(value @ value))).astype(np.float32))
        if not rows:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        value = np.concatenate(values)
        return np.concatenate(rows), value / np.sqrt(value @ value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """Weights [grams, labels], bias [labels] and calibration: softmax(sharpness * score + shift [labels]).

    threshold: the probability below which it abstains.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats
    bias: Floats
    sharpness: float
    shift: Floats
    threshold: float

    def judge(self, title: str, content: str, *, explain: bool = True) -> Judgement:
        """The three most likely labels. A message of which nothing is known abstains."""
        rows, values = self.vocabulary.vector(title, content)
        chances = softmax(self.sharpness * (values @ self.weights[rows] + self.bias) + self.shift)
        best = [int(at) for at in np.argsort(-chances, kind="stable")[:TOP]]
        known = explain and len(rows) > 0
        weighed = self.weights[rows] * values[:, None] if known else self.weights[:0]
        weighed -= weighed.mean(axis=1, keepdims=True)
        top = tuple(
            Candidate(label=self.labels[at], probability=float(chances[at]), words=self._words(rows, weighed, at))
            for at in best
        )
        return Judgement(top=top, abstains=not len(rows) or top[0].probability < self.threshold)

    def _words(self, rows: npt.NDArray[np.int64], weighed: Floats, label: int) -> tuple[str, ...]:
        """Best first, none within another; weighed: what each gram gives a label beyond the mean of all."""
        if not len(weighed):
            return ()
        beyond = weighed[:, label]
        best = [int(at) for at in np.argsort(-beyond)[: WORDS * 8] if beyond[at] > 0]
        found = [self.vocabulary.grams[int(rows[at])][1:] for at in best]
        return _apart([word for word in found if len(word) > 1 and word.isalpha()])


def softmax(scores: Floats) -> Floats:
    """Shares that make 1, along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _apart(words: Sequence[str]) -> tuple[str, ...]:
    """Overlapping words told once, by the first of them; a longer one that begins or ends alike takes its place."""
    kept: list[str] = []
    for word in words:
        within = next((at for at, other in enumerate(kept) if word in other or other in word), None)
        if within is None and len(kept) < WORDS:
            kept.append(word)
        elif within is not None and len(kept[within]) < len(word) <= LONGEST:
            kept[within] = word
    return tuple(dict.fromkeys(kept))
