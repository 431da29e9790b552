"""Which kinds of offices a matter belongs to in every city, by the words that come together in what is said.

The rule: a saying is one word, or several joined by + that must all be there in whatever order, each of them one of
those parted by /: 烧烤/烤串+烟/呛. A word alone proves little, for 烟 is in smoke and in tobacco; together they do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hotline.kb.model import Synonym
from hotline.kb.search import filler
from hotline.kb.search.plain import plain

IN_CHARGE = "主管 "  # before the offices that a matter belongs to
TOGETHER = 1.5  # signs that words are worth more for standing together
NEAR, FAR = 6, 25  # signs between words: up to here all is proved, from there on only LEAST of it
LEAST = 0.2
COMMON = 0.35  # how fast a word loses worth with the matters that have it
CLAUSE = 24  # signs
PARTLY = 0.45  # what words are worth where others of their saying are missing
FORM_WORTH = 0.1  # of a sign of a word like 怎么
SHARPNESS = 3.0  # how fast a matter falls behind the likeliest
PROVED = 4.0  # signs from which a matter is as good as named
MOST = 6  # matters that a question may be about
Place = tuple[int, int]  # of a word in a text: its first sign, the one after its last


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A matter. offices: the kinds that may be in charge, the likeliest first; duties: how they call it."""

    offices: tuple[str, ...]
    duties: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """charge: the place of its matter; parts: how many words it has."""

    charge: int
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InCharge:
    """All matters.

    words: each word, with the sayings and the part of each that it can be; rarity: what a sign of each is worth, the
    less the more matters have it; lengths: of words, by their first sign.
    """

    charges: tuple[Charge, ...]
    sayings: tuple[_Saying, ...]
    words: Mapping[str, tuple[tuple[int, int], ...]]
    rarity: Mapping[str, float]
    lengths: Mapping[str, tuple[int, ...]]

    def find(self, text: str) -> tuple[tuple[Charge, float], ...]:
        """The matters that a plain text is likeliest about, the best first, with what each is worth, 0 to 1."""
        proved: dict[int, dict[int, float]] = {}
        partly: dict[int, set[Place]] = {}
        extra: dict[int, float] = {}
        for number, parts in self._heard(text).items():
            saying = self.sayings[number]
            places: list[Place] = []
            worth = 0.0
            if len(parts) == saying.parts:
                places, worth = _closest([parts[part] for part in range(saying.parts)])
            if not places:
                partly.setdefault(saying.charge, set()).update(
                    place for part in parts for place in parts[part] if _tells(part, place)
                )
                continue
            self._prove(proved.setdefault(saying.charge, {}), text, places, worth)
            if saying.parts > 1:
                extra[saying.charge] = max(extra.get(saying.charge, 0.0), worth * TOGETHER * (saying.parts - 1))
        # many sayings of a matter share a word: all at once
        for charge, found in partly.items():
            if found:
                self._prove(proved.setdefault(charge, {}), text, found, PARTLY)
        totals = {charge: _densest(signs) + extra.get(charge, 0.0) for charge, signs in proved.items()}
        top = max(totals.values(), default=0.0)
        best = sorted(totals, key=lambda charge: (-totals[charge], charge))[:MOST]
        sure = min(1.0, top / PROVED)
        return tuple((self.charges[one], sure * (totals[one] / top) ** SHARPNESS) for one in best)

    def _prove(self, signs: dict[int, float], text: str, places: Iterable[Place], worth: float) -> None:
        """Note what each sign of some words is worth, where it was not worth more."""
        for begin, end in places:
            rarity = worth * self.rarity[text[begin:end]]
            for sign in range(begin, end):
                signs[sign] = max(signs.get(sign, 0.0), rarity)

    def _heard(self, text: str) -> dict[int, dict[int, list[Place]]]:
        """Where the words of each saying stand, by the part that they are."""
        heard: dict[int, dict[int, list[Place]]] = {}
        for begin, sign in enumerate(text):
            for length in self.lengths.get(sign, ()):
                for number, part in self.words.get(text[begin : begin + length], ()):
                    heard.setdefault(number, {}).setdefault(part, []).append((begin, begin + length))
        return heard


