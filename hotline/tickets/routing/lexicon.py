"""What a city says its labels include, as words to be found in a message: a second judge beside the learned weights.

Rule: which word belongs to which label comes from people alone. Weighing words by the labels of noisy training files
made the measured judge worse, for it then shares their mistakes; only how rare a word is comes from the messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import Self

import numpy as np
import numpy.typing as npt

from hotline.tickets.routing.grams import plain

Scores = npt.NDArray[np.float32]
SHORTEST, LONGEST = 2, 12  # characters of a word; what is longer hardly stands in a message as it is
_TITLE, _CONTENT = 3, 1  # what a word counts where it stands; a title is the matter in a few words


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """weights: [words, labels], 0 where a word does not belong to a label.

    begun: the first two characters of words to those words and their rows; mute: labels without any word.
    """

    words: tuple[str, ...]
    begun: Mapping[str, Sequence[tuple[str, int]]]
    weights: Scores
    mute: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, words: Sequence[str], weights: Scores) -> Self:
        """The words as `plain` writes them, of SHORTEST characters at least, none twice."""
        begun: dict[str, list[tuple[str, int]]] = {}
        for row, word in enumerate(words):
            begun.setdefault(word[:SHORTEST], []).append((word, row))
        return cls(
            words=tuple(words),
            begun=begun,
            weights=weights,
            mute=np.asarray(weights.max(axis=0, initial=0.0) == 0),
        )

    def found(self, title: str, content: str) -> dict[int, int]:
        """Rows of the words that stand in a message, and what each counts: once for a part, however often it stands."""
        rows: dict[int, int] = {}
        for written, counts in ((title, _TITLE), (content, _CONTENT)):
            text = plain(written)
            pairs = set(map(add, text, text[1:]))
            for pair in self.begun.keys() & pairs:
                for word, row in self.begun[pair]:
                    if word in text:
                        rows[row] = rows.get(row, 0) + counts
        return rows

    def scores(self, found: Mapping[int, int]) -> Scores:
        """[labels]: the root of what the found words give, for the tenth says less than the first.

        A label without words has the mean of the others: neither for nor against it.
        """
        if not found:
            return np.zeros(self.weights.shape[1], dtype=np.float32)
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        given: Scores = np.sqrt(counts @ self.weights[list(found)])
        if self.mute.any():
            given[self.mute] = given[~self.mute].mean()
        return given


def lexicon_of(
    included: Mapping[str, Sequence[str]], labels: Sequence[str], messages: Sequence[tuple[str, str]]
) -> Lexicon:
    """included: label to words; messages: (title, content), by which words are common or rare.

    A word weighs by its rarity (idf) and the root of its length, parted among the labels that it belongs to.
    """
    belongs: dict[str, list[int]] = {}
    for at, label in enumerate(labels):
        for word in {plain(one) for one in included.get(label, ())}:
            if SHORTEST <= len(word) <= LONGEST:
                belongs.setdefault(word, []).append(at)
    words = sorted(belongs)
    weights = np.zeros((len(words), len(labels)), dtype=np.float32)
    for row, word in enumerate(words):
        weights[row, belongs[word]] = np.sqrt(len(word) / SHORTEST) / len(belongs[word])
    bare = Lexicon.of(words, weights)
    seen: Counter[int] = Counter()
    for title, content in messages:
        seen.update(bare.found(title, content).keys())
    often = np.array([seen[row] for row in range(len(words))], dtype=np.float32)
    rarity = np.log((1 + len(messages)) / (1 + often))
    return Lexicon.of(words, (weights * rarity[:, None]).astype(np.float32))
