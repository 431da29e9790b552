"""The day of each agent, kept in the database: which state from when to when, and every ring at the agent's phone.

Rule: what an event means is decided in spells and rings; here it is loaded, folded and written in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, Row, Table, and_, bindparam, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.agents.rings import Ring, RingOutcome, changed, matters, rings_after
from hotline.agents.spells import Spell, spells_after
from hotline.events import AgentStateChanged, CallEvent, CallReleased, Event, Resynced
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing, write_rows
from hotline.storage.tables import CALL_ID, AgentRingRow, AgentStateRow, CallRow, UserRow
from hotline.storage.text import plain_text

MOST_NOT_TAKEN = 200  # rings in one answer
_REASON = 64  # characters
_LARGEST = 1_000_000  # seconds; more is a mistake of the network's
_STATES, _RINGS = cast("Table", AgentStateRow.__table__), cast("Table", AgentRingRow.__table__)
_OfDesk = TypeVar("_OfDesk", Spell, Ring)
_NOT_TAKEN = (RingOutcome.MISSED, RingOutcome.REFUSED)
_NAMES: BindParameter[Any] = bindparam("names", expanding=True)
_LATEST = (
    select(_STATES.c.extension, func.max(_STATES.c.began))
    .where(_STATES.c.extension.in_(_NAMES))
    .group_by(_STATES.c.extension)
)
_CLOSE = (
    update(_STATES)
    .where(_STATES.c.extension == bindparam("of"), _STATES.c.began == bindparam("since"), _STATES.c.ended.is_(None))
    .values(state=bindparam("now"), reason=bindparam("why"), ended=bindparam("until"), unsure=bindparam("guessed"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """A call that rang here and was not taken. taken_by: the extension that had it in the end, "" for nobody.

    agent: user name of who sat there then, "" for nobody known.
    """

    ring: Ring
    number: str
    taken_by: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of one agent's hours. not_taken: the newest first, at most MOST_NOT_TAKEN."""

    spells: tuple[Spell, ...]
    rings: tuple[Ring, ...]
    not_taken: tuple[NotTaken, ...]


