"""Whether a department is open, from what the clerk wrote, the city's calendar and the moment.

Rule: a moment is cut to its minute, so that a list of all departments is worked out once for each way of writing hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache

from hotline.kb.hours.model import Opening
from hotline.kb.hours.opening import Works, open_at
from hotline.kb.hours.reading import understood
from hotline.kb.hours.saying import every_sentence, said
from hotline.kb.model import Department

_KEPT = 1_024


def now() -> datetime:
    """The time at which this is called, UTC."""
    return datetime.now(UTC)


def opening_of(department: Department, moment: datetime, works: Works) -> Opening | None:
    """Whether it is open at an aware moment, None where its hours are not understood or do not say."""
    return _opening(department.hours, department.holidays, moment.replace(second=0, microsecond=0), works)


def opening_said(department: Department, moment: datetime, works: Works) -> str:
    """What a caller hears of that, "" where nothing is certain."""
    moment = moment.replace(second=0, microsecond=0)
    return said(_opening(department.hours, department.holidays, moment, works), moment)


def every_opening(departments: Iterable[Department]) -> tuple[str, ...]:
    """All that may be said of these at any moment, but for openings more than a week away."""
    written = dict.fromkeys((one.hours, one.holidays) for one in departments)
    return every_sentence(known for texts in written if (known := understood(*texts).hours) is not None)


@lru_cache(maxsize=_KEPT)
def _opening(hours: str, holidays: str, moment: datetime, works: Works) -> Opening | None:
    known = understood(hours, holidays).hours
    return open_at(known, moment, works) if known is not None else None
