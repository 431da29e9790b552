"""Sentences of the hotline's own that are made of parts: written here once, and read back for whoever speaks otherwise.

Rule: a code and the names of its parts are kept: the consoles say it by them in the languages of their pages, and a
test fails where one has no words. What people wrote is no sentence of these; a city's own text is not either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter
from types import MappingProxyType
from typing import Any

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # notes of reports
        "used_since": "使用情况从{day}起有记录。",
        "use_unknown": "还没有使用记录。",
        "most_used": "期内用过{used}条，列出用得最多的{shown}条。",
        "not_used": "期内没有用过的有{unused}条，列出{shown}条，以前用过的在前。",
        "hot_listed": "{least}人以上反映的才列出；“此前人数”是{since}起{days}天内反映同一问题的人数。",
        # hot issues
        "hot_rule": (
            "同一事项在时段内有{least}人以上反映的列为热点；同一诉求人只计一次，号码未知的按件计。"
            "趋势：时段内每天人数与此前{before_days}天每天人数相比。"
            "预警：最近{recent_days}天有{warn_citizens}人以上反映，达到按此前频率应有人数的{times}倍，"
            "且一份报告中因偶然起伏误报的可能性不超过{chance}（二项检验）。"
        ),
        "burst": (
            "近{recent_days}天有{recent}人反映，此前{before_days}天有{earlier}人（照此{recent_days}天约{expected}人），"
            "若非有事发生，达到这个人数的可能性约为万分之{chance}，故预警。"
        ),
        "burst_rare": (
            "近{recent_days}天有{recent}人反映，此前{before_days}天有{earlier}人（照此{recent_days}天约{expected}人），"
            "若非有事发生，达到这个人数的可能性不足万分之一，故预警。"
        ),
        "burst_new": (
            "近{recent_days}天有{recent}人反映，此前{before_days}天没有人反映，"
            "若非有事发生，达到这个人数的可能性约为万分之{chance}，故预警。"
        ),
        "burst_new_rare": (
            "近{recent_days}天有{recent}人反映，此前{before_days}天没有人反映，"
            "若非有事发生，达到这个人数的可能性不足万分之一，故预警。"
        ),
        # mails of reports
        "closing_waited": "等待{month}结账",
        # while a ticket is written
        "same_place": "同一地点：{places}",
        "same_door": "门牌号相同",
        "doors_near": "门牌号相近（相差{apart}）",
        "same_category": "同一类别",
        "words_alike": "相似：{words}",
        "by_words": "文字分类",
        "by_its_words": "文字分类，主要看到{words}",
        "by_duties": "职责里写着“{words}”",
        "by_directory": "派单目录第{number}条：{why}",
        # the knowledge base
        "phone_twice": "电话{phone}同时写在{names}",
        "all_the_same": "内容完全相同",
        "fields_differ": "不一样的有：{fields}",
        # deadlines
        "year_unknown": (
            "日历里还没有{year}年的放假安排，这一年暂按周末双休计算，节假日和调休没有计入；"
            "国务院办公厅的通知发布后，请升级程序或者填写kb/calendar.yaml"
        ),
        # supervision
        "unsigned": "未按时签收，请立即签收办理。",
        "unanswered": "办结时限{until}，{left}，尚未答复。",
        "merged_in": "已并入{n}张工单",
        "same_matter": "热点问题里的同一事项",
        "soon_due": "工单{ticket}办结时限{until}，快要到期，尚未答复。",
        "adjudication_late": "工单{ticket}的退单尚未裁定，办理时限仍在计算，请尽快裁定。",
        "call_back_late": "工单{ticket}的回访时限已到，尚未回访。",
        "parent_answered": "主工单{parent}已答复",
        "extension_asked": "申请延期{days}个工作日：{reason}",
        "assist_asked": "申请{office}协办：{reason}",
    }
)


def sentence(code: str, **params: object) -> str:
    """It with its parts. Raises KeyError where one is missing."""
    return SENTENCES[code].format_map(params)


def said_json(text: str) -> dict[str, Any] | None:
    """Which sentence a text is, and its parts, for a page to say; None for what is none of these."""
    for code, shape in _shapes().items():
        if found := shape.fullmatch(text):
            return {"code": code, "params": found.groupdict()}
    return None


@cache
def _shapes() -> Mapping[str, re.Pattern[str]]:
    return {code: re.compile(_shape(words), re.DOTALL) for code, words in SENTENCES.items()}


def _shape(words: str) -> str:
    """A part is anything; one that stands twice is the same both times."""
    shape, known = "", set[str]()
    for between, name, _, _ in Formatter().parse(words):
        shape += re.escape(between)
        if name:
            shape += f"(?P={name})" if name in known else f"(?P<{name}>.+?)"
            known.add(name)
    return shape
