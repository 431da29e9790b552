"""A report as JSON, the same as the API answers."""

from __future__ import annotations

import json

from hotline.reports.report import Report, report_json


def write_json(report: Report) -> bytes:
    """In UTF-8, with a line's end."""
    return (json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n").encode()
