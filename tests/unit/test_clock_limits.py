"""The limits of a ticket by the shipped profiles, and limits that a person moves."""

from __future__ import annotations

from datetime import datetime

import pytest

from hotline.errors import InputError, NotFoundError
from hotline.settings import ROOT
from hotline.tickets.clock.extension import extended, set_by_hand
from hotline.tickets.clock.length import length_of
from hotline.tickets.clock.limits import Deadlines, Matter, Moments, limits_of
from hotline.tickets.clock.policy import Grade, LimitName, Source, Urgency
from hotline.tickets.model import TicketType
from hotline.tickets.policies import load_policies
from tests.fakes.clock import at

POLICIES = load_policies(ROOT / "kb")
EVE = "2026-09-30T16:00"


def limits(profile: str, kind: str, moments: Moments, urgency: str = "normal", category: str = "") -> Deadlines:
    """Of a ticket by a shipped profile."""
    matter = Matter(type=TicketType(kind), urgency=Urgency(urgency), category=category)
    return limits_of(POLICIES.profile(profile), POLICIES.calendar, matter, moments)


def due(deadlines: Deadlines, name: str) -> datetime:
    """Of one limit."""
    limit = deadlines.limit(LimitName(name))
    assert limit
    return limit.due


@pytest.mark.parametrize(
    ("profile", "kind", "finish"),
    [
        ("five-day", "complaint", "2026-10-13T17:30"),
        ("five-day", "enquiry", "2026-10-13T17:30"),
        ("five-day", "praise", "2026-10-13T17:30"),
        ("sichuan-2025", "enquiry", "2026-10-10T17:30"),
        ("sichuan-2025", "help", "2026-10-15T17:30"),
        ("sichuan-2025", "suggestion", "2026-10-15T17:30"),
        ("sichuan-2025", "praise", "2026-10-15T17:30"),
        ("sichuan-2025", "complaint", "2026-10-27T17:30"),
        ("sichuan-2025", "report", "2026-10-27T17:30"),
        ("shanghai", "enquiry", "2026-10-08T17:30"),
        ("shanghai", "help", "2026-10-13T17:30"),
        ("shanghai", "report", "2026-10-27T17:30"),
    ],
)
def test_each_type_has_the_finish_of_its_profile(profile: str, kind: str, finish: str) -> None:
    """On the eve of National Day 2026, counted by hand."""
    assert due(limits(profile, kind, Moments(dispatched=at(EVE))), "finish") == at(finish)


@pytest.mark.parametrize(
    ("urgency", "category", "dispatch"),
    [
        ("normal", "", "2026-10-01T15:00"),
        ("normal", "0301", "2026-10-01T15:00"),
        ("normal", "0503", "2026-09-30T17:00"),
        ("urgent", "1403", "2026-09-30T17:00"),
        ("normal", "0506", "2026-10-01T15:00"),
        ("critical", "0504", "2026-09-30T16:00"),
        ("critical", "", "2026-09-30T16:00"),
        ("normal", "9" * 5000, "2026-10-01T15:00"),
    ],
)
def test_danger_comes_before_the_category_and_that_before_the_rest(urgency: str, category: str, dispatch: str) -> None:
    """An hour, two hours or a day from acceptance."""
    moments = Moments(accepted=at("2026-09-30T15:00"), dispatched=at(EVE))
    assert due(limits("five-day", "help", moments, urgency, category), "dispatch") == at(dispatch)


def test_all_limits_come_in_order_each_with_its_rule_and_source() -> None:
    """As they fall due in the life of a ticket; the extension and the callback follow from the finish."""
    deadlines = limits("five-day", "complaint", Moments(dispatched=at(EVE)))
    assert [limit.name for limit in deadlines.limits] == list(LimitName)
    assert due(deadlines, "sign") == at("2026-10-08T17:30")
    assert due(deadlines, "return") == at("2026-10-09T17:30")
    assert due(deadlines, "extension") == at("2026-10-27T17:30")
    assert due(deadlines, "callback") == at("2026-10-14T17:30")
    finish = deadlines.limit(LimitName.FINISH)
    assert finish
    assert (finish.rule, finish.profile) == ("自派单次日起5个工作日内办结", "five-day")
    assert "第24条" in finish.source.citation
    assert all(limit.source.citation and limit.source.date for limit in deadlines.limits)
    assert deadlines.warnings == ()


def test_a_return_never_starts_the_clock_again() -> None:
    """The next department has its own time to sign, and no day more to finish."""
    first = limits("five-day", "complaint", Moments(dispatched=at("2026-07-06T10:00")))
    again = Moments(dispatched=at("2026-07-06T10:00"), handed_over=at("2026-07-08T10:00"))
    second = limits("five-day", "complaint", again)
    assert due(second, "sign") == at("2026-07-09T17:30")
    for name in ("dispatch", "finish", "extension", "callback"):
        assert due(second, name) == due(first, name)


def test_the_callback_follows_the_finish() -> None:
    """When it was finished, else when that falls due, which an extension puts off."""
    start = at("2026-07-06T10:00")
    early = limits("five-day", "help", Moments(dispatched=start, finished=at("2026-07-07T09:00")))
    assert due(early, "callback") == at("2026-07-08T17:30")
    longer = limits("five-day", "help", Moments(dispatched=start, extended_to=at("2026-07-16T17:30")))
    assert due(longer, "finish") == at("2026-07-16T17:30")
    assert due(longer, "callback") == at("2026-07-17T17:30")
    assert due(longer, "extension") == at("2026-07-27T17:30")
    assert (limit := longer.limit(LimitName.FINISH))
    assert limit.rule.endswith("已批准延期")


