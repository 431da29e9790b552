"""The knowledge base's tables, versions and imports as the JSON that the editors' screens read.

Rule: what a version changes is told against what callers hear, never against a draft that nobody published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hotline.kb.headings import Sheet
from hotline.kb.model import Entry
from hotline.kb.plan import Change, Plan
from hotline.kb.records import kind_of
from hotline.kb.versions import Difference, Version, VersionState, differences, owner_of, title_of
from hotline.web.shapes import Json, entry_json, moment

SHOWN = 200  # changes of an import that are told one by one
_HEARD = (VersionState.PUBLISHED, VersionState.REPLACED, VersionState.WITHDRAWN)


def short_json(one: Entry) -> Json:
    """An entry in a list."""
    return {"kind": str(kind_of(one)), "code": one.code, "title": title_of(one), "owner": owner_of(one)}


def sheet_json(sheet: Sheet) -> Json:
    """The columns of a kind."""
    return {
        "title": sheet.sheet,
        "fields": [
            {"field": one.field, "title": one.title, "shape": str(one.shape), "must": one.must}
            for one in sheet.headings
        ],
    }


def heard_before(version: Version, versions: Sequence[Version]) -> Entry | None:
    """What callers heard in place of a version: of one that is not out, what is out now. versions: the newest first."""
    if version.state in _HEARD:
        older = (one for one in versions if one.version < version.version and one.state in _HEARD)
    else:
        older = (one for one in versions if one.state is VersionState.PUBLISHED)
    before = next(older, None)
    return before.entry if before is not None else None


def version_json(version: Version, before: Entry | None, people: Mapping[str, str]) -> Json:
    """A version with what it says otherwise than before. people: names by user name."""
    return {
        "kind": str(kind_of(version.entry)),
        "code": version.entry.code,
        "title": title_of(version.entry),
        "version": version.version,
        "state": str(version.state),
        "author": version.author,
        "author_name": people.get(version.author, version.author),
        "created": moment(version.created),
        "note": version.note,
        "judged_by": version.judged_by,
        "judged_by_name": people.get(version.judged_by, version.judged_by),
        "judged": moment(version.judged),
        "withdrawn_by": version.withdrawn_by,
        "withdrawn_by_name": people.get(version.withdrawn_by, version.withdrawn_by),
        "withdrawn": moment(version.withdrawn),
        "withdrawn_why": version.withdrawn_why,
        "fields": entry_json(version.entry),
        "differences": [_difference_json(one) for one in differences(before, version.entry)],
    }


def plan_json(plan: Plan) -> Json:
    """What an import does."""
    return {
        "summary": plan.summary,
        "unchanged": len(plan.unchanged),
        **{
            which: {"count": len(changes), "first": [_change_json(one) for one in changes[:SHOWN]]}
            for which, changes in (("added", plan.added), ("changed", plan.changed), ("withdrawn", plan.withdrawn))
        },
    }


def _difference_json(one: Difference) -> Json:
    return {"field": one.field, "title": one.title, "before": one.before, "after": one.after}


def _change_json(change: Change) -> Json:
    return {
        "kind": str(change.kind),
        "code": change.code,
        "title": change.title,
        "differences": [_difference_json(one) for one in change.differences],
    }


def field_texts(values: dict[str, Any]) -> dict[str, str]:
    """An entry's fields as a table would write them: lists one entry a line."""
    return {
        name: "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
        for name, value in values.items()
    }
