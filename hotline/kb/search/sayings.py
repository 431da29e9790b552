"""How citizens say things, found in what they say: word for word, by ear, and when only most of a saying is there.

The rule: a saying of two signs counts only word for word; the longer ones may have a word put between (户口咋销 for
销户口), for nobody speaks like a dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hotline.kb.model import Synonym
from hotline.kb.search.grams import Floats, Grams, build
from hotline.kb.search.pieces import Pieces, pieces, written_out
from hotline.kb.search.plain import Codes, codes, plain
from hotline.kb.search.sound import sounds
from hotline.kb.search.wording import Phrases, table

SIZES = (1, 2)
SOFT = 3  # signs from which a saying may be found in part
NEAR = 0.68  # of a saying that must be there
NEAR_POWER = 2.0  # how fast the worth of a saying falls with what of it is missing
LONG = 24  # signs: in a long story a short saying is more often a detail than the matter
SHORT = {2: 0.6, 3: 0.8}  # what sayings of so many signs are worth there
LOOKED_AT = 40  # sayings that are looked at sign by sign
BETWEEN, TOGETHER = 3, 0.75  # signs that may stand between, and how much of a saying must be close together
MOST_NEAR = 10  # sayings found in part
SOUND_BASE = 0x1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A saying that was found. terms: what it stands for; worth: 1 word for word, less the less of it is there."""

    saying: str
    terms: tuple[str, ...]
    worth: float
    place: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """All synonyms, ready to be looked for."""

    written: Phrases[tuple[str, ...]]
    heard: Phrases[tuple[str, ...]]
    soft: tuple[str, ...]
    soft_heard: tuple[str, ...]
    by_sign: Grams
    by_sound: Grams

    def find(self, text: str, points: Codes, worth: Floats, sound: Codes) -> tuple[Said, ...]:
        """The sayings in a plain text, those word for word first.

        points: its codes; worth: of each sign; sound: its syllables, those that letters spell among them.
        """
        found: dict[str, Said] = {}
        is_long = len(text) > LONG
        for place, phrase in self.written.everywhere(text):
            worth_of = SHORT.get(len(phrase), 1.0) if is_long else 1.0
            found[phrase] = Said(saying=phrase, terms=self.written.meanings[phrase], worth=worth_of, place=place)
        is_spelt = len(sound) != len(points)
        for place, phrase in self.heard.everywhere(as_heard(sound)):
            written = phrase if is_spelt else text[place : place + len(phrase)]
            said = Said(saying=written, terms=self.heard.meanings[phrase], worth=0.9, place=-1 if is_spelt else place)
            found.setdefault(written, said)
        for said in self._near(text, points, worth, sound):
            found.setdefault(said.saying, said)
        return tuple(found.values())

    def _near(self, text: str, points: Codes, worth: Floats, sound: Codes) -> list[Said]:
        if not self.soft or len(sound) < SOFT:
            return []
        whole = np.where(worth > 0, np.float32(1), np.float32(0))
        by_sign = _share(self.by_sign, pieces(points, whole, SIZES, (1.0, 1.0)))
        by_sound = _share(self.by_sound, pieces(sound, np.ones(len(sound), np.float32), (2,), (1.0,)))
        share = np.maximum(by_sign, np.float32(0.9) * by_sound)
        near = np.flatnonzero(share >= NEAR)
        found: list[Said] = []
        for one in near[np.argsort(-share[near], kind="stable")][:LOOKED_AT].tolist():
            saying, worth_of = self.soft[one], float(share[one]) ** NEAR_POWER
            together = is_together(saying, text) or is_together(self.soft_heard[one], as_heard(sound))
            if together and len(found) < MOST_NEAR:
                found.append(Said(saying=saying, terms=self.written.meanings[saying], worth=worth_of))
        return found


def is_together(saying: str, text: str) -> bool:
    """Whether most signs of a saying stand close together in a text, in whatever order."""
    wide, enough = len(saying) + BETWEEN, TOGETHER * len(saying)
    signs = set(saying)
    return any(
        sum(one in window for one in saying) >= enough
        for place, sign in enumerate(text)
        if sign in signs
        for window in (text[place : place + wide],)
    )


def _share(grams: Grams, asked: Pieces) -> Floats:
    return (grams.overlap(asked.keys, asked.weights) / np.maximum(grams.totals, np.float32(1e-6))).astype(np.float32)


def sayings_of(synonyms: Iterable[Synonym]) -> Sayings:
    """The synonyms as the search uses them: a tenth of a second for ten thousand sayings."""
    pairs = [
        (plain(saying), plain(synonym.term))
        for synonym in synonyms
        for saying in (*synonym.sayings, *synonym.english)
        if plain(saying)
    ]
    written = table(pairs)
    soft = tuple(saying for saying in written if len(saying) >= SOFT and not saying.isascii())
    heard = table((as_heard(sounds(codes(saying))), term) for saying in soft for term in written[saying])
    points, owners = written_out(soft)
    return Sayings(
        written=Phrases(written),
        heard=Phrases(heard),
        soft=soft,
        soft_heard=tuple(as_heard(sounds(codes(saying))) for saying in soft),
        by_sign=build(points, owners, len(soft), SIZES, counted=False),
        by_sound=build(sounds(points), owners, len(soft), (2,), counted=False),
    )


def as_heard(sound: Codes) -> str:
    """Syllables as text, one sign each, to be searched for phrases."""
    return "".join(chr(SOUND_BASE + one) if one else " " for one in sound.tolist())
