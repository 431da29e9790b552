"""A rule of reading: a pattern and what is said for what it finds.

The rule for rules: each runs over the whole text, so what it gives back must hold no ASCII digit; each pattern is
linear (bounded repeats, or a look-behind that lets it begin at one place in a run), for the text may be hostile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def rule(pattern: str, spoken: Callable[[re.Match[str]], str] | str) -> Rule:
    """A rule; a text in the function's place is said as it stands."""
    if isinstance(spoken, str):
        words = spoken
        return re.compile(pattern), lambda _: words
    return re.compile(pattern), spoken


def apply(rules: Iterable[Rule], text: str) -> str:
    """The text after each rule in its order: the special stands before the general."""
    for pattern, spoken in rules:
        text = pattern.sub(spoken, text)
    return text


HANZI = "\u3400-\u9fff\U00020000-\U0003ffff"
NUMBER = r"(?<![\d.,])\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?+"
YEAR = r"(?:1[6-9]|20)\d{2}"
