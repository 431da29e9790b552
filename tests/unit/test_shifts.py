"""When an agent's last shift ended."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hotline.agents.shifts import last_shift_end
from hotline.agents.spells import Spell


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def spell(began: datetime, ended: datetime | None) -> Spell:
    """At the desk from then until then."""
    return Spell(extension="1001", state="ready", reason="", began=began, ended=ended)


MONDAY = (spell(at(16, 1), at(16, 4)), spell(at(16, 5, 30), at(16, 9)))
TUESDAY = (spell(at(17, 1), at(17, 4)), spell(at(17, 5), None))


@pytest.mark.parametrize(
    ("spells", "now", "end"),
    [
        ((), at(17, 1), None),
        (TUESDAY, at(17, 6), None),
        (MONDAY, at(16, 10), None),
        (MONDAY, at(17, 1), at(16, 9)),
        (MONDAY + TUESDAY, at(17, 6), at(16, 9)),
        (TUESDAY[::-1] + MONDAY, at(17, 6), at(16, 9)),
        ((spell(at(16, 1), at(16, 2)), spell(at(16, 6, 1), at(16, 7))), at(16, 8), at(16, 2)),
    ],
)
def test_the_shift_before_is_over_for_four_hours(
    spells: tuple[Spell, ...], now: datetime, end: datetime | None
) -> None:
    """A noon break ends no shift; the shift that is on is not the last one; two shifts on one day are two."""
    assert last_shift_end(spells, now) == end
