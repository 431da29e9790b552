"""Whether an entry may still be believed, when its department is told, and what the text says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hotline.kb.model import Kind
from hotline.kb.reminder_texts import About, notice_text
from hotline.kb.stale import Dates, Freshness, Stage, Standing, Why, answer_day, stage_due, standing
from tests.fakes.clock import works

TODAY = date(2026, 11, 21)
F, W = Freshness, Why


def dates(
    kind: Kind = Kind.QUESTION,
    valid_until: date | None = None,
    checked: date | None = None,
    published: date | None = None,
) -> Dates:
    """The dates of an entry."""
    return Dates(kind=kind, valid_until=valid_until, checked=checked, published=published)


@pytest.mark.parametrize(
    ("valid_until", "freshness", "over"),
    [
        (date(2026, 11, 20), F.STALE, 1),
        (date(2026, 11, 21), F.DUE_SOON, 0),
        (date(2026, 12, 21), F.DUE_SOON, -30),
        (date(2026, 12, 22), F.FRESH, -31),
    ],
)
def test_an_entry_holds_on_its_last_day_and_is_due_thirty_days_before(
    valid_until: date, freshness: Freshness, over: int
) -> None:
    """The last day counts, whatever day it was checked."""
    found = standing(dates(valid_until=valid_until, checked=date(2020, 1, 1)), TODAY)
    assert found == Standing(freshness=freshness, why=W.VALID_UNTIL, until=valid_until, over=over)


@pytest.mark.parametrize(
    ("checked", "published", "why", "until"),
    [
        (date(2025, 11, 20), date(2026, 1, 1), W.CHECKED, date(2026, 11, 20)),
        (None, date(2025, 11, 21), W.PUBLISHED, date(2026, 11, 21)),
        (date(2024, 2, 29), None, W.CHECKED, date(2025, 2, 28)),
        (date.max, None, W.CHECKED, date.max),
        (None, None, W.NEVER, None),
    ],
)
def test_without_a_last_day_an_entry_holds_for_a_year_after_somebody_looked_at_it(
    checked: date | None, published: date | None, why: Why, until: date | None
) -> None:
    """By its check, else by its publication; of 29 February the year's end is the 28th."""
    found = standing(dates(checked=checked, published=published), TODAY)
    assert (found.why, found.until) == (why, until)
    assert (found.freshness is F.STALE) == (until is not None and until < TODAY)


def test_news_ends_by_itself_and_sayings_say_nothing() -> None:
    """A bulletin whose day is over is no lie that anybody hears; neither goes stale with the years."""
    over = standing(dates(Kind.BULLETIN, date(2026, 11, 1)), TODAY)
    assert (over.freshness, stage_due(over, None, TODAY, works)) == (F.ENDED, None)
    assert standing(dates(Kind.BULLETIN, TODAY), TODAY).freshness is F.FRESH
    for kind in (Kind.BULLETIN, Kind.SYNONYM):
        old = standing(dates(kind, checked=date(2010, 1, 1), published=date(2010, 1, 1)), TODAY)
        assert (old.freshness, old.until) == (F.FRESH, None)


def at(freshness: Freshness, until: date = date(2026, 9, 1)) -> Standing:
    """An entry that stands so."""
    return Standing(freshness=freshness, why=W.VALID_UNTIL, until=until, over=(TODAY - until).days)


def test_ten_working_days_leave_out_the_holidays_and_count_the_weekends_worked_for_them() -> None:
    """Told on 28 September 2026: the 1st to the 7th of October rest, Saturday the 10th is worked."""
    assert answer_day(date(2026, 9, 28), works) == date(2026, 10, 16)
    assert answer_day(date(2026, 11, 2), works) == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("freshness", "told", "stage"),
    [
        (F.FRESH, None, None),
        (F.ENDED, None, None),
        (F.DUE_SOON, None, Stage.DUE_SOON),
        (F.STALE, None, Stage.STALE),
        (F.STALE, date(2026, 11, 20), Stage.STALE),
        (F.STALE, date(2026, 11, 6), Stage.SUPERVISION),
        (F.FRESH, date(2026, 11, 6), None),
    ],
)
def test_supervision_hears_of_what_is_stale_ten_working_days_after_its_department_did(
    freshness: Freshness, told: date | None, stage: Stage | None
) -> None:
    """And not before it was told; what was renewed meanwhile comes to no stage."""
    assert stage_due(at(freshness), told, TODAY, works) is stage


def test_the_last_day_to_answer_is_still_the_departments() -> None:
    """The day after it is not."""
    last = answer_day(date(2026, 11, 2), works)
    stale = at(F.STALE)
    assert stage_due(stale, date(2026, 11, 2), last, works) is Stage.STALE
    assert stage_due(stale, date(2026, 11, 2), last + timedelta(days=1), works) is Stage.SUPERVISION


def test_one_text_tells_what_until_when_and_where_to_renew() -> None:
    """Three by name, the others as a number; what nobody checked is told as such."""
    some = [
        About(title="居住证办理" * 8, why=W.VALID_UNTIL, until=date(2026, 11, 20)),
        About(title="办事窗口", why=W.CHECKED, until=date(2026, 10, 8)),
        *(About(title=f"问题{one}", why=W.PUBLISHED, until=date(2026, 10, 9)) for one in range(3)),
    ]
    text = notice_text(Stage.STALE, some, date(2026, 12, 4))
    assert "有5条资料已经过期" in text
    assert "（有效期至2026年11月20日）、《办事窗口》（在2026年10月8日满一年没有核对）" in text
    assert "问题1" not in text
    assert "我单位的资料" in text
    assert "2026年12月4日以前没有处理的，移交督办" in text
    soon = notice_text(Stage.DUE_SOON, some[1:2], date(2026, 12, 4))
    assert "将要到期：《办事窗口》（到2026年10月8日满一年没有核对）。" in soon
    assert "督办" not in soon
