"""The city pack's folder made into a City, or refused with every fault at once: file, line, field.

What each file and column means is told to the clerk in kb/README.md; a column added here must be explained there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from hotline.kb.faults import Faults
from hotline.kb.model import City, Department, Procedure
from hotline.kb.outline import read_categories, read_city
from hotline.kb.table import Check, Column, Row, Table

PHONE = re.compile(r"0\d{2,3}-\d{7,8}(-\d{1,5})?|[48]00-\d{3}-?\d{4}|1\d{2,4}|9\d{4,5}|1\d{10}", re.ASCII)
WEB = re.compile(r"(https?://)?([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(/\S*)?", re.ASCII | re.IGNORECASE)


def _matching(pattern: re.Pattern[str], advice: str) -> Check:
    return lambda cell: "" if pattern.fullmatch(cell) else f"“{cell}”{advice}"


_phone = _matching(PHONE, "不是电话号码，应写成0999-55501234，一格只写一个")
_web = _matching(WEB, "不是网址，应写成www.yunchuan.example")
_two_digits = _matching(re.compile("[0-9]{2}"), "应为两位数字")
_four_digits = _matching(re.compile("[0-9]{4}"), "应为四位数字")

DEPARTMENT_COLUMNS = (
    Column(title="编号", unique=True, digits=2, check=_two_digits),
    Column(title="名称", unique=True),
    Column(title="别名", required=False),
    Column(title="层级"),
    Column(title="地址"),
    Column(title="办公时间"),
    Column(title="服务电话", check=_phone),
    Column(title="投诉电话", check=_phone),
    Column(title="网址", required=False, check=_web),
    Column(title="负责人", required=False),
    Column(title="职责"),
)
PROCEDURE_COLUMNS = (
    Column(title="编号", unique=True, digits=4, check=_four_digits),
    Column(title="事项名称"),
    Column(title="别名", required=False),
    Column(title="承办单位", digits=2),
    Column(title="生活事件"),
    Column(title="受理条件"),
    Column(title="办事程序"),
    Column(title="申报材料"),
    Column(title="承诺时限"),
    Column(title="收费标准及依据"),
    Column(title="表格"),
    Column(title="法律依据"),
)


def load_city(kb_dir: Path) -> City:
    """The city of this folder.

    Raises CityPackError whose message lists every fault as `file:line field: what`; its details["faults"] has them as
    hotline.kb.faults.Fault.
    """
    faults = Faults()
    name, lines, districts = read_city(kb_dir / "city.yaml", "city.yaml", faults)
    categories, life_events = read_categories(kb_dir / "categories.yaml", "categories.yaml", faults)
    departments = _departments(kb_dir, faults)
    events = {event.name: event.code for event in life_events}
    procedures = _procedures(kb_dir / "procedures", departments, events, faults)
    faults.raise_all()
    return City(
        name=name,
        lines=lines,
        districts=districts,
        departments=departments,
        procedures=procedures,
        categories=categories,
        life_events=life_events,
    )


def _departments(kb_dir: Path, faults: Faults) -> tuple[Department, ...]:
    rows = Table(DEPARTMENT_COLUMNS, faults).read(kb_dir / "departments.csv", "departments.csv")
    return tuple(_department(row) for row in rows)


def _department(row: Row) -> Department:
    return Department(
        code=row.cells["编号"],
        name=row.cells["名称"],
        aliases=row.list("别名"),
        level=row.cells["层级"],
        address=row.cells["地址"],
        hours=row.cells["办公时间"],
        phone=row.cells["服务电话"],
        complaint_phone=row.cells["投诉电话"],
        web=row.cells["网址"],
        head=row.cells["负责人"],
        duties=row.cells["职责"],
    )


def _procedures(
    folder: Path, departments: Iterable[Department], events: dict[str, str], faults: Faults
) -> tuple[Procedure, ...]:
    by_name = {name: department for department in departments for name in (department.name, department.code) if name}
    table = Table(PROCEDURE_COLUMNS, faults)
    procedures = []
    for path in _tables(folder, faults):
        for row in table.read(path, f"{folder.name}/{path.name}"):
            department = by_name.get(row.cells["承办单位"])
            event = events.get(row.cells["生活事件"], "")
            if row.cells["承办单位"] and not department:
                what = f"departments.csv里没有“{row.cells['承办单位']}”，请写部门的全称或编号"
                faults.add(row.file, row.line, "承办单位", what)
            if row.cells["生活事件"] and not event:
                what = f"categories.yaml的life_events里没有“{row.cells['生活事件']}”"
                faults.add(row.file, row.line, "生活事件", what)
            if department and event:
                procedures.append(_procedure(row, department, event))
    return tuple(sorted(procedures, key=lambda procedure: procedure.code))


def _tables(folder: Path, faults: Faults) -> list[Path]:
    """The tables of a folder; a file that would silently not be read is a fault (a spreadsheet not saved as CSV)."""
    paths = [path for path in sorted(folder.glob("*")) if not path.name.startswith((".", "~"))]
    tables = [path for path in paths if path.suffix == ".csv"]
    for path in paths:
        if path not in tables:
            faults.add(f"{folder.name}/{path.name}", 1, "", "这里只读取.csv文件，请另存为“CSV UTF-8（逗号分隔）”或移走")
    if not tables:
        faults.add(folder.name, 1, "", "没有办事指南：这里至少要有一个.csv文件")
    return tables


def _procedure(row: Row, department: Department, event: str) -> Procedure:
    return Procedure(
        code=row.cells["编号"],
        name=row.cells["事项名称"],
        aliases=row.list("别名"),
        department=department.code,
        department_name=department.name,
        category=event,
        conditions=row.cells["受理条件"],
        process=row.lines("办事程序"),
        materials=row.lines("申报材料"),
        time_limit=row.cells["承诺时限"],
        fee=row.cells["收费标准及依据"],
        forms=row.cells["表格"],
        legal_basis=row.lines("法律依据"),
    )
