"""What a department is told of its stale entries, in one text however many there are. Pure.

Rule: the same reminders make the same text to the letter: the outbox takes it for the same text, and sends it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hotline.kb.stale import Stage, Why

NAMED = 3  # entries told by name: a text that nobody reads to its end tells nothing
LONGEST_NAME = 24  # characters
WHERE = "请登录热线知识库“我单位的资料”更新，或者核对后确认仍然有效"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One entry that a text is about. until: its last day."""

    title: str
    why: Why
    until: date


def notice_text(stage: Stage, entries: Sequence[About], answer_by: date) -> str:
    """The text. answer_by: the last day before supervision hears of what is stale."""
    named = "、".join(_named(stage, one) for one in entries[:NAMED])
    more = "等" if len(entries) > NAMED else ""
    if stage is Stage.DUE_SOON:
        return f"【12345热线】您单位有{len(entries)}条资料将要到期：{named}{more}。{WHERE}。"
    by = f"{_day(answer_by)}以前没有处理的，移交督办。"
    return f"【12345热线】您单位有{len(entries)}条资料已经过期，市民还在使用：{named}{more}。{WHERE}。{by}"


def _named(stage: Stage, one: About) -> str:
    title = one.title if len(one.title) <= LONGEST_NAME else one.title[: LONGEST_NAME - 1] + "…"
    if one.why is Why.VALID_UNTIL:
        return f"《{title}》（有效期至{_day(one.until)}）"
    over = "到" if stage is Stage.DUE_SOON else "在"
    return f"《{title}》（{over}{_day(one.until)}满一年没有核对）"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
