"""The columns of the city pack: which field stands under which heading, in CSV, XLSX and JSON alike.

The one table that reading, writing, comparing and the guide for clerks share; a heading added here must be explained in
kb/README.md (a test compares).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hotline.kb.model import Kind


class Shape(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    """Any text."""
    CODE = "code"
    """Digits that name the entry for ever; left out, the next free one is given."""
    LIST = "list"
    """Several names, parted by 、 or ； or a line break."""
    LINES = "lines"
    """One entry a line."""
    PHONES = "phones"
    """Telephones, each with or without a label, parted like a list."""
    WEB = "web"
    """A web address."""
    DATE = "date"
    """A day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One column. field: of the entry; title: as we write it; others: other titles for it.

    must: no row without it; column: the column itself may not be missing.
    """

    field: str
    title: str
    others: tuple[str, ...] = ()
    shape: Shape = Shape.TEXT
    must: bool = False
    column: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One kind's table. sheet: its name in a workbook; file: in the pack's folder; digits: (least, most) of a code.

    kind: of the knowledge base's tables a Kind; another register's tables have a word of their own.
    """

    kind: str
    sheet: str
    file: str
    digits: tuple[int, int]
    headings: tuple[Heading, ...]

    @property
    def section(self) -> str:
        """The name of its list in a JSON document."""
        return self.file.removesuffix(".csv")

    def heading(self, title: str) -> Heading | None:
        """The column of this title, also by its other titles or its field's name."""
        plain = "".join(title.split())
        return next((one for one in self.headings if plain in (one.title, one.field, *one.others)), None)

    def title(self, field: str) -> str:
        """The title of a field."""
        return next(one.title for one in self.headings if one.field == field)


def _text(field: str, title: str, *others: str, column: bool = False) -> Heading:
    return Heading(field=field, title=title, others=others, column=column)


def _list(field: str, title: str, *others: str, column: bool = False) -> Heading:
    return Heading(field=field, title=title, others=others, shape=Shape.LIST, column=column)


def _lines(field: str, title: str, *others: str) -> Heading:
    return Heading(field=field, title=title, others=others, shape=Shape.LINES, column=True)


def _must(field: str, title: str, *others: str, shape: Shape = Shape.TEXT) -> Heading:
    return Heading(field=field, title=title, others=others, shape=shape, must=True, column=True)


_CODE = Heading(field="code", title="编号", others=("编码", "序号"), shape=Shape.CODE)
_KEPT = (
    _text("source", "来源"),
    Heading(field="valid_until", title="有效期至", shape=Shape.DATE),
    Heading(field="checked", title="核对日期", shape=Shape.DATE),
    _text("keeper", "责任人"),
)

DEPARTMENTS = Sheet(
    kind=Kind.DEPARTMENT,
    sheet="部门",
    file="departments.csv",
    digits=(2, 4),
    headings=(
        _CODE,
        _must("name", "部门名称", "名称", "单位名称"),
        _list("aliases", "别名", "简称"),
        _list("former_names", "曾用名"),
        _text("level", "层级"),
        _text("parent", "上级", "上级部门"),
        _text("address", "办公地址", "地址", column=True),
        _text("directions", "交通指引"),
        _text("hours", "办公时间", column=True),
        _text("holidays", "节假日安排"),
        Heading(field="phones", title="服务电话", others=("电话", "联系电话"), shape=Shape.PHONES, column=True),
        Heading(field="complaint_phones", title="投诉电话", others=("监督电话",), shape=Shape.PHONES),
        _text("fax", "传真"),
        Heading(field="web", title="网址", others=("网站",), shape=Shape.WEB),
        _text("head", "负责人"),
        _text("duties", "职责", "主要职责", column=True),
        _text("not_duties", "不负责"),
        _text("english", "英文名"),
        *_KEPT,
    ),
)
PROCEDURES = Sheet(
    kind=Kind.PROCEDURE,
    sheet="事项",
    file="procedures",
    digits=(4, 6),
    headings=(
        _CODE,
        _must("name", "事项名称", "名称"),
        _list("aliases", "别名"),
        _must("departments", "承办单位", "实施机关", "部门", shape=Shape.LIST),
        _text("conditions", "办理条件", "受理条件", column=True),
        _lines("process", "办事程序", "办理流程"),
        _lines("materials", "申报材料", "申请材料"),
        _lines("legal_basis", "法律依据", "设定依据"),
        _text("fee", "收费标准", "收费标准及依据", column=True),
        _text("time_limit", "承诺时限", "承诺办结时限", column=True),
        _text("legal_limit", "法定时限", "法定办结时限"),
        _list("forms", "表格下载", "表格", "下载表格"),
        _text("where", "办理地点"),
        _text("result", "办理结果"),
        _text("shared", "共享信息"),
        _list("events", "分类", "生活事件"),
        _list("trades", "行业"),
        _text("level", "层级"),
        _text("english", "英文名"),
        *_KEPT,
    ),
)
QUESTIONS = Sheet(
    kind=Kind.QUESTION,
    sheet="问答",
    file="questions.csv",
    digits=(4, 6),
    headings=(
        _CODE,
        _must("question", "问题"),
        _list("variants", "相似问法"),
        _must("answer", "答案"),
        _text("department", "部门", "承办单位"),
        *_KEPT,
    ),
)
BULLETINS = Sheet(
    kind=Kind.BULLETIN,
    sheet="公告",
    file="bulletins",
    digits=(4, 6),
    headings=(
        _CODE,
        _must("channel", "频道"),
        _text("village", "村"),
        _must("title", "标题"),
        _must("text", "内容"),
        _must("published", "发布日期", shape=Shape.DATE),
        _text("department", "部门"),
        *_KEPT,
    ),
)
SYNONYMS = Sheet(
    kind=Kind.SYNONYM,
    sheet="说法",
    file="synonyms.csv",
    digits=(4, 6),
    headings=(
        _CODE,
        _must("term", "规范用语"),
        _list("sayings", "说法", column=True),
        _list("english", "英文"),
        *_KEPT,
    ),
)
SHEETS = (DEPARTMENTS, PROCEDURES, QUESTIONS, BULLETINS, SYNONYMS)


def sheet_of(kind: str) -> Sheet:
    """The table of a kind."""
    return next(sheet for sheet in SHEETS if sheet.kind == kind)


def sheet_for(titles: list[str]) -> Sheet | None:
    """The table that these headings are of: the one of which most are there, with what no row can do without."""
    fitting = [
        (sum(sheet.heading(title) is not None for title in titles), sheet)
        for sheet in SHEETS
        if {one.field for one in sheet.headings if one.must} <= {one.field for t in titles if (one := sheet.heading(t))}
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None
