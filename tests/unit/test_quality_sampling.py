"""Which calls are drawn: fairly, again in the same way, by whom they are inspected."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from hotline.errors import InputError
from hotline.quality.rules import Every, Facts, Kind, Rule, last_over, meets, period_named
from hotline.quality.sampling import assigned, draw

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
WEEKLY = Rule(code="weekly", name="随机", kind=Kind.RANDOM, every=Every.WEEK, amount=2, per_agent=True)
UNHAPPY = Rule(code="unhappy", name="不满意", kind=Kind.RATED, every=Every.WEEK, values=frozenset({"unsatisfied"}))
SHORT = Rule(code="short", name="过短", kind=Kind.SHORT, every=Every.WEEK, amount=1, seconds=20)
NEW = Rule(code="new", name="新人", kind=Kind.NEW_AGENT, every=Every.WEEK, amount=1, per_agent=True, days=30)


def call(number: int, agent: str = "agent1", **more: object) -> Facts:
    """A call of three minutes."""
    values: dict[str, object] = {"talked": 180, "at": MONDAY + timedelta(minutes=number), **more}
    return Facts(call_id=f"c{number}", agent=agent, **values)  # type: ignore[arg-type]


def test_the_same_seed_draws_the_same_calls_in_whatever_order_they_come() -> None:
    """A draw can be done again years later; another seed draws others."""
    calls = [call(n, f"agent{n % 3}") for n in range(60)]
    once = draw([WEEKLY, SHORT], calls, taken=(), seed="a")
    again = draw([WEEKLY, SHORT], reversed(calls), taken=(), seed="a")
    assert [one.call.call_id for one in once] == [one.call.call_id for one in again]
    assert [one.call.call_id for one in draw([WEEKLY], calls, taken=(), seed="b")] != [one.call.call_id for one in once]


def test_every_call_of_an_agent_has_the_same_chance() -> None:
    """Over many draws each of ten calls comes about as often: chi square below its limit at one in a thousand."""
    calls = [call(n) for n in range(10)]
    hits: Counter[str] = Counter()
    for seed in range(2000):
        hits.update(one.call.call_id for one in draw([WEEKLY], calls, taken=(), seed=str(seed)))
    expected = 2000 * 2 / 10
    # drawn without replacement, two of ten: the variance of each count is lower by the factor 8/9
    chi = sum((hits[one.call_id] - expected) ** 2 / (expected * 8 / 10) * 9 / 10 for one in calls)
    assert sum(hits.values()) == 4000
    assert chi < 27.88


def test_each_agent_gets_as_many_as_the_rule_says_or_all_there_are() -> None:
    """Two of each, one of whoever had one call."""
    calls = [*(call(n, "agent1") for n in range(50)), call(90, "agent2"), *(call(n, "agent3") for n in range(60, 63))]
    drawn = draw([WEEKLY], calls, taken=(), seed="s")
    assert Counter(one.call.agent for one in drawn) == {"agent1": 2, "agent2": 1, "agent3": 2}


def test_no_call_is_drawn_twice() -> None:
    """Neither by two rules, nor where it was drawn before; the other rules that it meets are told."""
    calls = [call(n, talked=5, ratings={"satisfied": "unsatisfied"}) for n in range(4)]
    drawn = draw([UNHAPPY, SHORT, WEEKLY], calls, taken={"c0"}, seed="s")
    assert sorted(one.call.call_id for one in drawn) == ["c1", "c2", "c3"]
    by_chance = [one for one in drawn if one.rule is WEEKLY]
    assert [one.why for one in by_chance] == [("weekly", "unhappy", "short")] * 2
    assert {one.rule.code for one in drawn} == {"weekly", "unhappy"}


def test_what_is_by_chance_is_drawn_before_what_is_not() -> None:
    """So that an agent's random calls are a fair picture, with the bad ones among them."""
    bad = [call(n, ratings={"satisfied": "unsatisfied"}) for n in range(5)]
    drawn = draw([UNHAPPY, WEEKLY], bad, taken=(), seed="s")
    assert Counter(one.rule.code for one in drawn) == {"weekly": 2, "unhappy": 3}


@pytest.mark.parametrize(
    ("rule", "more", "meant"),
    [
        (SHORT, {"talked": 19}, True),
        (SHORT, {"talked": 20}, False),
        (Rule(code="l", name="", kind=Kind.LONG, every=Every.WEEK, seconds=900), {"talked": 901}, True),
        (Rule(code="t", name="", kind=Kind.TRANSFERRED, every=Every.WEEK), {"agents": 2}, True),
        (Rule(code="t", name="", kind=Kind.TRANSFERRED, every=Every.WEEK), {"agents": 1}, False),
        (UNHAPPY, {"ratings": {"solved": "unsolved"}}, False),
        (NEW, {"since": MONDAY - timedelta(days=29)}, True),
        (NEW, {"since": MONDAY - timedelta(days=31)}, False),
        (NEW, {"since": None}, False),
        (
            Rule(code="r", name="", kind=Kind.RETURNED, every=Every.WEEK),
            {"fresh": False, "happened": frozenset({Kind.RETURNED})},
            True,
        ),
        (
            Rule(code="f", name="", kind=Kind.FORBIDDEN, every=Every.WEEK),
            {"happened": frozenset({Kind.FORBIDDEN})},
            True,
        ),
        (Rule(code="d", name="", kind=Kind.DRIFT, every=Every.WEEK), {"happened": frozenset({Kind.FORBIDDEN})}, False),
        (WEEKLY, {"fresh": False}, False),
    ],
)
def test_what_a_rule_looks_for(rule: Rule, more: dict[str, object], meant: bool) -> None:
    """Lengths, transfers, ratings, new agents; what happened to an older call counts for its own rule alone."""
    assert meets(rule, call(1, **more)) is meant


def test_nobody_inspects_an_own_call_and_work_is_spread() -> None:
    """Whoever has least to do gets the next one; a call whose agent is the only inspector waits for somebody."""
    drawn = draw([WEEKLY], [call(n, f"agent{n % 5}") for n in range(50)], taken=(), seed="s")
    to = assigned(drawn, ["boss1", "boss2"], busy={"boss1": 4}, seed="s")
    assert Counter(to.values()) == {"boss1": 3, "boss2": 7}
    own = draw([WEEKLY], [call(1, "boss1"), call(2, "boss1")], taken=(), seed="s")
    assert set(assigned(own, ["boss1", "boss2"], busy={}, seed="s").values()) == {"boss2"}
    assert set(assigned(own, ["boss1"], busy={}, seed="s").values()) == {""}


def test_periods_are_weeks_from_monday_and_months_by_the_citys_clock() -> None:
    """Across the end of a year as well; what is written otherwise is refused."""
    week = period_named("2026-W53")
    assert (week.first, week.last) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week.begin == datetime(2026, 12, 27, 16, 0, tzinfo=UTC)
    assert period_named("2026-12").last == date(2026, 12, 31)
    assert last_over(Every.WEEK, datetime(2027, 1, 3, 16, 0, tzinfo=UTC)).name == "2026-W53"
    assert last_over(Every.WEEK, datetime(2027, 1, 3, 15, 59, tzinfo=UTC)).name == "2026-W52"
    assert last_over(Every.MONTH, datetime(2027, 1, 10, tzinfo=UTC)).name == "2026-12"
    for wrong in ("2026-W54", "2026-13", "2026-W00", "", "w", "2026-W1", "9999-12", "2026-11-01"):
        with pytest.raises(InputError):
            period_named(wrong)
