"""The agents: calls, talk, wrap-up, rings that were missed, tickets taken down, answered on the spot.

Rule: all of it is told by the user name that was written down when it happened: an extension has another owner once
somebody has left. What belongs to nobody who is known now is shown all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.look import Look, nothing, summed, whole_section
from hotline.reports.names import By
from hotline.reports.report import Row, Section, section_of
from hotline.storage.tables import UserRow

CODES = ("calls_taken", "talk_by_agent", "written", "spot_by_agent", "missed", "wrap_up")
NOBODY = "未记下是谁"


async def sections(look: Look) -> tuple[Section, ...]:
    """All together, and each of them."""
    rows, people = await look.by(CODES, By.AGENT), await _people(look.session)
    return (
        whole_section("话务员合计", summed(rows) or nothing(CODES)),
        section_of("agent", "按话务员", str(By.AGENT), [named(row, people) for row in rows]),
    )


def named(row: Row, people: Mapping[str, str]) -> Row:
    """As the agent is called. people: names by user name."""
    return replace(row, name=people.get(row.key) or row.key or NOBODY)


async def _people(session: AsyncSession) -> dict[str, str]:
    return {row.username: row.name for row in await session.execute(select(UserRow.username, UserRow.name))}
