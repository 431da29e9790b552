"""A text in pieces of one language each: an English sentence in a Chinese prompt, a Chinese name in an English one.

The rule: joined, the pieces are the text. A number belongs to the language around it, so that it is read as that
language reads it.
"""

from __future__ import annotations

import re

from hotline.ivr.effects import CHINESE

ENGLISH = "en"
_WORDS = r"[A-Za-z][A-Za-z'’]*(?:[ ,;:]+[A-Za-z0-9][A-Za-z0-9'’]*){2,}[.!?]?"  # three and more: no abbreviation
_SIGN = r"[⺀-鿿豈-﫿！-～]"  # Hanzi, Chinese and full-width signs
_ENGLISH_IN_CHINESE = re.compile(_WORDS)
_CHINESE_IN_ENGLISH = re.compile(rf"{_SIGN}(?:(?:(?![A-Za-z]{{2,}}[ ,]+[A-Za-z0-9]).)*{_SIGN})?", re.DOTALL)


def spans(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """(language, piece), in order; `language` is of all that is not clearly in another one."""
    if language == ENGLISH:
        return _cut(text, _CHINESE_IN_ENGLISH, language, CHINESE)
    return _cut(text, _ENGLISH_IN_CHINESE, language, ENGLISH)


def _cut(text: str, others: re.Pattern[str], language: str, other: str) -> tuple[tuple[str, str], ...]:
    pieces: list[tuple[str, str]] = []
    at = 0
    for found in others.finditer(text):
        pieces += [(language, text[at : found.start()]), (other, found[0])]
        at = found.end()
    pieces.append((language, text[at:]))
    return _joined(pieces)


def _joined(pieces: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Without pieces that hold only signs: these go to the one before them."""
    made: list[tuple[str, str]] = []
    for language, piece in pieces:
        if made and not any(sign.isalnum() for sign in piece):
            made[-1] = (made[-1][0], made[-1][1] + piece)
        elif piece:
            made.append((language, piece))
    return tuple(made)
