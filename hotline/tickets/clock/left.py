"""How much time is left, as people say it, and when the cards are shown.

Rule: a working day that is today counts neither as left nor as past: on the last day "today" is said, not "one day".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from hotline.tickets.clock.calendar import Calendar
from hotline.tickets.clock.policy import CardRule, Source


class Colour(StrEnum):
    """Of a card."""

    YELLOW = "yellow"  # the limit is near
    RED = "red"  # the limit is past

    @property
    def label(self) -> str:
        """As people see it."""
        return "黄牌" if self is Colour.YELLOW else "红牌"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card that a ticket gets at a moment unless it is finished before. at: aware UTC."""

    colour: Colour
    at: datetime
    rule: str
    source: Source


def yellow_at(calendar: Calendar, due: datetime, cards: CardRule) -> datetime:
    """When business opens on the working day on which so many working days remain."""
    return calendar.opening(calendar.working_day_before(calendar.day_of(due), cards.yellow))


def red_at(calendar: Calendar, due: datetime, cards: CardRule) -> datetime:
    """When business opens on the first (or second ...) working day past the limit's day."""
    return calendar.opening(calendar.working_day_after(calendar.day_of(due), cards.red))


def cards_of(calendar: Calendar, dispatched: datetime, due: datetime, cards: CardRule) -> tuple[Card, Card]:
    """Both cards of a ticket. The yellow one is never shown before the dispatch: a short limit begins with it."""
    return (
        Card(
            colour=Colour.YELLOW,
            at=max(yellow_at(calendar, due, cards), dispatched.astimezone(UTC)),
            rule=f"距办结时限还有{cards.yellow}个工作日仍未回复的，发黄牌",
            source=cards.source,
        ),
        Card(
            colour=Colour.RED,
            at=red_at(calendar, due, cards),
            rule=f"超过办结时限第{cards.red}个工作日仍未回复的，发红牌",
            source=cards.source,
        ),
    )


def working_days_left(calendar: Calendar, due: datetime, now: datetime) -> int:
    """The working days after today up to the limit's day, which counts; negative: those that have begun since."""
    last, today = calendar.day_of(due), calendar.day_of(now)
    if today <= last:
        return calendar.working_days_between(today, last)
    return -calendar.working_days_between(last, today)


def left_in_words(calendar: Calendar, due: datetime, now: datetime) -> str:
    """What the screen shows beside a limit."""
    days = working_days_left(calendar, due, now)
    if now > due:
        return f"已超期{-days}个工作日" if days else "已超期"
    if calendar.day_of(now) == calendar.day_of(due):
        return f"今天{due.astimezone(calendar.zone):%H:%M}到期"
    return f"剩余{days}个工作日" if days else "剩余不到1个工作日"
