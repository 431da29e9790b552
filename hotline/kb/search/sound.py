"""How text sounds, told so that what speakers and recognisers mix up is one: n and l, z and zh, an and ang.

Pure. A sign has one reading, its commonest: both sides of a comparison are read alike, so that a wrong reading does
no harm.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pypinyin.pinyin_dict import pinyin_dict

from hotline.kb.search.plain import Codes

HIGHEST = 0x20000  # code points with a reading of their own lie below
FIRST_LETTER = 1  # ids 1 to 26 are the letters a to z
FIRST_DIGIT = 27  # ids 27 to 36 are the digits
FIRST_SYLLABLE = 40
_MIXED_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"), ("ong", "on"), ("uang", "uan"), ("iang", "ian"))
_MIXED_STARTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))


def toneless(reading: str) -> str:
    """A reading without its tone; ü is v."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("ɡ", "g")


def folded(syllable: str) -> str:
    """A syllable with what is mixed up made one: zhang, zang, zan are all zan; nan and lan are lan."""
    for start, to in _MIXED_STARTS:
        if syllable.startswith(start):
            syllable = to + syllable[len(start) :]
            break
    for end, to in _MIXED_ENDS:
        if syllable.endswith(end):
            return syllable[: -len(end)] + to
    return syllable


@cache
def readings() -> dict[int, str]:
    """The commonest reading of every character, toneless, by code point."""
    return {point: toneless(read.partition(",")[0]) for point, read in pinyin_dict.items() if point < HIGHEST}


def all_readings(point: int) -> tuple[str, ...]:
    """Every reading of a character by its code point, toneless, the commonest first."""
    return tuple(toneless(read) for read in pinyin_dict.get(point, "").split(",") if read)


@cache
def syllables() -> dict[str, int]:
    """Every toneless syllable there is, to the id of its folded form."""
    known = sorted(set(readings().values()) - {""})
    forms = {form: FIRST_SYLLABLE + place for place, form in enumerate(sorted({folded(one) for one in known}))}
    return {syllable: forms[folded(syllable)] for syllable in known}


@cache
def _sounds() -> NDArray[np.int64]:
    table = np.zeros(HIGHEST, dtype=np.int64)
    ids = syllables()
    for point, syllable in readings().items():
        table[point] = ids.get(syllable, 0)
    _signs(table)
    return table


@cache
def _initials() -> NDArray[np.int64]:
    table = np.zeros(HIGHEST, dtype=np.int64)
    for point, syllable in readings().items():
        if syllable and "a" <= syllable[0] <= "z":
            table[point] = FIRST_LETTER + ord(syllable[0]) - ord("a")
    _signs(table)
    return table


def _signs(table: NDArray[np.int64]) -> None:
    for letter in range(26):
        table[ord("a") + letter] = FIRST_LETTER + letter
    for digit in range(10):
        table[ord("0") + digit] = FIRST_DIGIT + digit


def sounds(points: Codes) -> Codes:
    """Each code point's folded syllable as an id; letters and digits as themselves; 0 for what has no sound."""
    return _looked_up(_sounds(), points)


def initials(points: Codes) -> Codes:
    """The first letter of each code point's reading as an id."""
    return _looked_up(_initials(), points)


def _looked_up(table: NDArray[np.int64], points: Codes) -> Codes:
    return np.where(points < HIGHEST, table[np.minimum(points, HIGHEST - 1)], 0)
