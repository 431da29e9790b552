"""Names spelled on a telephone's keys: the first letter of each character, and the key that bears it. Pure.

社保局 is s, b, j: 7, 2, 5 (ITU-T E.161, the letters on the keys).
"""

from __future__ import annotations

from collections.abc import Iterable

from hotline.kb.search.plain import codes, is_hanzi, plain
from hotline.kb.search.sound import all_readings, readings

_LETTERS = {2: "abc", 3: "def", 4: "ghi", 5: "jkl", 6: "mno", 7: "pqrs", 8: "tuv", 9: "wxyz"}
MOST_INITIALS = 3  # of one sign, the commonest first: the rarest readings would find anything
_KEYS = {letter: str(key) for key, letters in _LETTERS.items() for letter in letters}


def keys_of(name: str) -> str:
    """The keys that spell a name: of each character its initial's, of a letter its own, of a digit itself."""
    return "".join(_key(sign, point) for sign, point in zip(plain(name), codes(plain(name)).tolist(), strict=True))


def _key(sign: str, point: int) -> str:
    if is_hanzi(sign):
        return _KEYS.get(readings().get(point, "")[:1], "")
    return sign if sign.isdigit() else _KEYS.get(sign, "")


def initials_of(name: str) -> str:
    """The first letters by which a name is found: of each sign those of its readings, the signs parted by spaces.

    银行2 is "y xh 2": who types yh means it, and so does who types yx.
    """
    signs = plain(name)
    return " ".join(
        filter(None, (_initials(sign, point) for sign, point in zip(signs, codes(signs).tolist(), strict=True)))
    )


def _initials(sign: str, point: int) -> str:
    if is_hanzi(sign):
        return "".join(dict.fromkeys(read[:1] for read in all_readings(point)))[:MOST_INITIALS]
    return sign.lower() if sign.isascii() and sign.isalnum() else ""


def spelled_by(keys: str, names: Iterable[str]) -> int:
    """How well keys spell one of these names: 3 the whole of one, 2 its beginning, 1 a part, 0 none.

    A city's 市 or a district's 区 before the name need not be spelled.
    """
    best = 0
    for name in names:
        spelt = keys_of(name)
        for form in {spelt, keys_of(name.removeprefix("市"))}:
            best = max(best, 3 if form == keys else 2 if form.startswith(keys) else 1 if keys in form else 0)
    return best if keys else 0
