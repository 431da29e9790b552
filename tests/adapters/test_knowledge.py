"""The knowledge base in a real database: read from tables, written by its keepers, published by somebody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from alembic import command
from sqlalchemy import text as sql

from hotline.bus import Bus
from hotline.errors import CityPackError, ConflictError, InputError, NotFoundError
from hotline.events import Event, KnowledgeChanged
from hotline.kb.library import Library
from hotline.kb.load import load_outline
from hotline.kb.model import Kind, Question
from hotline.kb.rows import Row
from hotline.kb.service import KnowledgeService
from hotline.kb.versions import Move, VersionState
from hotline.storage.engine import make_engine, open_database, parse_url
from hotline.storage.migrate import alembic_config, migrate
from tests.unit.test_kb_faults import CATEGORIES, CITY, DEPARTMENTS, PROCEDURES, TABLE

_JUDGED = (
    "SELECT state, judged_by, note FROM kb_versions JOIN kb_entries ON kb_entries.id = entry_id"
    " WHERE kind = 'question' ORDER BY code"
)
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


class Books:
    """A knowledge base with a small pack beside it, and the events that it published."""

    def __init__(self, service: KnowledgeService, pack: Path, events: list[Event]) -> None:
        self.service = service
        self.pack = pack
        self.events = events

    def change(self, file: str, old: str, new: str) -> None:
        """Edit a file of the pack."""
        path = self.pack / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest_asyncio.fixture
async def books(tmp_path: Path) -> AsyncIterator[Books]:
    """The books with the small pack read."""
    pack = tmp_path / "kb"
    (pack / "procedures").mkdir(parents=True)
    (pack / "city.yaml").write_text(CITY, encoding="utf-8")
    (pack / "categories.yaml").write_text(CATEGORIES, encoding="utf-8")
    (pack / "departments.csv").write_text(DEPARTMENTS, encoding="utf-8")
    (pack / TABLE).write_text(PROCEDURES, encoding="utf-8")
    url = f"sqlite+aiosqlite:///{tmp_path / 'books.db'}"
    await migrate(url)
    database, bus = open_database(url), Bus()
    events: list[Event] = []

    async def note(event: Event) -> None:
        events.append(event)

    bus.join(note)
    service = KnowledgeService(database, bus, load_outline(pack), lambda: NOW)
    await service.sync_pack(pack)
    yield Books(service, pack, events)
    await database.close()


def row(kind: Kind, **cells: str) -> Row:
    """A row as an import reads it."""
    return Row(kind=kind, file="新.xlsx[表]", line=2, cells=cells, titles={})


def question(text: str, answer: str = "可以。", **cells: str) -> Row:
    """A row of the questions."""
    return row(Kind.QUESTION, question=text, answer=answer, **cells)


async def test_what_the_pack_says_is_published(books: Books) -> None:
    """Its departments and procedures, with their codes."""
    city = await books.service.city()
    assert [one.name for one in city.departments] == ["市公安局"]
    assert city.procedures[0].departments == ("01",)
    assert city.name == "小城"


async def test_a_pack_that_was_not_changed_is_not_read_again(books: Books) -> None:
    """A second start publishes nothing."""
    assert await books.service.sync_pack(books.pack) is None
    assert await books.service.revision() == 1


async def test_only_what_the_clerk_changed_is_published(books: Books) -> None:
    """What an editor wrote on the screen stays, unless the clerk changed the same row."""
    await books.service.carry_out(
        await books.service.plan([row(Kind.DEPARTMENT, name="市公安局", phones="0999-55509999")]), source="x", actor="e"
    )
    books.change(TABLE, "证件丢失", "证件遗失")
    plan = await books.service.sync_pack(books.pack)
    assert plan is not None
    assert [(change.kind, change.code) for change in plan.changed] == [(Kind.PROCEDURE, "0101")]
    city = await books.service.city()
    assert city.departments[0].phone == "0999-55509999"
    assert city.procedures[0].conditions == "证件遗失"
    books.change("departments.csv", "0999-55501101", "0999-55501102")
    await books.service.sync_pack(books.pack)
    assert (await books.service.city()).departments[0].phone == "0999-55501102"


async def test_what_the_clerk_struck_out_is_withdrawn(books: Books) -> None:
    """And comes back with its old code when it is written again."""
    text = (books.pack / TABLE).read_text(encoding="utf-8")
    more = text.splitlines()[1].replace("0101,补领身份证,身份证丢了", "0102,换领身份证,")
    (books.pack / TABLE).write_text(text + more + "\n", encoding="utf-8")
    await books.service.sync_pack(books.pack)
    assert len((await books.service.city()).procedures) == 2
    (books.pack / TABLE).write_text(text, encoding="utf-8")
    await books.service.sync_pack(books.pack)
    assert [one.code for one in (await books.service.city()).procedures] == ["0101"]
    versions = await books.service.versions(Kind.PROCEDURE, "0102")
    assert versions[0].state is VersionState.WITHDRAWN


async def test_an_import_tells_what_it_would_change_and_then_does_it(books: Books) -> None:
    """Field by field; what is the same is left alone, and codes are given and kept."""
    rows = [
        row(Kind.DEPARTMENT, name="市公安局", aliases="公安局、派出所", hours="全天"),
        row(Kind.DEPARTMENT, name="市民政局"),
        row(Kind.PROCEDURE, name="结婚登记", departments="市民政局"),
    ]
    plan = await books.service.plan(rows)
    assert [change.title for change in plan.added] == ["市民政局", "结婚登记"]
    (changed,) = plan.changed
    assert ("办公时间", "工作日9:00—12:00", "全天") in [
        (one.title, one.before, one.after) for one in changed.differences
    ]
    assert (await books.service.city()).department("02") is None, "planning changes nothing"
    revision = await books.service.carry_out(plan, source="新.xlsx", actor="supervisor1")
    city = await books.service.city()
    assert (city.departments[1].code, city.departments[1].name) == ("02", "市民政局")
    assert [(one.code, one.departments) for one in city.procedures] == [("0101", ("01",)), ("1001", ("02",))]
    assert isinstance(books.events[-1], KnowledgeChanged)
    assert (books.events[-1].revision, books.events[-1].actor) == (revision, "supervisor1")
    again = await books.service.plan(rows)
    assert (len(again.unchanged), again.added, again.changed) == (3, (), ())


async def test_a_column_that_a_table_lacks_leaves_the_field_alone(books: Books) -> None:
    """An empty cell empties it; whoever replaces the whole kind leaves nothing of the old."""
    plan = await books.service.plan([row(Kind.DEPARTMENT, name="市公安局", duties="新的职责", web="")])
    await books.service.carry_out(plan, source="a", actor="e")
    department = (await books.service.city()).departments[0]
    assert (department.duties, department.web, department.phone) == ("新的职责", "", "0999-55501101")
    plan = await books.service.plan([row(Kind.DEPARTMENT, name="市公安局")], replace=True)
    (change,) = plan.changed
    assert "服务电话" in [one.title for one in change.differences]


async def test_an_import_with_one_fault_changes_nothing(books: Books) -> None:
    """Every fault is named by its place."""
    rows = [row(Kind.DEPARTMENT, name="市民政局"), row(Kind.PROCEDURE, name="结婚登记", departments="市教育局")]
    with pytest.raises(CityPackError, match=r"新\.xlsx\[表\]:2 .*部门表里没有“市教育局”"):
        await books.service.plan(rows)
    assert await books.service.revision() == 1


async def test_replacing_withdraws_the_rest_of_the_same_kind(books: Books) -> None:
    """Other kinds stay; a procedure whose department is withdrawn may not refer to it."""
    plan = await books.service.plan([question("几点上班"), question("周六上班吗")], replace=True)
    await books.service.carry_out(plan, source="a", actor="e")
    plan = await books.service.plan([question("周六上班吗", "不上班。")], replace=True)
    assert [change.title for change in plan.withdrawn] == ["几点上班"]
    await books.service.carry_out(plan, source="b", actor="f")
    (gone,) = await books.service.versions(Kind.QUESTION, "1001")
    assert (gone.judged_by, gone.withdrawn_by, gone.withdrawn, gone.withdrawn_why) == ("e", "f", NOW, "b")
    city = await books.service.city()
    assert [(one.question, one.code) for one in city.questions] == [("周六上班吗", "1002")]
    assert len(city.departments) == 1
    both = [row(Kind.DEPARTMENT, name="县局"), row(Kind.PROCEDURE, name="登记", departments="市公安局")]
    with pytest.raises(CityPackError, match="市公安局"):
        await books.service.plan(both, replace=True)


async def test_a_plan_that_is_out_of_date_is_not_carried_out(books: Books) -> None:
    """Whoever was first wins, and the other is told."""
    first = await books.service.plan([question("一")])
    second = await books.service.plan([question("二")])
    await books.service.carry_out(first, source="a", actor="e")
    with pytest.raises(ConflictError):
        await books.service.carry_out(second, source="b", actor="e")
    assert [one.question for one in (await books.service.city()).questions] == ["一"]


async def test_an_entry_is_written_handed_in_and_published_by_somebody_else(books: Books) -> None:
    """Until then nobody hears of it; its author may not publish it; every step is kept."""
    draft = await books.service.draft(question("能改名吗", department="公安局"), code="", actor="agent1")
    assert isinstance(draft.entry, Question)
    assert draft.entry.department == "01"
    code = draft.entry.code
    assert (await books.service.city()).questions == ()
    with pytest.raises(ConflictError):
        await books.service.move(Kind.QUESTION, code, 1, Move.PUBLISH, actor="supervisor1")
    with pytest.raises(InputError, match="起草人"):
        await books.service.move(Kind.QUESTION, code, 1, Move.SUBMIT, actor="agent2")
    assert [one.entry.code for one in await books.service.drafts("agent1")] == [code]
    assert await books.service.drafts("agent2") == ()
    await books.service.move(Kind.QUESTION, code, 1, Move.SUBMIT, actor="agent1")
    assert [one.entry.code for one in await books.service.waiting()] == [code]
    with pytest.raises(InputError, match="别人审核"):
        await books.service.move(Kind.QUESTION, code, 1, Move.PUBLISH, actor="agent1")
    await books.service.move(Kind.QUESTION, code, 1, Move.PUBLISH, actor="supervisor1")
    assert [one.question for one in (await books.service.city()).questions] == ["能改名吗"]
    (version,) = await books.service.versions(Kind.QUESTION, code)
    assert (version.author, version.judged_by, version.judged) == ("agent1", "supervisor1", NOW)


async def test_a_saying_may_be_published_by_its_author(books: Books) -> None:
    """It tells citizens nothing by itself; its version and who published it are kept like others."""
    saying = row(Kind.SYNONYM, term="补领身份证", sayings="身份证没了")
    code = (await books.service.draft(saying, code="", actor="a")).entry.code
    for move in (Move.SUBMIT, Move.PUBLISH):
        await books.service.move(Kind.SYNONYM, code, 1, move, actor="a")
    (version,) = await books.service.versions(Kind.SYNONYM, code)
    assert (version.state, version.author, version.judged_by, version.judged) == ("published", "a", "a", NOW)
    assert [one.term for one in (await books.service.city()).synonyms] == ["补领身份证"]


async def test_a_new_version_takes_the_place_of_the_old_and_both_are_kept(books: Books) -> None:
    """A refusal and a withdrawal need a reason."""
    first = await books.service.draft(question("能改名吗"), code="", actor="a")
    code = first.entry.code
    for move, actor in ((Move.SUBMIT, "a"), (Move.PUBLISH, "b")):
        await books.service.move(Kind.QUESTION, code, 1, move, actor=actor)
    await books.service.draft(question("能改名吗", "能。"), code=code, actor="b", note="改短")
    await books.service.move(Kind.QUESTION, code, 2, Move.SUBMIT, actor="b")
    with pytest.raises(InputError, match="原因"):
        await books.service.move(Kind.QUESTION, code, 2, Move.REFUSE, actor="a")
    await books.service.move(Kind.QUESTION, code, 2, Move.REFUSE, actor="a", note="太短")
    await books.service.move(Kind.QUESTION, code, 2, Move.SUBMIT, actor="b")
    await books.service.move(Kind.QUESTION, code, 2, Move.PUBLISH, actor="a")
    assert [one.state for one in await books.service.versions(Kind.QUESTION, code)] == ["published", "replaced"]
    assert (await books.service.city()).questions[0].answer == "能。"
    await books.service.move(Kind.QUESTION, code, 2, Move.WITHDRAW, actor="a", note="已经不对")
    assert (await books.service.city()).questions == ()


async def test_a_version_that_was_withdrawn_still_tells_who_approved_it_and_why_it_was_written(books: Books) -> None:
    """Who took it off, when and why stands beside that."""
    code = (await books.service.draft(question("能改名吗"), code="", actor="a", note="市民常问")).entry.code
    for move, actor, note in ((Move.SUBMIT, "a", ""), (Move.PUBLISH, "b", ""), (Move.WITHDRAW, "c", "已经不对")):
        await books.service.move(Kind.QUESTION, code, 1, move, actor=actor, note=note)
    (version,) = await books.service.versions(Kind.QUESTION, code)
    assert (version.judged_by, version.note) == ("b", "市民常问")
    assert (version.withdrawn_by, version.withdrawn, version.withdrawn_why) == ("c", NOW, "已经不对")


async def test_what_was_withdrawn_before_is_told_of_whoever_took_it_off(books: Books, tmp_path: Path) -> None:
    """Who had approved it was written over then, and is not guessed; what an import took off is left as it is."""
    plan = await books.service.plan([question("几点上班"), question("能改名吗")], replace=True)
    await books.service.carry_out(plan, source="a", actor="e")
    await books.service.move(Kind.QUESTION, "1001", 1, Move.WITHDRAW, actor="c", note="已经不对")
    engine = make_engine(parse_url(f"sqlite+aiosqlite:///{tmp_path / 'books.db'}"), write=True)
    async with engine.begin() as connection:
        await connection.run_sync(lambda link: command.downgrade(alembic_config(link), "0030"))
        before = (await connection.execute(sql(_JUDGED))).all()
        await connection.run_sync(lambda link: command.upgrade(alembic_config(link), "head"))
    await engine.dispose()
    assert [tuple(one) for one in before] == [("withdrawn", "c", "已经不对"), ("published", "e", "a")]
    ((gone,), (out,)) = [await books.service.versions(Kind.QUESTION, code) for code in ("1001", "1002")]
    assert (gone.judged_by, gone.judged, gone.note) == ("", None, "")
    assert (gone.withdrawn_by, gone.withdrawn, gone.withdrawn_why) == ("c", NOW, "已经不对")
    assert (out.judged_by, out.judged, out.withdrawn_by, out.withdrawn) == ("e", NOW, "", None)


async def test_a_faulty_draft_names_its_fields(books: Books) -> None:
    """By the names the screen knows; one that is there already is told."""
    with pytest.raises(InputError) as caught:
        await books.service.draft(question("", department="没有的局"), code="", actor="a")
    assert isinstance(caught.value.details["fields"], dict)
    assert set(caught.value.details["fields"]) == {"question", "department"}
    with pytest.raises(InputError) as caught:
        await books.service.draft(row(Kind.DEPARTMENT, name="市公安局"), code="", actor="a")
    assert caught.value.details["fields"] == {"name": "与“市公安局”重复"}
    with pytest.raises(NotFoundError):
        await books.service.draft(question("一"), code="9999", actor="a")


async def test_what_nobody_could_answer_is_collected(books: Books) -> None:
    """Counted, the most wanted first, until an editor has dealt with it."""
    for text in ("怎么养熊猫", "怎么养熊猫", "几点下雨", "  "):
        await books.service.missed(text)
    await books.service.missed("几点下雨", unhelpful=True)
    await books.service.missed("几点下雨", unhelpful=True)
    told = [(miss.question, miss.times, miss.unhelpful) for miss in await books.service.misses()]
    assert told == [("几点下雨", 1, 2), ("怎么养熊猫", 2, 0)]
    await books.service.settle("几点下雨")
    assert [miss.question for miss in await books.service.misses()] == ["怎么养熊猫"]
    with pytest.raises(NotFoundError):
        await books.service.settle("没有问过")


async def test_further_columns_are_kept(books: Books) -> None:
    """A city's own columns come back as they went in."""
    own = Row(
        kind=Kind.QUESTION,
        file="a",
        line=2,
        cells={"question": "一", "answer": "二"},
        titles={},
        more=(("热度", "高"),),
    )
    await books.service.carry_out(await books.service.plan([own]), source="a", actor="e")
    assert (await books.service.city()).questions[0].more == (("热度", "高"),)


async def test_the_library_follows_what_is_published(books: Books) -> None:
    """A new synonym is at work at once; a new entry is found; a call that holds the old city keeps it."""
    library = await Library.open(books.service)
    old = library.city
    assert library.search.ask("牌牌不见咯").unsure
    rows = [row(Kind.SYNONYM, term="身份证 补领", sayings="牌牌不见、牌牌丢")]
    await books.service.carry_out(await books.service.plan(rows), source="a", actor="e")
    await library.renew(books.service)
    assert library.search.ask("牌牌不见咯").hits[0].title == "补领身份证"
    await books.service.carry_out(await books.service.plan([question("怎么养熊猫")]), source="a", actor="e")
    await library.renew(books.service)
    assert library.search.ask("怎么养熊猫").hits[0].title == "怎么养熊猫"
    assert old.questions == ()
