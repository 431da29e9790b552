"""Phrases found in a text: the longest that begins at each place. Used for synonyms and for words of mere form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Phrases(Generic[_T]):
    """A dictionary of phrases with what each means."""

    meanings: Mapping[str, _T]
    _lengths: dict[str, tuple[int, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = {}
        for phrase in self.meanings:
            lengths.setdefault(phrase[:1], set()).add(len(phrase))
        for first, found in lengths.items():
            self._lengths[first] = tuple(sorted(found, reverse=True))

    def at(self, text: str, place: int) -> str:
        """The longest phrase that begins here, "" for none."""
        for length in self._lengths.get(text[place], ()):
            phrase = text[place : place + length]
            if len(phrase) == length and phrase in self.meanings and _is_whole(text, place, place + length):
                return phrase
        return ""

    def everywhere(self, text: str) -> Iterator[tuple[int, str]]:
        """The longest phrase at every place, also those that overlap; one within another is left out."""
        reached = 0
        for place in range(len(text)):
            phrase = self.at(text, place)
            if phrase and place + len(phrase) > reached:
                reached = place + len(phrase)
                yield place, phrase

    def apart(self, text: str) -> Iterator[tuple[int, str]]:
        """Phrases from the left that do not overlap."""
        place = 0
        while place < len(text):
            phrase = self.at(text, place)
            if phrase:
                yield place, phrase
            place += max(len(phrase), 1)


def _is_whole(text: str, begin: int, end: int) -> bool:
    """Latin words are found as whole words only: id is not in video."""
    first, last = text[begin], text[end - 1]
    if first.isascii() and begin and text[begin - 1].isascii() and text[begin - 1].isalnum() and first.isalnum():
        return False
    return not (last.isascii() and last.isalnum() and end < len(text) and text[end].isascii() and text[end].isalnum())


def table(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Phrases with all that they are said to mean."""
    meanings: dict[str, dict[str, None]] = {}
    for phrase, meaning in pairs:
        if phrase and meaning and phrase != meaning:
            meanings.setdefault(phrase, {})[meaning] = None
    return {phrase: tuple(found) for phrase, found in meanings.items()}
