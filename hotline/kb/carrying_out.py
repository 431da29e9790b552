"""A plan of what is to be published, carried out within a transaction that somebody else has begun.

Rule: all of it or nothing: versions, entries and the revision go in together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.kb import store
from hotline.kb.plan import Plan, key_of, last_of

BLOCK = 500  # entries written between two words of progress


def no_progress(done: int, of: int) -> None:
    """Nobody watches."""
    del done, of


async def write_plan(
    session: AsyncSession,
    plan: Plan,
    *,
    source: str,
    actor: str,
    at: datetime,
    progress: Callable[[int, int], None] = no_progress,
    pack_sum: str = "",
) -> int:
    """Publish what a plan adds and changes, withdraw what it withdraws; the new revision.

    source: what it came from, for the versions and the revision; pack_sum: of the city pack, where it is that.
    """
    known = await store.places(session)
    changing = {(change.kind, change.code) for change in (*plan.added, *plan.changed)}
    entries = [entry for entry in plan.entries if key_of(entry) in changing]
    new = [entry for entry in entries if key_of(entry) not in known]
    after = max((one.position for one in known.values()), default=-1) + 1
    ids = {key: one.id for key, one in known.items()}
    ids |= await store.add_entries(session, new, range(after, after + len(new)))
    for begin in range(0, len(entries), BLOCK):
        block = entries[begin : begin + BLOCK]
        versions = [(ids[key_of(entry)], last_of(known, entry) + 1, entry) for entry in block]
        await store.publish_many(session, versions, actor=actor, at=at, note=source)
        progress(min(begin + BLOCK, len(entries)), len(entries))
    gone = [known[change.kind, change.code].id for change in plan.withdrawn]
    await store.withdraw_many(session, gone, actor=actor, at=at, why=source)
    return await store.add_revision(session, at=at, actor=actor, source=source, summary=plan.summary, pack_sum=pack_sum)
