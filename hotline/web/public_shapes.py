"""What citizens read, as JSON: every field is named here, so that none is told because somebody added it elsewhere.

Rule: who keeps an entry, since when it was checked, its source, its sayings and further columns stay inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.answering.form_links import PATH
from hotline.answering.openings import opening_of
from hotline.kb.hours.model import Opening
from hotline.kb.model import Bulletin, Department, Entry, Phone, Procedure, Question
from hotline.reports.figures import Figure, Kind
from hotline.reports.report import Closing, Report, Row, Section
from hotline.web.opening_shapes import opening_json
from hotline.web.services import Services
from hotline.web.shapes import Json, moment

_OFFICE = ("code", "name", "english", "address", "directions", "hours", "holidays", "web")
_GUIDE = ("conditions", "fee", "time_limit", "legal_limit", "where", "result", "shared")
_GUIDE_LINES = ("process", "materials", "legal_basis")


def office_json(department: Department, opening: Opening | None, at: datetime) -> Json:
    """A department. opening: null where its hours do not say."""
    return {
        **{name: getattr(department, name) for name in _OFFICE},
        "aliases": list(department.aliases),
        "phones": _phones_json(department.phones),
        "complaint_phones": _phones_json(department.complaint_phones),
        "opening": opening_json(opening, at) if opening else None,
    }


async def entry_json(entry: Entry, hotline: Services, at: datetime) -> Json:
    """An entry by its kind. Raises StorageError."""
    city = hotline.library.city
    match entry:
        case Department():
            told = office_json(entry, opening_of(entry, at, hotline.works), at) | {"duties": entry.duties}
            return {"kind": "department", "title": entry.name, **told}
        case Procedure():
            offices = [found for code in entry.departments if (found := city.department(code))]
            return {
                "kind": "procedure",
                "code": entry.code,
                "title": entry.name,
                "english": entry.english,
                **{name: getattr(entry, name) for name in _GUIDE},
                **{name: list(getattr(entry, name)) for name in _GUIDE_LINES},
                "forms": await _forms_json(entry, hotline),
                "departments": [{"code": one.code, "name": one.name, "phone": one.phone} for one in offices],
            }
        case Question():
            told = {"code": entry.code, "title": entry.question, "answer": entry.answer}
            return {"kind": "question", **told, "department": entry.department_name}
        case Bulletin():
            told = {"code": entry.code, "title": entry.title, "text": entry.text, "channel": entry.channel}
            return {"kind": "bulletin", **told, "village": entry.village, "published": entry.published.isoformat()}
    raise ValueError(f"{type(entry).__name__} is told to nobody")


async def _forms_json(procedure: Procedure, hotline: Services) -> list[Json]:
    """As the procedure names them; path: where a file can be downloaded, "" where there is none."""
    meant = await hotline.forms.meant(procedure.forms)
    return [{"name": one, "path": f"{PATH}{meant[one].code}" if one in meant else ""} for one in procedure.forms]


def _phones_json(phones: Sequence[Phone]) -> list[Json]:
    return [{"number": one.number, "label": one.label} for one in phones]


def bulletin_json(report: Report, closing: Closing) -> Json:
    """A closed month's bulletin, without who closed it and without ways to its tickets."""
    return {
        "month": closing.month,
        "from": report.period.first.isoformat(),
        "to": report.period.last.isoformat(),
        "at": moment(closing.at),
        "correction": closing.correction,
        "definitions": [
            {
                "code": one.code,
                "name": one.name,
                "kind": str(one.kind),
                "unit": one.unit,
                "formula": one.formula,
                "basis": one.basis,
            }
            for one in report.definitions()
        ],
        "sections": [_section_json(one) for one in report.sections],
    }


def _section_json(section: Section) -> Json:
    rows = [_row_json(one) for one in section.rows]
    return {"code": section.code, "title": section.title, "note": section.note, "rows": rows}


def _row_json(row: Row) -> Json:
    return {"name": row.name, "figures": [_figure_json(one) for one in row.figures]}


def _figure_json(figure: Figure) -> Json:
    kind, amount = figure.definition.kind, figure.amount
    return {
        "code": figure.definition.code,
        "value": amount.value(kind),
        "numerator": amount.numerator,
        "denominator": amount.denominator,
        "few": amount.few(kind),
        "before": _value(figure, kind, "before"),
        "year_ago": _value(figure, kind, "year_ago"),
    }


def _value(figure: Figure, kind: Kind, name: str) -> float | None:
    amount = getattr(figure, name)
    return amount.value(kind) if amount else None
