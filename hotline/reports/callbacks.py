"""How calling citizens back goes: tries, who was reached, what they said, in whole and by who called.

Rule: the rows and the conditions are those of the assessment (sources.CALLED_BACK, definitions.py), so that the same
period says the same there and here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from hotline.reports.figures import Amount
from hotline.reports.sources import CALLED, CALLED_BACK
from hotline.storage.engine import Database

_SATISFIED = ("yes", "by_and_large")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledBack:
    """Of a period. tries: how often somebody dialled.

    contacted: of those that came to a result; solved, rated, satisfied: of the last answers, satisfied of who rated.
    """

    tries: int
    contacted: Amount
    rated: Amount
    solved: Amount
    satisfied: Amount


class CallbackFigures:
    """The figures. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, first: datetime, last: datetime) -> tuple[CalledBack, dict[str, CalledBack]]:
        """In whole, and by the user name of who called. first, last: the period; last is not in it."""
        row = CALLED.c
        final = row.final_answer
        rated = final & row.satisfied.in_((*_SATISFIED, "no"))
        asked = (
            select(
                row.by,
                func.count().label("tries"),
                _many(row.concluded),
                _many(row.concluded & row.contacted),
                _many(final),
                _many(final & (row.solved == "yes")),
                _many(rated),
                _many(final & row.satisfied.in_(_SATISFIED)),
            )
            .where(row.at >= first, row.at < last, *CALLED_BACK.where)
            .group_by(row.by)
            .order_by(row.by)
        )
        async with self._database.reading() as session:
            rows = [tuple(one) for one in await session.execute(asked)]
        whole = tuple(sum(one[place] for one in rows) for place in range(1, 8))
        return _called(whole), {one[0]: _called(one[1:]) for one in rows}


def _many(where: Any) -> Any:
    return func.count().filter(where)


def _called(counts: tuple[int, ...]) -> CalledBack:
    tries, concluded, contacted, final, solved, rated, satisfied = counts
    return CalledBack(
        tries=tries,
        contacted=Amount(numerator=contacted, denominator=concluded),
        solved=Amount(numerator=solved, denominator=final),
        rated=Amount(numerator=rated, denominator=final),
        satisfied=Amount(numerator=satisfied, denominator=rated),
    )
