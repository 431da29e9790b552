"""Shares with their bands, ranks, periods, and reports as files."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.errors import InputError, NotFoundError
from hotline.reports.catalogue import CATALOGUE, faults_of, kind_of
from hotline.reports.definitions import DEFINITIONS
from hotline.reports.definitions_use import USE
from hotline.reports.drilling import drill_of
from hotline.reports.figures import Amount, Better, Figure, Kind, added, ranked, wilson
from hotline.reports.measures import MEASURES
from hotline.reports.names import By, Names
from hotline.reports.period import Period, month_of, month_text, period_of
from hotline.reports.report import Closing, Report, Row, only_department, report_json, report_of, section_of
from hotline.reports.sources import Source
from hotline.reports.writers import WRITERS
from hotline.reports.writers.csv_writer import HEADINGS, guarded
from hotline.settings import ROOT

OCTOBER = Period(first=date(2026, 10, 1), last=date(2026, 10, 31))
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def figure(code: str, top: int, of: int = 0) -> Figure:
    """A figure of this period, the last and a year ago."""
    return Figure(definition=DEFINITIONS[code], amount=Amount(numerator=top, denominator=of), before=Amount())


def row(key: str, *figures: Figure, name: str = "") -> Row:
    """A department's row."""
    return Row(key=key, name=name or f"单位{key}", figures=figures, filters={"department": key})


def report(*rows: Row, closing: Closing | None = None) -> Report:
    """A report with one section."""
    return Report(
        name="assessment",
        title="考核指标",
        period=OCTOBER,
        before=OCTOBER.before(),
        year_ago=OCTOBER.year_ago(),
        made=NOW,
        sections=(section_of("department", "按承办单位", "department", rows),),
        closing=closing,
    )


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        # by R's prop.test(x, n, correct = FALSE)
        (0, 10, 0.0, 0.2775328),
        (10, 10, 0.7224672, 1.0),
        (1, 29, 0.0061109, 0.1717557),
        (95, 100, 0.8882495, 0.9784572),
        (5, 10, 0.2365931, 0.7634069),
    ],
)
def test_the_band_of_a_share_is_wilsons(hits: int, cases: int, low: float, high: float) -> None:
    """Also of none and of all it is a band, and not a point."""
    assert wilson(hits, cases) == pytest.approx((low, high), abs=1e-5)


@given(st.integers(1, 10_000), st.data())
def test_a_share_lies_within_its_band(cases: int, data: st.DataObject) -> None:
    """Whatever the numbers are, and the band lies between 0 and 1."""
    hits = data.draw(st.integers(0, cases))
    low, high = wilson(hits, cases)
    assert 0 <= low <= hits / cases + 1e-12
    assert hits / cases - 1e-12 <= high <= 1


@pytest.mark.parametrize(("hits", "cases"), [(2, 1), (-1, 5), (0, 0)])
def test_no_share_has_no_band(hits: int, cases: int) -> None:
    """More hits than cases, or none of nothing, is a mistake of whoever counts."""
    with pytest.raises(ValueError, match="is no share"):
        wilson(hits, cases)


def test_a_figure_of_nothing_has_no_value() -> None:
    """Nothing divided by nothing is neither all nor none."""
    assert Amount().value(Kind.SHARE) is None
    assert Amount().value(Kind.MEAN) is None
    assert Amount().band(Kind.SHARE) is None
    assert Amount().value(Kind.COUNT) == 0


def test_few_cases_are_not_ranked_and_equals_share_a_place() -> None:
    """29 cases have no place, however good; of 30 and more the best is first."""
    figures = [
        figure("finished_on_time", 29, 29),
        figure("finished_on_time", 90, 100),
        figure("finished_on_time", 27, 30),
        figure("finished_on_time", 40, 100),
        figure("finished_on_time", 0, 0),
    ]
    assert [one.rank for one in ranked(figures)] == [None, 1, 1, 3, None]
    returned = [figure("returned", 9, 100), figure("returned", 1, 100)]
    assert [one.rank for one in ranked(returned)] == [2, 1]
    assert [one.rank for one in ranked([figure("accepted", 9), figure("accepted", 1)])] == [None, None]


def test_figures_are_added_by_their_numerators_and_denominators() -> None:
    """A sum of shares is the share of the sums; the longest of all is the longest."""
    amounts = [Amount(numerator=1, denominator=2), Amount(numerator=9, denominator=10)]
    assert added(amounts, Kind.SHARE) == Amount(numerator=10, denominator=12)
    assert added([Amount(numerator=5), Amount(numerator=3)], Kind.MOST) == Amount(numerator=5)
    assert added([], Kind.MOST) == Amount()


