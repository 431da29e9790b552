"""From which day to which day a report counts, by the city's clock. Pure.

Rule: a period is whole days, the first and the last included; nothing else in a report turns days into moments.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotline.errors import InputError

CITY_TIME = ZoneInfo("Asia/Shanghai")
LONGEST = 1100  # days: three years, and a row a day is still read by somebody
EARLIEST = date(2000, 1, 1)
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole days, first and last included."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The first moment, aware UTC."""
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it, aware UTC."""
        return midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int:
        """How many whole calendar months it is, 0 where it is not."""
        whole = self.first.day == 1 and (self.last + timedelta(days=1)).day == 1
        return _month(self.last) - _month(self.first) + 1 if whole else 0

    def before(self) -> Period:
        """As long, and just before: whole months before whole months, else as many days."""
        if self.months:
            first = _first_of(_month(self.first) - self.months)
            return Period(first=first, last=self.first - timedelta(days=1))
        return Period(first=self.first - timedelta(days=self.days), last=self.first - timedelta(days=1))

    def year_ago(self) -> Period:
        """The same days a year ago; a whole month's last day is that month's last; 29 February is the 28th."""
        last = _a_year_before(self.last)
        if self.months:
            last = last.replace(day=monthrange(last.year, last.month)[1])
        return Period(first=_a_year_before(self.first), last=last)

    def each(self) -> Iterator[date]:
        """Its days."""
        for n in range(self.days):
            yield self.first + timedelta(days=n)


def midnight(day: date) -> datetime:
    """When a day of the city begins, in UTC."""
    return datetime.combine(day, time(), CITY_TIME).astimezone(UTC)


def period_of(first: str, last: str) -> Period:
    """The period of two dates as 2026-11-21. Raises InputError with every fault."""
    faults = faults_of(first, last)
    if faults:
        raise InputError("；".join(faults.values()) + "。", fields=faults)
    return Period(first=date.fromisoformat(first), last=date.fromisoformat(last))


def faults_of(first: str, last: str) -> dict[str, str]:
    """What is wrong with two dates, by field, and what to do."""
    days = {"from": _day(first), "to": _day(last)}
    written = {"from": first, "to": last}
    faults = {
        name: f"{name}应写成2026-11-21这样的日期，现在是“{written[name][:20]}”" if written[name] else f"请写上{name}"
        for name, day in days.items()
        if day is None
    }
    begins, ends = days["from"], days["to"]
    if begins is not None and begins < EARLIEST:
        faults["from"] = f"from不能早于{EARLIEST}"
    if begins is not None and ends is not None and begins > ends:
        faults["to"] = f"from（{begins}）在to（{ends}）之后，请对调"
    elif begins is not None and ends is not None and (ends - begins).days >= LONGEST:
        faults["to"] = f"一次最多统计{LONGEST}天，请缩短"
    return faults


def month_of(text: str) -> Period:
    """The calendar month of 2026-10. Raises InputError."""
    first = _day(f"{text}-01") if len(text) == len("2026-10") else None
    if first is None or first < EARLIEST:
        raise InputError(f"月份应写成2026-10这样，现在是“{text[:20]}”。", fields={"month": "如2026-10"})
    return Period(first=first, last=first.replace(day=monthrange(first.year, first.month)[1]))


def month_before(day: date) -> Period:
    """The calendar month before that of a day."""
    last = day.replace(day=1) - timedelta(days=1)
    return Period(first=last.replace(day=1), last=last)


def month_text(period: Period) -> str:
    """As 2026-10, "" where the period is not one calendar month."""
    return f"{period.first:%Y-%m}" if period.months == 1 else ""


def _day(text: str) -> date | None:
    """A date; only as 2026-11-21, for Python understands more than people do."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and day < date.max else None


def _month(day: date) -> int:
    """Counted from the year 0."""
    return day.year * _MONTHS + day.month - 1


def _first_of(month: int) -> date:
    return date(month // _MONTHS, month % _MONTHS + 1, 1)


def _a_year_before(day: date) -> date:
    year = day.year - 1
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))
