"""How the keys that a caller presses are counted."""

from __future__ import annotations

from collections.abc import Sequence

MOST_MENU_KEYS = 4
MOST_ANSWERS = 1


def menu_keys(entries: Sequence[str]) -> int:
    """Single key strokes that choose: both of a two-digit number in a list, but none of an answer."""
    return sum(len(entry) for entry in entries if not is_answer(entry) and entry.isdecimal())


def answers(entries: Sequence[str]) -> int:
    """What the caller tells: a code, number or spelling that is typed, or a message, each with the # that ends it."""
    return sum(map(is_answer, entries))


def is_answer(entry: str) -> bool:
    """Whether this is no choice: its digits are one answer, ended by #."""
    return entry.endswith("#")


def few_enough(entries: Sequence[str]) -> bool:
    """Whether no more is pressed than a citizen may be asked to."""
    return menu_keys(entries) <= MOST_MENU_KEYS and answers(entries) <= MOST_ANSWERS
