"""What of a report is drawn."""

from __future__ import annotations

from hotline.reports.definitions import DEFINITIONS
from hotline.reports.figures import Amount, Figure
from hotline.reports.plots import MOST_BARS, Part, Shape, drawn, figures_drawn, plots_of, shown_json
from hotline.reports.report import Row, Section, report_of, section_of
from tests.unit.test_report_figures import figure, report, row

NAMES = ("accepted", "finished", "in_hand", "otherwise")


def outcomes(key: str, *counts: int) -> Row:
    """A row of the tickets' report: how many, and what became of them."""
    whole, *parts = counts
    figures = (figure("accepted", whole), *(figure(code, n, whole) for code, n in zip(NAMES[1:], parts, strict=True)))
    return row(key, *figures)


def by_day(*days: tuple[int, int, int]) -> Section:
    """A telephone section: asked, answered, abandoned of each day."""
    rows = tuple(
        Row(
            key=f"2026-10-{n:02d}",
            name=f"2026-10-{n:02d}",
            figures=tuple(
                Figure(definition=DEFINITIONS[code], amount=Amount(numerator=top, denominator=asked))
                for code, top in (("answered", answered), ("answered_in_15_s", answered), ("abandoned", abandoned))
            ),
            filters={},
        )
        for n, (asked, answered, abandoned) in enumerate(days, 1)
    )
    return Section(code="day", title="按日", by="day", rows=rows)


def test_what_became_of_tickets_is_one_bar_a_row() -> None:
    """Its parts follow each other, and rows without a ticket are left out."""
    section = section_of(
        "type", "按类型", "type", [outcomes("a", 9, 5, 3, 1), outcomes("b", 4, 4, 0, 0), outcomes("c", 0, 0, 0, 0)]
    )
    (plot,) = plots_of(section)
    assert (plot.shape, plot.part, plot.unit, plot.keys) == (Shape.BARS, Part.COUNT, "件", ("a", "b"))
    numbers = [[drawn(one, plot.part) for one in figures] for _, figures in figures_drawn(section, plot)]
    assert numbers == [[5, 3, 1], [4, 0, 0]]
    assert plot.note() == ""


def test_few_cases_are_not_drawn_among_those_that_are_compared() -> None:
    """The others stand in their order, and the drawing says how many were left out."""
    shares = {"a": (27, 30), "b": (29, 29), "c": (80, 100), "d": (99, 100), "e": (0, 0)}
    section = section_of(
        "department", "按单位", "department", [row(key, figure("finished_on_time", *of)) for key, of in shares.items()]
    )
    (plot,) = plots_of(section)
    assert (plot.keys, plot.few, plot.unit) == (("d", "a", "c"), 1, "%")
    assert plot.note() == "1个样本不足30，不参加比较"


def test_only_the_first_rows_are_drawn() -> None:
    """And the drawing says how many more the table has."""
    rows = [outcomes(f"{n:02d}", 100 - n, 0, 0, 0) for n in range(MOST_BARS + 4)]
    (plot,) = plots_of(section_of("category", "按类别", "category", rows))
    assert (len(plot.keys), plot.keys[0], plot.note()) == (MOST_BARS, "00", "另有4个见表格")


def test_one_row_is_not_drawn() -> None:
    """There is nothing to compare it with, nor where all but one are empty."""
    assert plots_of(section_of("type", "按类型", "type", [outcomes("a", 9, 5, 3, 1)])) == ()
    assert plots_of(section_of("type", "按类型", "type", [outcomes("a", 9, 5, 3, 1), outcomes("b", 0, 0, 0, 0)])) == ()


def test_days_are_drawn_in_the_order_of_time() -> None:
    """All of them; a day without calls is a gap in the line of shares."""
    section = by_day((10, 8, 2), (0, 0, 0), (4, 4, 0))
    calls, shares = plots_of(section)
    assert (calls.code, calls.shape, shares.code, shares.shape) == ("calls", Shape.LINES, "shares", Shape.LINES)
    values = [[drawn(one, shares.part) for one in figures] for _, figures in figures_drawn(section, shares)]
    assert values == [[0.8, 0.8], [None, None], [1.0, 1.0]]
    counts = [[drawn(one, calls.part) for one in figures] for _, figures in figures_drawn(section, calls)]
    assert counts == [[8, 2], [0, 0], [4, 0]]


def test_drawings_go_to_the_screen_and_not_into_a_closed_month() -> None:
    """What was closed is drawn as whatever draws it now decides."""
    told = shown_json(report(row("01", figure("accepted", 4)), row("02", figure("accepted", 9))))
    (plot,) = told["sections"][0]["plots"]
    assert (plot["keys"], plot["series"], plot["few"]) == (
        ["02", "01"],
        [{"figure": "accepted", "name": "受理量", "tone": "main"}],
        0,
    )
    assert report_of(told).section("department").rows[0].key == "02"
