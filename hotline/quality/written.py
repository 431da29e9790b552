"""How a clerk writes kb/quality.yaml; untyped input ends here.

Rule: every fault is one Chinese sentence that says how to write it rightly.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from hotline.quality.form import Answer, Form, Item
from hotline.quality.hints import Words
from hotline.quality.rules import BY_HAND, Every, Kind, Rule

ALL = "全部"
LONGEST_TOLD = 40  # characters of what was written, in a fault
_ANSWERS = {"是": Answer.YES, "部分": Answer.PARTIAL, "否": Answer.NO, "不适用": Answer.NOT_APPLICABLE}
_EVERY = {"周": Every.WEEK, "月": Every.MONTH}
_PER = {"每人": True, "合计": False}
KINDS = {
    "随机": Kind.RANDOM,
    "新话务员": Kind.NEW_AGENT,
    "评价": Kind.RATED,
    "投诉热线": Kind.CONDUCT,
    "过短": Kind.SHORT,
    "过长": Kind.LONG,
    "转接": Kind.TRANSFERRED,
    "退单": Kind.RETURNED,
    "回访不满意": Kind.DISSATISFIED,
    "转写禁语": Kind.FORBIDDEN,
    "转写无问候": Kind.NO_GREETING,
    "转写类型不符": Kind.DRIFT,
}
_NEEDS = {
    Kind.NEW_AGENT: ("days",),
    Kind.RATED: ("values",),
    Kind.CONDUCT: ("categories",),
    Kind.SHORT: ("seconds",),
    Kind.LONG: ("seconds",),
}
_NEEDED = ("days", "values", "categories", "seconds")
_T = TypeVar("_T")


def _one_of(names: dict[str, _T]) -> Any:
    told = "、".join(names)

    def find(written: object) -> object:
        if isinstance(written, str) and written.strip() in names:
            return names[written.strip()]
        raise PydanticCustomError("name", "应为{told}之一", {"told": told})

    return BeforeValidator(find)


def _amount(written: object) -> object:
    if written == ALL:
        return None
    if isinstance(written, int) and not isinstance(written, bool) and 1 <= written <= 500:
        return written
    raise PydanticCustomError("amount", "应为1到500的整数，或者写全部")


_Text = Annotated[str, Field(min_length=1, max_length=200)]
_Name = Annotated[str, Field(min_length=1, max_length=30)]
_Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
_Category = Annotated[str, Field(pattern="^([0-9]{2}|[0-9]{4})$")]
_Percent = Annotated[int, Field(ge=0, le=100)]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, strict=True, arbitrary_types_allowed=True
    )


class WrittenItem(_Part):
    """One entry of form.items."""

    code: _Code
    name: _Name
    group: _Name
    points: Annotated[int, Field(ge=0, le=100)] = 0
    about: Annotated[str, Field(max_length=200)] = ""
    answers: Annotated[list[Annotated[Answer, _one_of(_ANSWERS)]], Field(min_length=2)] = [Answer.YES, Answer.NO]
    fatal: _Percent | None = None

    def item(self) -> Item:
        """As the form has it."""
        return Item(
            code=self.code,
            name=self.name,
            group=self.group,
            points=self.points,
            answers=tuple(self.answers),
            about=self.about,
            cap=self.fatal,
        )


class WrittenForm(_Part):
    """The entry form."""

    name: _Name
    version: Annotated[str, Field(min_length=1, max_length=16)]
    passing: _Percent
    items: Annotated[list[WrittenItem], Field(min_length=1, max_length=60)]

    def form(self) -> Form:
        """As calls are scored by it."""
        items = tuple(one.item() for one in self.items)
        return Form(name=self.name, version=self.version, passing=self.passing, items=items)


class WrittenRule(_Part):
    """One entry of rules."""

    code: _Code
    name: _Name
    kind: Annotated[Kind, _one_of(KINDS)]
    every: Annotated[Every, _one_of(_EVERY)]
    amount: Annotated[int | None, BeforeValidator(_amount)]
    per: Annotated[bool, _one_of(_PER)] = False
    seconds: Annotated[int, Field(ge=1, le=7200)] = 0
    days: Annotated[int, Field(ge=1, le=730)] = 0
    values: list[_Text] = []
    categories: list[_Category] = []

    def rule(self) -> Rule:
        """As the draw applies it."""
        return Rule(
            code=self.code,
            name=self.name,
            kind=self.kind,
            every=self.every,
            amount=self.amount,
            per_agent=self.per,
            seconds=self.seconds,
            days=self.days,
            values=frozenset(self.values),
            categories=frozenset(self.categories),
        )

    def faults(self) -> dict[str, str]:
        """What does not go with its kind, by field."""
        needs = _NEEDS.get(self.kind, ())
        kind = next(name for name, one in KINDS.items() if one is self.kind)
        told = {name: f"“{kind}”要写上{name}" for name in needs if not getattr(self, name)}
        told |= {name: f"“{kind}”用不到{name}，请删去" for name in _NEEDED if name not in needs and getattr(self, name)}
        if self.code == BY_HAND:
            told["code"] = f"{BY_HAND}留给人工指定的抽查，请换一个"
        if self.kind.is_by_chance and self.amount is None:
            told["amount"] = f"“{kind}”要写明抽几个"
        return told


class _Appeal(_Part):
    days: Annotated[int, Field(ge=1, le=30)]


class WrittenWords(_Part):
    """The words by which a transcript gives hints."""

    greeting: Annotated[list[_Text], Field(max_length=40)] = []
    greeting_seconds: Annotated[int, Field(ge=3, le=120)] = 15
    closing: Annotated[list[_Text], Field(max_length=40)] = []
    forbidden: Annotated[list[_Text], Field(max_length=200)] = []
    complaint: Annotated[list[_Text], Field(max_length=40)] = []
    conduct: Annotated[list[_Text], Field(max_length=80)] = []
    suggestion: Annotated[list[_Text], Field(max_length=40)] = []
    praise: Annotated[list[_Text], Field(max_length=40)] = []

    def words(self) -> Words:
        """As they are looked for."""
        return Words(
            greeting=tuple(self.greeting),
            greeting_seconds=float(self.greeting_seconds),
            closing=tuple(self.closing),
            forbidden=tuple(self.forbidden),
            complaint=tuple(self.complaint),
            conduct=tuple(self.conduct),
            suggestion=tuple(self.suggestion),
            praise=tuple(self.praise),
        )


class WrittenBook(_Part):
    """kb/quality.yaml."""

    form: WrittenForm
    rules: Annotated[list[WrittenRule], Field(max_length=40)]
    appeal: _Appeal
    conduct_days: Annotated[int, Field(ge=1, le=180)] = 30
    words: WrittenWords = WrittenWords()


_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请对照kb/README.md的“质检”一节",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
    "string_type": '应为文字，数字要加引号，如"1505"',
    "string_pattern_mismatch": "：编号应以小写字母开头，由小写字母、数字和短横组成；类别应为两位或四位数字，加引号",
    "list_type": "应为列表，如[是, 否]，或者每项一行以减号开头",
    "too_short": "项数不够",
    "too_long": "项数太多",
    "model_type": "应为“名称: 内容”的形式",
    "int_type": "应为整数",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
}
_WHOLE = {"missing", "extra_forbidden", "too_short", "too_long", "model_type", "list_type"}


def sentence_of(error: Any) -> str:
    """What is wrong, of one error of pydantic's, for the clerk."""
    words = _WORDS.get(error["type"], str(error["msg"]))
    told = str(error["input"])
    told = told if len(told) <= LONGEST_TOLD else told[:LONGEST_TOLD] + "…"
    return words if error["type"] in _WHOLE else f"“{told}”{words}"
