"""What was read of an office's hours, piece by piece, put together into weeks, seasons, windows and services. Pure.

Rule: pieces that contradict each other are not reconciled: the text stays a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hotline.kb.hours.model import ALL_DAY, DAY, MonthDay, OfficeHours, OnHolidays, Part, Season, Span, Spans, Week
from hotline.kb.hours.words import EVERY_DAY, HOLIDAY, WORKDAYS, minutes

REST_OF_YEAR = -1  # the place of what is outside all seasons
NO_DAYS, NO_TIMES = "没有写明是哪几天", "没有写明是几点"
Days = frozenset[int]
Scope = frozenset[int] | None  # places of seasons, None for the whole year


class HoursError(Exception):
    """Hours that are not understood. piece: of them, as it was read, "" for the whole; why: for the clerk."""

    def __init__(self, piece: str = "", why: str = "看不懂") -> None:
        super().__init__(piece, why)
        self.piece, self.why = piece, why


@dataclass(slots=True, kw_only=True)
class Line:
    """Spans of some days. owner: a window or service, "" for the office; days: None until they are known."""

    owner: str
    days: Days | None
    scope: Scope
    alone: bool  # in a sentence without a season's name
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Minutes of some days in which the office is closed."""

    days: Days
    scope: Scope
    begins: int = 0
    ends: int = DAY


@dataclass(slots=True, kw_only=True)
class Draft:
    """Everything that was read. seasons: (name, begins, ends); holidays: what was said of them, and of what."""

    lines: list[Line] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    seasons: list[tuple[str, MonthDay, MonthDay]] = field(default_factory=list)
    has_rest_of_year: bool = False
    closed: set[int] = field(default_factory=set)  # seasons that have no day
    holidays: list[tuple[Scope, OnHolidays]] = field(default_factory=list)
    on_any_weekday: bool = False  # on a public holiday that is a day of rest it is open as on the others
    never_rests: bool = False
    through_noon: list[str] = field(default_factory=list)
    new_year: tuple[int, int] | None = None
    occasions: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def finished(self) -> OfficeHours:
        """The hours. Raises HoursError where they contradict each other or where the office's own are missing."""
        self._settle_days()
        self._check_seasons()
        weeks = [self._week("", place) for place in range(len(self.seasons))]
        base = self._week("", REST_OF_YEAR) if self.has_rest_of_year or not self.seasons else None
        if not any(spans for week in (*weeks, base) if week for spans in week.days):
            raise HoursError(why=NO_TIMES)
        seasons = tuple(
            Season(name=name, begins=begins, ends=ends, week=week)
            for (name, begins, ends), week in zip(self.seasons, weeks, strict=True)
        )
        return OfficeHours(
            week=base,
            seasons=seasons,
            parts=self._parts(base),
            new_year=self.new_year,
            occasions=tuple(dict.fromkeys(self.occasions)),
            remarks=tuple(dict.fromkeys(self.remarks)),
        )

    def _settle_days(self) -> None:
        for line in self.lines:
            if line.days is None and not self.never_rests:
                raise HoursError(why=NO_DAYS)
            line.days = EVERY_DAY if line.days is None else line.days
        if self.never_rests:
            self.holidays.append((None, OnHolidays.USUAL))

    def _check_seasons(self) -> None:
        """What is written beside the seasons, or after the last of them, may be meant for one of them or for all."""
        own = [line for line in self.lines if not line.owner and line.days != frozenset({HOLIDAY})]
        always = [line for line in own if line.spans == [*ALL_DAY]]
        if any(line.scope == one.scope for one in always for line in own if line is not one):
            raise HoursError(why="又写24小时，又写了别的钟点")
        if not self.seasons:
            return
        places = [*range(len(self.seasons)), *([REST_OF_YEAR] if self.has_rest_of_year else [])]
        counts = {sum(line.alone and place in (line.scope or ()) for line in own) for place in places}
        if any(place not in self.closed and not any(_has(line.scope, place) for line in own) for place in places):
            raise HoursError(why=NO_TIMES)
        if len(counts) > 1 or any(line.scope is None for line in own):
            raise HoursError(why="每个季节要各自写全，写在同一句里")

    def _parts(self, base: Week | None) -> tuple[Part, ...]:
        names = dict.fromkeys(line.owner for line in self.lines if line.owner)
        parts = [Part(name=name, week=self._week(name, REST_OF_YEAR)) for name in names]
        for name in self.through_noon:
            if self.seasons or base is None or name in names or any(base.days[day] for day in EVERY_DAY - WORKDAYS):
                self.remarks.append(f"{name}中午不休息")
            else:
                days = tuple(map(_bridged, base.days))
                parts.append(Part(name=name, week=Week(days=days, on_holidays=_unsaid(days))))
        return tuple(parts)

    def _week(self, owner: str, place: int) -> Week:
        lines = [one for one in self.lines if one.owner == owner and (owner or _has(one.scope, place))]
        rests = [] if owner else [one for one in self.rests if _has(one.scope, place)]
        days = tuple(
            _without(
                _joined(line.spans for line in lines if day in (line.days or ())), (r for r in rests if day in r.days)
            )
            for day in range(7)
        )
        own = _joined(line.spans for line in lines if HOLIDAY in (line.days or ()))
        said = set() if owner else {what for scope, what in self.holidays if _has(scope, place)}
        if OnHolidays.TEXT in said:
            return Week(days=days, on_holidays=OnHolidays.TEXT)
        if len(said) > 1 or (own and OnHolidays.CLOSED in said):
            raise HoursError(why="节假日的写法前后矛盾")
        if self.on_any_weekday and not owner and not own:
            own = _alike(days)
        if own:
            return Week(days=days, on_holidays=OnHolidays.HOURS, holiday=own)
        return Week(days=days, on_holidays=said.pop() if said else _unsaid(days))


