"""Where forms and procedures do not fit each other: for the clerk, after a check without faults. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.kb.city import City
from hotline.kb.forms.model import key_of, keys_meant, named_with_type
from hotline.storage.file_names import stem_of

MOST_TOLD = 20  # of one kind


def form_gaps(city: City, files: Iterable[str]) -> list[str]:
    """One line for each file that belongs to no procedure, and each form named as a file that is not there.

    files: the names of the forms' files.
    """
    files = list(files)
    there = {key_of(stem_of(file)) for file in files}
    meant = {key for one in city.procedures for entry in one.forms for key in keys_meant(entry)}
    alone = [
        f"forms/{file}：没有事项用到它，请写进办事指南的“表格下载”"
        for file in files
        if key_of(stem_of(file)) not in meant
    ]
    missing = [
        f"事项 {one.code} {one.name}：表格下载写了“{entry}”，forms文件夹里没有这个文件"
        for one in city.procedures
        for entry in one.forms
        if named_with_type(entry) and not there.intersection(keys_meant(entry))
    ]
    return [*_first(alone, "个文件没有事项用到"), *_first(missing, "处表格没有文件")]


def _first(lines: list[str], what: str) -> list[str]:
    more = [f"还有{len(lines) - MOST_TOLD}{what}"] if len(lines) > MOST_TOLD else []
    return lines[:MOST_TOLD] + more
