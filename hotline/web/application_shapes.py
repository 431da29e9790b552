"""Applications as the JSON that the screens read. Who applied is in it: for staff only."""

from __future__ import annotations

from hotline.applications.model import Application, StageEntry
from hotline.kb.city import City
from hotline.web.shapes import Json, moment


def application_json(one: Application, city: City) -> Json:
    """An application, whole; names as they are published now, "" where they no longer are."""
    procedure, department = city.procedure(one.procedure), city.department(one.department)
    return {
        "number": one.number,
        "procedure": one.procedure,
        "procedure_name": procedure.name if procedure else "",
        "department": one.department,
        "department_name": department.name if department else "",
        "applicant": one.applicant,
        "phone": one.phone,
        "stage": str(one.stage),
        "stage_label": one.stage.label,
        "since": moment(one.since),
        "due": one.due.isoformat() if one.due else None,
        "updated": moment(one.updated),
        "result": one.result,
        "source": one.source,
        "more": [list(pair) for pair in one.more],
    }


def stage_json(entry: StageEntry) -> Json:
    """A stage in an application's history."""
    return {
        "at": moment(entry.at),
        "stage": str(entry.stage),
        "stage_label": entry.stage.label,
        "result": entry.result,
        "source": entry.source,
        "actor": entry.actor,
        "reported": moment(entry.reported),
    }