def spans_of(written: str) -> tuple[Span, ...]:
    """One span, two where it goes past midnight. Raises HoursError for times that there are not."""
    first, _, last = written.partition("-")
    clock = last.lstrip("次翌第二日天")
    begins, ends = minutes(first), minutes(clock)
    if clock != last and 0 <= ends <= begins < DAY:
        over = (Span(begins=0, ends=ends),) if ends else ()
        return (Span(begins=begins, ends=DAY), *over)
    if clock != last or not 0 <= begins < ends:
        raise HoursError(written, "没有这样的钟点")
    return (Span(begins=begins, ends=ends),)


def _unsaid(days: tuple[Spans, ...]) -> OnHolidays:
    """What hours mean on public holidays of which nothing is written."""
    if not any(days):
        return OnHolidays.CLOSED
    if len(set(days)) == 1:  # every day is every day
        return OnHolidays.USUAL
    offices = {days[day] for day in WORKDAYS} - {()}
    weekends = {days[day] for day in EVERY_DAY - WORKDAYS} - {()}
    if offices & weekends:  # 周一至周六, 周二至周日: not the hours of offices
        return OnHolidays.TEXT
    return OnHolidays.UNSAID if weekends else OnHolidays.CLOSED


def _has(scope: Scope, place: int) -> bool:
    return scope is None or place in scope


def _alike(days: tuple[Spans, ...]) -> Spans:
    found = {spans for spans in days if spans}
    if len(found) != 1:
        raise HoursError(why="各天的钟点不同，要写明节假日几点开放")
    return found.pop()


def _joined(lines: Iterable[list[Span]]) -> Spans:
    """Spans in order; those that touch are one."""
    joined: list[Span] = []
    for span in sorted((span for spans in lines for span in spans), key=lambda one: (one.begins, one.ends)):
        before = joined[-1] if joined else None
        if before is not None and span.begins <= before.ends:
            later = span if span.ends >= before.ends else before
            joined[-1] = Span(begins=before.begins, ends=later.ends, admits=later.admits)
        else:
            joined.append(span)
    return tuple(joined)


def _without(spans: Spans, rests: Iterable[Rest]) -> Spans:
    for rest in rests:
        cut: list[Span] = []
        for one in spans:
            if one.begins < min(one.ends, rest.begins):
                cut.append(replace(one, ends=min(one.ends, rest.begins), admits=_kept(one, rest.begins)))
            if one.ends > max(one.begins, rest.ends):
                cut.append(_from(one, max(one.begins, rest.ends)))
        spans = tuple(dict.fromkeys(cut))
    return spans


def _kept(span: Span, ends: int) -> int | None:
    return span.admits if span.admits is not None and span.admits < min(ends, span.ends) else None


def _from(span: Span, begins: int) -> Span:
    admits = span.admits if span.admits is not None and span.admits > begins else None
    return replace(span, begins=begins, admits=admits)


def _bridged(spans: Spans) -> Spans:
    return (Span(begins=spans[0].begins, ends=spans[-1].ends, admits=spans[-1].admits),) if spans else ()
