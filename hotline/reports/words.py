"""What the two databases say differently: a day, an hour, seconds between, several numbers in one.

Rule: whole seconds, truncated before they are subtracted, and days by the city's fixed distance from UTC: the same
number on both databases and in Python. SQLite would round: of 23:59:59.9999 it makes the next day.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from hotline.reports.period import CITY_TIME

HOUR = "%Y-%m-%d %H"
_EPOCH = "TIMESTAMPTZ '1970-01-01 00:00:00+00'"
"""From here PostgreSQL counts hours and seconds with whole numbers and asks no calendar."""


def _minutes() -> int:
    """The city's distance from UTC, eastward. China has had one clock and no summer time since 1992."""
    offset = datetime(2000, 1, 1, tzinfo=UTC).astimezone(CITY_TIME).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


class on_an_earlier_day(FunctionElement[bool]):  # noqa: N801 reads as the function it is
    """Whether a moment lies on an earlier day of the city's than another; NULL where one of them is."""

    type = Boolean()
    inherit_cache = True
    name = "on_an_earlier_day"


class utc_hour(FunctionElement[str]):  # noqa: N801
    """The hour of a moment by UTC: as 2026-11-21 08 in SQLite, its first moment in PostgreSQL; moment_of reads both."""

    type = String()
    inherit_cache = True
    name = "utc_hour"


class hour_begin(FunctionElement[str]):  # noqa: N801
    """What is not after any moment of an hour as utc_hour writes it."""

    type = String()
    inherit_cache = True
    name = "hour_begin"


class hour_end(FunctionElement[str]):  # noqa: N801
    """What is after every moment of an hour as utc_hour writes it, and not after any of the next."""

    type = String()
    inherit_cache = True
    name = "hour_end"


class seconds_between(FunctionElement[int]):  # noqa: N801
    """Whole seconds from one moment to another."""

    type = Integer()
    inherit_cache = True
    name = "seconds_between"


class packed(FunctionElement[list[Any]]):  # noqa: N801
    """Several numbers as one value: what a scalar subquery can give back of one walk over its rows."""

    type = JSON()
    inherit_cache = True
    name = "packed"


def _args(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> list[str]:
    return [compiler.process(one, **kw) for one in element.clauses]


@compiles(on_an_earlier_day, "sqlite")
def _(element: on_an_earlier_day, compiler: SQLCompiler, **kw: Any) -> str:
    """Reckoned only where it must be: before the city's next day begins, UTC's day is the city's."""
    one, other = _args(element, compiler, **kw)
    turn = f"{(24 * 60 - _minutes()) // 60:02d}"
    plain = f"substr({one}, 12, 2) < '{turn}' AND substr({one}, 1, 10) < substr({other}, 1, 10)"
    shifted = [f"date(substr({moment}, 1, 19), '+{_minutes()} minutes')" for moment in (one, other)]
    return f"CASE WHEN {one} >= {other} THEN 0 WHEN {plain} THEN 1 ELSE {shifted[0]} < {shifted[1]} END"


@compiles(on_an_earlier_day, "postgresql")
def _(element: on_an_earlier_day, compiler: SQLCompiler, **kw: Any) -> str:
    midnight = f"{_EPOCH} - interval '{_minutes()} minutes'"
    here = [f"date_bin('1 day', {one}, {midnight})" for one in _args(element, compiler, **kw)]
    return f"({here[0]} < {here[1]})"


@compiles(hour_begin, "sqlite")
def _(element: hour_begin, compiler: SQLCompiler, **kw: Any) -> str:
    (hour,) = _args(element, compiler, **kw)
    return str(hour)


@compiles(hour_end, "sqlite")
def _(element: hour_end, compiler: SQLCompiler, **kw: Any) -> str:
    (hour,) = _args(element, compiler, **kw)
    return f"({hour} || ':~')"


@compiles(utc_hour, "sqlite")
def _(element: utc_hour, compiler: SQLCompiler, **kw: Any) -> str:
    (moment,) = _args(element, compiler, **kw)
    return f"substr({moment}, 1, 13)"


@compiles(utc_hour, "postgresql")
def _(element: utc_hour, compiler: SQLCompiler, **kw: Any) -> str:
    (moment,) = _args(element, compiler, **kw)
    return f"date_bin('1 hour', {moment}, {_EPOCH})"


@compiles(hour_begin, "postgresql")
def _(element: hour_begin, compiler: SQLCompiler, **kw: Any) -> str:
    (hour,) = _args(element, compiler, **kw)
    return str(hour)


@compiles(hour_end, "postgresql")
def _(element: hour_end, compiler: SQLCompiler, **kw: Any) -> str:
    (hour,) = _args(element, compiler, **kw)
    return f"({hour} + interval '1 hour')"


@compiles(seconds_between, "sqlite")
def _(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    first, last = _args(element, compiler, **kw)
    return f"(unixepoch(substr({last}, 1, 19)) - unixepoch(substr({first}, 1, 19)))"


@compiles(seconds_between, "postgresql")
def _(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    first, last = _args(element, compiler, **kw)
    whole = [f"date_bin('1 second', {moment}, {_EPOCH})" for moment in (last, first)]
    return f"CAST(date_part('epoch', {whole[0]} - {whole[1]}) AS bigint)"


@compiles(packed, "sqlite")
def _(element: packed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_array({', '.join(_args(element, compiler, **kw))})"


@compiles(packed, "postgresql")
def _(element: packed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_build_array({', '.join(_args(element, compiler, **kw))})"


def moment_of(hour: str | datetime) -> datetime:
    """When an hour of utc_hour began, aware UTC."""
    return datetime.strptime(hour, HOUR).replace(tzinfo=UTC) if isinstance(hour, str) else hour.astimezone(UTC)