def test_a_day_begins_at_the_citys_midnight() -> None:
    """The first moment counts, the first after the last day does not."""
    assert OCTOBER.begin == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert OCTOBER.end == datetime(2026, 10, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "before", "year_ago"),
    [
        ("2026-10-01", "2026-10-31", ("2026-09-01", "2026-09-30"), ("2025-10-01", "2025-10-31")),
        ("2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31"), ("2025-01-01", "2025-03-31")),
        ("2026-10-05", "2026-10-11", ("2026-09-28", "2026-10-04"), ("2025-10-06", "2025-10-12")),
        ("2026-10-05", "2026-10-07", ("2026-09-28", "2026-09-30"), ("2025-10-06", "2025-10-08")),
        ("2026-10-06", "2026-10-08", ("2026-10-03", "2026-10-05"), ("2025-10-06", "2025-10-08")),
        ("2026-11-01", "2026-11-22", ("2026-10-01", "2026-10-22"), ("2025-11-01", "2025-11-22")),
        ("2026-03-01", "2026-03-30", ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-30")),
        ("2026-10-01", "2026-11-22", ("2026-08-01", "2026-09-22"), ("2025-10-01", "2025-11-22")),
        ("2026-01-01", "2026-11-22", ("2025-01-01", "2025-11-22"), ("2025-01-01", "2025-11-22")),
        ("2026-11-01", "2026-11-01", ("2026-10-31", "2026-10-31"), ("2025-11-01", "2025-11-01")),
        ("2026-10-07", "2026-10-07", ("2026-10-06", "2026-10-06"), ("2025-10-07", "2025-10-07")),
        ("2024-02-29", "2024-02-29", ("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
        ("2025-02-01", "2025-02-28", ("2025-01-01", "2025-01-31"), ("2024-02-01", "2024-02-29")),
        ("2024-02-01", "2024-02-29", ("2024-01-01", "2024-01-31"), ("2023-02-01", "2023-02-28")),
    ],
)
def test_a_period_has_one_before_and_one_a_year_ago(
    first: str, last: str, before: tuple[str, str], year_ago: tuple[str, str]
) -> None:
    """Whole months beside whole months, a month's first days beside the same days, weekdays beside weekdays."""
    period = period_of(first, last)
    assert period.before() == period_of(*before)
    assert period.year_ago() == period_of(*year_ago)


@pytest.mark.parametrize(
    ("first", "last", "today", "before", "year_ago"),
    [
        ("2026-11-01", "2026-11-30", "2026-11-22", ("2026-10-01", "2026-10-22"), ("2025-11-01", "2025-11-22")),
        ("2026-11-01", "2026-11-30", "2026-11-01", ("2026-10-01", "2026-10-01"), ("2025-11-01", "2025-11-01")),
        ("2026-11-01", "2026-11-30", "2026-11-30", ("2026-10-01", "2026-10-31"), ("2025-11-01", "2025-11-30")),
        ("2026-11-23", "2026-11-29", "2026-11-23", ("2026-11-16", "2026-11-16"), ("2025-11-24", "2025-11-24")),
        ("2026-10-01", "2026-12-31", "2026-11-22", ("2026-07-01", "2026-08-22"), ("2025-10-01", "2025-11-22")),
    ],
)
def test_what_is_not_over_is_compared_with_as_much(
    first: str, last: str, today: str, before: tuple[str, str], year_ago: tuple[str, str]
) -> None:
    """A month, a week or a quarter that still goes on ends today, and so do those beside it."""
    period, day = period_of(first, last), date.fromisoformat(today)
    assert period.until(day) == period_of(first, today)
    assert period.before(day) == period_of(*before)
    assert period.year_ago(day) == period_of(*year_ago)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """The report's name and both dates, each with what to do."""
    found = faults_of("tickest", "2026-13-01", "")
    assert set(found) == {"name", "from", "to"}
    assert "tickets" in found["name"]
    assert "2026-11-21" in found["from"]
    with pytest.raises(InputError) as raised:
        period_of("2026-13-01", "gestern")
    assert raised.value.details["fields"].keys() == {"from", "to"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-10-02", "2026-10-01", "to"),
        ("2020-01-01", "2026-10-01", "to"),
        ("1999-12-31", "2000-01-02", "from"),
        ("20261001", "2026-10-02", "from"),
        ("2026-W40-1", "2026-10-02", "from"),
        ("2026-10-01", "9999-12-31", "to"),
    ],
)
def test_a_period_that_is_none_is_refused(first: str, last: str, field: str) -> None:
    """From after to, too long, too early, written otherwise."""
    with pytest.raises(InputError) as raised:
        period_of(first, last)
    assert list(raised.value.details["fields"]) == [field]  # type: ignore[call-overload]


def test_a_month_is_written_as_it_is_read() -> None:
    """2026-10 and nothing else is October; a period is a month only where it is one."""
    assert month_of("2026-10") == OCTOBER
    assert month_text(OCTOBER) == "2026-10"
    assert month_text(period_of("2026-09-01", "2026-10-31")) == ""
    for text in ("2026-13", "2026-1", "10-2026", "", "2026-10-01"):
        with pytest.raises(InputError, match="2026-10"):
            month_of(text)


