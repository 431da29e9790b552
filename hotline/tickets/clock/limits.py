"""The limits of one ticket: when each falls due, by which rule, written where.

Rule: the clock starts at the first dispatch. A return, and the dispatch to another department after it, never move the
finish, the extension or the callback.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from hotline.errors import InputError
from hotline.sentences import sentence
from hotline.tickets.clock.calendar import Calendar
from hotline.tickets.clock.counting import due_after
from hotline.tickets.clock.policy import LimitName, Profile, Source
from hotline.tickets.model import TicketType, Urgency

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a rule is chosen by. category: a code of the city pack, or empty."""

    type: TicketType
    urgency: Urgency = Urgency.NORMAL
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What has happened to a ticket, all aware.

    accepted: None is when it was dispatched; dispatched: for the first time; handed_over: to the department that has it
    now, where another returned it; extended_to: until when the finish was put off, or to
    when it was set by hand; finished: None while it is not.
    Raises InputError with details.fields: a moment without its zone, of another age, or before what it follows.
    """

    dispatched: datetime
    accepted: datetime | None = None
    handed_over: datetime | None = None
    extended_to: datetime | None = None
    finished: datetime | None = None

    def __post_init__(self) -> None:
        named = {"dispatched": self.dispatched, "accepted": self.accepted}
        named |= {"handed_over": self.handed_over, "extended_to": self.extended_to, "finished": self.finished}
        fields = {name: fault for name, moment in named.items() if moment and (fault := _fault_of(moment))}
        if not fields:
            if self.accepted and self.accepted > self.dispatched:
                fields["accepted"] = "受理时间不能晚于派单时间（先受理，后派单）"
            if self.handed_over and self.handed_over < self.dispatched:
                fields["handed_over"] = "改派时间不能早于第一次派单的时间（退单不重新计时）"
            if self.extended_to and self.extended_to < self.dispatched:
                fields["extended_to"] = "延期后的时限不能早于派单时间（延期自办结时限届满起算）"
            if self.finished and self.finished < self.dispatched:
                fields["finished"] = "办结时间不能早于派单时间（时限自派单起算）"
        if fields:
            raise InputError("；".join(f"{name}：{what}" for name, what in fields.items()), fields=fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit of one ticket. due: aware UTC; rule: a sentence; profile: the id of the profile that was applied."""

    name: LimitName
    due: datetime
    rule: str
    source: Source
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """All limits of one ticket, in the order of LimitName; warnings: sentences for the supervisor."""

    profile: str
    limits: tuple[Limit, ...]
    warnings: tuple[str, ...] = ()

    def limit(self, name: LimitName) -> Limit | None:
        """The limit of this name; None where the profile has none."""
        return next((limit for limit in self.limits if limit.name is name), None)


def limits_of(profile: Profile, calendar: Calendar, matter: Matter, moments: Moments) -> Deadlines:
    """Every limit that the profile has for such a ticket.

    dispatch runs from acceptance; sign and return from the dispatch to the department that has it now; finish from the
    first dispatch; extension from when finish falls due without one; callback from when it was finished, and while it
    is not, from when finish falls due.
    """
    starts: dict[LimitName, datetime | None] = {
        LimitName.DISPATCH: moments.accepted or moments.dispatched,
        LimitName.SIGN: moments.handed_over or moments.dispatched,
        LimitName.RETURN: moments.handed_over or moments.dispatched,
        LimitName.FINISH: moments.dispatched,
        LimitName.EXTENSION: None,
        LimitName.CALLBACK: moments.finished,
    }
    limits: list[Limit] = []
    for rule in profile.rules_for(matter.type, matter.urgency, matter.category):
        start = starts[rule.name]
        if start is None:
            continue
        due, sentence = due_after(calendar, start, rule.length), rule.sentence
        if rule.name is LimitName.FINISH:
            starts[LimitName.EXTENSION] = due
            if moments.extended_to:
                due, sentence = moments.extended_to.astimezone(UTC), f"{sentence}；已批准延期"
            starts[LimitName.CALLBACK] = moments.finished or due
        limits.append(Limit(name=rule.name, due=due, rule=sentence, source=rule.source, profile=profile.id))
    moved = [limit.due for limit in limits] or [moments.dispatched]
    return Deadlines(
        profile=profile.id,
        limits=tuple(limits),
        warnings=warnings_of(calendar, moments.accepted or moments.dispatched, max(moved)),
    )


def warnings_of(calendar: Calendar, first: datetime, last: datetime) -> tuple[str, ...]:
    """A sentence for each year, from one moment to another, of which the holidays are not known."""
    years = range(first.astimezone(calendar.zone).year, last.astimezone(calendar.zone).year + 1)
    return tuple(sentence("year_unknown", year=year) for year in years if not calendar.covers(year))


def _fault_of(moment: datetime) -> str:
    if moment.tzinfo is None:
        return "时间要写明时区，如2026-09-30T16:00+08:00"
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return f"时间应在{FIRST_YEAR}年到{LAST_YEAR}年之间"
    return ""
