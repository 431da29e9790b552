"""How words are written together, and taken apart into words that a model knows.

The rule: pure; whether a model knows a word is asked of a function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

LONGEST_WORD = 8  # characters of Chinese


def joined(words: Sequence[str]) -> str:
    """Words as they are written: no space between two Chinese characters, one between all others."""
    text = ""
    for word in words:
        space = " " if text and word and not (is_han(text[-1]) and is_han(word[0])) else ""
        text += space + word
    return text


def pieces(phrase: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """The phrase as known words, as few as can be; () where it cannot be put together of them."""
    found = list[str]()
    for word in phrase.lower().split():
        parts = (word,) if knows(word) else _apart(word, knows)
        if not parts:
            return ()
        found += parts
    return tuple(found)


def is_han(character: str) -> bool:
    """Whether it is a Chinese character."""
    return "\u3400" <= character <= "\u9fff"


def _apart(word: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """A word of Chinese characters by the way of the fewest pieces."""
    if not all(map(is_han, word)):
        return ()
    best: list[tuple[str, ...] | None] = [(), *([None] * len(word))]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST_WORD), end):
            before = best[start]
            if before is None or not knows(word[start:end]):
                continue
            way, now = (*before, word[start:end]), best[end]
            if now is None or len(way) < len(now):
                best[end] = way
    return best[-1] or ()
