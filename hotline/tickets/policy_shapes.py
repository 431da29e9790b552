"""How a clerk writes kb/policies/*.yaml and kb/calendar.yaml; untyped input ends here.

Rule: every fault is one Chinese sentence that says how to write it rightly.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from hotline.errors import InputError
from hotline.tickets.clock.calendar import OfficeHours, Override, Season, Span
from hotline.tickets.clock.length import LONGEST_TOLD, Length, length_of
from hotline.tickets.clock.policy import CardRule, Grade, LimitName, Profile, Rule, Source
from hotline.tickets.model import TicketType, Urgency

UNKNOWN_DATE = "不详"
LOCAL = "本地设置"
_LEAP_YEAR = 2024
_E = TypeVar("_E", bound=StrEnum)


def _named(kind: type[_E], labels: dict[str, _E]) -> Any:
    """A member by its Chinese name, as a clerk writes it, or by its English one."""
    names = labels | {one.value: one for one in kind}
    told = "、".join(labels)

    def find(written: object) -> object:
        if isinstance(written, str) and written.strip() in names:
            return names[written.strip()]
        raise PydanticCustomError("name", "应为{told}之一", {"told": told})

    return BeforeValidator(find)


def _day(written: object) -> object:
    if isinstance(written, date):
        return written
    raise PydanticCustomError("day", "应为日期，如2026-10-10")


def _source_date(written: object) -> object:
    """A year, a month or a day; YAML makes numbers and dates of some of them."""
    text = str(written).strip() if isinstance(written, str | int | date) else ""
    if text == UNKNOWN_DATE or _is_date(text):
        return text
    raise PydanticCustomError("source-date", "应为日期，如2022、2022-09或2022-09-29；查不到的写不详")


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def _length(written: object) -> object:
    try:
        return length_of(str(written))
    except InputError as fault:
        raise PydanticCustomError("length", "{what}", {"what": fault.message}) from fault


def _minutes(written: object) -> object:
    text = written if isinstance(written, str) else ""
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", text):
        raise PydanticCustomError("time", '应为24小时制的时间，加引号，如"13:30"')
    return int(text[:2]) * 60 + int(text[3:])


def _not_twice(written: list[Any]) -> list[Any]:
    if len(set(written)) < len(written):
        raise PydanticCustomError("twice", "同一项写了两次，请删去一个")
    return written


_Text = Annotated[str, Field(min_length=1, max_length=300)]
_Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
_Category = Annotated[str, Field(pattern="^([0-9]{2}|[0-9]{4})$")]
_Type = Annotated[TicketType, _named(TicketType, {one.label: one for one in TicketType})]
_Urgency = Annotated[Urgency, _named(Urgency, {one.label: one for one in Urgency})]
_Limit = Annotated[LimitName, _named(LimitName, {one.label: one for one in LimitName})]
_Grade = Annotated[Grade, _named(Grade, {"A": Grade.A, "B": Grade.B, "C": Grade.C, LOCAL: Grade.SETTING})]
_Length = Annotated[Length, BeforeValidator(_length)]
_SourceDate = Annotated[str, BeforeValidator(_source_date)]


def _month_day(written: object) -> object:
    """A day of every year; 29 February is one."""
    found = re.fullmatch(r"(\d{2})-(\d{2})", written) if isinstance(written, str) else None
    month, day = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= monthrange(_LEAP_YEAR, month)[1]):
        raise PydanticCustomError("month-day", '应为月-日，加引号，如"06-01"')
    return month, day


_Day = Annotated[date, BeforeValidator(_day)]
_MonthDay = Annotated[tuple[int, int], BeforeValidator(_month_day)]
_Time = Annotated[int, BeforeValidator(_minutes)]
_Some = AfterValidator(_not_twice)


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, strict=True, arbitrary_types_allowed=True
    )


class _Sourced(_Part):
    citation: _Text
    date: _SourceDate
    grade: _Grade

    def source(self) -> Source:
        """As the screen shows it."""
        return Source(citation=self.citation, date=self.date, grade=self.grade)


class WrittenRule(_Sourced):
    """One entry of rules."""

    limit: _Limit
    length: _Length
    types: Annotated[list[_Type], _Some] = []
    urgency: Annotated[list[_Urgency], _Some] = []
    categories: Annotated[list[_Category], _Some] = []
    note: Annotated[str, Field(max_length=100)] = ""

    def rule(self) -> Rule:
        """As the clock applies it."""
        return Rule(
            name=self.limit,
            length=self.length,
            source=self.source(),
            types=tuple(self.types),
            urgencies=tuple(self.urgency),
            categories=tuple(self.categories),
            note=self.note,
        )


class WrittenCards(_Sourced):
    """The entry cards."""

    yellow: Annotated[int, Field(ge=1, le=30)]
    red: Annotated[int, Field(ge=1, le=30)]

    def cards(self) -> CardRule:
        """As the clock applies it."""
        return CardRule(yellow=self.yellow, red=self.red, source=self.source())


class WrittenProfile(_Part):
    """A file of kb/policies."""

    id: _Id
    name: _Text
    since: _SourceDate = Field(alias="from")
    sources: Annotated[list[_Text], Field(min_length=1)]
    include: Annotated[list[_Id], _Some] = []
    rules: Annotated[list[WrittenRule], Field(min_length=1)]
    cards: WrittenCards | None = None

    def profile(self, others: list[Profile]) -> Profile:
        """With what this file says nothing of taken from others, the first that has it."""
        rules = [rule.rule() for rule in self.rules]
        for other in others:
            said = {rule.name for rule in rules}
            rules += [rule for rule in other.rules if rule.name not in said]
        cards = self.cards.cards() if self.cards else next((one.cards for one in others if one.cards), None)
        return Profile(
            id=self.id,
            name=self.name,
            since=self.since,
            sources=tuple(self.sources),
            rules=tuple(rules),
            cards=cards,
        )


class _Span(_Part):
    begins: _Time = Field(alias="from")
    ends: _Time = Field(alias="to")


def _in_order(spans: list[_Span]) -> list[_Span]:
    try:
        office_hours(spans)
    except InputError as fault:
        raise PydanticCustomError("hours", "{what}", {"what": fault.message}) from fault
    return spans


def office_hours(spans: list[_Span]) -> OfficeHours:
    """As the clock counts. Raises InputError."""
    return OfficeHours(spans=tuple(Span(begins=span.begins, ends=span.ends) for span in spans))


class _Season(_Part):
    first: _MonthDay = Field(alias="from")
    last: _MonthDay = Field(alias="to")
    office_hours: Annotated[list[_Span], AfterValidator(_in_order)]

    def season(self) -> Season:
        """As the calendar keeps it."""
        return Season(first=self.first, last=self.last, hours=office_hours(self.office_hours))


class _Override(_Part):
    day: _Day
    state: Literal["上班", "休息"]
    reason: _Text

    def override(self) -> Override:
        """As the calendar keeps it."""
        return Override(works=self.state == "上班", reason=self.reason)


class _InForce(_Part):
    profile: _Id
    since: _Day = Field(alias="from")


class WrittenCalendar(_Part):
    """kb/calendar.yaml."""

    office_hours: Annotated[list[_Span], AfterValidator(_in_order)]
    seasons: list[_Season] = []
    overrides: list[_Override] = []
    complete_years: list[Annotated[int, Field(ge=2000, le=2100)]] = []
    in_force: Annotated[list[_InForce], Field(min_length=1)]


_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请对照kb/README.md的“时限”一节",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
    "string_type": '应为文字，数字要加引号，如"0501"',
    "string_pattern_mismatch": '：编号应为小写字母、数字和短横，类别应为两位或四位数字，加引号，如"0501"',
    "list_type": "应为列表，如[投诉, 举报]，或者每项一行以减号开头",
    "too_short": "至少要有一项",
    "model_type": "应为“名称: 内容”的形式",
    "int_type": "应为整数",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "literal_error": "应为上班或休息",
}
_WHOLE = {"missing", "extra_forbidden", "length", "hours", "twice", "too_short", "model_type", "list_type"}


def sentence_of(error: Any) -> str:
    """What is wrong, of one error of pydantic's, for the clerk."""
    words = _WORDS.get(error["type"], str(error["msg"]))
    told = str(error["input"])
    told = told if len(told) <= LONGEST_TOLD else told[:LONGEST_TOLD] + "…"
    return words if error["type"] in _WHOLE else f"“{told}”{words}"
