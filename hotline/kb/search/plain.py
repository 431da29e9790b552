"""Text as the search compares it: one width, one case, one script, nothing but letters, digits and Hanzi.

The rule: questions and entries pass through the same function, so that whatever it loses is lost on both sides.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

HANZI = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
LONGEST = 300  # characters of a question that are looked at: nobody says more in one breath
Codes = NDArray[np.int64]
_WORD = re.compile("[a-z]{2,}")
_SHORT = 3  # letters: a final s of these is no plural
_FIRST_WORD, _WORDS = 0x110000, 0x200000 - 0x110000


def plain(text: str) -> str:
    """Simplified, half-width, lower-case; every run of other signs is one space; none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS).split())


def is_hanzi(sign: str) -> bool:
    """Whether a sign is a Chinese character."""
    point = ord(sign)
    return any(first <= point < after for first, after in HANZI)


def codes(text: str) -> Codes:
    """One number a sign of a plain text: its code point, 0 for a space.

    A Latin word is one piece: a number of its own where it begins, and 0 for its other letters. Else port would be
    found in passport and in support.
    """
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
    points[points == ord(" ")] = 0
    for word in _WORD.finditer(text):
        points[word.start() : word.end()] = 0
        points[word.start()] = _word_code(word[0])
    return points


@cache
def _word_code(word: str) -> int:
    """A number beyond all code points, the same for license, licence and licences."""
    stem = word.replace("licence", "license")
    stem = stem.removesuffix("s") if len(stem) > _SHORT and not stem.endswith("ss") else stem
    return _FIRST_WORD + zlib.crc32(stem.encode()) % _WORDS


class _Signs(dict[int, str]):
    """What becomes of each sign, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        sign = _simplified().get(point, chr(point))
        self[point] = kept = sign if _is_kept(sign) else " "
        return kept


_SIGNS = _Signs()


def _is_kept(sign: str) -> bool:
    return (sign.isascii() and sign.isalnum()) or is_hanzi(sign) or unicodedata.category(sign) in ("Ll", "Lo", "Nd")


@cache
def _simplified() -> dict[int, str]:
    """Each traditional character with its simplified one. OpenCC knows them; sign by sign is enough to compare."""
    from opencc import OpenCC  # noqa: PLC0415 40 ms that only a search needs

    signs = [chr(point) for first, after in HANZI for point in range(first, after)]
    simple = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    found = {ord(sign): to for sign, to in zip(signs, simple, strict=True) if sign != to and len(to) == 1}
    return {ord("〇"): "零", **found}