class Daybook:
    """Agents' states and rings. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hear(self, *events: Event) -> None:
        """Keep what these events mean, all or nothing; an event heard twice changes nothing. Raises StorageError."""
        heard = [_fit(event) for event in events if _matters(event)]
        if not heard:
            return
        async with self._database.transaction() as session:
            await _hear_states(session, [one for one in heard if isinstance(one, AgentStateChanged | Resynced)])
            await _hear_calls(session, [one for one in heard if isinstance(one, CallEvent | Resynced)])

    async def of(self, username: str, begin: datetime, end: datetime) -> Kept:
        """What this agent did from begin up to end; spells that reach over an edge are given whole."""
        async with self._database.reading() as session:
            spells = await session.scalars(
                select(AgentStateRow)
                .where(
                    AgentStateRow.username == username,
                    AgentStateRow.began < end,
                    or_(AgentStateRow.ended.is_(None), AgentStateRow.ended > begin),
                )
                .order_by(AgentStateRow.began)
            )
            within = and_(AgentRingRow.username == username, AgentRingRow.rung >= begin, AgentRingRow.rung < end)
            rings = await session.scalars(select(AgentRingRow).where(within).order_by(AgentRingRow.rung))
            return Kept(
                spells=tuple(_spell(row) for row in spells),
                rings=tuple(_ring(row) for row in rings),
                not_taken=await _not_taken(session, within),
            )

    async def lasting(self) -> tuple[Spell, ...]:
        """The states that last, of all agents."""
        async with self._database.reading() as session:
            rows = await session.scalars(select(AgentStateRow).where(AgentStateRow.ended.is_(None)))
            return tuple(_spell(row) for row in rows)

    async def all_of(self, begin: datetime, end: datetime) -> Mapping[str, Kept]:
        """As of(), by extension: of whoever sits there now, and did then; without what was not taken."""
        own = and_(UserRow.username == _STATES.c.username, UserRow.extension == _STATES.c.extension, UserRow.active)
        states = select(*_STATES.c).join(UserRow, own)
        states = states.where(_STATES.c.began < end, or_(_STATES.c.ended.is_(None), _STATES.c.ended > begin))
        own = and_(UserRow.username == _RINGS.c.username, UserRow.extension == _RINGS.c.extension, UserRow.active)
        rings = select(*_RINGS.c).join(UserRow, own).where(_RINGS.c.rung >= begin, _RINGS.c.rung < end)
        async with self._database.reading() as session:
            spells = [_spell(row) for row in await session.execute(states.order_by(_STATES.c.began))]
            rung = [_ring(row) for row in await session.execute(rings.order_by(_RINGS.c.rung))]
        of_spells, of_rings = _by_desk(spells), _by_desk(rung)
        return {
            desk: Kept(spells=tuple(of_spells.get(desk, ())), rings=tuple(of_rings.get(desk, ())), not_taken=())
            for desk in {**of_spells, **of_rings}
        }


def _by_desk(found: Iterable[_OfDesk]) -> dict[str, list[_OfDesk]]:
    desks: dict[str, list[_OfDesk]] = {}
    for one in found:
        desks.setdefault(one.extension, []).append(one)
    return desks


async def _not_taken(session: AsyncSession, within: ColumnElement[bool]) -> tuple[NotTaken, ...]:
    asked = (
        select(AgentRingRow, CallRow.number, CallRow.extension, CallRow.agent, CallRow.answered)
        .outerjoin(CallRow, CallRow.id == AgentRingRow.call_id)
        .where(within, AgentRingRow.outcome.in_(_NOT_TAKEN))
        .order_by(AgentRingRow.rung.desc())
        .limit(MOST_NOT_TAKEN)
    )
    return tuple(
        NotTaken(ring=_ring(ring), number=number or "", taken_by=(desk or "") if answered else "", agent=agent or "")
        for ring, number, desk, agent, answered in await session.execute(asked)
    )


async def _hear_states(session: AsyncSession, events: Sequence[AgentStateChanged | Resynced]) -> None:
    if not events:
        return
    names = {event.extension for event in events if isinstance(event, AgentStateChanged)}
    names |= {agent.extension for event in events if isinstance(event, Resynced) for agent in event.agents}
    wanted: list[ColumnElement[bool]] = [tuple_(_STATES.c.extension, _STATES.c.began).in_(_LATEST)]
    if any(isinstance(event, Resynced) for event in events):
        wanted.append(AgentStateRow.ended.is_(None))
    rows = select(AgentStateRow).where(or_(*wanted)).order_by(AgentStateRow.extension).with_for_update()
    before = [_spell(row) for row in await session.scalars(rows, {"names": sorted(names)})]
    last = {spell.extension: spell for spell in sorted(before, key=lambda spell: spell.began)}
    touched: dict[tuple[str, datetime], Spell] = {}
    for event in events:
        for spell in spells_after(last, event):
            last[spell.extension] = spell
            touched[spell.extension, spell.began] = spell
    known = {(spell.extension, spell.began) for spell in before}
    fresh = [asdict(spell) for key, spell in touched.items() if key not in known]
    users = await _users(session, {row["extension"] for row in fresh})
    await insert_missing(
        session, AgentStateRow, *({**row, "username": users.get(row["extension"], "")} for row in fresh)
    )
    over = [_closing(spell) for key, spell in touched.items() if key in known]
    if over:
        await (await session.connection()).execute(_CLOSE, over)


def _closing(spell: Spell) -> dict[str, Any]:
    whose = {"of": spell.extension, "since": spell.began}
    return {**whose, "now": spell.state, "why": spell.reason, "until": spell.ended, "guessed": spell.unsure}


async def _hear_calls(session: AsyncSession, events: Sequence[CallEvent | Resynced]) -> None:
    if not events:
        return
    calls = {event.call_id for event in events if isinstance(event, CallEvent)}
    calls |= {fact.call_id for event in events if isinstance(event, Resynced) for fact in event.calls}
    wanted: list[ColumnElement[bool]] = [AgentRingRow.call_id.in_(sorted(calls))]
    if any(isinstance(event, Resynced) for event in events):
        wanted.append(AgentRingRow.over.is_(None))
    rows = select(AgentRingRow).where(or_(*wanted)).order_by(AgentRingRow.call_id).with_for_update()
    kept = {_ring(row): row.username for row in await session.scalars(rows)}
    whose = {(ring.call_id, ring.extension, ring.rung): username for ring, username in kept.items()}
    after = tuple(kept)
    for event in events:
        after = rings_after(after, event)
    told = changed(kept, after)
    users = await _users(session, {ring.extension for ring in told})
    await write_rows(
        session,
        AgentRingRow,
        [
            {
                **asdict(ring),
                "username": whose.get((ring.call_id, ring.extension, ring.rung), users.get(ring.extension, "")),
            }
            for ring in told
        ],
    )


async def _users(session: AsyncSession, extensions: Iterable[str]) -> Mapping[str, str]:
    """Who sits at these phones now."""
    asked = select(UserRow.extension, UserRow.username).where(UserRow.extension.in_(sorted(extensions)), UserRow.active)
    return {extension: username for extension, username in await session.execute(asked) if extension}


def _matters(event: Event) -> bool:
    return isinstance(event, AgentStateChanged | Resynced) or (isinstance(event, CallEvent) and matters(event))


def _fit(event: Event) -> Event:
    """The event as the tables can hold it: a reason comes from outside."""
    match event:
        case AgentStateChanged(reason=reason):
            return replace(event, reason=plain_text(reason)[:_REASON])
        case Resynced(agents=agents, calls=calls):
            fitted = tuple(one for one in map(_fit, agents) if isinstance(one, AgentStateChanged))
            facts = tuple(one for one in map(_fit, calls) if isinstance(one, CallEvent))
            return replace(event, agents=fitted, calls=facts)
        case CallReleased(talked=talked):
            return replace(event, call_id=_call_key(event.call_id), talked=max(0, min(talked, _LARGEST)))
        case CallEvent():
            return replace(event, call_id=_call_key(event.call_id))
    return event


def _call_key(call_id: str) -> str:
    return plain_text(call_id)[:CALL_ID]


def _spell(row: AgentStateRow | Row[Any]) -> Spell:
    return Spell(
        extension=row.extension,
        state=row.state,
        reason=row.reason,
        began=row.began,
        ended=row.ended,
        unsure=row.unsure,
    )


def _ring(row: AgentRingRow | Row[Any]) -> Ring:
    return Ring(
        call_id=row.call_id,
        extension=row.extension,
        rung=row.rung,
        outcome=RingOutcome(row.outcome),
        answered=row.answered,
        over=row.over,
        talked=row.talked,
    )
