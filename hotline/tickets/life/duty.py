"""For what a department's duty telephone may get a text. Pure.

Rule: such a text is of fixed wording: nothing that anybody typed is in it, for a telephone is lost, and read by others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hotline.tickets.model import Urgency


class Occasion(StrEnum):
    """What a text to the duty telephone is sent for."""

    ARRIVED = "arrived"
    """A ticket was given to the department."""
    URGED = "urged"
    """Somebody, or the clock, urges, instructs or supervises."""
    CARDED = "carded"
    """A yellow or a red card."""
    LATE_SOON = "late_soon"
    """The limit ends soon, and nothing was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """What a duty telephone would be told; whether it is, the city's rules say (duty.py)."""

    occasion: Occasion
    urgency: Urgency
    text: str
