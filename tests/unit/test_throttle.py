"""Guessing a password is slow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hotline.accounts.throttle import MOST_REMEMBERED, TRIES, WINDOW, Throttle

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_the_sixth_try_is_refused_until_the_first_is_a_quarter_of_an_hour_old() -> None:
    """Refused tries do not lengthen the wait."""
    throttle = Throttle()
    assert all(throttle.may_try("agent1", START + timedelta(minutes=minute)) for minute in range(TRIES))
    assert not throttle.may_try("agent1", START + WINDOW - timedelta(seconds=1))
    assert throttle.may_try("agent1", START + WINDOW)
    assert not throttle.may_try("agent1", START + WINDOW)


def test_a_right_password_forgives_and_other_names_are_not_touched() -> None:
    """Only the failures of one name count against it."""
    throttle = Throttle()
    for _ in range(TRIES):
        assert throttle.may_try("agent1", START)
    assert throttle.may_try("agent2", START)
    throttle.forgive("agent1")
    assert throttle.may_try("agent1", START)


def test_the_memory_is_bounded() -> None:
    """Whoever tries endless names does not fill the memory."""
    throttle = Throttle()
    for name in range(MOST_REMEMBERED + 10):
        throttle.may_try(str(name), START)
    assert len(throttle._tries) == MOST_REMEMBERED


def test_looking_whether_the_tries_are_spent_is_no_try() -> None:
    """As many as were given; they come back with time."""
    throttle = Throttle(2)
    assert throttle.may_try("1.2.3.4", START)
    assert not any(throttle.is_spent("1.2.3.4", START) for _ in range(5))
    assert throttle.may_try("1.2.3.4", START)
    assert throttle.is_spent("1.2.3.4", START)
    assert not throttle.is_spent("5.6.7.8", START)
    assert not throttle.is_spent("1.2.3.4", START + WINDOW)


def test_a_try_that_was_none_is_taken_back_alone() -> None:
    """Whoever was right once keeps the tries at which he was wrong."""
    throttle = Throttle(2, timedelta(hours=1))
    assert throttle.may_try("1.2.3.4", START)
    later = START + timedelta(minutes=20)
    assert throttle.may_try("1.2.3.4", later)
    throttle.take_back("1.2.3.4", later)
    throttle.take_back("1.2.3.4", later)
    throttle.take_back("5.6.7.8", later)
    assert throttle.may_try("1.2.3.4", later)
    assert not throttle.may_try("1.2.3.4", START + timedelta(minutes=59))
    assert throttle.may_try("1.2.3.4", START + timedelta(minutes=60))
