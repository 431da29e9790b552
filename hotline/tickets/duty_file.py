"""kb/duty.yaml read, with every fault of it at once.

Rule: all or nothing; without the file nobody is sent a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from hotline.errors import CityPackError
from hotline.ivr.pack_file import read_pack_file
from hotline.ivr.source import Source
from hotline.tickets.call_hours import CallHours
from hotline.tickets.duty import SILENT, DutyRules
from hotline.tickets.model import Urgency
from hotline.tickets.policy_shapes import sentence_of

FILE = "duty.yaml"
MOST_BYTES = 1_000_000
LONGEST_WARNING = 72  # hours
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_MOBILE = re.compile(r"1[3-9][0-9]{9}")  # the only telephones that get texts
_HOURS = re.compile(rf"({_CLOCK})-({_CLOCK}|24:00)")
_URGENCIES = {one.label: one for one in Urgency}


def _urgency(written: object) -> object:
    if isinstance(written, str) and written.strip() in _URGENCIES:
        return _URGENCIES[written.strip()]
    raise PydanticCustomError("name", "应为{told}之一", {"told": "、".join(_URGENCIES)})


def _hours(written: str) -> str:
    found = _HOURS.fullmatch(written)
    if not found or found[1] >= found[2]:
        raise PydanticCustomError("hours-of-day", '应写成"08:00-21:00"这样，加引号，先早后晚')
    return written


def _mobile(written: str) -> str:
    if not _MOBILE.fullmatch(written):
        raise PydanticCustomError("mobile", "不是手机号码，短信发不到；应为11位数字，加引号")
    return written


_Urgencies = list[Annotated[Urgency, BeforeValidator(_urgency)]]
_Code = Annotated[str, Field(pattern="^[0-9]{2,4}$")]
_Mobile = Annotated[str, AfterValidator(_mobile)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, strict=True)


class _For(_Part):
    arrived: _Urgencies = []
    urged: bool = False
    carded: bool = False
    late_soon: Annotated[int, Field(ge=0, le=LONGEST_WARNING)] = 0


class WrittenDuty(_Part):
    """kb/duty.yaml."""

    texts_for: _For = Field(alias="for")
    hours: Annotated[str, AfterValidator(_hours)]
    at_once: _Urgencies = []
    phones: dict[_Code, Annotated[list[_Mobile], Field(min_length=1, max_length=5)]] = {}

    def rules(self) -> DutyRules:
        """As they are applied."""
        return DutyRules(
            arrived=frozenset(self.texts_for.arrived),
            urged=self.texts_for.urged,
            carded=self.texts_for.carded,
            late_soon=timedelta(hours=self.texts_for.late_soon),
            hours=CallHours.of(self.hours),
            at_once=frozenset(self.at_once),
            phones={code: tuple(phones) for code, phones in self.phones.items()},
        )


def load_duty(kb_dir: Path, departments: Collection[str] | None = None) -> DutyRules:
    """The rules of a city pack. Raises CityPackError, every fault by line and field.

    departments: the codes that there are, where those of `phones` are to be looked up among them. A hotline that runs
    does not: a department that was withdrawn on the screen must not keep it from starting.
    """
    path = kb_dir / FILE
    if not path.exists():
        return SILENT
    source = read_pack_file(path, most=MOST_BYTES, kind="值班短信的规定")
    written = None if source.faults else _understood(source)
    if written is not None and departments is not None:
        _look_up(written, departments, source)
    if written is None or source.faults:
        lines = [f"- {FILE}:{one.line} {one.where}: {one.what}" for one in source.faults]
        raise CityPackError(f"值班短信的规定有{len(lines)}处错误：\n" + "\n".join(lines), faults=tuple(source.faults))
    return written.rules()


def _understood(source: Source) -> WrittenDuty | None:
    try:
        return WrittenDuty.model_validate(source.value)
    except ValidationError as fault:
        for error in fault.errors():
            source.fault(tuple(str(part) for part in error["loc"]), _SENTENCES.get(error["type"], sentence_of)(error))
    return None


def _look_up(written: WrittenDuty, departments: Collection[str], source: Source) -> None:
    for code in written.phones:
        if code not in departments:
            source.fault(("phones", code), f"没有编号为{code}的单位，请对照departments.csv的编号一栏改正，或删去这一行")


_SENTENCES: dict[str, Callable[[Any], str]] = {
    "extra_forbidden": lambda _: "没有这一项，请对照kb/README.md的“值班短信”一节",
    "bool_type": lambda _: "应写true或false",
}
