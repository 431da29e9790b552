"""Reports as files, opened again: the workbook by its library, the page by its parts; the PDF by a real Chromium."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from hotline.errors import HotlineError, InputError
from hotline.reports.figures import Figure
from hotline.reports.hot.sheet import sheet_of
from hotline.reports.period import Period
from hotline.reports.plots import plots_of
from hotline.reports.report import Closing, Report, Row, Section, section_of
from hotline.reports.writers import WRITERS
from hotline.reports.writers.hot_writers import HOT_WRITERS
from hotline.reports.writers.pdf_writer import find_chromium, print_report
from hotline.reports.writers.xlsx_charts import CHARTS, DATA
from hotline.reports.writers.xlsx_writer import MEANINGS, OVERVIEW
from tests.unit.test_brief import NAMES, hot, issue
from tests.unit.test_report_figures import NOW, figure, report, row
from tests.unit.test_report_plots import by_day, outcomes

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "<script>alert(1)</script>", "名\x0b字", '"&<>')


def whole(*figures: Figure) -> Section:
    """The section of everybody."""
    return Section(
        code="whole", title="总体情况", by="", rows=(Row(key="whole", name="合计", figures=figures, filters={}),)
    )


def months_report() -> Report:
    """A report of every kind of section: in whole, by department with few cases, by day."""
    departments = [
        row("01", figure("finished_on_time", 27, 30), name="市公安局"),
        row("02", figure("finished_on_time", 99, 100), name="市人力资源和社会保障局"),
        row("03", figure("finished_on_time", 1, 2), name="市档案局"),
    ]
    made = report(closing=Closing(month="2026-10", at=NOW, by="boss", correction=1, reason="补录"))
    sections = (
        whole(figure("accepted", 1234), figure("on_the_spot", 40, 50), figure("wait", 100, 8)),
        section_of("department", "按承办单位", "department", departments, "不足30件的不参加排名。"),
        section_of("type", "按类型", "type", [outcomes("help", 9, 5, 3, 1), outcomes("report", 4, 4, 0, 0)]),
        by_day((10, 8, 2), (0, 0, 0), (4, 4, 0)),
    )
    return replace(made, sections=sections)


def evil_report() -> Report:
    """One whose names come from somebody who means harm."""
    return report(*(row(str(n), figure("accepted", 9 - n), name=name) for n, name in enumerate(EVIL)))


def book_of(made: Report) -> Workbook:
    """Its workbook, written and opened again."""
    return openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"].write(made)))


def test_a_workbook_has_a_sheet_a_section_and_says_what_it_is() -> None:
    """The whole first, then the charts, the sections, their numbers and the meanings."""
    book = book_of(months_report())
    assert book.sheetnames == [OVERVIEW, CHARTS, "按承办单位", "按类型", "按日", DATA, MEANINGS]
    for name in (OVERVIEW, "按承办单位", MEANINGS):
        told = " ".join(str(cell.value) for (cell,) in book[name]["A1:A4"])
        assert "2026-10-01 至 2026-10-31" in told
        assert "更正1：补录" in told


def test_cells_are_numbers_and_shares_are_written_as_per_cent() -> None:
    """With numerator, denominator and band; what has no value is empty."""
    sheet = book_of(months_report())[OVERVIEW]
    lines = {line[2].value: line for line in sheet.iter_rows(min_row=6)}
    count, share, mean = lines["受理量"], lines["当场答复率"], lines["平均等待时长"]
    assert (count[4].value, count[4].number_format, count[5].value) == (1234, "#,##0", None)
    assert (share[4].value, share[4].number_format) == (0.8, "0.0%")
    assert [cell.value for cell in share[5:7]] == [40, 50]
    assert share[7].value < 0.8 < share[8].value
    assert (mean[4].value, mean[9].value) == (12.5, "少，不排名")
    assert share[10].value is None


def test_few_cases_have_no_place_in_the_workbook() -> None:
    """They say so where the others have theirs; the table can be filtered and its headings stay in sight."""
    sheet = book_of(months_report())["按承办单位"]
    (head,) = [line for line in sheet.iter_rows() if line[0].value == "名称"]
    titles = [cell.value for cell in head]
    place = titles.index("按时办结率·名次")
    rows = {line[0].value: line[place].value for line in sheet.iter_rows(min_row=head[0].row + 1)}
    assert rows == {"市公安局": 2, "市人力资源和社会保障局": 1, "市档案局": "样本少"}
    assert sheet.freeze_panes == f"B{head[0].row + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{head[0].row}:")


def test_charts_are_drawn_of_the_cells_that_have_their_numbers() -> None:
    """As many as on the screen, each of a range that holds what the report says."""
    made = months_report()
    book, plots = book_of(made), [plot for section in made.sections for plot in plots_of(section)]
    charts = book[CHARTS]._charts  # openpyxl tells of the charts that it has read nowhere else
    assert len(charts) == len(plots) == 4
    content = zipfile.ZipFile(io.BytesIO(WRITERS["xlsx"].write(made)))
    drawn = [content.read(name).decode() for name in sorted(content.namelist()) if "charts/chart" in name]
    assert all(f"'{DATA}'!" in one for one in drawn)
    first = drawn[0]
    (cells,) = re.findall(rf"<(?:c:)?val>.*?'{DATA}'!(\S+?)</", first)
    values = [cell.value for (cell,) in book[DATA][cells.replace("$", "")]]
    assert values == [0.99, 0.9]
    assert "1F5FA6" in first


def test_no_text_of_a_workbook_is_reckoned() -> None:
    """Whatever a name begins with, and signs that no workbook may hold are left out."""
    book = book_of(evil_report())
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {"'=1+1", "'+1", "'-1", "'@SUM(A1)", "名字"} <= texts
    assert not any(text.startswith(("=", "+", "-", "@", "\t")) for text in texts)


def test_a_report_of_nothing_is_a_workbook_too() -> None:
    """Without charts, and it says that there is nothing."""
    book = book_of(report())
    assert book.sheetnames == [OVERVIEW, "按承办单位", MEANINGS]
    assert "期内没有数据" in [cell.value for line in book["按承办单位"].iter_rows() for cell in line]


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "html"])
def test_whoever_watches_is_told_how_far_a_file_is(form: str) -> None:
    """Up to the last line, and never backwards."""
    steps: list[tuple[int, int]] = []
    WRITERS[form].write(months_report(), lambda done, of: steps.append((done, of)))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]


class Parts(HTMLParser):
    """The elements of a page, and its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more."""
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """What stands in it."""
        self.texts.append(data)


def test_the_page_tells_all_and_asks_nothing_of_anybody() -> None:
    """Cards, drawings, tables, meanings; no address, no script."""
    made = months_report()
    page = Parts(WRITERS["html"].write(made).decode())
    assert page.elements.count("svg") == 4
    assert page.elements.count("table") == 4
    told = "".join(page.texts)
    for text in ("按时办结率", "1,234", "40/50", "样本少 9%~91%", "在办结时限之前答复的工单÷应办结的工单。", "补录"):
        assert text in told
    assert not {"script", "link", "img", "iframe"} & set(page.elements)
    assert not [value for name, value in page.attributes if name in ("href", "src") or name.startswith("on")]


def test_hot_issues_are_files_like_any_report() -> None:
    """A line an issue with its places and tickets; what citizens wrote is neither a formula nor a part of the page."""
    evil = hot(issue("=1+1<script>", 43, fires=True), issue("暖气不热", 9))
    sheet = sheet_of(evil, NOW, NAMES)
    lines = list(csv.DictReader(io.StringIO(HOT_WRITERS["csv"](sheet).decode("utf-8-sig"))))
    assert [(one["热点"], one["反映人数"], one["预警"]) for one in lines] == [
        *(("'=1+1<script>", "43", "预警"), ("暖气不热", "9", ""))
    ]
    assert (lines[0]["区县"], lines[0]["类别"], lines[0]["工单"]) == ("云湖区 43", "供热 43", "1")
    book = openpyxl.load_workbook(io.BytesIO(HOT_WRITERS["xlsx"](sheet)))
    cells = [cell for line in book["热点问题"].iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {"'=1+1<script>", 43} <= {cell.value for cell in cells}
    page = HOT_WRITERS["html"](sheet).decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert json.loads(HOT_WRITERS["json"](sheet))["issues"][0]["citizens"] == 43
    assert HOT_WRITERS.keys() == WRITERS.keys()


def test_no_name_becomes_a_part_of_the_page() -> None:
    """It is text, in tables and in drawings."""
    content = WRITERS["html"].write(evil_report()).decode()
    assert "<script" not in content
    assert "&lt;script&gt;" in content
    assert '"&<>' in Parts(content).texts


def sizes(pdf: bytes) -> Iterator[tuple[float, float]]:
    """Of its pages."""
    for wide, high in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf):
        yield float(wide), float(high)


def test_a_pdf_is_printed_where_there_is_chromium() -> None:
    """On A4 laid on its side."""
    steps: list[tuple[int, int]] = []
    content = WRITERS["pdf"].write(months_report(), lambda done, of: steps.append((done, of)))
    assert content.startswith(b"%PDF-")
    assert all(wide > high for wide, high in sizes(content))
    assert list(sizes(content))
    assert steps[-1][0] == steps[-1][1]


def test_where_there_is_no_chromium_it_is_said() -> None:
    """With what to do."""
    assert find_chromium("") == ""
    with pytest.raises(InputError, match="没有Chromium"):
        print_report("", months_report())


def test_a_chromium_that_fails_is_told(tmp_path: Path) -> None:
    """With the last that it said."""
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho no room >&2\nexit 3\n")
    program.chmod(0o700)
    assert find_chromium(str(tmp_path)) == str(program)
    with pytest.raises(HotlineError, match="no room"):
        print_report(str(program), months_report())


def test_a_day_is_written_as_one_day() -> None:
    """And not as from a day to the same."""
    made = months_report()
    day = Period(first=date(2026, 10, 1), last=date(2026, 10, 1))
    short = replace(made, period=day)
    assert "统计期：2026-10-01　" in WRITERS["html"].write(short).decode().replace("</b>", "")
