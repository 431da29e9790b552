"""What the transcripts of calls hint at, as far as a rule asks for it: out of the books, and nothing of it is kept.

Rule: what was not written is nobody's fault, and a note is nobody's words; a few calls are read at a time, so that
nobody else waits for a city's week.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.quality.hints import Found, Heard, Hint, Words, hints_of
from hotline.quality.rules import Kind, Period, Rule
from hotline.storage.tables import CallTranscriptRow, CallUtteranceRow, TicketRow

OF_KIND: Final = {Kind.FORBIDDEN: Hint.FORBIDDEN, Kind.NO_GREETING: Hint.NO_GREETING, Kind.DRIFT: Hint.DRIFT}
"""The rules that look into transcripts, and the hint that each asks for."""
AGENT, NOTE = "agent", "note"
BEGUN, BREAKS = "begun", ("busy", "lost")
"""The side and the notes of a transcript's lines, as calls.transcript writes them."""
TOGETHER = 50  # calls whose transcripts are read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a transcript. side: whose, as it is written; at: seconds of the recording."""

    side: str
    at: float
    text: str


def hints_in(words: Words, lines: Sequence[Line], types: Collection[str]) -> tuple[Found, ...]:
    """The hints of a call. lines: in the order of the recording; types: of the tickets that were written in it."""
    heard = [Heard(text=one.text, at=one.at, agent=one.side == AGENT) for one in lines if one.side != NOTE]
    return hints_of(words, heard, types, begins=not _begins_late(lines), ends=not _breaks_off(lines))


async def hinted(
    session: AsyncSession, period: Period, rules: Iterable[Rule], words: Words, fresh: Collection[str]
) -> dict[str, set[Kind]]:
    """By call, the kinds of rules that its transcript speaks for.

    Of the calls of the period (fresh), and of those whose recording was heard only in it.
    """
    wanted = {rule.kind for rule in rules} & set(OF_KIND)
    found: dict[str, set[Kind]] = {}
    if not wanted:
        return found
    row = CallTranscriptRow
    heard = select(row.call_id).where(row.at >= period.begin, row.at < period.end)
    calls = list(dict.fromkeys((*fresh, *(await session.scalars(heard)))))
    for at in range(0, len(calls), TOGETHER):
        part = calls[at : at + TOGETHER]
        lines, types = await _lines(session, part), await _types(session, part)
        found |= await asyncio.to_thread(_kinds, words, lines, types, wanted)
    return found


def _kinds(
    words: Words, lines: dict[str, list[Line]], types: dict[str, set[str]], wanted: Collection[Kind]
) -> dict[str, set[Kind]]:
    found: dict[str, set[Kind]] = {}
    for call_id, said in lines.items():
        hints = {one.hint for one in hints_in(words, said, types.get(call_id, ()))}
        if kinds := {kind for kind in wanted if OF_KIND[kind] in hints}:
            found[call_id] = kinds
    return found


async def _lines(session: AsyncSession, calls: Collection[str]) -> dict[str, list[Line]]:
    row, found = CallUtteranceRow, defaultdict[str, list[Line]](list)
    asked = select(row.call_id, row.side, row.start, row.text).where(row.call_id.in_(calls))
    for one in await session.execute(asked.order_by(row.call_id, row.start, row.id)):
        found[one.call_id].append(Line(side=one.side, at=one.start, text=one.text))
    return found


async def _types(session: AsyncSession, calls: Collection[str]) -> dict[str, set[str]]:
    row, found = TicketRow, defaultdict[str, set[str]](set)
    for one in await session.execute(select(row.call_id, row.type).where(row.call_id.in_(calls))):
        found[one.call_id].add(one.type)
    return found


def _begins_late(lines: Sequence[Line]) -> bool:
    """Whether it is written only from some time before the agent's first word on: they may have greeted before."""
    for one in lines:
        if one.side == AGENT:
            return False
        if one.side == NOTE and one.text == BEGUN:
            return True
    return False


def _breaks_off(lines: Sequence[Line]) -> bool:
    return bool(lines) and lines[-1].side == NOTE and lines[-1].text in BREAKS
