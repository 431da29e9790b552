"""From which day to which day a report counts, by the city's clock. Pure.

Rule: a period is whole days, the first and the last included; nothing else in a report turns days into moments.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotline.errors import InputError

CITY_TIME = ZoneInfo("Asia/Shanghai")
LONGEST = 1100  # days: three years, and a row a day is still read by somebody
EARLIEST = date(2000, 1, 1)
_MONTHS, _WEEK = 12, 7
_YEAR_OF_WEEKS = timedelta(days=52 * _WEEK)


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

    def until(self, today: date) -> Period:
        """As far as it has come: until today, where it has begun and is not over."""
        return replace(self, last=today) if self.first <= today < self.last else self

    def before(self, today: date = date.max) -> Period:
        """The same days of the period before, as many as there have been until today: docs/reports.md has the rule."""
        step = self._step()
        if isinstance(step, timedelta):
            reached = self.until(today)
            return Period(first=reached.first - step, last=reached.last - step)
        return self._months_ago(step, today)

    def year_ago(self, today: date = date.max) -> Period:
        """The same days of the year before, of a week the same weekdays; as many as there have been until today."""
        if self._of_a_week():
            reached = self.until(today)
            return Period(first=reached.first - _YEAR_OF_WEEKS, last=reached.last - _YEAR_OF_WEEKS)
        return self._months_ago(_MONTHS, today)

    def _step(self) -> timedelta | int:
        """How far back the period before lies: in days, or in months."""
        if self._of_a_week() or self.first.day != 1 or self.days == 1:
            return timedelta(days=7 if self._of_a_week() else self.days)
        begun = _month(self.last) - _month(self.first) + 1
        so_far = self.first.month == 1 and begun > 1 and not self.months
        return _MONTHS if so_far else begun

    def _of_a_week(self) -> bool:
        """A week, or its first days; one day is a day."""
        return self.first.weekday() == 0 and 1 < self.days <= _WEEK

    def _months_ago(self, months: int, today: date) -> Period:
        """Whole months as whole months, else day for day, at most until the month's end."""
        reached = self.until(today)
        last = _back(reached.last, months)
        if reached.months:
            last = last.replace(day=monthrange(last.year, last.month)[1])
        return Period(first=_back(reached.first, months), last=last)

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


def _back(day: date, months: int) -> date:
    """So many months before, or the last day of that month where it has none so late."""
    year, month = divmod(_month(day) - months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
