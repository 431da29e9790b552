"""What the classifier reads in a message: its sequences of one to three characters, title and content apart. Pure.

Rule: training and suggesting both count through here, or the weights of a model mean nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from operator import add

TITLE, CONTENT = "t", "c"  # a gram's first character says where it stood
LONGEST = 3  # characters of a gram
READ = 3_000  # characters of either part that are read; what a message is about stands before
_UNESCAPED = READ * 4  # an HTML entity is longer than its character
# messages published for research name a place by a letter and a number ("A3区"): the same place to all
_LETTERED = re.compile(r"[a-z]\d*(?=[市县区省])")
_NUMBER = re.compile(r"\d+")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+|_x000d_")


def plain(text: str) -> str:
    """As read: entities resolved, one width, one case, numbers as 0, blanks as one space, cut at READ characters."""
    text = unicodedata.normalize("NFKC", html.unescape(text[:_UNESCAPED])).lower()
    text = _BLANK.sub(" ", text)
    return _NUMBER.sub("0", _LETTERED.sub("□", text)).strip()[:READ]


def sequences(text: str, part: str) -> list[str]:
    """Every sequence of one to three characters in it, as often as it stands there, each led by its part's letter."""
    text = plain(text)
    longest = [part + sign for sign in text]
    told = list(longest)
    for further in range(1, LONGEST):
        longest = list(map(add, longest, text[further:]))  # each longer by the sign that follows it
        told += longest
    return told


def grams(text: str, part: str) -> Counter[str]:
    """How often each of the sequences stands in it."""
    return Counter(sequences(text, part))