def test_a_limit_that_reaches_an_unknown_year_is_told_to_the_supervisor() -> None:
    """With the year; one that stays within the known ones is not."""
    told = limits("five-day", "help", Moments(dispatched=at("2026-12-30T10:00"))).warnings
    assert len(told) == 1
    assert "2027年" in told[0]
    assert limits("five-day", "help", Moments(dispatched=at("2026-12-01T10:00"))).warnings == ()


def test_a_part_has_only_its_own_limits() -> None:
    """The dispatch of Beijing says nothing of finishing."""
    deadlines = limits("beijing-dispatch", "help", Moments(dispatched=at(EVE)))
    assert [limit.name for limit in deadlines.limits] == [LimitName.DISPATCH]
    common = limits("common", "help", Moments(dispatched=at(EVE)))
    assert [limit.name for limit in common.limits] == [LimitName.SIGN, LimitName.RETURN]


def test_the_profile_of_the_day_of_dispatch_applies() -> None:
    """By the city's clock, from midnight on; before the first there is the first."""
    assert POLICIES.profile_at(at("2026-12-31T23:59:59")).id == "five-day"
    assert POLICIES.profile_at(at("2026-12-31T16:00Z")).id == "sichuan-2025"
    assert POLICIES.profile_at(at("2019-01-01T00:00")).id == "five-day"
    deadlines = POLICIES.deadlines(Matter(type=TicketType.HELP), Moments(dispatched=at(EVE)))
    assert deadlines.profile == "five-day"
    with pytest.raises(NotFoundError, match="five-day"):
        POLICIES.profile("no-such")


@pytest.mark.parametrize(
    ("field", "moments"),
    [
        ("accepted", {"dispatched": at(EVE), "accepted": at("2026-09-30T16:00:01")}),
        ("handed_over", {"dispatched": at(EVE), "handed_over": at("2026-09-29T16:00")}),
        ("extended_to", {"dispatched": at(EVE), "extended_to": at("2026-09-29T16:00")}),
        ("finished", {"dispatched": at(EVE), "finished": at("2026-09-29T16:00")}),
        ("dispatched", {"dispatched": at(EVE).replace(tzinfo=None)}),
        ("dispatched", {"dispatched": at("1999-09-30T16:00")}),
        ("dispatched", {"dispatched": at("9999-12-31T16:00")}),
    ],
)
def test_moments_that_cannot_be_are_refused(field: str, moments: dict[str, datetime]) -> None:
    """With the field, and the rule that it breaks."""
    with pytest.raises(InputError, match=field) as told:
        Moments(**moments)
    assert list(told.value.details["fields"]) == [field]  # type: ignore[call-overload]


def test_an_extension_is_asked_for_in_time_and_within_the_rule() -> None:
    """Counted from the limit that it puts off; who is late or wants too much hears the rule."""
    deadlines = limits("five-day", "complaint", Moments(dispatched=at(EVE)))
    calendar = POLICIES.calendar
    asked = at("2026-10-13T17:30")
    assert extended(deadlines, calendar, by=length_of("10个工作日"), asked=asked).due == at("2026-10-27T17:30")
    assert extended(deadlines, calendar, by=length_of("3个工作日"), asked=asked).due == at("2026-10-16T17:30")
    with pytest.raises(InputError, match=r"已过.*届满前申请") as late:
        extended(deadlines, calendar, by=length_of("3个工作日"), asked=at("2026-10-13T17:31"))
    assert "asked" in late.value.details["fields"]  # type: ignore[operator]
    with pytest.raises(InputError, match=r"太久.*最多延长10个工作日") as long:
        extended(deadlines, calendar, by=length_of("11个工作日"), asked=asked)
    assert "by" in long.value.details["fields"]  # type: ignore[operator]
    with pytest.raises(InputError, match="没有延期"):
        extended(limits("common", "help", Moments(dispatched=at(EVE))), calendar, by=length_of("1日"), asked=asked)
    with pytest.raises(InputError, match="时区"):
        extended(deadlines, calendar, by=length_of("3个工作日"), asked=asked.replace(tzinfo=None))


def test_a_finish_set_by_hand_says_why_and_is_cited() -> None:
    """The other limits are left alone; more time that was granted in the round is told."""
    deadlines = limits("five-day", "complaint", Moments(dispatched=at(EVE), extended_to=at("2026-12-01T12:00")))
    moved = set_by_hand(deadlines, reason="需鉴定", basis="《办法》第1条", is_extended=False)
    finish = moved.limit(LimitName.FINISH)
    assert finish
    assert (finish.due, finish.rule) == (at("2026-12-01T12:00"), "办结时限另行确定：需鉴定")
    assert finish.source == Source(citation="《办法》第1条", date="", grade=Grade.BY_HAND)
    assert finish.source.grade.label == "由热线管理人员另行确定"
    others = [one for one in moved.limits if one.name is not LimitName.FINISH]
    assert others == [one for one in deadlines.limits if one.name is not LimitName.FINISH]
    again = set_by_hand(deadlines, reason="需鉴定", basis="《办法》第1条", is_extended=True).limit(LimitName.FINISH)
    assert again
    assert again.rule == "办结时限另行确定：需鉴定；本轮已批准延期"
