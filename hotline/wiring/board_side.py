"""The supervisor's board, joined: what supervisors do, overflow, the day's figures, and what is known after a start."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from hotline.accounts.service import AccountService
from hotline.acts import WatchChanged
from hotline.agents.acts import Acts
from hotline.agents.daybook import Daybook
from hotline.agents.model import Since
from hotline.agents.overflow import Overflow
from hotline.agents.service import Agents
from hotline.answering.day_so_far import DaySoFar, look_into
from hotline.answering.supervising import Supervising
from hotline.calls.store import CallStore
from hotline.calls.writer import CallWriter
from hotline.errors import StorageError
from hotline.events import Event, Resynced
from hotline.storage.engine import Database
from hotline.telephony.watching import Watching
from hotline.web.live import Beside
from hotline.wiring.telephone import Telephone

RECALL_SECONDS = 5.0
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSide:
    """writer, day: must be kept running; overflow, day and put: hear every event."""

    supervising: Supervising
    overflow: Overflow
    day: DaySoFar
    writer: CallWriter
    beside: Beside

    def put(self, event: Event) -> None:
        """Keep from when to when supervisors were in calls."""
        if isinstance(event, WatchChanged | Resynced):
            self.writer.put(event)


async def board_side(
    telephone: Telephone,
    database: Database,
    *,
    agents: Agents,
    names: Mapping[str, str],
    days: Daybook,
    calls: CallStore,
    writer: CallWriter,
    accounts: AccountService,
) -> BoardSide:
    """All of it, with what the books know of before. writer: of calls."""
    settings, acts, overflow = telephone.settings, Acts(database), Overflow()
    day = DaySoFar(look_into(database), writer.settle, utc_now)
    supervising = Supervising(
        line=Watching(telephone.link),
        acts=acts,
        agents=agents,
        names=lambda: names,
        publish=telephone.bus.publish,
        now=utc_now,
    )
    beside = Beside(
        now=utc_now,
        today=lambda: day.today,
        overflow=overflow,
        callers=settings.overload_callers,
        tell_of_listening=settings.tell_of_listening,
    )
    board = BoardSide(supervising=supervising, overflow=overflow, day=day, writer=CallWriter(acts.hear), beside=beside)
    await _recall(board, agents, days, calls, accounts)
    return board


async def _recall(board: BoardSide, agents: Agents, days: Daybook, calls: CallStore, accounts: AccountService) -> None:
    """Take up what the books know of before: overflow, and since when states and talks last.

    A database that does not answer costs these, and not the start.
    """
    try:
        async with asyncio.timeout(RECALL_SECONDS):
            kept, people = await board.supervising.acts.overflow(), await accounts.people()
            spells, talks = await days.lasting(), await calls.talks()
    except (StorageError, TimeoutError) as fault:
        log.warning("board_not_recalled", why=str(fault))
        return
    board.overflow.recall(replace(kept, actor=people.get(kept.actor, kept.actor)) if kept else None)
    agents.recall(
        (
            *(Since(of=one.extension, state=one.state, reason=one.reason, began=one.began) for one in spells),
            *(Since(of=one.id, state=one.extension, began=one.answered) for one in talks if one.answered),
        )
    )
