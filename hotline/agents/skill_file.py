"""kb/skills.yaml read, with every fault of it at once; untyped input ends here.

Rule: all or nothing; a city pack without the file has no skills: everybody takes every call.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hotline.agents.skills import Skill, SkillBook
from hotline.errors import CityPackError
from hotline.ivr.pack_file import read_pack_file
from hotline.ivr.source import Source

FILE = "skills.yaml"
MOST_BYTES = 100_000
MOST_SKILLS = 16
LONGEST_WAIT = 600  # seconds
LONGEST_TOLD = 40  # characters of what was written, in a fault

_Name = Annotated[str, Field(min_length=1, max_length=20)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, strict=True)


class _Names(_Part):
    chinese: Annotated[_Name, Field(alias="zh-CN")]
    traditional: Annotated[_Name, Field(alias="zh-TW")]
    english: Annotated[_Name, Field(alias="en")]


class _Skill(_Part):
    code: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,15}$")]
    names: _Names
    seconds: Annotated[int, Field(ge=1, le=LONGEST_WAIT)]
    languages: list[Annotated[str, Field(min_length=2, max_length=10)]] = []


class _Written(_Part):
    skills: Annotated[list[_Skill], Field(max_length=MOST_SKILLS)]


_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请对照README.md",
    "string_pattern_mismatch": "应为小写字母开头的小写字母、数字或下划线，最多16个字符",
    "string_type": "应为文字",
    "string_too_short": "太短",
    "string_too_long": "太长，最多20个字",
    "int_type": "应为整数",
    "greater_than_equal": f"应为1到{LONGEST_WAIT}秒",
    "less_than_equal": f"应为1到{LONGEST_WAIT}秒",
    "list_type": "应为列表，每项以减号开头",
    "too_long": f"太多了，最多{MOST_SKILLS}项",
    "model_type": "应为“名称: 内容”的形式",
}


def load_skills(kb_dir: Path) -> SkillBook:
    """The skills of a city, none where it has no such file. Raises CityPackError, every fault by line and field."""
    path = kb_dir / FILE
    if not path.exists():
        return SkillBook()
    source = read_pack_file(path, most=MOST_BYTES, kind="技能表")
    written = None if source.value is None and source.faults else _parsed(source)
    if written is not None:
        _twice([("code", one.code, place) for place, one in enumerate(written.skills)], source)
        spoken = [("languages", name, place) for place, one in enumerate(written.skills) for name in one.languages]
        _twice(spoken, source)
    if source.faults or written is None:
        told = sorted({(fault.line, fault.where, fault.what) for fault in source.faults})
        lines = [f"- {FILE}:{line} {where}: {what}".replace(" : ", ": ") for line, where, what in told]
        raise CityPackError(f"技能有{len(lines)}处错误：\n" + "\n".join(lines), faults=tuple(source.faults))
    return SkillBook(skills=tuple(_skill(one) for one in written.skills))


def _skill(written: _Skill) -> Skill:
    names = written.names
    return Skill(
        code=written.code,
        names={"zh-CN": names.chinese, "zh-TW": names.traditional, "en": names.english},
        seconds=written.seconds,
        languages=tuple(written.languages),
    )


def _parsed(source: Source) -> _Written | None:
    try:
        return _Written.model_validate(source.value)
    except ValidationError as fault:
        for error in fault.errors():
            source.fault(tuple(str(part) for part in error["loc"]), _sentence(error))
    return None


def _sentence(error: Any) -> str:
    words = _WORDS.get(error["type"], str(error["msg"]))
    told = str(error["input"])
    told = told if len(told) <= LONGEST_TOLD else told[:LONGEST_TOLD] + "…"
    return words if error["type"] in {"missing", "extra_forbidden", "too_long"} else f"“{told}”{words}"


def _twice(told: list[tuple[str, str, int]], source: Source) -> None:
    """A code, or a language, that stands in two skills."""
    seen: dict[str, int] = {}
    for field, text, place in told:
        if seen.setdefault(text, place) != place:
            line = source.lines.get(("skills", str(seen[text])), 1)
            source.fault(("skills", str(place), field), f"“{text}”和第{line}行的技能重复")
