"""The city pack's short YAML files: city.yaml, categories.yaml and, for bulletins, channels.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hotline.ivr.source import Source, read_source
from hotline.kb.faults import Faults
from hotline.kb.model import Category, Channel, District, Hours, Line, Outline, Village
from hotline.kb.opening import WrittenHours, hours_of
from hotline.kb.table import read_text

_Text = Annotated[str, Field(min_length=1)]
_Ask = Annotated[str, Field(min_length=1, max_length=20)]
_Asks = Annotated[list[_Ask], Field(max_length=8)]
_Code2 = Annotated[str, Field(pattern="^[0-9]{2}$")]
_Code4 = Annotated[str, Field(pattern="^[0-9]{4}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, strict=True)


class _Line(_Part):
    number: Annotated[str, Field(pattern="^[0-9]{3,8}$")]
    name: _Text


class _District(_Part):
    code: _Code2
    name: _Text
    streets: Annotated[list[_Text], Field(min_length=1)]


class _City(_Part):
    name: _Text
    lines: Annotated[list[_Line], Field(min_length=1)]
    districts: Annotated[list[_District], Field(min_length=1)]
    hours: list[WrittenHours] = []


class _Child(_Part):
    code: _Code4
    name: _Text
    asks: _Asks = []


class _Top(_Part):
    code: _Code2
    name: _Text
    asks: _Asks = []
    children: Annotated[list[_Child], Field(min_length=1)]


class _Event(_Part):
    code: _Code2
    name: _Text


class _Categories(_Part):
    tickets: Annotated[list[_Top], Field(min_length=1)]
    life_events: Annotated[list[_Event], Field(min_length=1)]


class _Channel(_Part):
    code: Annotated[str, Field(pattern="^[0-9]{1,2}$")]
    name: _Text


class _Village(_Part):
    code: _Code4
    name: _Text
    town: _Text


class _Channels(_Part):
    channels: list[_Channel] = []
    village_channels: list[_Channel] = []
    villages: list[_Village] = []


_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请对照README.md",
    "string_too_short": "不能为空",
    "string_type": '应为文字，数字要加引号，如"01"',
    "string_pattern_mismatch": "应为数字，位数见README.md",
    "enum": "应为工作日、休息日或每天",
    "list_type": "应为列表，每项以减号开头",
    "too_short": "至少要有一项",
    "too_long": "太多了，最多八项",
    "string_too_long": "太长了，最多二十个字",
    "model_type": "应为“名称: 内容”的形式",
}
LONGEST_TOLD = 40  # characters of what was written, in a fault
_M = TypeVar("_M", bound=BaseModel)
_Where = tuple[str, ...]


def read_outline(kb_dir: Path, faults: Faults) -> Outline:
    """What the YAML files of a pack's folder say; what is not valid is noted and left out."""
    name, lines, districts, hours = _city(kb_dir / "city.yaml", "city.yaml", faults)
    categories, life_events = _categories(kb_dir / "categories.yaml", "categories.yaml", faults)
    channels, of_villages, villages = _channels(kb_dir / "channels.yaml", "channels.yaml", faults)
    return Outline(
        name=name,
        lines=lines,
        districts=districts,
        categories=categories,
        life_events=life_events,
        channels=channels,
        village_channels=of_villages,
        villages=villages,
        hours=hours,
    )


def _city(
    path: Path, file: str, faults: Faults
) -> tuple[str, tuple[Line, ...], tuple[District, ...], tuple[Hours, ...]]:
    source = _source(path, file, faults)
    city = _parsed(_City, source, file, faults)
    if source is None or city is None:
        return "", (), (), ()
    codes = [(("lines", str(place), "number"), line.number) for place, line in enumerate(city.lines)]
    _unique(codes, source, file, faults)
    codes = [(("districts", str(place), "code"), district.code) for place, district in enumerate(city.districts)]
    _unique(codes, source, file, faults)
    lines = tuple(Line(number=line.number, name=line.name) for line in city.lines)
    districts = tuple(
        District(code=district.code, name=district.name, streets=tuple(district.streets)) for district in city.districts
    )
    return city.name, lines, districts, hours_of(city.hours)


