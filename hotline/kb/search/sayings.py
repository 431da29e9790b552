"""How citizens say things, found in what they say: word for word, by ear, and when only most of a saying is there.

The rule: a saying of two signs counts only word for word; the longer ones may have a word put between (户口咋销 for
销户口), for nobody speaks like a dictionary. All sayings of a matter taken together tell what a long story is about
(gist()), even where it holds none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hotline.kb.model import Synonym
from hotline.kb.search.grams import Common, Floats, Grams, build, common_of
from hotline.kb.search.incharge import IN_CHARGE, InCharge, in_charge_of
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
GIST = 8  # matters that a question may be about
GIST_POWER = 7.0  # how fast the worth of a matter falls behind that of the likeliest
COMMON_POWER = 1.0  # how fast a piece loses weight with the matters that have it in their words
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
    """All synonyms, ready to be looked for.

    written, heard: word for word, by signs and by syllables; soft, soft_heard, by_sign, by_sound: those that may be
    found in part; in_charge: what kinds of offices are in charge of; matters, by_matter: all sayings of
    each term as one text; common, heard_common: what pieces weigh less for, being in everybody's mouth.
    """

    written: Phrases[tuple[str, ...]]
    heard: Phrases[tuple[str, ...]]
    soft: tuple[str, ...]
    soft_heard: tuple[str, ...]
    by_sign: Grams
    by_sound: Grams
    common: Common
    heard_common: Common
    in_charge: InCharge
    matters: tuple[str, ...]
    by_matter: Grams

    def gist(self, asked: Pieces) -> list[tuple[str, float]]:
        """The matters whose sayings, all taken together, are most like a question; the best is worth 1."""
        if not self.matters:
            return []
        overlap = self.by_matter.overlap(asked.keys, asked.weights)
        most = min(GIST, len(overlap))
        best = np.argpartition(-overlap, most - 1)[:most]
        top = float(overlap[best].max())
        if top <= 0:
            return []
        return [(self.matters[one], (float(overlap[one]) / top) ** GIST_POWER) for one in best.tolist()]

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
            together = max(together_at(saying, text), together_at(self.soft_heard[one], as_heard(sound)))
            if together >= 0 and len(found) < MOST_NEAR:
                found.append(Said(saying=saying, terms=self.written.meanings[saying], worth=worth_of, place=together))
        return found


def together_at(saying: str, text: str) -> int:
    """Where most signs of a saying stand close together in a text, in whatever order; -1 for nowhere."""
    wide, enough = len(saying) + BETWEEN, TOGETHER * len(saying)
    signs = set(saying)
    for place, sign in enumerate(text):
        if sign in signs:
            window = text[place : place + wide]
            if sum(one in window for one in saying) >= enough:
                return place
    return -1


def _share(grams: Grams, asked: Pieces) -> Floats:
    return (grams.overlap(asked.keys, asked.weights) / np.maximum(grams.totals, np.float32(1e-6))).astype(np.float32)


def sayings_of(synonyms: Iterable[Synonym]) -> Sayings:
    """The synonyms as the search uses them: a tenth of a second for ten thousand sayings."""
    known = tuple(synonyms)
    matters = [one for one in known if not one.term.startswith(IN_CHARGE)]
    pairs = [
        (plain(saying), plain(synonym.term))
        for synonym in matters
        for saying in (*synonym.sayings, *synonym.english)
        if plain(saying)
    ]
    written = table(pairs)
    soft = tuple(saying for saying in written if len(saying) >= SOFT and not saying.isascii())
    heard = table((as_heard(sounds(codes(saying))), term) for saying in soft for term in written[saying])
    points, owners = written_out(soft)
    spoken = [one for one in matters if one.sayings]
    told, tellers = written_out([plain(" ".join((one.term, *one.sayings))) for one in spoken])
    by_matter = build(told, tellers, len(spoken), SIZES, counted=True)
    return Sayings(
        common=common_of(by_matter, COMMON_POWER),
        heard_common=common_of(build(sounds(told), tellers, len(spoken), SIZES, counted=False), COMMON_POWER),
        matters=tuple(plain(one.term) for one in spoken),
        by_matter=by_matter,
        in_charge=in_charge_of(known),
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
