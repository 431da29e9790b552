"""What is counted: which rows of which table, by which moment they belong to a period, and what they can be told by.

Rule: every figure of the same source counts the same rows; a condition that is left out of one of them is a bug. The
conditions stand as the small indexes have them (storage/tables), word for word, or SQLite does not use those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, FromClause, TextClause, bindparam, select

from hotline.reports.names import By
from hotline.storage.tables import (
    AgentRingRow,
    AgentStateRow,
    CallRow,
    QualityAnswerRow,
    QualityInspectionRow,
    TicketAppealRow,
    TicketCallBackRow,
    TicketOversightRow,
    TicketPartRow,
    TicketRow,
    UtcTime,
)
from hotline.storage.tables.tickets import ASSESSED, FINISHED, ON_THE_SPOT

Condition: TypeAlias = "ColumnElement[bool] | TextClause"
BEGIN, END = bindparam("begin", type_=UtcTime()), bindparam("end", type_=UtcTime())
NOW = bindparam("now", type_=UtcTime())
TICKETS, PARTS, CALLED = TicketRow.__table__, TicketPartRow.__table__, TicketCallBackRow.__table__
OVERSIGHT, APPEALS = TicketOversightRow.__table__, TicketAppealRow.__table__
SCORED, ANSWERS = QualityInspectionRow.__table__, QualityAnswerRow.__table__
CALLS, RINGS, SPELLS = CallRow.__table__, AgentRingRow.__table__, AgentStateRow.__table__


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """Rows of a table. at: by which they belong to a period; ticket: whose they are, None for calls; by: the columns.

    whole: that of them by which all rows are added up, for every row has one; None where they are counted as they lie.
    indexed: whether an index begins with each of the columns, and not with that of the whole alone. A column may be the
    ticket's: what a part, a callback or a card is told by, as the ticket is now.
    """

    name: str
    table: FromClause
    at: ColumnElement[Any]
    by: Mapping[By, ColumnElement[Any]]
    whole: By | None = None
    where: tuple[Condition, ...] = ()
    ticket: ColumnElement[Any] | None = None
    indexed: bool = False

    def walked_by(self, by: By) -> bool:
        """Whether the rows of one value lie together, so that each value is walked over by itself."""
        return self.indexed or self.whole in (None, by)

    def rows(self, columns: Iterable[By]) -> FromClause:
        """The table, with that of the tickets where one of these columns is the ticket's."""
        return self.beside(self.table, columns)

    def beside(self, rows: FromClause, columns: Iterable[By]) -> FromClause:
        """These rows of the table, with the tickets where they are needed."""
        if self.ticket is None or all(self.table.c.contains_column(self.by[by]) for by in columns):
            return rows
        return rows.join(TICKETS, TICKETS.c.number == self.ticket)


def _upheld(of: str) -> Any:
    """The ids of what departments have appealed against and were right."""
    return select(APPEALS.c.target).where(APPEALS.c.of == of, APPEALS.c.upheld.is_(True))


def _excused() -> Any:
    """The ids of parts that were urged to sign, and whose departments were right to appeal: few, and none is NULL.

    Whose part it was: the last that was given before.
    """
    line, part = OVERSIGHT, PARTS.alias()
    urged = (
        select(part.c.id)
        .where(part.c.ticket_number == line.c.ticket_number, part.c.lead, part.c.given <= line.c.at)
        .order_by(part.c.given.desc(), part.c.id.desc())
        .limit(1)
        .correlate(line)
        .scalar_subquery()
    )
    by_clock = (line.c.watch == "urge", line.c.by == "clock")
    found = select(urged.label("part")).where(*by_clock, line.c.id.in_(_upheld("oversight"))).subquery()
    return select(found.c.part).where(found.c.part.is_not(None))


LATE_TO_SIGN: ColumnElement[bool] = PARTS.c.urged & PARTS.c.id.not_in(_excused())
GIVEN_BACK: ColumnElement[bool] = PARTS.c.returned

