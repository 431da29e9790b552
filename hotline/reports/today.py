"""What one call adds to the telephone's figures of its day: the live board's way to them. Pure.

Rule: it says in Python what measures.py asks of the database, word for word; a test counts the same calls both ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from hotline.reports.bases import ANSWERED_WITHIN
from hotline.reports.figures import Amount

CODES: Final = ("arrived", "asked", "answered", "answered_in_15_s", "abandoned", "wait")
Amounts = Mapping[str, Amount]
NOTHING: Amounts = dict.fromkeys(CODES, Amount())


class Counted(Protocol):
    """A call of a citizen's, as the books have it."""

    @property
    def queued(self) -> datetime | None:
        """The first time."""

    @property
    def answered(self) -> datetime | None:
        """The first time."""

    @property
    def waited(self) -> int:
        """Whole seconds."""

    @property
    def outcome(self) -> str:
        """As in the books."""


def of_call(call: Counted) -> Amounts:
    """The figures of this call alone."""
    asked = call.queued is not None or call.answered is not None
    answered, abandoned = call.outcome == "answered", call.outcome == "abandoned"
    in_time = asked and answered and call.waited <= ANSWERED_WITHIN
    return {
        "arrived": Amount(numerator=1),
        "asked": Amount(numerator=int(asked), denominator=1),
        "answered": Amount(numerator=int(answered), denominator=int(asked)),
        "answered_in_15_s": Amount(numerator=int(in_time), denominator=int(asked)),
        "abandoned": Amount(numerator=int(abandoned), denominator=int(asked)),
        "wait": Amount(numerator=call.waited if answered else 0, denominator=int(answered)),
    }


def exchanged(whole: Amounts, before: Amounts, after: Amounts) -> Amounts:
    """The whole, in which a part is otherwise than it was before."""
    return {
        code: Amount(
            numerator=amount.numerator - before[code].numerator + after[code].numerator,
            denominator=amount.denominator - before[code].denominator + after[code].denominator,
        )
        for code, amount in whole.items()
    }
