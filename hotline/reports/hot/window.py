"""Which days a report of hot issues is about, and which it compares them with. Pure.

Rule: it loads no library, for the service asks it in the process that answers calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hotline.errors import InputError
from hotline.reports.hot.model import HotRule

LONGEST = 366  # days of a period
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which days count. before: the first that is compared with; begun: the first with a message, not before that."""

    before: date
    begun: date
    recent: date
    first: date
    last: date

    @property
    def days(self) -> int:
        """Of the period."""
        return (self.last - self.first).days + 1

    @property
    def before_days(self) -> int:
        """Before the period, as far as there are messages."""
        return max(0, (self.first - self.begun).days)

    @property
    def recent_days(self) -> int:
        """The last of the period."""
        return (self.last - self.recent).days + 1

    @property
    def all_days(self) -> int:
        """From the first message to the end."""
        return (self.last - self.begun).days + 1


def window_of(first: date, last: date, rule: HotRule, *, begun: date) -> Window:
    """The days of a report. begun: the first with a message. Raises InputError where the period is none."""
    return Window(
        before=read_from(first, last, rule),
        begun=begun,
        recent=max(first, last - (rule.recent_days - 1) * _DAY),
        first=first,
        last=last,
    )


def read_from(first: date, last: date, rule: HotRule) -> date:
    """The first day whose messages are needed. Raises InputError where the period is none."""
    days = (last - first).days + 1
    if not 1 <= days <= LONGEST:
        fault = "起始日不得晚于截止日。" if days < 1 else f"时段最长{LONGEST}天。"
        raise InputError(fault, fields={"from": fault})
    return first - max(days, rule.before_days) * _DAY
