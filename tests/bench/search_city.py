"""The city of `search`: a set of tests/search filled up with made-up offices and procedures, in a real database.

Rule: what is generated stands beside the set's own entries, never in their place, so that answers compete.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hotline.kb import store
from hotline.kb.city import City, city_of
from hotline.kb.generate import DEPARTMENTS, PHONES, PROCEDURES, generate
from hotline.kb.load import load_city
from hotline.kb.model import Entry
from hotline.kb.search.document import documents_of
from hotline.settings import ROOT
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from tests.bench import fts5
from tests.search.evaluation import HERE, read_city

SEED = 12345
BLOCK = 1_000  # entries published at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A city of so many times Zhaoqing's size. database: the hotline's; fts5: the reference's file."""

    times: int
    database: Path
    fts5: Path
    phones: int
    procedures: int

    @property
    def url(self) -> str:
        """Of the hotline's database."""
        return f"sqlite+aiosqlite:///{self.database}"


def set_of(name: str) -> City:
    """The city of a set (tuning, heldout) with the product's synonyms, as it stands there."""
    return read_city(HERE / name, load_city(ROOT / "kb").synonyms)


async def fill(city: City, times: int, folder: Path) -> Filled:
    """Write the city, filled up to so many times Zhaoqing's size, for us and for the reference."""
    entries = [*city.everything(), *generated(city, times)]
    whole = city_of(city.outline, entries)
    filled = Filled(
        times=times,
        database=folder / f"city-{times}.db",
        fts5=folder / f"fts5-{times}.db",
        phones=sum(len(one.phones) for one in whole.departments),
        procedures=len(whole.procedures),
    )
    fts5.build(documents_of(whole), filled.fts5)
    await _publish(entries, filled.url)
    return filled


def generated(city: City, times: int) -> list[Entry]:
    """What the city lacks of so many times Zhaoqing's size."""
    return generate(
        city.outline,
        SEED,
        known=city.everything(),
        departments=DEPARTMENTS * times,
        phones=PHONES * times,
        procedures=PROCEDURES * times,
    )


async def _publish(entries: list[Entry], url: str) -> None:
    """As an import does, in one transaction."""
    await migrate(url)
    database, now = open_database(url), datetime.now(UTC)
    try:
        async with database.transaction() as session:
            ids = await store.add_entries(session, entries, range(len(entries)))
            rows = list(zip(ids.values(), entries, strict=True))
            for begin in range(0, len(rows), BLOCK):
                versions = [(row, 1, entry) for row, entry in rows[begin : begin + BLOCK]]
                await store.publish_many(session, versions, actor="bench", at=now, note="")
            await store.add_revision(session, at=now, actor="bench", source="bench", summary="")
    finally:
        await database.close()
