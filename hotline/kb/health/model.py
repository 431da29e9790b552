"""What can ail an entry of the knowledge base, and how the whole of it stands. Pure.

Rule: stale and soon stale are what hotline.kb.stale says and nothing else, so that a figure here is the figure there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hotline.kb.model import Kind
from hotline.kb.stale import Standing


class Ailment(StrEnum):
    """What is wrong with an entry, or what is missing."""

    STALE = "stale"
    """Its last day is over, and it is still told."""
    DUE_SOON = "due_soon"
    """Its last day is near."""
    UNCHECKED = "unchecked"
    """No day says that anybody ever compared it."""
    OWNERLESS = "ownerless"
    """No department keeps it, or one that there is not any more."""
    WITHDRAWN = "withdrawn"
    """It was taken off, and citizens still ask for it."""
    MISSED = "missed"
    """A question that found nothing."""
    UNHELPFUL = "unhelpful"
    """A question whose answer somebody found of no use."""
    SAME_PHONE = "same_phone"
    """The same telephone stands at two departments."""
    SAME_TITLE = "same_title"
    """Two entries of a kind have the same name, or ask the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ail:
    """One entry, or one question, with what ails it. kind: None for a question; about: in words, what is wrong.

    others: the entries that it clashes with, by kind, code and title; asked: how often citizens asked for it;
    standing: None where it is not published.
    """

    ailment: Ailment
    kind: Kind | None
    code: str
    title: str
    owner: str
    about: str = ""
    others: tuple[tuple[Kind, str, str], ...] = ()
    asked: int = 0
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a department keeps. people: accounts that can be told; entries: without the department's own."""

    department: str
    procedures: int = 0
    questions: int = 0
    entries: int = 0
    stale: int = 0
    due_soon: int = 0
    unchecked: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What happened in a month of the city. month: 2026-11; found_stale: entries whose departments were told so."""

    month: str
    published: int = 0
    withdrawn: int = 0
    found_stale: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The whole. checked: published entries that can go stale; entries: all that are published."""

    entries: int
    checked: int
    ails: tuple[Ail, ...]
    coverage: tuple[Coverage, ...]
    months: tuple[Month, ...]

    def counts(self) -> dict[Ailment, int]:
        """How many ail of what."""
        return {ailment: sum(one.ailment is ailment for one in self.ails) for ailment in Ailment}
