"""Reports as files: one writer a format, found by its name.

Rule: a writer makes everything of the report's values alone, and says nothing that the screen does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hotline.reports.report import Report
from hotline.reports.writers.csv_writer import write_csv
from hotline.reports.writers.json_writer import write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A format. ending: of a file's name; type: the media type."""

    ending: str
    type: str
    write: Callable[[Report], bytes]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        one.ending: one
        for one in (
            Writer(ending="json", type="application/json", write=write_json),
            Writer(ending="csv", type="text/csv; charset=utf-8", write=write_csv),
        )
    }
)
