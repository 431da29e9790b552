"""A report of an application, checked: every fault at once, each a sentence for its field. Pure.

Rule: no sentence repeats who applied or the telephone; it may be logged, and stand on any screen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from hotline.applications.model import CITY_TIME, News, Stage
from hotline.applications.names import Names
from hotline.storage.tables import CITIZEN_NUMBER
from hotline.storage.text import plain_text

DIGITS = (6, 20)  # of a number: what the menus let a caller key in
NAME, PHONE, RESULT, MORE = 100, 100, 200, 2000  # characters at most; MORE of each further column
MOST_MORE = 50  # further columns
AHEAD = timedelta(minutes=10)  # another system's clock may be before ours by so much
FIRST_YEAR, YEARS_AHEAD = 2000, 10
FIELDS = ("number", "procedure", "department", "applicant", "phone", "stage", "updated", "due", "result")
_T = TypeVar("_T")

_STAGES = {
    **{word: stage for stage in Stage for word in (stage.value, stage.label)},
    **dict.fromkeys(("已受理", "待办"), Stage.ACCEPTED),
    **dict.fromkeys(("材料补正", "待补正", "补齐补正"), Stage.SUPPLEMENT),
    **dict.fromkeys(("办理", "在办", "正在办理", "审查", "审核", "审批"), Stage.IN_PROGRESS),
    **dict.fromkeys(("准予", "准予办结"), Stage.APPROVED),
    **dict.fromkeys(("不予", "不予办结"), Stage.REFUSED),
    **dict.fromkeys(("已撤回", "撤回申请"), Stage.WITHDRAWN),
    **dict.fromkeys(("领取", "送达", "已送达"), Stage.DELIVERED),
}
_FOLDED = frozenset({"number", "phone", "stage", "updated", "due"})  # names keep their brackets as they are written
_FINISHED = ("办结", "已办结")
_REFUSED = re.compile(r"不予|不准|不同意|不批准|不通过|未通过|未批准|驳回")
_APPROVED = re.compile(r"准予|准许|同意|批准|通过")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]*(\d{1,2})[:时](\d{1,2})分?(?::?(\d{1,2})秒?)?)?", re.ASCII
)
_PHONE = re.compile(r"[\d()+ 转-]+", re.ASCII)
_PHONES = re.compile(r"[、；;，,/\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as it came, all text. procedure, department: code or name; times without a zone are the city's."""

    number: str
    procedure: str = ""
    department: str = ""
    applicant: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    stage: str = ""
    updated: str = ""
    due: str = ""
    result: str = ""
    more: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def checked(report: Report, names: Names, now: datetime) -> News | dict[str, str]:
    """The report as it may be kept, or what is wrong with it: a sentence for each faulty field."""
    faults: dict[str, str] = {}

    def read(name: str, parse: Callable[[str], _T], otherwise: _T) -> _T:
        try:
            text = plain_text(getattr(report, name))
            return parse(unicodedata.normalize("NFKC", text) if name in _FOLDED else text)
        except ValueError as fault:
            faults[name] = str(fault)
            return otherwise

    department = read("department", names.office, "")
    procedure = read("procedure", lambda text: names.item(text, department), "")
    result = read("result", lambda text: _short(text, RESULT), "")
    news = News(
        number=read("number", _number, ""),
        procedure=procedure,
        department=department or ("" if "department" in faults else names.office_of(procedure)),
        applicant=read("applicant", lambda text: _short(text, NAME), ""),
        phone=read("phone", _phone, ""),
        stage=read("stage", lambda text: _stage(text, result), Stage.ACCEPTED),
        updated=read("updated", lambda text: _updated(text, now), now),
        due=read("due", lambda text: _due(text, now), None),
        result=result,
        more=(),
    )
    verdict = _verdict(result)
    if not faults and verdict and news.stage in (Stage.APPROVED, Stage.REFUSED) and verdict is not news.stage:
        faults["result"] = f"与环节“{news.stage.label}”相反"
    return faults or _with_more(news, report)


def _with_more(news: News, report: Report) -> News | dict[str, str]:
    pairs = [(plain_text(title)[:NAME], plain_text(text, lines=True)) for title, text in report.more]
    if len(pairs) > MOST_MORE or any(len(text) > MORE for _, text in pairs):
        return {"more": f"其他列最多{MOST_MORE}列，每格最多{MORE}个字"}
    kept = tuple((title, text) for title, text in pairs if title and text)
    return replace(news, more=kept)


def is_number(text: str) -> bool:
    """Whether an application may have this number."""
    return DIGITS[0] <= len(text) <= DIGITS[1] and text.isascii() and text.isdigit()


def _number(text: str) -> str:
    if not is_number(text):
        raise ValueError(f"应为{DIGITS[0]}到{DIGITS[1]}位数字")
    return text


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueError(f"不能超过{most}个字")
    return text


def _phone(text: str) -> str:
    parts = [part.strip() for part in _PHONES.split(text) if part.strip()]
    if not all(_PHONE.fullmatch(part) and 5 <= sum(map(str.isdigit, part)) <= CITIZEN_NUMBER for part in parts):
        raise ValueError("不是电话号码；几个号码用顿号分开")
    return _short("、".join(dict.fromkeys(parts)), PHONE)


def _stage(text: str, result: str) -> Stage:
    if not text:
        raise ValueError("不能为空")
    plain = "".join(text.split())
    stage = _verdict(result) if plain in _FINISHED else _STAGES.get(plain)
    if stage is None and plain in _FINISHED:
        raise ValueError("办结的要在结果里写明准予或者不予")
    if stage is None:
        raise ValueError(f"没有“{plain[:20]}”这个环节，可以写：{'、'.join(one.label for one in Stage)}")
    return stage


def _verdict(result: str) -> Stage | None:
    if _REFUSED.search(result):
        return Stage.REFUSED
    return Stage.APPROVED if _APPROVED.search(result) else None


def _updated(text: str, now: datetime) -> datetime:
    moment = _moment(text)
    if moment > now + AHEAD:
        raise ValueError("比现在还晚，请核对")
    return moment.astimezone(now.tzinfo)


def _due(text: str, now: datetime) -> date | None:
    if not text:
        return None
    day = _moment(text).astimezone(CITY_TIME).date()
    if day.year > now.year + YEARS_AHEAD:
        raise ValueError("太远，请核对年份")
    return day


def _moment(text: str) -> datetime:
    """A time, aware; a day alone is its beginning in the city. Raises ValueError with a sentence."""
    if not text:
        raise ValueError("不能为空")
    found = _MOMENT.fullmatch(text)
    try:
        moment = _written(found) if found else datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise ValueError(f"“{text[:30]}”不是时间，应写成2026-11-21 09:30") from None
    if moment.year < FIRST_YEAR:
        raise ValueError(f"早于{FIRST_YEAR}年，请核对")
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TIME)


def _written(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=CITY_TIME)