def test_an_unknown_report_is_not_found() -> None:
    """The answer names those that there are."""
    with pytest.raises(NotFoundError, match="telephone"):
        kind_of("nothing")


def test_every_figure_is_counted_and_every_list_has_tickets() -> None:
    """What is defined is measured, but for the knowledge's and the hot issues' own; a list is of tickets."""
    elsewhere = {code for code in DEFINITIONS if code not in MEASURES}
    assert elsewhere == {
        *("entries", "in_review", "in_draft", "unanswered", "unanswered_times", "stale", "settled"),
        *(one.code for one in USE),
        *("hot_people", "hot_before"),
    }
    for code, measure in MEASURES.items():
        assert DEFINITIONS[code].listed == (measure.top.source.ticket is not None), code
        assert (measure.of is not None) == (DEFINITIONS[code].kind in (Kind.SHARE, Kind.MEAN)), code
        sources: list[Source] = [one.source for one in (measure.top, measure.of) if one is not None]
        assert all(source.whole is None or source.whole in source.by for source in sources)


def test_what_cannot_be_listed_is_refused_with_what_can() -> None:
    """An unknown figure, a part that is none, a filter that the figure has not: told together."""
    with pytest.raises(InputError) as raised:
        drill_of("wait", "all", {}, OCTOBER)
    assert raised.value.details["fields"].keys() == {"figure", "of"}  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="没有分母"):
        drill_of("accepted", "denominator", {}, OCTOBER)
    with pytest.raises(InputError, match="department"):
        drill_of("returned", "numerator", {"urgency": "urgent"}, OCTOBER)


def test_a_report_is_the_same_after_a_way_through_json() -> None:
    """A closed month is kept as JSON and told as it was."""
    closing = Closing(month="2026-10", at=NOW, by="boss", correction=1, reason="补录")
    whole = report(
        row("01", figure("finished_on_time", 40, 50)), row("", figure("finished_on_time", 1, 2)), closing=closing
    )
    kept = json.loads(json.dumps(report_json(whole)))
    assert report_of(kept) == whole
    assert report_json(report_of(kept)) == kept
    told = kept["sections"][0]["rows"][0]
    assert told["query"] == {"department": "01", "from": "2026-10-01", "to": "2026-10-31"}
    first = told["figures"][0]
    assert (first["code"], first["numerator"], first["denominator"], first["value"]) == (
        "finished_on_time",
        40,
        50,
        0.8,
    )
    assert (first["few"], first["rank"], first["year_ago"]) == (False, 1, None)
    assert first["low"] < 0.8 < first["high"]


def test_a_department_reads_its_own_rows_alone() -> None:
    """Neither the others' nor the whole's."""
    own = only_department(report(row("01", figure("accepted", 4)), row("02", figure("accepted", 9))), "02")
    assert [one.key for section in own.sections for one in section.rows] == ["02"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_taken_for_a_formula(evil: str) -> None:
    """A name that a spreadsheet would reckon is written as text."""
    assert guarded(evil) == f"'{evil}"
    content = WRITERS["csv"].write(report(row("01", figure("accepted", 4), name=evil)))
    (line,) = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert line["名称"] == f"'{evil}"


def test_a_table_has_a_line_a_figure() -> None:
    """With numerator, denominator and band, and in Excel's own way of UTF-8."""
    content = WRITERS["csv"].write(report(row("01", figure("finished_on_time", 40, 50), figure("red_cards", 3))))
    assert content.startswith(b"\xef\xbb\xbf")
    share, count = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert tuple(share) == HEADINGS
    assert (share["指标"], share["数值"], share["分子"], share["分母"]) == ("按时办结率", "80", "40", "50")
    assert float(share["95%下限"]) < 80 < float(share["95%上限"])
    assert (count["数值"], count["分母"], count["95%下限"]) == ("3", "", "")


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    """And what nobody has filled in says so."""
    names = Names(city="云川市", known={By.DEPARTMENT: {"01": "市公安局"}})
    assert names.of(By.DEPARTMENT, "01") == "市公安局"
    assert names.of(By.DEPARTMENT, "99") == "99"
    assert names.of(By.DEPARTMENT, "") == "未派单"


def test_every_figure_and_report_stands_in_the_page() -> None:
    """docs/reports.md has each figure with its formula and its basis as the screen has them."""
    page = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    for one in DEFINITIONS.values():
        for text in (f"`{one.code}`", one.name, one.formula, one.basis, one.source):
            assert text in page, (one.code, text)
    for kind in CATALOGUE.values():
        assert f"`{kind.name}`" in page


def test_every_definition_says_which_way_is_better_or_none() -> None:
    """Only shares are ranked."""
    assert {one.kind for one in DEFINITIONS.values() if one.better is not Better.NEITHER} == {Kind.SHARE}
