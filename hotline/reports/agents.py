"""The agents: calls, talk, wrap-up, rings that were missed, tickets taken down, answered on the spot.

Rule: a call is whose extension it was answered at last, all else whose user name stands on it; whoever has both is one
row, and what belongs to nobody who is known now is shown all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.figures import Figure
from hotline.reports.look import Look, nothing, summed, whole_section
from hotline.reports.names import By
from hotline.reports.report import Row, Section, section_of
from hotline.storage.tables import UserRow

OF_CALLS, OF_WORK = ("calls_taken", "talk_by_agent"), ("written", "spot_by_agent", "missed", "wrap_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account. extension: "" for none."""

    username: str
    name: str
    extension: str


async def sections(look: Look) -> tuple[Section, ...]:
    """All together, and each of them."""
    calls, work = await look.by(OF_CALLS, By.EXTENSION), await look.by(OF_WORK, By.AGENT)
    people = await _people(look.session)
    return (
        whole_section("话务员合计", (*(summed(calls) or nothing(OF_CALLS)), *(summed(work) or nothing(OF_WORK)))),
        section_of("agent", "按话务员", str(By.AGENT), joined(calls, work, people)),
    )


def joined(calls: Sequence[Row], work: Sequence[Row], people: Iterable[Person]) -> list[Row]:
    """One row a person. calls: by extension; work: by user name."""
    by_name = {person.username: person for person in people}
    desks = {person.extension: person.username for person in by_name.values() if person.extension}
    taken = {desks.get(row.key, f"分机{row.key}" if row.key else "无分机"): row for row in calls}
    done = {row.key: row for row in work}
    return [
        Row(
            key=key,
            name=by_name[key].name if key in by_name else key or "未填写",
            figures=(*_figures(taken, key, OF_CALLS), *_figures(done, key, OF_WORK)),
            filters={str(By.AGENT): key},
        )
        for key in dict.fromkeys([*taken, *done])
    ]


def _figures(rows: Mapping[str, Row], key: str, codes: Sequence[str]) -> tuple[Figure, ...]:
    return rows[key].figures if key in rows else nothing(codes)


async def _people(session: AsyncSession) -> list[Person]:
    asked = select(UserRow.username, UserRow.name, UserRow.extension)
    return [
        Person(username=row.username, name=row.name, extension=row.extension or "")
        for row in await session.execute(asked)
    ]
