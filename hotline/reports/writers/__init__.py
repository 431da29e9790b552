"""Reports as files: one writer a format, found by its name.

Rule: a writer makes everything of the report's values alone, and says nothing that the screen does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hotline.reports.writers.csv_writer import write_csv
from hotline.reports.writers.json_writer import write_json
from hotline.reports.writers.page import write_page
from hotline.reports.writers.pdf_writer import lacks_chromium, write_pdf
from hotline.reports.writers.writer import Writer
from hotline.reports.writers.xlsx_writer import write_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        one.ending: one
        for one in (
            Writer(ending="json", type="application/json", write=write_json),
            Writer(ending="csv", type="text/csv; charset=utf-8", write=write_csv),
            Writer(ending="xlsx", type=_XLSX, write=write_xlsx, binary=True),
            Writer(ending="html", type="text/html; charset=utf-8", write=write_page),
            Writer(ending="pdf", type="application/pdf", write=write_pdf, binary=True, lacks=lacks_chromium),
        )
    }
)
