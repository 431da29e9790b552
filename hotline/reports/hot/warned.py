"""What was warned of early on a day, each matter once. Pure.

Rule: a matter is the one that was warned of already where both have a message in common, whatever it is called now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hotline.reports.hot.model import HotIssue


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A matter that was warned of. at: when first; recent: citizens who told of it in the last days."""

    id: str
    day: date
    at: datetime
    name: str
    recent: int
    why: str
    messages: frozenset[str]


def warned_after(before: Iterable[Warned], issues: Iterable[HotIssue], day: date, at: datetime) -> tuple[Warned, ...]:
    """What was warned of on this day: what was before, and each matter that bursts now and was not."""
    told = [one for one in before if one.day == day]
    for issue in issues:
        messages = frozenset(issue.ids)
        if issue.alarm.fires and messages and not any(messages & one.messages for one in told):
            told.append(
                Warned(
                    id=f"{day.isoformat()}:{min(messages)}",
                    day=day,
                    at=at,
                    name=issue.name,
                    recent=issue.alarm.recent,
                    why=issue.alarm.why,
                    messages=messages,
                )
            )
    return tuple(told)
