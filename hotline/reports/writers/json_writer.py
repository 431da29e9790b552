"""A report as JSON, the same as the API answers."""

from __future__ import annotations

import json

from hotline.reports.plots import shown_json
from hotline.reports.report import Report
from hotline.reports.writers.writer import Told, unheard


def write_json(report: Report, told: Told = unheard, /) -> bytes:
    """In UTF-8, with a line's end."""
    content = json.dumps(shown_json(report), ensure_ascii=False, indent=2)
    told(1, 1)
    return f"{content}\n".encode()
