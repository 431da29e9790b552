"""A text that supervisors choose from: what it is for, and which places in it are filled from a ticket. Pure.

Rule: there is no place for the citizen. What may be filled in stands in PLACES and nowhere else, and none of it is of
the citizen's number, name or address.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_TITLE, LONGEST_TEXT = 30, 300
"""Characters: a text with its places filled must still be a reason (500 characters)."""
LONGEST_CODE = 40


class Use(StrEnum):
    """What a text is for."""

    URGE = "urge"
    INSTRUCT = "instruct"
    SUPERVISE = "supervise"
    ADJUDICATE = "adjudicate"
    RETURN = "return"
    YELLOW = "yellow"
    RED = "red"

    @property
    def label(self) -> str:
        """As people see it."""
        return _USES[self]


_USES = {
    Use.URGE: "催办",
    Use.INSTRUCT: "批示",
    Use.SUPERVISE: "督办",
    Use.ADJUDICATE: "裁定",
    Use.RETURN: "退回",
    Use.YELLOW: "黄牌通知",
    Use.RED: "红牌通知",
}
CARDS = (Use.YELLOW, Use.RED)
"""Of these the first one in force is what the clock writes."""
PLACES = {
    "工单编号": "工单的编号",
    "事项": "工单的标题，没有标题的写“市民反映的事项”",
    "类型": "咨询、求助、投诉等",
    "紧急程度": "一般、紧急或特急",
    "区县": "事项所在的区县",
    "承办单位": "现在办理的单位",
    "派单时间": "本轮派单的日期和时间",
    "时限": "办结时限的日期和时间",
    "剩余时间": "如剩余1个工作日、已超期2个工作日",
    "退单次数": "本轮退单的次数",
    "办理轮次": "第几次办理",
    "今天": "今天的日期",
}
"""By the name that stands between the braces, what it is filled with."""
_CITIZEN = re.compile("市民|姓名|诉求人|来电|反映人|号码|电话|手机|身份证|住址|地址|查询码|联系人|联系方式")
_PLACE = re.compile(r"\{([^{}]*)\}")
_PERSONAL = re.compile(r"(?<![0-9])(1[3-9][0-9]{9}|[0-9]{17}[0-9Xx])(?![0-9])")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class TemplateState(StrEnum):
    """Where a version of a text stands."""

    CURRENT = "current"
    """It may be chosen."""
    REPLACED = "replaced"
    """There is a newer version."""
    WITHDRAWN = "withdrawn"
    """Nobody may choose it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text as somebody writes it. code: lower-case letters, digits and dashes, its name in the city pack."""

    code: str
    use: Use
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTemplate:
    """A version of a text in the books; by, at: who wrote it and when; pack_sum: as storage.tables says."""

    template: Template
    version: int
    state: TemplateState
    by: str
    at: datetime
    pack_sum: str = ""


def faults_of(template: Template) -> dict[str, str]:
    """What is wrong with a text, by field; nothing where it may be used."""
    found = {}
    if not _CODE.fullmatch(template.code):
        found["code"] = f"编号应为小写字母、数字和短横，最多{LONGEST_CODE}个"
    if not template.title.strip():
        found["title"] = "请填写名称"
    elif len(template.title) > LONGEST_TITLE:
        found["title"] = f"名称不能超过{LONGEST_TITLE}个字"
    if why := text_fault(template.text):
        found["text"] = why
    return found


def text_fault(text: str) -> str:
    """What is wrong with the words of a text, every fault in one sentence; "" for nothing."""
    if not text.strip():
        return "请填写正文"
    found = []
    if len(text) > LONGEST_TEXT:
        found.append(f"正文不能超过{LONGEST_TEXT}个字，现有{len(text)}个字")
    found += dict.fromkeys(filter(None, (_place_fault(name) for name in _PLACE.findall(text))))
    if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
        found.append("有没有配对的花括号，占位符应写成{工单编号}这样")
    if _PERSONAL.search(text):
        found.append("正文里不能写手机号或身份证号")
    return "；".join(found)


def _place_fault(name: str) -> str:
    if name in PLACES:
        return ""
    if _CITIZEN.search(name):
        return f"{{{name}}}不能用：模板里不能填入市民的身份或联系方式"
    near = difflib.get_close_matches(name.strip(), PLACES, n=1, cutoff=0.5)
    hint = f"是不是{{{near[0]}}}" if near else f"可用的有{'、'.join(f'{{{one}}}' for one in PLACES)}"
    return f"没有{{{name}}}这个占位符，{hint}"


def places_in(text: str) -> frozenset[str]:
    """The names of the places in a text."""
    return frozenset(_PLACE.findall(text))
