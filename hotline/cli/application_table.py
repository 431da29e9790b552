"""The table of applications, as departments export it: its headings, and its rows made into reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hotline.applications.draft import DIGITS, Report
from hotline.applications.service import RowFault
from hotline.kb.cells import CellError, parse
from hotline.kb.faults import Faults
from hotline.kb.headings import Heading, Shape, Sheet
from hotline.kb.rows import Row


def _must(field: str, title: str, *others: str) -> Heading:
    return Heading(field=field, title=title, others=others, must=True, column=True)


def _may(field: str, title: str, *others: str, shape: Shape = Shape.TEXT) -> Heading:
    return Heading(field=field, title=title, others=others, shape=shape)


APPLICATIONS = Sheet(
    kind="application",
    sheet="办件",
    file="applications.csv",
    digits=DIGITS,
    headings=(
        _must("number", "办件编号", "受理号", "受理编号", "办件号"),
        _may("procedure", "事项", "事项名称", "事项编号"),
        _may("department", "承办单位", "部门", "实施机关"),
        _may("applicant", "申请人", "申请人名称", "申请人姓名"),
        _may("phone", "联系电话", "电话", "手机", shape=Shape.PHONES),
        _must("stage", "环节", "办理环节", "状态"),
        _must("updated", "更新时间", "环节时间", "办理时间"),
        _may("due", "承诺办结日期", "承诺办结时间", "应办结日期", shape=Shape.DATE),
        _may("result", "结果", "办理结果"),
    ),
)


def reports_of(rows: Sequence[Row], faults: Faults) -> list[Report]:
    """A report for each row; a cell that cannot be read is noted."""
    return [_report(row, faults) for row in rows]


def _report(row: Row, faults: Faults) -> Report:
    report = Report(number="", more=row.more)
    for field, text in row.cells.items():
        try:
            report = replace(report, **{field: parse(text, Shape.TEXT)})
        except CellError as fault:
            faults.add(row.file, row.line, row.title(field), str(fault))
    return report


def note(found: Sequence[RowFault], rows: Sequence[Row], faults: Faults) -> None:
    """Name the faults of reports by the file, row and column of the rows that they were made of."""
    for one in found:
        row = rows[one.place]
        faults.add(row.file, row.line, row.title(one.field) if one.field != "more" else "", one.what)
