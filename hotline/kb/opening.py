"""When people answer, as a clerk writes it into city.yaml: days, from and to.

Rule: a span ends on the day on which it begins; what goes past midnight is written as two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from hotline.kb.model import Hours, OpenDays


def _is_time(text: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", text):
        raise PydanticCustomError("time", "应为24小时制的时间，加引号，如08:30")
    return text


_Time = Annotated[str, AfterValidator(_is_time)]


class WrittenHours(BaseModel):
    """One line of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, strict=True)
    days: Annotated[OpenDays, Field(strict=False)]
    begins: _Time = Field(alias="from")
    ends: _Time = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> WrittenHours:
        if self.begins >= self.ends:
            raise PydanticCustomError("order", "的to应晚于from；跨过半夜的分两条写")
        return self


def hours_of(written: Iterable[WrittenHours]) -> tuple[Hours, ...]:
    """In minutes of the day."""
    return tuple(Hours(days=one.days, begins=_minutes(one.begins), ends=_minutes(one.ends)) for one in written)


def _minutes(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)
