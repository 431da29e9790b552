"""Latin letters typed for Chinese: full pinyin (shenfenzheng) and first letters (sfz). Pure."""

from __future__ import annotations

from functools import cache

from hotline.kb.search.sound import syllables

LONGEST_SYLLABLE = 6


def as_syllables(letters: str) -> tuple[str, ...]:
    """The syllables that letters spell, with as few as can be; empty where they spell none, as first letters do."""
    best: list[tuple[str, ...] | None] = [(), *(None for _ in letters)]
    known = _known()
    for end in range(1, len(letters) + 1):
        for begin in range(max(0, end - LONGEST_SYLLABLE), end):
            before = best[begin]
            if before is not None and letters[begin:end] in known:
                found = (*before, letters[begin:end])
                now = best[end]
                if now is None or len(found) < len(now):
                    best[end] = found
    return best[-1] or ()


def spells_chinese(letters: str) -> tuple[str, ...]:
    """The syllables of what is meant as full pinyin. Single vowels in it speak against that: aaa is no Chinese."""
    found = as_syllables(letters)
    singles = sum(len(one) == 1 for one in found)
    return found if len(letters) > 1 and singles * 3 <= len(found) else ()


@cache
def _known() -> frozenset[str]:
    return frozenset(syllables()) - {"m", "n", "ng", "hm", "hng", "o"}
