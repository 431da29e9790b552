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

from hotline.tickets.routing.grams import CONTENT, TITLE, sequences
from hotline.tickets.routing.lexicon import Lexicon

Floats = npt.NDArray[np.float32]
SHARES: Mapping[str, float] = {TITLE: 0.59, CONTENT: 0.81}  # lengths of the two parts; their squares make 1
TOP = 3  # answers told
WORDS = 4  # words of an explanation
RELIANCE = 0.4  # on a score of the lexicon, beside one of the weights; the same from 0.2 to 0.6 in what was measured
_UNKNOWN = -1
_SMALL = 1e-6


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
            told = map(self.number.get, sequences(text, part), repeat(_UNKNOWN))
            numbers = np.fromiter(told, dtype=np.int64)
            at, often = np.unique(numbers[numbers != _UNKNOWN], return_counts=True)
            if not len(at):
                continue
            value = (1 + np.log(often)) * self.rarity[at]
            rows.append(at)
            values.append((value * (SHARES[part] / np.sqrt(value @ value))).astype(np.float32))
        if not rows:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        value = np.concatenate(values)
        return np.concatenate(rows), value / np.sqrt(value @ value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """Weights [grams, labels], bias [labels], the lexicon, and calibration: softmax(sharpness * score).

    threshold: the probability below which it abstains.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats
    bias: Floats
    lexicon: Lexicon
    sharpness: float
    threshold: float

    def judge(self, title: str, content: str, *, explain: bool = True) -> Judgement:
        """The three most likely labels. A message of which nothing is known abstains."""
        rows, values = self.vocabulary.vector(title, content)
        found = self.lexicon.found(title, content)
        named = (RELIANCE * self.lexicon.scores(found)).astype(np.float32)
        chances = self._chances(rows, values, named)
        best = [int(at) for at in np.argsort(-chances, kind="stable")[:TOP]]
        given = self._given(rows, values, found, named) if explain else self.weights[:0]
        top = tuple(
            Candidate(
                label=self.labels[at], probability=float(chances[at]), words=self._words(given[:, at], rows, found)
            )
            for at in best
        )
        known = len(rows) > 0 or len(found) > 0
        return Judgement(top=top, abstains=not known or top[0].probability < self.threshold)

    def chances(self, title: str, content: str) -> Floats:
        """[labels], making 1."""
        found = self.lexicon.found(title, content)
        return self._chances(*self.vocabulary.vector(title, content), RELIANCE * self.lexicon.scores(found))

    def _chances(self, rows: npt.NDArray[np.int64], values: Floats, named: Floats) -> Floats:
        scores = values @ self.weights[rows] + self.bias + named
        return softmax((self.sharpness * scores).astype(np.float32))

    def _given(self, rows: npt.NDArray[np.int64], values: Floats, found: Mapping[int, int], named: Floats) -> Floats:
        """What each gram and then each word of the lexicon gives the labels beyond the mean of all."""
        grams = self.weights[rows] * values[:, None]
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))[:, None]
        words = RELIANCE**2 * counts * self.lexicon.weights[list(found)] / np.maximum(named, _SMALL)
        given = np.concatenate([grams, words]).astype(np.float32)
        beyond: Floats = given - given.mean(axis=1, keepdims=True)
        return beyond

    def _words(self, given: Floats, rows: npt.NDArray[np.int64], found: Mapping[int, int]) -> tuple[str, ...]:
        """Those that give most, best first, none within another."""
        most = min(WORDS * 8, len(given))
        first = np.argpartition(-given, most - 1)[:most] if most else np.zeros(0, dtype=np.int64)
        best = [int(at) for at in first[np.argsort(-given[first])] if given[at] > 0]
        named = list(found)
        read = [
            self.vocabulary.grams[int(rows[at])][1:] if at < len(rows) else self.lexicon.words[named[at - len(rows)]]
            for at in best
        ]
        return _apart([word for word in read if len(word) > 1 and word.isalpha()])


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
        elif within is not None and len(kept[within]) < len(word):
            kept[within] = word
    return tuple(dict.fromkeys(kept))
