"""A report: sections of rows of figures, and the same as JSON and back. Pure.

Rule: what a report says is in these values and nowhere else: the screen, the files and a closed month are made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from hotline.reports.district_map import DistrictMap
from hotline.reports.figures import Amount, Better, Definition, Figure, Kind, ranked
from hotline.reports.period import Period

Json = dict[str, Any]
WHOLE = "whole"
"""The key of the one row that counts everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line. key: a code, as of a department; name: as people read it.

    filters: by name what its tickets have in common, empty for all of them; remark: a word or two beside the name.
    """

    key: str
    name: str
    figures: tuple[Figure, ...]
    filters: Mapping[str, str]
    remark: str = ""

    @property
    def label(self) -> str:
        """The name with the remark."""
        return f"{self.name}（{self.remark}）" if self.remark else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines of one kind. by: what they are by, as "department", "" for the whole; note: what a reader must know."""

    code: str
    title: str
    by: str
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a month was closed. correction: 0 at first, then counted up, each with its reason."""

    month: str
    at: datetime
    by: str
    correction: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Prose with a heading. section: the code of the section whose drawings belong to it, "" for none.

    text: a line a paragraph.
    """

    title: str
    text: str
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report of a period. made: when it was reckoned; closing: None while the month is open.

    prose: what it says in words, where it does; pending: its hot issues are still put together, ask again; places: the
    city's districts as they are drawn now, not kept with it.
    """

    name: str
    title: str
    period: Period
    before: Period
    year_ago: Period
    made: datetime
    sections: tuple[Section, ...]
    closing: Closing | None = None
    prose: tuple[Passage, ...] = ()
    pending: bool = False
    places: DistrictMap | None = None

    def section(self, code: str) -> Section:
        """The section of this code. Raises KeyError."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)

    def definitions(self) -> tuple[Definition, ...]:
        """What its figures mean, in the order of the page."""
        found = {
            figure.definition.code: figure.definition
            for section in self.sections
            for row in section.rows
            for figure in row.figures
        }
        return tuple(found.values())


def section_of(code: str, title: str, by: str, rows: Iterable[Row], note: str = "") -> Section:
    """A section whose rows are put in order (by the first figure, the largest first) and ranked."""
    ordered = sorted(rows, key=lambda row: (-row.figures[0].amount.numerator, row.key))
    columns = [ranked(column) for column in zip(*(row.figures for row in ordered), strict=True)]
    placed = [replace(row, figures=figures) for row, figures in zip(ordered, zip(*columns, strict=True), strict=True)]
    return Section(code=code, title=title, by=by, rows=tuple(placed), note=note)


def closing_text(report: Report) -> str:
    """That its month is closed, or why it was corrected; "" while it is open."""
    closing = report.closing
    if closing is None:
        return ""
    return f"更正{closing.correction}：{closing.reason}" if closing.correction else "已结账"


def only_department(report: Report, code: str) -> Report:
    """What a department reads of a report: its own rows."""
    kept = (
        replace(section, rows=tuple(row for row in section.rows if row.key == code))
        for section in report.sections
        if section.by == "department"
    )
    return replace(report, sections=tuple(kept))


def report_json(report: Report) -> Json:
    """As the screen reads it, and as a closed month is kept."""
    closing = report.closing
    return {
        "name": report.name,
        "title": report.title,
        "period": _period_json(report.period),
        "before": _period_json(report.before),
        "year_ago": _period_json(report.year_ago),
        "made": report.made.isoformat(),
        "closing": closing
        and {
            "month": closing.month,
            "at": closing.at.isoformat(),
            "by": closing.by,
            "correction": closing.correction,
            "reason": closing.reason,
        },
        "definitions": [definition_json(one) for one in report.definitions()],
        "prose": [{"title": one.title, "section": one.section, "text": one.text} for one in report.prose],
        "sections": [_section_json(one, report.period) for one in report.sections],
    }


def report_of(kept: Json) -> Report:
    """And back: of a closed month, with the definitions under which it was closed."""
    known = {one["code"]: _definition_of(one) for one in kept["definitions"]}
    closing = kept["closing"]
    return Report(
        name=kept["name"],
        title=kept["title"],
        period=_period_of(kept["period"]),
        before=_period_of(kept["before"]),
        year_ago=_period_of(kept["year_ago"]),
        made=datetime.fromisoformat(kept["made"]),
        closing=closing and Closing(**{**closing, "at": datetime.fromisoformat(closing["at"])}),
        sections=tuple(_section_of(one, known) for one in kept["sections"]),
        prose=tuple(Passage(**one) for one in kept.get("prose", ())),  # months closed before there was any have none
    )


def definition_json(one: Definition) -> Json:
    """What a figure means."""
    return {name: str(getattr(one, name)) for name in _DEFINED} | {"listed": one.listed}


_DEFINED = ("code", "name", "kind", "unit", "formula", "basis", "source", "better")


def _definition_of(kept: Json) -> Definition:
    return Definition(**{**kept, "kind": Kind(kept["kind"]), "better": Better(kept["better"])})


def _period_json(period: Period) -> Json:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _period_of(kept: Json) -> Period:
    return Period(first=date.fromisoformat(kept["from"]), last=date.fromisoformat(kept["to"]))


def _section_json(section: Section, period: Period) -> Json:
    rows = [
        {
            "key": row.key,
            "name": row.name,
            "remark": row.remark,
            "figures": [_figure_json(one) for one in row.figures],
            "query": dict(row.filters) | _period_json(period),
        }
        for row in section.rows
    ]
    return {"code": section.code, "title": section.title, "by": section.by, "note": section.note, "rows": rows}


def _section_of(kept: Json, known: Mapping[str, Definition]) -> Section:
    rows = tuple(
        Row(
            key=row["key"],
            name=row["name"],
            remark=row.get("remark", ""),
            figures=tuple(_figure_of(one, known) for one in row["figures"]),
            filters={name: value for name, value in row["query"].items() if name not in ("from", "to")},
        )
        for row in kept["rows"]
    )
    return Section(code=kept["code"], title=kept["title"], by=kept["by"], note=kept["note"], rows=rows)


def _figure_json(one: Figure) -> Json:
    kind = one.definition.kind
    told = {"code": one.definition.code, **_amount_json(one.amount, kind), "rank": one.rank}
    told["before"] = _amount_json(one.before, kind) if one.before else None
    told["year_ago"] = _amount_json(one.year_ago, kind) if one.year_ago else None
    return told


def _figure_of(kept: Json, known: Mapping[str, Definition]) -> Figure:
    return Figure(
        definition=known[kept["code"]],
        amount=_amount_of(kept),
        before=_amount_of(kept["before"]) if kept["before"] else None,
        year_ago=_amount_of(kept["year_ago"]) if kept["year_ago"] else None,
        rank=kept["rank"],
    )


def _amount_json(amount: Amount, kind: Kind) -> Json:
    """low, high: the 95% band of a share; few: too few cases to compare."""
    low, high = amount.band(kind) or (None, None)
    return {
        "numerator": amount.numerator,
        "denominator": amount.denominator,
        "value": amount.value(kind),
        "low": low,
        "high": high,
        "few": amount.few(kind),
    }


def _amount_of(kept: Json) -> Amount:
    return Amount(numerator=kept["numerator"], denominator=kept["denominator"])