def _closest(parts: Sequence[Sequence[Place]]) -> tuple[list[Place], float]:
    """One place of each part, apart from the others' and as near as can be, and what they prove; none if there is none.

    Of one word alone all its places count.
    """
    if len(parts) == 1:
        return list(parts[0]), 1.0
    best: list[Place] = []
    least = 0
    for first in parts[0]:
        chosen, gaps = [first], 0
        for others in parts[1:]:
            free = [place for place in others if all(place[1] <= one[0] or one[1] <= place[0] for one in chosen)]
            if not free:
                break
            # of words equally near the longest
            gap, _, place = min((_gap(place, chosen), place[0] - place[1], place) for place in free)
            gaps += gap
            chosen.append(place)
        else:
            if not best or gaps < least:
                best, least = chosen, gaps
    if not best:
        return [], 0.0
    share = min(1.0, max(0.0, (least / (len(parts) - 1) - NEAR) / (FAR - NEAR)))
    return best, 1.0 - (1.0 - LEAST) * share


def _tells(part: int, place: Place) -> bool:
    """Whether a word says something by itself: the thing, which comes first in a saying, or more than one sign."""
    return not part or place[1] - place[0] > 1


def _densest(signs: Mapping[int, float]) -> float:
    """The most that is proved within one clause's length: what is scattered over a story is of the story."""
    ordered = sorted(signs)
    best = inside = 0.0
    first = 0
    for place in ordered:
        inside += signs[place]
        while place - ordered[first] >= CLAUSE:
            inside -= signs[ordered[first]]
            first += 1
        best = max(best, inside)
    return best


def _gap(place: Place, chosen: Sequence[Place]) -> int:
    """Signs between a word and the nearest of others."""
    return min(max(place[0] - one[1], one[0] - place[1], 0) for one in chosen)


def in_charge_of(synonyms: Iterable[Synonym]) -> InCharge:
    """The matters among the synonyms: terms like 主管 城管局/执法局：露天烧烤, the offices, then their word for it."""
    charges: dict[Charge, int] = {}
    sayings: list[_Saying] = []
    words: dict[str, list[tuple[int, int]]] = {}
    for synonym in synonyms:
        if not synonym.term.startswith(IN_CHARGE):
            continue
        charge = charges.setdefault(_charge(synonym.term), len(charges))
        for parts in _sayings(synonym):
            for part, alternatives in enumerate(parts):
                for word in alternatives:
                    words.setdefault(word, []).append((len(sayings), part))
            sayings.append(_Saying(charge=charge, parts=len(parts)))
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[0], set()).add(len(word))
    return InCharge(
        charges=tuple(charges),
        sayings=tuple(sayings),
        words={word: tuple(dict.fromkeys(uses)) for word, uses in words.items()},
        rarity={word: _rarity(word, {sayings[number].charge for number, _ in uses}) for word, uses in words.items()},
        lengths={sign: tuple(sorted(found)) for sign, found in lengths.items()},
    )


def _rarity(word: str, charges: Collection[int]) -> float:
    """What a sign of a word is worth, by the matters that have it; next to nothing for a word of mere form."""
    return float(FORM_WORTH if word in filler.WORDS else len(charges) ** -COMMON)


def _charge(term: str) -> Charge:
    offices, _, duties = term.removeprefix(IN_CHARGE).replace(":", "：").partition("：")
    return Charge(offices=tuple(plain(one) for one in offices.split("/") if plain(one)), duties=plain(duties))


def _sayings(synonym: Synonym) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The words of each saying, by part."""
    for saying in synonym.sayings:
        parts = tuple(tuple(plain(word) for word in part.split("/") if plain(word)) for part in saying.split("+"))
        if all(parts):
            yield parts
