"""Reports beside the second way: where the two do not tell the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hotline.reports.catalogue import CATALOGUE
from hotline.reports.figures import Amount
from hotline.reports.period import Period
from hotline.reports.report import Report, Section
from hotline.reports.service import Reports
from hotline.storage.tables import KbEntryRow
from tests.fakes.report_books import NOW, ZONE, Books, Row
from tests.fakes.report_second import Second, Told, added

LARGEST = ("longest_wait",)
Pair = tuple[str, Told, Told]
"""What is compared, as the report and as the second way tells it."""


async def differences(reports: Reports, books: Books, period: Period) -> tuple[list[str], int]:
    """What differs, a sentence each, and how many figures were compared."""
    reached = period.until(NOW.astimezone(ZONE).date())
    second, found, count = Second(books, reached.first, reached.last), list[str](), 0
    for name, pairs in _PAIRS.items():
        report = await reports.report(CATALOGUE[name], period)
        for what, ours, other in pairs(report, second):
            expected = some(other)
            for key in {**ours, **expected}:
                one, two = ours.get(key, {}), expected.get(key, {})
                count += len(one)
                found += [
                    f"{name} {what} {key} {code}: {one.get(code)} and {two.get(code)}"
                    for code in {**one, **two}
                    if one.get(code) != two.get(code)
                ]
    return found, count


def told(section: Section, which: str = "amount") -> Told:
    """A section as the second way tells it: of each figure that has a case. which: the period."""
    rows = {row.key: {one.definition.code: _pair(getattr(one, which)) for one in row.figures} for row in section.rows}
    return some(rows)


def some(rows: Told, *codes: str) -> Told:
    """What has a case, of these figures where some are named."""
    kept = {
        key: {code: amount for code, amount in figures.items() if any(amount) and (not codes or code in codes)}
        for key, figures in rows.items()
    }
    return {key: figures for key, figures in kept.items() if figures}


def _pair(amount: Amount | None) -> tuple[int, int]:
    return (amount.numerator, amount.denominator) if amount else (0, 0)


def _around(report: Report, second: Second, tell: Callable[[Second], Told]) -> Iterator[Pair]:
    """The whole, in its period and in the two that stand beside it."""
    for which, period in (("amount", report.period), ("before", report.before), ("year_ago", report.year_ago)):
        other = second if which == "amount" else Second(second.books, period.first, period.last, second.now)
        yield f"whole {which}", told(report.section("whole"), which), {"whole": added(tell(other), LARGEST)}


def _telephone(report: Report, second: Second) -> Iterator[Pair]:
    yield (
        "day",
        told(report.section("day")),
        second.calls(lambda call: call["arrived"].astimezone(ZONE).date().isoformat()),
    )
    yield (
        "hour",
        told(report.section("hour")),
        second.calls(lambda call: f"{call['arrived'].astimezone(ZONE).hour:02d}"),
    )
    yield from _around(report, second, lambda one: one.calls(lambda _: ""))


def _tickets(report: Report, second: Second) -> Iterator[Pair]:
    figures = ("accepted", "finished", "in_hand", "otherwise")
    for by in ("department", "type", "category", "district", "channel", "urgency", "state"):

        def column(row: Row, by: str = by) -> str:
            return str(row["came_by" if by == "channel" else by])

        yield by, told(report.section(by)), some(second.tickets(column), *(figures[:1] if by == "state" else figures))
    yield from _around(report, second, lambda one: one.tickets(lambda _: ""))


def _assessment(report: Report, second: Second) -> Iterator[Pair]:
    def whole(one: Second) -> Told:
        spot = added(one.tickets(lambda _: "")).get("on_the_spot", (0, 0))
        return {"": one.assessment("").get("whole", {}) | {"on_the_spot": spot}}

    yield "department", told(report.section("department")), second.assessment("department")
    for by, column in (("type", "type"), ("category", "category"), ("district", "district"), ("channel", "came_by")):
        yield by, told(report.section(by)), second.assessment(column)
    agents = second.assessment("created_by")
    yield "agent", told(report.section("agent")), some(agents, "given", "returned")
    yield from _around(report, second, whole)


def _agents(report: Report, second: Second) -> Iterator[Pair]:
    yield "agent", told(report.section("agent")), second.agents()
    yield from _around(report, second, lambda one: one.agents())


def _knowledge(report: Report, second: Second) -> Iterator[Pair]:
    ours = told(report.section("whole"))["whole"]
    ours.pop("stale", None)  # what is stale is the knowledge base's own to say
    yield "whole", {"whole": ours}, {"whole": second.knowledge()}
    owners = {(one["kind"], one["code"]): one["owner"] for one in second.books.of(KbEntryRow)}
    yield "door", told(report.section("door")), second.searches(lambda one: str(one["door"]))
    yield "agent", told(report.section("agent")), second.searches(lambda one: str(one["username"]), "desk")
    for code, key in (
        ("use_kind", lambda one: str(one["kind"])),
        ("use_department", lambda one: str(owners.get((one["kind"], one["code"]), ""))),
    ):
        used, idle = second.uses(key), second.unused(key)
        both = {name: used.get(name, {}) | idle.get(name, {}) for name in {**used, **idle}}
        yield code, told(report.section(code)), both
    entries = told(report.section("use_entry"))
    each = second.uses(lambda one: f"{one['kind']} {one['code']}")
    yield "entry", entries, {key: _without(each[key], "used_in_calls") for key in entries}
    yield from _around_use(report, second)


def _around_use(report: Report, second: Second) -> Iterator[Pair]:
    """The whole of the use, in its period and beside it; what nobody used is told of the period alone."""
    for which, period in (("amount", report.period), ("before", report.before), ("year_ago", report.year_ago)):
        one = Second(second.books, period.first, period.last, second.now)
        idle = added(one.unused(lambda _: "")) if which == "amount" else {}
        whole = added(one.uses(lambda _: "")) | added(one.searches(lambda _: "")) | idle
        yield f"use {which}", told(report.section("use"), which), {"whole": whole}


def _without(figures: dict[str, tuple[int, int]], code: str) -> dict[str, tuple[int, int]]:
    return {name: amount for name, amount in figures.items() if name != code}


_PAIRS: dict[str, Callable[[Report, Second], Iterator[Pair]]] = {
    "telephone": _telephone,
    "tickets": _tickets,
    "assessment": _assessment,
    "agents": _agents,
    "knowledge": _knowledge,
}
