"""Inspections as rows, and back; forms and sheets as JSON.

Rule: a score is reckoned from the form and the answers that are kept; the total in its column is only for figures.
"""

from __future__ import annotations

from typing import Any

from hotline.quality.form import Answer, Form, Given, Item, scored
from hotline.quality.model import Inspection, Mark, Sheet, State
from hotline.storage.tables import QualityInspectionRow

Json = dict[str, Any]


def form_json(form: Form) -> Json:
    """As it is kept beside a score, and as the screen shows it."""
    items = [
        {
            "code": item.code,
            "name": item.name,
            "group": item.group,
            "points": item.points,
            "answers": [str(answer) for answer in item.answers],
            "about": item.about,
            "cap": item.cap,
        }
        for item in form.items
    ]
    return {"name": form.name, "version": form.version, "passing": form.passing, "items": items}


def form_of(kept: Json) -> Form:
    """And back."""
    items = (Item(**{**item, "answers": tuple(Answer(one) for one in item["answers"])}) for item in kept["items"])
    return Form(name=kept["name"], version=kept["version"], passing=kept["passing"], items=tuple(items))


def sheet_json(sheet: Sheet) -> Json:
    """What an inspector wrote."""
    return {
        "answers": {code: {"answer": str(said.answer), "note": said.note} for code, said in sheet.given.items()},
        "marks": [{"at": mark.at, "note": mark.note} for mark in sheet.marks],
        "note": sheet.note,
    }


def sheet_of(kept: Json) -> Sheet:
    """And back."""
    return Sheet(
        given={
            code: Given(answer=Answer(said["answer"]), note=said["note"])
            for code, said in kept.get("answers", {}).items()
        },
        marks=tuple(Mark(at=mark["at"], note=mark["note"]) for mark in kept.get("marks", [])),
        note=kept.get("note", ""),
    )


_PLAIN = (
    *("call_id", "at", "draw", "rule", "by_chance", "reason", "agent", "inspector", "drawn", "version", "submitted"),
    *("seen", "appeal_until", "appealed", "appeal_reason", "decided", "decided_by", "decision"),
)


def inspection_row(one: Inspection) -> Json:
    """All columns but the number that the database gives."""
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "state": str(one.state),
        "why": list(one.why),
        "sheet": sheet_json(one.sheet),
        "form": form_json(one.form) if one.form else None,
        "total": one.score.total if one.score else None,
        "passed": one.score.passed if one.score else None,
    }


def inspection_of(row: QualityInspectionRow) -> Inspection:
    """The value of a row."""
    form, sheet = form_of(row.form) if row.form else None, sheet_of(row.sheet)
    return Inspection(
        **{name: getattr(row, name) for name in _PLAIN},
        id=row.id,
        state=State(row.state),
        why=tuple(row.why),
        sheet=sheet,
        form=form,
        score=scored(form, sheet.given) if form else None,
    )
