"""How the knowledge was used: searches by where from and by agent, entries by kind, department and one by one.

Rule: what is counted are sums of days (kb.uses); citizens are in none of them. Titles and departments are those of now,
and an entry that is gone counts on by its code.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from hotline.reports.counting import Amounts
from hotline.reports.figures import Amount, Figure
from hotline.reports.look import Look, figures_beside, figures_of, whole_section
from hotline.reports.names import By, Names
from hotline.reports.period import Period
from hotline.reports.report import Row, Section, section_of
from hotline.sentences import sentence
from hotline.storage.tables import KbEntryRow, KbSearchRow, KbUseRow, KbVersionRow, UserRow

KINDS = {"department": "单位", "procedure": "办事指南", "question": "常见问题", "bulletin": "公告", "synonym": "同义词"}
OURS = "热线自行维护"
"""Who keeps what no department keeps."""
MOST_ENTRIES = 50  # named one by one
SEARCHED = ("searches", "searches_empty", "searches_unsure")
WAYS = ("opened", "aloud", "texted", "forms", "heard", "public")
AT_DESK = ("opened", "aloud")
OF_ENTRY = ("uses", *(f"use_{way}" for way in WAYS), "helpful")
OF_USE = (*OF_ENTRY, "used_in_calls")
DOORS = {"desk": "话务台", "menu": "语音菜单", "public": "公众查询页"}
_SYNONYM = "synonym"
_IN_CALLS = "in_calls"
_SAID = ("helpful", "unhelpful")
_NONE: Counter[str] = Counter()
"""Never added to."""
_Key = tuple[str, str]
_Row = tuple[str, str, str, int, int]
Uses = Mapping[_Key, Counter[str]]
"""By kind and code, how often in each way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it is now. owner: the code of its department, "" for the hotline.

    out: it is published now, and was there, if only as a draft, before the period ended.
    """

    title: str
    owner: str
    out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What was read, of the period, the one before and a year ago. since: the first day that has any, "" for none."""

    used: Sequence[Sequence[_Row]]
    doors: Sequence[Mapping[str, Counter[str]]]
    agents: Sequence[Mapping[str, Counter[str]]]
    entries: Mapping[_Key, Entry]
    people: Mapping[str, str]
    since: str


async def sections(look: Look) -> tuple[Section, ...]:
    """The whole; searches; uses by kind and department; the entries used most, and some that nobody used."""
    session, periods = look.session, [span.period for span in look.spans()]
    books = Books(
        used=[await _used(session, period) for period in periods],
        doors=[await _searched(session, KbSearchRow.door, period) for period in periods],
        agents=[await _searched(session, KbSearchRow.username, period, door="desk") for period in periods],
        entries=await _entries(session, periods[0]),
        people={row.username: row.name for row in await session.execute(select(UserRow.username, UserRow.name))},
        since=await session.scalar(select(func.min(KbSearchRow.day))) or "",
    )
    return await asyncio.to_thread(_sections, books, look.names)


def _sections(books: Books, names: Names) -> tuple[Section, ...]:
    """Made beside the event loop: thousands of entries are reckoned for some tenths of a second."""
    used = [_by_entry(rows) for rows in books.used]
    entries, doors = books.entries, books.doors
    unused = [key for key, one in entries.items() if one.out and key not in used[0]]
    whole = (
        *figures_beside(SEARCHED, *(_searches(_all(one.values())) for one in doors)),
        *figures_beside(OF_USE, *(_amounts(_all(one.values())) for one in used)),
        *_unused(len(unused), sum(one.out for one in entries.values())),
    )
    keepers = {**names.known.get(By.DEPARTMENT, {}), "": OURS}
    return (
        whole_section("使用情况合计", whole, code="use"),
        section_of("door", "搜索：按来源", "door", _search_rows(doors, DOORS), note=_since(books.since)),
        section_of("agent", "搜索：按话务员", str(By.AGENT), _search_rows(books.agents, books.people)),
        section_of("use_kind", "使用：按种类", "kind", _together(used, entries, unused, _kind_of, KINDS)),
        section_of(
            "use_department",
            "使用：按维护单位",
            str(By.DEPARTMENT),
            _together(used, entries, unused, lambda key: _owner(entries, key), keepers),
        ),
        _most_used(used, entries),
        _never_used(used, entries, unused, keepers),
    )


async def _used(session: AsyncSession, period: Period) -> list[_Row]:
    row = KbUseRow
    asked = (
        select(row.kind, row.code, row.way, func.sum(row.times), func.sum(row.in_calls))
        .where(row.day >= period.first.isoformat(), row.day <= period.last.isoformat())
        .group_by(row.kind, row.code, row.way)
    )
    return [(kind, code, way, times, calls) for kind, code, way, times, calls in await session.execute(asked)]


def _by_entry(rows: Iterable[_Row]) -> dict[_Key, Counter[str]]:
    found: dict[_Key, Counter[str]] = {}
    for kind, code, way, times, in_calls in rows:
        if way not in (*WAYS, *_SAID):
            continue
        sums = found.setdefault((kind, code), Counter())
        sums[way] += int(times)
        sums[_IN_CALLS] += int(in_calls) if way in AT_DESK else 0
    return found


async def _searched(
    session: AsyncSession, by: InstrumentedAttribute[str], period: Period, door: str = ""
) -> dict[str, Counter[str]]:
    row = KbSearchRow
    asked = (
        select(by, func.sum(row.times), func.sum(row.missed), func.sum(row.unsure))
        .where(row.day >= period.first.isoformat(), row.day <= period.last.isoformat())
        .group_by(by)
    )
    rows = await session.execute(asked.where(row.door == door) if door else asked)
    return {
        key: Counter(times=int(times), missed=int(missed), unsure=int(unsure)) for key, times, missed, unsure in rows
    }


