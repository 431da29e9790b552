"""Forms as the JSON that the screens read, and as files that no browser opens by itself.

Rule: a form's file leaves this server only through file_response, whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from aiohttp import web

from hotline.kb.forms.model import Form, forms_of
from hotline.kb.model import Procedure
from hotline.web.shapes import Json, moment
from hotline.web.uploads import handed_out


def form_json(form: Form, address: str, people: Mapping[str, str], used: Sequence[Procedure] = ()) -> Json:
    """A form in a list. people: names by user name; used: the procedures that need it."""
    return {
        **link_json(form, address),
        "state": str(form.state),
        "uploaded_by": form.uploaded_by,
        "uploaded_by_name": people.get(form.uploaded_by, form.uploaded_by),
        "at": moment(form.at),
        "ended_by_name": people.get(form.ended_by, form.ended_by),
        "ended": moment(form.ended),
        "procedures": [{"code": one.code, "title": one.name} for one in used],
    }


def link_json(form: Form, address: str) -> Json:
    """What is needed to download a form. address: the citizens' way, "" where it is not known."""
    return {
        "id": form.id,
        "name": form.name,
        "file": form.file,
        "size": form.size,
        "type": form.type,
        "address": address,
    }


def users_of(forms: Sequence[Form], procedures: Sequence[Procedure]) -> Mapping[int, Sequence[Procedure]]:
    """The procedures that need each form, by its id."""
    meant = forms_of({entry for one in procedures for entry in one.forms}, forms)
    used: dict[int, dict[str, Procedure]] = {}
    for one in procedures:
        for entry in one.forms:
            if entry in meant:
                used.setdefault(meant[entry].id, {})[one.code] = one
    return {form_id: tuple(by_code.values()) for form_id, by_code in used.items()}


def file_response(form: Form, path: Path) -> web.FileResponse:
    """A form's file to be kept, never to be shown: whatever is in it runs nowhere on our address."""
    return handed_out(path, form.file, form.type, X_Robots_Tag="noindex", Cache_Control="no-cache")
