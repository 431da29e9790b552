"""What is left of a limit, in words, and the two cards."""

from __future__ import annotations

import pytest

from hotline.tickets.clock.left import Colour, cards_of, left_in_words, red_at, working_days_left, yellow_at
from hotline.tickets.clock.policy import CardRule, Grade, Source
from tests.fakes.clock import at, calendar

CALENDAR = calendar()
CARDS = CardRule(yellow=1, red=1, source=Source(citation="《办法》", date="2017-04", grade=Grade.B))


@pytest.mark.parametrize(
    ("due", "now", "days", "words"),
    [
        ("2026-10-13T17:30", "2026-09-30T16:00", 5, "剩余5个工作日"),
        ("2026-10-13T17:30", "2026-10-10T10:00", 2, "剩余2个工作日"),
        ("2026-10-13T17:30", "2026-10-11T10:00", 2, "剩余2个工作日"),
        ("2026-10-13T17:30", "2026-10-12T00:00", 1, "剩余1个工作日"),
        ("2026-10-13T17:30", "2026-10-13T00:00", 0, "今天17:30到期"),
        ("2026-10-13T17:30", "2026-10-13T17:30", 0, "今天17:30到期"),
        ("2026-10-13T17:30", "2026-10-13T17:30:01", 0, "已超期"),
        ("2026-10-13T17:30", "2026-10-14T08:00", -1, "已超期1个工作日"),
        ("2026-10-16T17:30", "2026-10-18T12:00", 0, "已超期"),
        ("2026-10-16T17:30", "2026-10-20T12:00", -2, "已超期2个工作日"),
        ("2026-10-01T16:00", "2026-09-30T17:00", 0, "剩余不到1个工作日"),
        ("2025-12-31T17:30", "2026-01-05T09:00", -2, "已超期2个工作日"),
    ],
)
def test_what_is_left_is_told_in_working_days(due: str, now: str, days: int, words: str) -> None:
    """Today never counts: the last day is called today."""
    assert working_days_left(CALENDAR, at(due), at(now)) == days
    assert left_in_words(CALENDAR, at(due), at(now)) == words


@pytest.mark.parametrize(
    ("due", "yellow", "red"),
    [
        ("2026-10-13T17:30", "2026-10-12T09:00", "2026-10-14T09:00"),
        ("2026-10-12T17:30", "2026-10-10T09:00", "2026-10-13T09:00"),
        ("2026-10-08T17:30", "2026-09-30T09:00", "2026-10-09T09:00"),
        ("2026-09-30T17:30", "2026-09-29T09:00", "2026-10-08T09:00"),
        ("2026-02-14T17:30", "2026-02-13T09:00", "2026-02-24T09:00"),
        ("2026-01-04T17:30", "2025-12-31T09:00", "2026-01-05T09:00"),
        ("2026-10-04T12:00", "2026-09-30T09:00", "2026-10-08T09:00"),
    ],
)
def test_cards_are_shown_on_the_working_days_around_the_limit(due: str, yellow: str, red: str) -> None:
    """Yellow when one working day remains, red on the first one past, as business opens."""
    assert yellow_at(CALENDAR, at(due), CARDS) == at(yellow)
    assert red_at(CALENDAR, at(due), CARDS) == at(red)


def test_a_short_limit_is_yellow_from_the_beginning_and_not_before() -> None:
    """The rule and its source come with each card."""
    yellow, red = cards_of(CALENDAR, at("2026-07-06T15:00"), at("2026-07-07T17:30"), CARDS)
    assert (yellow.colour, yellow.at) == (Colour.YELLOW, at("2026-07-06T15:00"))
    assert (red.colour, red.at) == (Colour.RED, at("2026-07-08T09:00"))
    assert (yellow.colour.label, red.colour.label) == ("黄牌", "红牌")
    assert "还有1个工作日" in yellow.rule
    assert red.source == CARDS.source
