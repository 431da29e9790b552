"""The dispatch directory: lines that say which department leads for a category, a place, a keyword. Pure.

Rule: the line that asks for the most decides, and of equals the first: what a supervisor reads from the top is what
happens. Lines come from a file or from the database alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hotline.sentences import sentence
from hotline.tickets.routing.grams import plain

ALL_OF = " "  # between the words of one keyword that must all stand in the message


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchLine:
    """One line. number: what people call it by, from 1; lead, assisting: department codes.

    category: a ticket category's code, a top one standing for all below it; place: a part of the place's name;
    keywords: any of them must stand in the message. What is empty asks for nothing. category_name: what people call the
    category, for the reason; left out, its code is told.
    """

    number: int
    category: str = ""
    place: str = ""
    keywords: tuple[str, ...] = ()
    lead: str
    assisting: tuple[str, ...] = ()
    note: str = ""
    category_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is to be routed, as far as it is known. category: a code or empty; the rest: as entered, or empty."""

    title: str = ""
    content: str = ""
    place: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A line that fits. keyword: the one that was found, or empty."""

    line: DispatchLine
    keyword: str = ""

    @property
    def reason(self) -> str:
        """For the agent: the line and what of it fitted."""
        asked = [
            f"类别“{self.line.category_name or self.line.category}”" if self.line.category else "",
            f"地点“{self.line.place}”" if self.line.place else "",
            f"关键词“{self.keyword}”" if self.keyword else "",
        ]
        told = sentence("by_directory", number=self.line.number, why="、".join(one for one in asked if one))
        return f"{told}（{self.line.note}）" if self.line.note else told


def matches(lines: Iterable[DispatchLine], matter: Matter) -> tuple[Match, ...]:
    """The lines that fit, the most telling first: category, then keyword, then place, then the longer keyword."""
    text, place = plain(f"{matter.title} {matter.content}"), plain(matter.place)
    found = [match for line in lines if (match := _match(line, matter.category, text, place))]
    return tuple(sorted(found, key=_weight, reverse=True))


def _match(line: DispatchLine, category: str, text: str, place: str) -> Match | None:
    if line.category and not category.startswith(line.category):
        return None
    if line.place and plain(line.place) not in place:
        return None
    keyword = _first(line.keywords, text)
    if line.keywords and not keyword:
        return None
    return Match(line=line, keyword=keyword) if line.category or line.place or keyword else None


def _first(keywords: Sequence[str], text: str) -> str:
    return next((keyword for keyword in keywords if all(word in text for word in _asked(keyword))), "")


@lru_cache(maxsize=10_000)
def _asked(keyword: str) -> tuple[str, ...]:
    """Its words as a message is read; the directory's are the same for every message."""
    return tuple(plain(word) for word in keyword.split(ALL_OF))


def _weight(match: Match) -> tuple[int, int, int, int]:
    """A sub-category counts above its top one, a keyword above a place."""
    line = match.line
    asked = len(line.category) + (3 if line.keywords else 0) + (1 if line.place else 0)
    return (asked, len(line.category), len(match.keyword), -line.number)
