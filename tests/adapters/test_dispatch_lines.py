"""The dispatch directory on a real database: versions, two editors at once, the city pack's own, other processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from hotline.errors import ConflictError, InputError, NotFoundError
from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.line_model import LineDraft, LineState
from hotline.tickets.routing.lines import PACK, DispatchLines
from tests.adapters.storage import START, Clock, Place, fresh_database
from tests.unit.test_dispatch_lines import COVER, KNOWN, LAMP

NOISE = LineDraft(keywords=("噪声",), lead="市城管局", note="夜间施工")


@dataclass
class Desk:
    """Two processes' directories over one database, and a clock."""

    lines: DispatchLines
    other: DispatchLines
    clock: Clock

    async def in_force(self) -> list[tuple[int, str]]:
        """Number and department of each line in force, as another process has it."""
        await self.other.renew()
        return [(line.number, line.lead) for line in self.other.lines]


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    """Two of them, empty."""
    clock = Clock()
    async with fresh_database(place) as database:
        yield Desk(DispatchLines(database, lambda: KNOWN, clock), DispatchLines(database, lambda: KNOWN, clock), clock)


async def test_every_version_of_a_line_is_kept_with_who_and_when(desk: Desk) -> None:
    """Added, changed, withdrawn, brought back; other processes follow."""
    first = await desk.lines.add(NOISE, by="supervisor1")
    assert (first.line.number, first.version, first.by, first.at) == (1, 1, "supervisor1", START)
    assert await desk.in_force() == [(1, "01")]
    desk.clock.pass_by(hours=1)
    await desk.lines.change(1, replace(NOISE, lead="02"), version=1, by="admin1")
    assert await desk.in_force() == [(1, "02")]
    await desk.lines.withdraw(1, version=2, by="supervisor1")
    assert await desk.in_force() == []
    await desk.lines.change(1, replace(NOISE, lead="02"), version=3, by="supervisor1")
    assert await desk.in_force() == [(1, "02")]
    assert [(one.version, str(one.state), one.line.lead, one.by) for one in await desk.lines.versions(1)] == [
        (4, "current", "02", "supervisor1"),
        (3, "replaced", "02", "supervisor1"),
        (2, "replaced", "02", "admin1"),
        (1, "replaced", "01", "supervisor1"),
    ]


async def test_a_change_is_made_on_the_version_that_was_seen(desk: Desk) -> None:
    """Whoever comes second hears of it, and nothing of his is kept; a line nobody knows is not there."""
    await desk.lines.add(NOISE, by="a")
    await desk.lines.change(1, replace(NOISE, lead="02"), version=1, by="a")
    with pytest.raises(ConflictError):
        await desk.other.change(1, replace(NOISE, note="我的"), version=1, by="b")
    with pytest.raises(ConflictError):
        await desk.other.withdraw(1, version=1, by="b")
    for unknown in (desk.lines.versions(9), desk.lines.withdraw(9, version=1, by="b")):
        with pytest.raises(NotFoundError):
            await unknown
    assert [one.by for one in await desk.lines.versions(1)] == ["a", "a"]


async def test_of_two_changes_at_once_one_is_kept(desk: Desk) -> None:
    """The other is told."""
    await desk.lines.add(NOISE, by="a")
    drafts = [replace(NOISE, note=str(one)) for one in range(2)]
    changes = [
        one.change(1, draft, version=1, by="b") for one, draft in zip((desk.lines, desk.other), drafts, strict=True)
    ]
    told = await asyncio.gather(*changes, return_exceptions=True)
    assert [type(one) for one in told].count(ConflictError) == 1
    assert len(await desk.lines.versions(1)) == 2


async def test_the_same_again_is_no_version(desk: Desk) -> None:
    """A form that is saved unchanged leaves no trace; a line that is withdrawn cannot be withdrawn again."""
    await desk.lines.add(NOISE, by="a")
    assert (await desk.lines.change(1, NOISE, version=1, by="b")).version == 1
    await desk.lines.withdraw(1, version=1, by="a")
    with pytest.raises(ConflictError):
        await desk.lines.withdraw(1, version=2, by="a")


async def test_what_could_not_route_is_not_kept(desk: Desk) -> None:
    """All faults at once; a line that asks for the same as one in force is one of them, unless that is withdrawn."""
    with pytest.raises(InputError) as refused:
        await desk.lines.add(LineDraft(category="月球", lead="没有"), by="a")
    assert set(refused.value.details["fields"]) == {"category", "lead"}
    await desk.lines.add(NOISE, by="a")
    with pytest.raises(InputError):
        await desk.lines.add(replace(NOISE, lead="02"), by="a")
    await desk.lines.withdraw(1, version=1, by="a")
    assert (await desk.lines.add(replace(NOISE, lead="02"), by="a")).line.number == 2


async def test_the_city_packs_lines_are_read_in_once(desk: Desk) -> None:
    """By two processes at the same moment; what supervisors changed or withdrew stays at the next start."""
    await asyncio.gather(desk.lines.sync_pack([LAMP, COVER]), desk.other.sync_pack([LAMP, COVER]))
    await desk.lines.renew()
    assert desk.lines.lines == (LAMP, COVER)
    assert [one.by for one in await desk.lines.versions(1)] == [PACK]
    await desk.lines.change(1, LineDraft(category="0301", keywords=("路灯",), lead="02"), version=1, by="a")
    await desk.lines.withdraw(2, version=1, by="a")
    await desk.lines.sync_pack([LAMP, COVER])
    assert await desk.in_force() == [(1, "02")]
    assert len(await desk.lines.versions(1)) == 2


async def test_a_line_that_changed_in_the_pack_counts_again(desk: Desk) -> None:
    """Also over a supervisor's change; what the pack has no more is withdrawn, what it never had stays."""
    await desk.lines.sync_pack([LAMP, COVER])
    await desk.lines.change(1, LineDraft(category="0301", keywords=LAMP.keywords, lead="02"), version=1, by="a")
    await desk.lines.add(NOISE, by="a")
    await desk.lines.sync_pack([replace(LAMP, note="新")])
    assert await desk.in_force() == [(1, "01"), (3, "01")]
    (cover, *_) = await desk.lines.versions(2)
    assert (cover.state, cover.by) == (LineState.WITHDRAWN, PACK)
    await desk.lines.sync_pack([replace(LAMP, note="新"), COVER])
    assert await desk.in_force() == [(1, "01"), (2, "02"), (3, "01")]


async def test_what_a_supervisor_wrote_before_the_pack_did_becomes_the_packs(desk: Desk) -> None:
    """The same line is not written twice, and goes when the pack lets it go."""
    await desk.lines.add(NOISE, by="a")
    noise = DispatchLine(number=1, keywords=("噪声",), lead="01", note="夜间施工")
    await desk.lines.sync_pack([noise])
    assert [one.version for one in await desk.lines.versions(1)] == [1]
    await desk.lines.sync_pack([])
    assert await desk.in_force() == []


async def test_what_no_longer_holds_of_a_line_is_told(desk: Desk) -> None:
    """A department that is gone, by field."""
    assert desk.lines.faults(LAMP) == {}
    assert set(desk.lines.faults(replace(LAMP, lead="77"))) == {"lead"}
