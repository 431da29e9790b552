"""kb/policies/*.yaml and kb/calendar.yaml read, with every fault of all of them at once.

Rule: all or nothing. Whoever loads them anew keeps what was in force when this raises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from hotline.errors import CityPackError
from hotline.ivr.source import Fault, Source, Where, read_source
from hotline.tickets.clock.calendar import Calendar, Season
from hotline.tickets.clock.in_force import InForce, Policies
from hotline.tickets.clock.policy import LimitName, Profile
from hotline.tickets.model import TicketType, Urgency
from hotline.tickets.policy_shapes import WrittenCalendar, WrittenProfile, office_hours, sentence_of

CALENDAR, FOLDER, CATEGORIES = "calendar.yaml", "policies", "categories.yaml"
MOST_BYTES = 1_000_000  # of a file
_DAY = re.compile(r"(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)")
_M = TypeVar("_M", bound=BaseModel)


@dataclass(slots=True, kw_only=True)
class _File:
    """One file, its values, and what is wrong in it."""

    name: str
    source: Source = field(default_factory=Source)

    def lines(self) -> list[str]:
        """Its faults, one a line."""
        told = sorted({(fault.line, fault.where, fault.what) for fault in self.source.faults})
        return [
            f"- {self.name}:{line} {where}: {what}" if where else f"- {self.name}:{line}: {what}"
            for line, where, what in told
        ]


def has_policies(kb_dir: Path) -> bool:
    """Whether a city pack says anything of time; one made before there were deadlines does not."""
    return (kb_dir / CALENDAR).exists() or (kb_dir / FOLDER).exists()


def load_policies(kb_dir: Path) -> Policies:
    """All profiles, the calendar and what is in force. Raises CityPackError, every fault by file, line and field."""
    codes = _category_codes(kb_dir / CATEGORIES)
    files = [_read(path, f"{FOLDER}/{path.name}") for path in sorted((kb_dir / FOLDER).glob("*.yaml"))]
    if not files:
        files = [_File(name=f"{FOLDER}/")]
        files[0].source.fault((), "这个文件夹里没有时限规定，至少要有一个.yaml文件")
    written = {one.id: (file, one) for file in files if (one := _profile(file, codes))}
    profiles: dict[str, Profile] = {}
    for name in written:
        _with_others(name, written, profiles, ())
    file = _read(kb_dir / CALENDAR, CALENDAR)
    calendar = _parsed(WrittenCalendar, file)
    in_force = _in_force(calendar, file, profiles, are_whole=not any(file.source.faults for file in files))
    kept = _calendar(calendar, file) if calendar else None
    lines = [line for each in (*files, file) for line in each.lines()]
    if lines or kept is None:
        faults: tuple[Fault, ...] = tuple(fault for each in (*files, file) for fault in each.source.faults)
        raise CityPackError(f"时限规定有{len(lines)}处错误：\n" + "\n".join(lines), faults=faults)
    return Policies(calendar=kept, profiles=dict(sorted(profiles.items())), in_force=in_force)


def _read(path: Path, name: str) -> _File:
    file = _File(name=name)
    try:
        if path.stat().st_size > MOST_BYTES:
            file.source.fault((), "文件太大，不像是时限规定")
            return file
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        file.source.fault((), "缺少这个文件，请从示例资料包复制一份再修改")
    except OSError as fault:
        file.source.fault((), f"文件无法读取（{fault.strerror or fault}）")
    except UnicodeDecodeError:
        file.source.fault((), "文件编码不是UTF-8，请另存为UTF-8编码")
    else:
        file.source = _understood(text)
    return file


def _understood(text: str) -> Source:
    """The values of a text; a day that there is not stops YAML's own reader, so those are looked for by line."""
    wrong = [
        Fault(line=number, where="", what=f"没有“{day}”这一天，请改正日期")
        for number, line in enumerate(text.splitlines(), 1)
        for day in _DAY.findall(line.partition("#")[0])
        if not _is_day(day)
    ]
    if wrong:
        return Source(faults=wrong)
    try:
        source = read_source(text)
    except ValueError as fault:
        return Source(faults=[Fault(line=1, where="", what=f"不是有效的YAML，请检查日期和引号（{fault}）")])
    except RecursionError:
        return Source(faults=[Fault(line=1, where="", what="不是有效的YAML：嵌套太深，请对照kb/README.md的“时限”一节")])
    source.faults = [Fault(line=one.line, where=one.where, what=_told(one)) for one in source.faults]
    return source


def _told(fault: Fault) -> str:
    if fault.where:
        return "这一项出现了不止一次，请删去一个"
    return f"不是有效的YAML，请检查缩进、冒号和引号（{fault.what}）"


def _is_day(text: str) -> bool:
    try:
        date(*(int(part) for part in text.split("-")))
    except ValueError:
        return False
    return True


def _parsed(model: type[_M], file: _File) -> _M | None:
    if file.source.value is None and file.source.faults:
        return None
    try:
        return model.model_validate(file.source.value)
    except ValidationError as fault:
        for error in fault.errors():
            file.source.fault(tuple(str(part) for part in error["loc"]), sentence_of(error))
    return None


