"""What the books say to a call: its way through the menu, the citizen behind it, and what was said of earlier ones.

Rule: nothing here is decided; what an event means for a call is in model.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.calls.model import PastCall


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuStep:
    """One step through the menu. pressed: keys; heard: words said."""

    at: datetime
    node: str
    pressed: str
    heard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """Who calls from a number."""

    number: str
    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A caller's answer to one question of the survey. question, value: codes of the menu's script."""

    call_id: str
    question: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the books say to a call. steps: its own; calls: earlier ones of its number; citizen: who calls from it.

    ratings: what was said of the earlier calls.
    """

    steps: tuple[MenuStep, ...]
    calls: tuple[PastCall, ...]
    citizen: Citizen | None
    ratings: tuple[Rating, ...] = ()