async def _entries(session: AsyncSession, period: Period) -> dict[_Key, Entry]:
    row, first = KbEntryRow, KbVersionRow
    asked = (
        select(row.kind, row.code, row.title, row.owner, row.published, first.created)
        .outerjoin(first, (first.entry_id == row.id) & (first.version == 1))
        .where(row.kind != _SYNONYM)
        .order_by(row.kind, row.position, row.id)
    )
    return {
        (kind, code): Entry(title=title, owner=owner, out=published is not None and not (began and began >= period.end))
        for kind, code, title, owner, published, began in await session.execute(asked)
    }


def _searches(sums: Counter[str]) -> Amounts:
    times = sums["times"]
    return {
        "searches": Amount(numerator=times),
        "searches_empty": Amount(numerator=sums["missed"], denominator=times),
        "searches_unsure": Amount(numerator=sums["unsure"], denominator=times),
    }


def _amounts(sums: Counter[str]) -> Amounts:
    said = sums["helpful"] + sums["unhelpful"]
    return {
        "uses": Amount(numerator=sum(sums[way] for way in WAYS)),
        **{f"use_{way}": Amount(numerator=sums[way]) for way in WAYS},
        "helpful": Amount(numerator=sums["helpful"], denominator=said),
        "used_in_calls": Amount(numerator=sums[_IN_CALLS], denominator=sum(sums[way] for way in AT_DESK)),
    }


def _unused(unused: int, out: int) -> tuple[Figure, ...]:
    """Without other periods: what is published now was not then."""
    return figures_of(("unused",), {"unused": Amount(numerator=unused, denominator=out)})


def _search_rows(periods: Sequence[Mapping[str, Counter[str]]], names: Mapping[str, str]) -> list[Row]:
    return [
        Row(
            key=key,
            name=names.get(key, key),
            figures=figures_beside(SEARCHED, *(_searches(one.get(key, _NONE)) for one in periods)),
            filters={},
        )
        for key in dict.fromkeys(key for one in periods for key in one)
    ]


def _together(
    periods: Sequence[Uses],
    entries: Mapping[_Key, Entry],
    unused: Sequence[_Key],
    group: Callable[[_Key], str],
    names: Mapping[str, str],
) -> list[Row]:
    """Uses of all entries that have something in common."""
    sums = [_grouped(one, group) for one in periods]
    out = Counter(group(key) for key, one in entries.items() if one.out)
    idle = Counter(map(group, unused))
    return [
        Row(
            key=key,
            name=names.get(key, key),
            figures=(
                *figures_beside(OF_USE, *(_amounts(one.get(key, _NONE)) for one in sums)),
                *_unused(idle[key], out[key]),
            ),
            filters={},
        )
        for key in dict.fromkeys((*out, *(key for one in sums for key in one)))
    ]


def _grouped(used: Uses, group: Callable[[_Key], str]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for key, sums in used.items():
        found.setdefault(group(key), Counter()).update(sums)
    return found


def _most_used(periods: Sequence[Uses], entries: Mapping[_Key, Entry]) -> Section:
    now = periods[0]
    used = {key: sum(sums[way] for way in WAYS) for key, sums in now.items()}
    most = sorted((key for key, times in used.items() if times), key=lambda key: (-used[key], key))
    rows = [_entry_row(key, periods, entries, OF_ENTRY, KINDS.get(key[0], key[0])) for key in most[:MOST_ENTRIES]]
    note = sentence("most_used", used=len(most), shown=len(rows)) if len(most) > len(rows) else ""
    return section_of("use_entry", "用得最多的条目", "entry", rows, note=note)


def _never_used(
    periods: Sequence[Uses], entries: Mapping[_Key, Entry], unused: Sequence[_Key], keepers: Mapping[str, str]
) -> Section:
    """Those first that were used before, for they have become useless."""
    before = {key: sum(one.get(key, _NONE)[way] for one in periods[1:] for way in WAYS) for key in unused}
    first = sorted(unused, key=lambda key: -before[key])[:MOST_ENTRIES]
    rows = tuple(
        _entry_row(
            key,
            periods,
            entries,
            ("uses",),
            f"{KINDS.get(key[0], key[0])}，{keepers.get(entries[key].owner, entries[key].owner)}",
        )
        for key in first
    )
    note = sentence("not_used", unused=len(unused), shown=len(rows)) if len(unused) > len(rows) else ""
    return Section(code="unused_entry", title="没有用过的条目", by="entry", rows=rows, note=note)


def _entry_row(
    key: _Key, periods: Sequence[Uses], entries: Mapping[_Key, Entry], codes: Sequence[str], remark: str
) -> Row:
    return Row(
        key=" ".join(key),
        name=entries[key].title if key in entries else key[1],
        figures=figures_beside(codes, *(_amounts(one.get(key, _NONE)) for one in periods)),
        filters={},
        remark=remark,
    )


def _kind_of(key: _Key) -> str:
    return key[0]


def _owner(entries: Mapping[_Key, Entry], key: _Key) -> str:
    return entries[key].owner if key in entries else ""


def _all(many: Iterable[Mapping[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in many:
        found.update(one)
    return found


def _since(day: str) -> str:
    return sentence("used_since", day=day) if day else sentence("use_unknown")
