"""Text from outside, made fit to be stored: NUL breaks PostgreSQL, lone surrogates break UTF-8, both break screens."""

from __future__ import annotations

import unicodedata

_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # can make a text read otherwise


def plain_text(text: str, *, lines: bool = False) -> str:
    """The text without control characters, trimmed. lines: True keeps line breaks, else they become spaces."""
    if text.isprintable():  # nothing of what is taken out below is: most texts are done here
        return text.strip()
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if not lines:
        unified = unified.replace("\n", " ")
    return "".join(sign for sign in unified if sign == "\n" or _is_plain(sign)).strip()


def _is_plain(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs") and sign not in _TURNS_TEXT
