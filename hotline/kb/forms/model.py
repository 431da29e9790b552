"""What a form is, how its file may be called, and which forms a procedure means. Pure.

Rule: a form is known by its file's name without the extension; whatever compares two names asks key_of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.storage.file_names import stem_of

LARGEST = 10 * 1024 * 1024  # bytes of one file
MOST_FORMS = 2_000  # published at a time
LONGEST_NAME = 80  # characters of a file's name, extension included: 240 bytes, what every file system takes
TYPES = ("pdf", "docx", "xlsx", "doc", "xls", "odt", "txt")  # what is read on any telephone or in any office
LONGEST_KEY = 120  # characters: one sign may stand for several
_NOTE = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


class FormState(StrEnum):
    """Where a version of a form is."""

    PUBLISHED = "published"
    """Citizens get it."""
    REPLACED = "replaced"
    """A later version is in its place."""
    WITHDRAWN = "withdrawn"
    """Its address answers that it is no longer given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of a form. code: in its public address, the same for all its versions.

    file: the file's name as people see it; sha256: of its content, in hex; size: bytes; type: one of TYPES;
    uploaded_by, ended_by: user names.
    """

    id: int
    code: str
    file: str
    sha256: str
    size: int
    type: str
    state: FormState
    uploaded_by: str
    at: datetime
    ended_by: str = ""
    ended: datetime | None = None

    @property
    def name(self) -> str:
        """The file's name without its extension, as a procedure names the form."""
        return stem_of(self.file)


def type_of(file: str) -> str:
    """A file's extension in small letters, "" where it has none of TYPES."""
    found = file.rpartition(".")[2].lower() if "." in file else ""
    return found if found in TYPES else ""


def key_of(name: str) -> str:
    """By what two names are the same: width of signs, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())[:LONGEST_KEY]


def keys_meant(entry: str) -> tuple[str, ...]:
    """What an entry of a procedure's forms may name: the whole of it, or without the note in brackets at its end.

    Each with its extension taken off where it has one; "申请表.docx（窗口领取）" means the form 申请表.
    """
    bare = _NOTE.sub("", entry)
    told = (entry, bare)
    return tuple(dict.fromkeys(key_of(stem_of(one) if type_of(one) else one) for one in told if one.strip()))


def named_with_type(entry: str) -> bool:
    """Whether an entry of a procedure's forms is written as a file's name."""
    return bool(type_of(entry) or type_of(_NOTE.sub("", entry)))


def forms_of(entries: Iterable[str], forms: Iterable[Form]) -> Mapping[str, Form]:
    """Which form each entry of a procedure means, by the entry as it is written, without those that are no files.

    An entry with an extension that the form's file has not (it was replaced by another type) means it all the same.
    """
    by_key = {key_of(form.name): form for form in forms}
    found = {}
    for entry in entries:
        form = next((by_key[key] for key in keys_meant(entry) if key in by_key), None)
        if form is not None:
            found[entry] = form
    return found
