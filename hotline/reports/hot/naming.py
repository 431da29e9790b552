"""What a matter is called: the words that most people used for it, and few others. Pure.

Rule: a phrase that only one citizen wrote is never shown, so that what tells of a person stays out of reports.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.reports.hot.wording import GAP

UNNAMED = "若干相近的反映"
BETWEEN = "·"
_SHORTEST, _LONGEST = 2, 20  # signs of a phrase
_SHARE = 1 / 3  # of the people, who use it
_LOOKED_AT = 300  # people whose words are looked at: more of them say the same
_EDGE = re.compile(
    r"^[的了在是有和与就也都被将请对把为及或地得]+|[的了在是有和与就也都被将请对把为及或地得太很我你他]+$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """voice: the citizen who says it, "" where nobody knows who: all of those are one; head: in a few words."""

    voice: str
    head: str


class Namer:
    """Names matters. heads: of all messages, by which is known what words are common."""

    def __init__(self, heads: Sequence[str]) -> None:
        held = Counter(pair for head in heads for pair in _pairs(head))
        most = math.log(len(heads) + 1)
        self._tells = {pair: max(0.0, most - math.log(count)) for pair, count in held.items()}

    def name(self, said: Iterable[Said]) -> str:
        """One phrase, or two in the order in which people say them; UNNAMED where no two people share one.

        Latin letters are told as capitals, as in KTV: which they were is no longer known.
        """
        heads: dict[str, list[str]] = {}
        for one in said:
            if len(heads) < _LOOKED_AT or one.voice in heads:
                heads.setdefault(one.voice, []).append(one.head)
        spoken = [GAP.join(each) for each in heads.values()]
        first = self._best(spoken)
        if not first:
            return UNNAMED
        second = self._best([each.replace(first, GAP) for each in spoken])
        if not second or second in first:
            return first.upper()
        return BETWEEN.join(sorted((first, second), key=lambda phrase: _place(phrase, spoken))).upper()

    def _best(self, spoken: Sequence[str]) -> str:
        """The phrase that tells the most to the most people, "" where there is none."""
        shared = Counter(phrase for each in spoken for phrase in _phrases(each))
        least = max(2, math.ceil(_SHARE * len(spoken)))
        scored = [
            (count * self._told_by(phrase), len(phrase), phrase) for phrase, count in shared.items() if count >= least
        ]
        score, _, best = max(scored, default=(0.0, 0, ""))
        return _EDGE.sub("", best) if score > 0 else ""

    def _told_by(self, phrase: str) -> float:
        """How much a phrase tells: the rarer its pairs of signs, and the more of them, the more."""
        return sum(self._tells.get(pair, 0.0) for pair in _pairs(phrase))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1) if GAP not in text[at : at + 2])


def _phrases(text: str) -> set[str]:
    """Every run of signs without a gap that does not begin or end with a particle."""
    found = set()
    for run in text.split(GAP):
        for begin in range(len(run)):
            for end in range(begin + _SHORTEST, min(len(run), begin + _LONGEST) + 1):
                phrase = run[begin:end]
                if not phrase.isascii() and not _EDGE.search(phrase):
                    found.add(phrase)
    return found


def _place(phrase: str, spoken: Sequence[str]) -> float:
    """Where it stands on average, of those who say it."""
    places = [at for each in spoken if (at := each.find(phrase)) >= 0]
    return sum(places) / len(places) if places else math.inf
