"""One text of hours read piece by piece, each by the first way that fits it whole, and noted in a draft. Pure.

Rule: a piece is understood whole or not at all; one that is not leaves the text a text, and the clerk is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hotline.kb.hours import phrases
from hotline.kb.hours.draft import NO_TIMES, Days, Draft, HoursError, Line, Rest, Scope, spans_of
from hotline.kb.hours.model import ALL_DAY, DAY, OnHolidays, Span
from hotline.kb.hours.seasons import after_heading
from hotline.kb.hours.words import DAYS, EVERY_DAY, HOLIDAY, days_of, minutes

LONGEST = 60  # characters of a piece: more is prose
NOON = 720
_ON_HOLIDAYS = "法定节假日"
TWICE = "写了两次是哪几天"
HOLIDAYS = frozenset({HOLIDAY})


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads pieces in order. usual: the days of a piece that names none; days, owner, line: what the next goes on with.

    scope: the season; headed: named in this sentence; waiting: days are named, and no times yet; closed: the last piece
    named when it rests; undated: times were named in this sentence, and no days yet.
    """

    draft: Draft
    usual: Days | None = None
    days: Days | None = None
    owner: str = ""
    line: Line | None = None
    scope: Scope = None
    headed: bool = False
    waiting: bool = False
    closed: bool = False
    undated: bool = False

    def sentence(self, text: str) -> None:
        """A sentence: pieces parted by commas. Raises HoursError."""
        pieces = [one for one in text.split(",") if one]
        goes_on = pieces and phrases.RANGE_FIRST.match(pieces[0]) and self.line is not None and not self.line.owner
        if not goes_on:
            self.days, self.line = self.usual, None
        self.owner, self.headed, self.closed, self.undated = "", False, False, False
        before = len(self.draft.lines)
        for piece in pieces:
            if len(piece) > LONGEST or not self._read(piece):
                raise HoursError(piece[:LONGEST])
        self._end(text, [one for one in self.draft.lines[before:] if one.days is None])

    def _end(self, text: str, lines: list[Line]) -> None:
        """Days that are named last are those of the times before them. lines: of this sentence, that have none."""
        if self.waiting and not lines:
            raise HoursError(text[:LONGEST], NO_TIMES)
        if self.waiting:
            for line in lines:
                line.days = self.days
        self.waiting = False

    def _read(self, piece: str) -> bool:
        rest = self._after_heading(piece)
        ways = (self._new_year, self._aside, self._last_in, self._noon, self._times, self._clock)
        return not rest or any(way(rest) for way in (*ways, self._as_usual, self._rests, self._only_days))

    def _after_heading(self, piece: str) -> str:
        """The piece without the season before it, which the sentence is then of."""
        days = DAYS.match(piece)
        if days and phrases.SEASON.match(piece, days.end()):
            self.usual = self.days = days_of(days[0])
            piece = piece[days.end() :]
        scope, rest = after_heading(self.draft, piece)
        if scope is not None:
            self.scope, self.headed, self.line = scope, True, None
        return rest

    def _aside(self, piece: str) -> bool:
        """What changes no hours, or changes them on days that no calendar has."""
        if phrases.NEVER_RESTS.fullmatch(piece):
            self.draft.never_rests = True
        elif phrases.ANY_WEEKDAY.fullmatch(piece):
            self.draft.on_any_weekday = True
        elif (found := phrases.SOME_OPEN.fullmatch(piece)) and self._meant(found["first"]) == HOLIDAYS:
            self.draft.holidays.append((self._where(), OnHolidays.TEXT))
        elif phrases.is_remark(piece) or phrases.is_of_service(piece):
            self.draft.remarks.append(piece)
        else:
            return phrases.PERIOD.fullmatch(piece) is not None and self._period(piece)
        return True

    def _period(self, piece: str) -> bool:
        """What a time that no calendar has changes: only what opens the office may stay unknown."""
        if phrases.ON_DUTY.fullmatch(piece):
            self.draft.remarks.append(piece)
        elif phrases.EXTENDS.fullmatch(piece):
            self.draft.occasions.append(piece)
        elif phrases.LATER.fullmatch(piece) and (self.usual == HOLIDAYS or piece.startswith(_ON_HOLIDAYS)):
            self.draft.occasions.append(_ON_HOLIDAYS + piece.removeprefix(_ON_HOLIDAYS))
        else:
            raise HoursError(piece, "没有写明从几月几日到几月几日")
        return True

    def _new_year(self, piece: str) -> bool:
        found = phrases.NEW_YEAR.fullmatch(piece)
        if found is None or self._owner(found["subject"]):
            return False
        days = ["夕一二三四五六七".index(found[name][-1]) for name in ("first", "last") if found[name]]
        self.draft.new_year = (days[0], days[-1])
        return True

    def _last_in(self, piece: str) -> bool:
        found = phrases.LAST_IN.fullmatch(piece)
        at = minutes(found["at"]) if found else -1
        for place, span in enumerate(self.line.spans if found and self.line else ()):
            if self.line is not None and span.begins < at < span.ends:
                self.line.spans[place] = replace(span, admits=at)
                return True
        return False

    def _noon(self, piece: str) -> bool:
        found = phrases.THROUGH_NOON.fullmatch(piece)
        if found is None:
            return False
        if owner := self._owner(found["subject"]):
            self.draft.through_noon.append(owner)
            return True
        return self.line is not None and len(self.line.spans) == 1

    def _times(self, piece: str) -> bool:
        found = phrases.TIMES.fullmatch(piece)
        if found is None:
            return False
        spans = spans_of(found["range"])
        if found["noon"] or found["closed"]:
            return self._close(self._meant(found["first"], found["second"]), spans)
        owner = self._owner(found["subject"]) or self.owner
        if not owner and phrases.STAFFED.search(piece):
            return False
        if found["only"]:
            owner = f"{found['only'].removesuffix('业务')}业务"
        days = self._joined(found["first"], found["second"])
        self._open(owner, days, spans, named=bool(found["first"] or found["second"]))
        return True

    def _open(self, owner: str, days: Days | None, spans: tuple[Span, ...], *, named: bool) -> None:
        if self.waiting and self.undated:
            raise HoursError(why="要先写是哪几天，再写几点")
        self.undated = self.undated or days is None
        if len(spans) > 1 and days != EVERY_DAY:  # past midnight: the next day has to be such a day as well
            raise HoursError(why="过了半夜的，要每天都这样才能写次日")
        line = self.line
        if line is None or line.owner != owner or named or line.days != days:
            line = Line(owner=owner, days=days, scope=self.scope, alone=not self.headed)
            self.draft.lines.append(line)
        elif line.spans and spans[0].begins < line.spans[-1].ends:
            raise HoursError(why="后面的钟点早于前面的，下午要写成13:30或者下午1:30")
        line.spans += spans
        self.line, self.owner, self.days, self.waiting, self.closed = line, owner, days, False, False

    def _close(self, days: Days | None, spans: tuple[Span, ...]) -> bool:
        if days is None or HOLIDAY in days or self.owner:
            return False
        self.draft.rests += [Rest(days=days, scope=self._where(), begins=span.begins, ends=span.ends) for span in spans]
        return True

    def _clock(self, piece: str) -> bool:
        found = phrases.ROUND_THE_CLOCK.fullmatch(piece)
        if found is None:
            return False
        owner, named = self._owner(found["subject"]), bool(found["first"] or found["second"])
        days = self._joined(found["first"], found["second"])
        if not owner and phrases.STAFFED.search(piece):  # somebody is there, and the office is not open
            if days == HOLIDAYS:
                self.draft.holidays.append((self._where(), OnHolidays.TEXT))
            else:
                self.draft.remarks.append(piece)
            return True
        self._open(owner, EVERY_DAY if days is None or (owner and not named) else days, ALL_DAY, named=True)
        return True

    def _rests(self, piece: str) -> bool:
        found = phrases.RESTS.fullmatch(piece)
        if found is None or self._owner(found["subject"]):
            return False
        if self.closed and not (found["first"] or found["second"] or found["half"]):
            return True  # 周三下午学习，不对外办公
        days = self._meant(found["first"], found["second"])
        if days is None and self.headed and self.scope is not None:
            self.draft.closed |= self.scope
            return True
        if days is None or self.owner:
            return False
        if HOLIDAY in days:
            if found["half"] in ("上午", "下午"):
                return False
            self.draft.holidays.append((self._where(), OnHolidays.CLOSED))
        begins, ends = {"上午": (0, NOON), "下午": (NOON, DAY)}.get(found["half"] or "", (0, DAY))
        self.draft.rests.append(Rest(days=days, scope=self._where(), begins=begins, ends=ends))
        self.closed = True
        return True

    def _as_usual(self, piece: str) -> bool:
        found = phrases.AS_USUAL.fullmatch(piece)
        if found is None or self._owner(found["subject"]):
            return False
        days = self._meant(found["first"], found["second"])
        if days != HOLIDAYS:
            return False
        self.draft.holidays.append((self._where(), OnHolidays.USUAL))
        return True

    def _only_days(self, piece: str) -> bool:
        found = phrases.ONLY_DAYS.fullmatch(piece)
        if found is None or self._owner(found["subject"]):
            return False
        self.days = self._joined(found["days"])
        self.line, self.waiting = None, True
        return True

    def _meant(self, *written: str | None) -> Days | None:
        """The days that a piece names, else those that it goes on with. Raises HoursError where it names them twice."""
        named = [days_of(one) for one in written if one]
        if len(named) > 1:
            raise HoursError("".join(filter(None, written)), TWICE)
        return named[0] if named else self.days

    def _joined(self, *written: str | None) -> Days | None:
        """The same with the days just named before it: 周一，周三，周五9:00. Raises HoursError."""
        days = self._meant(*written)
        if not self.waiting or not any(written) or not days or not self.days:
            return days
        if days & self.days:
            raise HoursError("".join(filter(None, written)), TWICE)
        return days | self.days

    def _where(self) -> Scope:
        """Of which seasons a rest or a holiday is said: of the one of this sentence, else of all."""
        return self.scope if self.headed else None

    def _owner(self, subject: str) -> str:
        """The window or service of a subject, "" for the office itself. Raises HoursError for neither."""
        if phrases.is_whole_office(subject):
            return ""
        if not phrases.is_service(subject) or DAYS.search(subject):
            raise HoursError(subject)
        return subject
