"""An entry as JSON keeps it in a version, and back. Whoever changes its fields leaves old versions readable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from hotline.kb.model import Entry, Kind
from hotline.kb.records import CLASSES


def content_of(entry: Entry) -> dict[str, Any]:
    """An entry as JSON keeps it: empty fields left out, days as text."""
    return {name: _plain(value) for name, value in asdict(entry).items() if value or name == "code"}


def entry_of(kind: Kind, content: dict[str, Any]) -> Entry:
    """The entry that content_of() wrote. A field that is no longer known is left out."""
    fields = _fields(kind)
    return _adapter(kind).validate_python({name: value for name, value in content.items() if name in fields})


def content_sum(entry: Entry) -> str:
    """SHA-256 of all that an entry says."""
    told = json.dumps(content_of(entry), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_plain(part) for part in value]
        case _:
            return value


@cache
def _adapter(kind: Kind) -> TypeAdapter[Entry]:
    return TypeAdapter(CLASSES[kind])


@cache
def _fields(kind: Kind) -> frozenset[str]:
    return frozenset(CLASSES[kind].__dataclass_fields__)


def entries_in(rows: Iterable[tuple[str, dict[str, Any]]]) -> list[Entry]:
    """Rows of published() as entries: a second for ten thousand, so not on the event loop."""
    return [entry_of(Kind(kind), content) for kind, content in rows]