def _categories(path: Path, file: str, faults: Faults) -> tuple[tuple[Category, ...], tuple[Category, ...]]:
    source = _source(path, file, faults)
    parsed = _parsed(_Categories, source, file, faults)
    if source is None or parsed is None:
        return (), ()
    codes: list[tuple[_Where, str]] = []
    for place, top in enumerate(parsed.tickets):
        codes.append((("tickets", str(place), "code"), top.code))
        for inner, child in enumerate(top.children):
            where = ("tickets", str(place), "children", str(inner), "code")
            codes.append((where, child.code))
            if not child.code.startswith(top.code):
                _add(source, file, where, f"“{child.code}”应以所属大类的编号{top.code}开头", faults)
    _unique(codes, source, file, faults)
    events = list(enumerate(parsed.life_events))
    _unique([(("life_events", str(place), "code"), event.code) for place, event in events], source, file, faults)
    _unique([(("life_events", str(place), "name"), event.name) for place, event in events], source, file, faults)
    tickets = tuple(
        Category(
            code=top.code,
            name=top.name,
            asks=tuple(top.asks),
            children=tuple(
                Category(code=child.code, name=child.name, asks=tuple(child.asks or top.asks)) for child in top.children
            ),
        )
        for top in parsed.tickets
    )
    return tickets, tuple(Category(code=event.code, name=event.name) for _, event in events)


def _channels(
    path: Path, file: str, faults: Faults
) -> tuple[tuple[Channel, ...], tuple[Channel, ...], tuple[Village, ...]]:
    source = _source(path, file, faults) if path.exists() else None
    parsed = _parsed(_Channels, source, file, faults)
    if source is None or parsed is None:
        return (), (), ()
    named = {
        "channels": [(one.code, one.name) for one in parsed.channels],
        "village_channels": [(one.code, one.name) for one in parsed.village_channels],
        "villages": [(one.code, one.name) for one in parsed.villages],
    }
    for field, parts in named.items():
        _unique([((field, str(place), "code"), code) for place, (code, _) in enumerate(parts)], source, file, faults)
        _unique([((field, str(place), "name"), name) for place, (_, name) in enumerate(parts)], source, file, faults)
    return (
        tuple(Channel(code=one.code, name=one.name) for one in parsed.channels),
        tuple(Channel(code=one.code, name=one.name) for one in parsed.village_channels),
        tuple(Village(code=one.code, name=one.name, town=one.town) for one in parsed.villages),
    )


def _source(path: Path, file: str, faults: Faults) -> Source | None:
    text = read_text(path, file, faults)
    if text is None:
        return None
    source = read_source(text)
    for fault in source.faults:
        what = "这一项出现了不止一次" if fault.where else f"不是有效的YAML，请检查缩进、冒号和引号（{fault.what}）"
        faults.add(file, fault.line, fault.where, what)
    return source


def _parsed(model: type[_M], source: Source | None, file: str, faults: Faults) -> _M | None:
    if source is None or (source.value is None and source.faults):
        return None
    try:
        return model.model_validate(source.value)
    except ValidationError as fault:
        for error in fault.errors():
            where = tuple(str(part) for part in error["loc"])
            _add(source, file, where, _what(error), faults)
    return None


def _what(error: Any) -> str:
    words = _WORDS.get(error["type"], str(error["msg"]))
    told = str(error["input"])
    told = told if len(told) <= LONGEST_TOLD else told[:LONGEST_TOLD] + "…"
    return words if error["type"] in {"missing", "extra_forbidden"} else f"“{told}”{words}"


def _add(source: Source, file: str, where: _Where, what: str, faults: Faults) -> None:
    """At the line of the nearest path that the file has."""
    near = where
    while near and near not in source.lines:
        near = near[:-1]
    faults.add(file, source.lines.get(near, 1), ".".join(where), what)


def _unique(codes: Sequence[tuple[_Where, str]], source: Source, file: str, faults: Faults) -> None:
    seen: dict[str, _Where] = {}
    for where, code in codes:
        if seen.setdefault(code, where) != where:
            _add(source, file, where, f"“{code}”与第{source.lines[seen[code]]}行重复", faults)
