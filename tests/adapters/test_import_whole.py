"""A whole pack imported: tables, forms and texts together or not at all, and written out as it came in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text as sql
from sqlalchemy.exc import ProgrammingError

from hotline.cli.importing import Planned, carry_out, plan_import, settle_in
from hotline.cli.knowledge import Books, books_of, read_pack_into
from hotline.errors import InputError, StorageError
from hotline.kb.forms.model import Form
from hotline.kb.load import load_outline
from hotline.kb.model import Entry
from hotline.settings import Settings
from hotline.storage.engine import Database, open_database
from tests.adapters.storage import Place, fresh_database, fresh_url
from tests.fakes.forms import PDF, docx, form_folder
from tests.unit.test_cli_kb import CARD, CATEGORIES, CITY, CIVIL, GUIDE, OFFICES, PUBLIC_SECURITY
from tests.unit.test_cli_texts import TEXT

Held = tuple[int, tuple[Entry, ...], tuple[Form, ...], list[str]]


def small_pack(folder: Path, offices: str = PUBLIC_SECURITY + CIVIL) -> Path:
    """A pack with an entry of each kind that is kept in the database."""
    (folder / "procedures").mkdir(parents=True)
    for name, told in (
        ("city.yaml", CITY),
        ("categories.yaml", CATEGORIES),
        ("departments.csv", OFFICES + offices),
        ("procedures/a.csv", GUIDE + CARD),
        ("questions.csv", "问题,答案\n身份证丢了怎么办,到派出所补领。\n"),
        ("synonyms.csv", "规范用语,说法\n补领,补办\n"),
        ("templates.yaml", TEXT),
    ):
        (folder / name).write_text(told, encoding="utf-8")
    form_folder(folder, 申领表_docx=docx())
    return folder


async def held(books: Books) -> Held:
    """All that a pack is read into, as it stands."""
    knowledge, texts = books.knowledge, await books.templates.listed()
    city = await knowledge.city()
    return (
        await knowledge.revision(),
        tuple(city.everything()),
        await books.forms.published(),
        [one.template.text for one in texts],
    )


def settings_for(folder: Path, url: str, kb_dir: Path) -> Settings:
    """Of an installation of its own."""
    return Settings(database_url=url, state_dir=folder / "state", kb_dir=kb_dir)


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A fresh one of each kind."""
    async with fresh_database(place) as database:
        yield database


@pytest_asyncio.fixture
async def books(database: Database, tmp_path: Path) -> Books:
    """With a small pack read into them."""
    pack = small_pack(tmp_path / "kb")
    books = books_of(database, load_outline(pack), tmp_path / "forms")
    await read_pack_into(books, pack)
    return books


async def planned_from(books: Books, folder: Path) -> Planned:
    """An import that changes something of everything."""
    other = small_pack(folder, PUBLIC_SECURITY.replace("新华路8号", "新华路9号") + CIVIL)
    (other / "templates.yaml").write_text(TEXT.replace("办理", "今天办"), encoding="utf-8")
    form_folder(other, 声明_pdf=PDF)
    planned = await plan_import(books, other, replace=False)
    assert (len(planned.entries.changed), len(planned.forms.added), len(planned.texts.taken)) == (1, 1, 1)
    return planned


async def test_a_pack_is_imported_as_one(books: Books, tmp_path: Path) -> None:
    """Tables, forms and texts; afterwards there is nothing left to do."""
    planned, before = await planned_from(books, tmp_path / "other"), await held(books)
    settings = settings_for(tmp_path, "sqlite+aiosqlite:///unused", tmp_path / "kb")
    await carry_out(books, planned, settings, source="other", actor="clerk")
    after = await held(books)
    assert after[0] == before[0] + 1
    assert (len(after[2]), after[3]) == (2, ["请{承办单位}今天办。"])
    assert (await plan_import(books, tmp_path / "other", replace=False)).is_empty


async def test_what_fails_last_leaves_all_as_it_was(books: Books, database: Database, tmp_path: Path) -> None:
    """The texts come after the tables and the forms, and where they cannot be written none of those is kept."""
    planned, before = await planned_from(books, tmp_path / "other"), await held(books)
    async with database.transaction() as session:
        await session.execute(sql("ALTER TABLE text_templates RENAME TO text_templates_away"))
    settings = settings_for(tmp_path, "sqlite+aiosqlite:///unused", tmp_path / "kb")
    with pytest.raises((StorageError, ProgrammingError)):
        await carry_out(books, planned, settings, source="other", actor="clerk")
    async with database.transaction() as session:
        await session.execute(sql("ALTER TABLE text_templates_away RENAME TO text_templates"))
    assert await held(books) == before


async def test_a_pack_is_put_where_there_is_none(place: Place, tmp_path: Path) -> None:
    """As it is, hidden files left out, and read into empty books."""
    pack, kb_dir = small_pack(tmp_path / "pack"), tmp_path / "city" / "kb"
    (pack / ".hidden").write_text("x", encoding="utf-8")
    kb_dir.mkdir(parents=True)
    async with fresh_url(place) as url:
        await settle_in(settings_for(tmp_path, url, kb_dir), pack)
        assert not (kb_dir / ".hidden").exists()
        told = {path.relative_to(pack): path.read_bytes() for path in pack.rglob("[!.]*") if path.is_file()}
        assert {name: (kb_dir / name).read_bytes() for name in told} == told
        database = open_database(url)
        books = books_of(database, load_outline(kb_dir), tmp_path / "state" / "forms")
        revision, entries, forms, texts = await held(books)
        await database.close()
    assert (revision, len(entries), len(forms), texts) == (1, 5, 1, ["请{承办单位}办理。"])
    assert [path.name for path in kb_dir.parent.iterdir()] == ["kb"]


async def test_a_pack_that_cannot_be_put_there_leaves_the_books_empty(place: Place, tmp_path: Path) -> None:
    """A folder in which something appeared meanwhile is not replaced, and nothing of the pack is published."""
    pack, kb_dir = small_pack(tmp_path / "pack"), tmp_path / "kb"
    kb_dir.mkdir()
    (kb_dir / "mine.txt").write_text("mine", encoding="utf-8")
    async with fresh_url(place) as url:
        with pytest.raises(InputError, match="写不进去"):
            await settle_in(settings_for(tmp_path, url, kb_dir), pack)
        database = open_database(url)
        found = await held(books_of(database, load_outline(pack), tmp_path / "state" / "forms"))
        await database.close()
    assert found == (0, (), (), [])
    assert [path.name for path in kb_dir.iterdir()] == ["mine.txt"]