def _profile(file: _File, codes: frozenset[str]) -> WrittenProfile | None:
    written = _parsed(WrittenProfile, file)
    if written is None:
        return None
    if f"{FOLDER}/{written.id}.yaml" != file.name:
        file.source.fault(("id",), f"编号“{written.id}”应和文件名相同，请改文件名或编号")
    seen: dict[object, int] = {}
    for place, rule in enumerate(written.rules):
        where: Where = ("rules", str(place))
        if any(seen.setdefault(case, place) != place for case in rule.rule().cases()):
            first = min(seen[case] for case in rule.rule().cases())
            line = file.source.lines.get(("rules", str(first)), 1)
            file.source.fault(where, f"和第{line}行的规定适用于同样的工单，请合并或写明不同的类型、紧急程度、类别")
        for inner, code in enumerate(rule.categories):
            if codes and code not in codes:
                what = f"categories.yaml里没有类别“{code}”，请写那里的编号"
                file.source.fault((*where, "categories", str(inner)), what)
        if rule.date == "不详" and rule.grade.value in ("A", "B"):
            file.source.fault((*where, "date"), f"{rule.grade.value}级来源要写明日期，查不到的请改为C级")
    return written


def _with_others(
    name: str, written: dict[str, tuple[_File, WrittenProfile]], profiles: dict[str, Profile], above: tuple[str, ...]
) -> Profile | None:
    """A profile after those that it includes; one that leads to itself or to nothing is noted and left out."""
    file, one = written[name]
    if name in profiles:
        return profiles[name]
    others: list[Profile] = []
    for place, other in enumerate(one.include):
        where = ("include", str(place))
        if other not in written:
            file.source.fault(where, f"没有“{other}”这套规定，或者它有错误")
        elif other in (*above, name):
            file.source.fault(where, f"“{other}”又引用了“{name}”，不能互相引用")
        elif included := _with_others(other, written, profiles, (*above, name)):
            others.append(included)
    profiles[name] = one.profile(others)
    return profiles[name]


def _calendar(written: WrittenCalendar, file: _File) -> Calendar:
    first: dict[date, int] = {}
    for place, one in enumerate(written.overrides):
        if first.setdefault(one.day, place) != place:
            line = file.source.lines.get(("overrides", str(first[one.day])), 1)
            file.source.fault(("overrides", str(place), "day"), f"{one.day}和第{line}行重复，请删去一行")
    seasons = tuple(one.season() for one in written.seasons)
    for place, (day, other) in _shared(seasons).items():
        told = f"{day:%m-%d}已经在第{other + 1}季里了，各季不能有同一天"
        file.source.fault(("seasons", str(place)), told)
    return Calendar(
        hours=office_hours(written.office_hours),
        seasons=seasons,
        overrides={one.day: one.override() for one in written.overrides},
        complete=frozenset(written.complete_years),
    )


def _shared(seasons: Sequence[Season]) -> dict[int, tuple[date, int]]:
    """Of each season that shares a day with one before: the first such day of a leap year, and which one."""
    found: dict[int, tuple[date, int]] = {}
    for day in map(date.fromordinal, range(date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal())):
        first, *others = [place for place, season in enumerate(seasons) if season.holds(day)] or [0]
        for place in others:
            found.setdefault(place, (day, first))
    return found


def _in_force(
    written: WrittenCalendar | None, file: _File, profiles: dict[str, Profile], *, are_whole: bool
) -> tuple[InForce, ...]:
    """What is in force, the earliest first. are_whole: all profiles could be read, so that one that is missing is."""
    days: dict[date, int] = {}
    for place, one in enumerate(written.in_force if written else ()):
        where = ("in_force", str(place))
        if days.setdefault(one.since, place) != place:
            file.source.fault((*where, "from"), f"{one.since}这一天写了两套规定，只能有一套")
        if one.profile in profiles:
            for lack in _lacking(profiles[one.profile]):
                file.source.fault((*where, "profile"), f"“{one.profile}”缺少{lack}的办结时限，不能执行，请补上")
        elif are_whole:
            file.source.fault((*where, "profile"), f"没有“{one.profile}”这套规定，现有：{'、'.join(profiles)}")
    listed = [InForce(profile=one.profile, since=one.since) for one in (written.in_force if written else ())]
    return tuple(sorted(listed, key=lambda one: one.since))


def _lacking(profile: Profile) -> list[str]:
    """The types for which a ticket of some urgency has no finish, with those urgencies."""
    lacking: dict[TicketType, list[str]] = {}
    for kind in TicketType:
        for urgency in Urgency:
            if all(rule.name is not LimitName.FINISH for rule in profile.rules_for(kind, urgency)):
                lacking.setdefault(kind, []).append(urgency.label)
    return [f"“{kind.label}”（{'、'.join(urgencies)}）" for kind, urgencies in lacking.items()]


def _category_codes(path: Path) -> frozenset[str]:
    """The codes that a rule may name; none where the file cannot be read, which `hotline kb check` tells."""
    tops: Any = _read(path, CATEGORIES).source.value
    tops = tops.get("tickets") if isinstance(tops, dict) else None
    tops = [top for top in tops if isinstance(top, dict)] if isinstance(tops, list) else []
    children = [child for top in tops if isinstance(top.get("children"), list) for child in top["children"]]
    return frozenset(str(one["code"]) for one in (*tops, *children) if isinstance(one, dict) and "code" in one)