_OF_TICKET = {
    By.DEPARTMENT: TICKETS.c.department,
    By.TYPE: TICKETS.c.type,
    By.CATEGORY: TICKETS.c.category,
    By.DISTRICT: TICKETS.c.district,
    By.CHANNEL: TICKETS.c.came_by,
    By.URGENCY: TICKETS.c.urgency,
    By.STATE: TICKETS.c.state,
    By.AGENT: TICKETS.c.created_by,
}
_OF_ITS_TICKET = {by: _OF_TICKET[by] for by in (By.TYPE, By.CATEGORY, By.DISTRICT, By.CHANNEL)}
CREATED = Source(
    name="created",
    table=TICKETS,
    at=TICKETS.c.created,
    by=_OF_TICKET,
    whole=By.TYPE,
    where=(TICKETS.c.state != "draft",),
    ticket=TICKETS.c.number,
    indexed=True,
)
SPOT = Source(
    name="spot",
    table=TICKETS,
    at=TICKETS.c.created,
    by=_OF_TICKET,
    whole=By.AGENT,
    where=(ON_THE_SPOT,),
    ticket=TICKETS.c.number,
)
DUE = Source(
    name="due",
    table=TICKETS,
    at=TICKETS.c.due,
    by=_OF_TICKET,
    whole=By.DEPARTMENT,
    where=(ASSESSED, TICKETS.c.answered.is_not(None) | (TICKETS.c.due < NOW)),
    ticket=TICKETS.c.number,
)
DONE = Source(
    name="done",
    table=TICKETS,
    at=TICKETS.c.finished,
    by=_OF_TICKET,
    whole=By.DEPARTMENT,
    where=(FINISHED,),
    ticket=TICKETS.c.number,
)
GIVEN = Source(
    name="given",
    table=PARTS,
    at=PARTS.c.given,
    by={By.DEPARTMENT: PARTS.c.department, **_OF_ITS_TICKET, By.AGENT: TICKETS.c.created_by},
    whole=By.DEPARTMENT,
    where=(PARTS.c.lead,),
    ticket=PARTS.c.ticket_number,
)
CALLED_BACK = Source(
    name="called_back",
    table=CALLED,
    at=CALLED.c.at,
    by={By.DEPARTMENT: CALLED.c.department, **_OF_ITS_TICKET},
    whole=By.DEPARTMENT,
    where=(CALLED.c.id.not_in(_upheld("call_back")),),
    ticket=CALLED.c.ticket_number,
)
RED_CARDS = Source(
    name="red_cards",
    table=OVERSIGHT,
    at=OVERSIGHT.c.at,
    by={By.DEPARTMENT: OVERSIGHT.c.department, **_OF_ITS_TICKET},
    whole=By.DEPARTMENT,
    where=(OVERSIGHT.c.watch == "red", OVERSIGHT.c.id.not_in(_upheld("oversight"))),
    ticket=OVERSIGHT.c.ticket_number,
)
ARRIVED = Source(
    name="arrived",
    table=CALLS,
    at=CALLS.c.arrived,
    by={By.AGENT: CALLS.c.agent},
    where=(CALLS.c.direction == "in",),
)
RUNG = Source(
    name="rung",
    table=RINGS,
    at=RINGS.c.rung,
    by={By.AGENT: RINGS.c.username},
    whole=By.AGENT,
    where=(RINGS.c.outcome != "ringing",),
)
WRAPPED_UP = Source(
    name="wrapped_up",
    table=SPELLS,
    at=SPELLS.c.began,
    by={By.AGENT: SPELLS.c.username},
    whole=By.AGENT,
    where=(SPELLS.c.state == "wrap_up", SPELLS.c.ended.is_not(None), SPELLS.c.unsure.is_(False)),
)
INSPECTED = Source(
    name="inspected",
    table=SCORED,
    at=SCORED.c.submitted,
    by={By.AGENT: SCORED.c.agent},
    whole=By.AGENT,
    where=(SCORED.c.total.is_not(None),),
)
ITEMS = Source(
    name="items",
    table=ANSWERS,
    at=ANSWERS.c.at,
    by={By.ITEM: ANSWERS.c.item},
    whole=By.ITEM,
    where=(ANSWERS.c.answer != "na",),
)
