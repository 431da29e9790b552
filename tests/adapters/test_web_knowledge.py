"""The editors' routes on a real database and a small pack: writing, judging, importing, and what was not answered."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from openpyxl import load_workbook

from hotline.accounts.service import AccountService
from hotline.agents.model import board_of
from hotline.agents.service import Agents
from hotline.answering.hours import works
from hotline.answering.pop import Pop
from hotline.applications.service import Applications
from hotline.bus import Bus
from hotline.calls.marks import Marks
from hotline.calls.store import CallStore
from hotline.kb.library import Library
from hotline.kb.load import load_outline
from hotline.kb.service import KnowledgeService
from hotline.notices.gateway import LocalGateway
from hotline.notices.service import Outbox
from hotline.requests.service import Requests
from hotline.settings import Settings
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from hotline.telephony.secrets import load_secrets
from hotline.tickets.draft import Codes
from hotline.tickets.service import TicketService
from hotline.web.app import build_app
from hotline.web.knowledge import LARGEST_FILE
from hotline.web.live import Live
from hotline.web.services import Services
from tests.adapters.test_web import EchoQueue, WebHotline
from tests.fakes.scripts import small_menus
from tests.unit.test_kb_faults import CATEGORIES, CITY, DEPARTMENTS, PROCEDURES, TABLE

Told = dict[str, Any]
CSV = "问题,答案,部门\n猫丢了找谁,请拨派出所电话。,市公安局\n狗丢了找谁,同上。,市公安局\n"
QUESTION = {"question": "猫丢了找谁", "answer": "请拨派出所电话。", "department": "市公安局"}


class Desk:
    """A client that tells status and JSON in one word."""

    def __init__(self, hotline: WebHotline) -> None:
        self.hotline = hotline

    async def sign_in(self, username: str) -> None:
        """Ask as this user from now on."""
        await self.hotline.sign_in(username)

    async def get(self, path: str, status: int = 200, **params: str) -> Told:
        """What is told."""
        async with self.hotline.client.get(f"/api/kb/{path}", params=params) as response:
            told: Told = await response.json()
            assert response.status == status, told
            return told

    async def post(self, path: str, body: Told | None = None, status: int = 200) -> Told:
        """What is answered."""
        async with self.hotline.client.post(f"/api/kb/{path}", json=body or {}) as response:
            told: Told = await response.json()
            assert response.status == status, told
            return told

    async def bring(
        self, name: str, content: bytes | io.BytesIO | AsyncIterator[bytes], status: int = 200, **params: str
    ) -> Told:
        """What importing a file answers."""
        sent = self.hotline.client.post("/api/kb/import", params={"name": name, **params}, data=content)
        async with sent as response:
            told: Told = await response.json()
            assert response.status == status, told
            return told

    async def renew(self) -> None:
        """The library takes what was published, as the process's own task does."""
        await self.hotline.services.library.renew(self.hotline.services.knowledge)

    async def publish_question(self, fields: Told) -> str:
        """A question written and handed in by agent1, published by supervisor1, who is then signed in; its code."""
        await self.sign_in("agent1")
        written = await self.post("entries/question", {"fields": fields}, 201)
        code = str(written["version"]["code"])
        await self.post(f"entries/question/{code}/1/submit")
        await self.sign_in("supervisor1")
        await self.post(f"entries/question/{code}/1/publish")
        await self.renew()
        return code


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A web side over a small pack."""
    pack = tmp_path / "kb"
    (pack / "procedures").mkdir(parents=True)
    for name, text in (("city.yaml", CITY), ("categories.yaml", CATEGORIES), ("departments.csv", DEPARTMENTS)):
        (pack / name).write_text(text, encoding="utf-8")
    (pack / TABLE).write_text(PROCEDURES, encoding="utf-8")
    settings = Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui", kb_dir=pack)
    await migrate(settings.database)
    database, bus = open_database(settings.database), Bus()
    accounts, books = AccountService(database), CallStore(database)
    await accounts.ensure_demo_accounts()
    knowledge = KnowledgeService(database, bus, load_outline(pack))
    await knowledge.sync_pack(pack)
    codes = Codes(departments=("01",), categories=("0101",))
    tickets, names = TicketService(database, bus, codes=lambda: codes), await accounts.agent_names()
    agents = Agents(EchoQueue(bus), board_of(names))
    pop = Pop(books=books, tickets=tickets.list_for, live=agents.call)
    library = await Library.open(knowledge)
    services = Services(
        settings=settings,
        secrets=load_secrets(settings.secrets_file),
        library=library,
        knowledge=knowledge,
        accounts=accounts,
        agents=agents,
        calls=books,
        tickets=tickets,
        applications=Applications(database, city=lambda: library.city, works=works),
        outbox=Outbox(database, LocalGateway(settings.outbox_file)),
        requests=Requests(database, settings.messages_dir),
        marks=Marks(database),
        menus=small_menus(tmp_path / "ivr"),
        pop=pop,
        names=names,
        parts={},
    )
    client: TestClient[Any, Any] = TestClient(TestServer(build_app(services, Live(agents, pop.card, names))))
    await client.start_server()
    yield Desk(WebHotline(bus=bus, client=client, services=services))
    await client.close()
    await database.close()


async def test_whoever_is_not_signed_in_reads_and_writes_nothing(desk: Desk) -> None:
    """Neither entries nor what was missed, and nothing is imported."""
    for path in (
        "fields",
        "entries/question",
        "entries/question/1001",
        "review",
        "drafts",
        "outline",
        "stale",
        "misses",
        "search",
        "export.xlsx",
    ):
        assert (await desk.get(path, 401))["error"]["code"] == "not-signed-in"
    for path in ("entries/question", "entries/question/1001/1/publish", "missed", "misses/settle"):
        await desk.post(path, status=401)
    await desk.bring("a.csv", CSV.encode(), 401)


async def test_a_question_is_found_in_what_is_published(desk: Desk) -> None:
    """With its kind, and whether that is sure."""
    await desk.sign_in("agent1")
    told = await desk.get("search", q="身份证丢了")
    assert (told["hits"][0]["kind"], told["hits"][0]["code"], told["unsure"]) == ("procedure", "0101", False)
    assert await desk.get("search", q="") == {"hits": [], "unsure": True}
    await desk.get("search", 422, q="一", limit="x")


async def test_the_form_is_told_by_kind(desk: Desk) -> None:
    """Each field with the heading that a clerk knows, what it holds and whether it must be there."""
    await desk.sign_in("agent1")
    kinds = (await desk.get("fields"))["kinds"]
    assert list(kinds) == ["department", "procedure", "question", "bulletin", "synonym"]
    assert {"field": "question", "title": "问题", "shape": "text", "must": True} in kinds["question"]["fields"]
    assert {one["shape"] for one in kinds["department"]["fields"]} >= {"list", "phones", "web", "date"}


async def test_entries_are_listed_by_name(desk: Desk) -> None:
    """Short, with how many there are; a kind that is none is not found."""
    await desk.sign_in("agent1")
    assert await desk.get("entries/procedure", q="身份") == {
        "entries": [{"kind": "procedure", "code": "0101", "title": "补领身份证", "owner": "01"}],
        "count": 1,
    }
    assert (await desk.get("entries/procedure", q="护照"))["count"] == 0
    await desk.get("entries/ticket", 404)
    await desk.get("entries/procedure/9999", 404)


async def test_what_an_agent_writes_is_heard_when_somebody_else_published_it(desk: Desk) -> None:
    """A draft and what is handed in reach no search; the published version names its author and who approved it."""
    await desk.sign_in("agent1")
    fields = {"question": "猫丢了找谁", "variants": ["猫不见了", "找猫"], "answer": "请拨派出所电话。"}
    version = (await desk.post("entries/question", {"fields": fields, "note": "市民常问"}, 201))["version"]
    assert (version["state"], version["author_name"], version["note"]) == ("draft", "林晓燕", "市民常问")
    assert version["fields"]["variants"] == ["猫不见了", "找猫"]
    path = f"entries/question/{version['code']}"
    assert (await desk.get("review"))["versions"] == []
    await desk.post(f"{path}/1/submit")
    assert [one["title"] for one in (await desk.get("review"))["versions"]] == ["猫丢了找谁"]
    assert "question" not in {one["kind"] for one in (await desk.get("search", q="猫丢了找谁"))["hits"]}
    await desk.sign_in("supervisor1")
    told = (await desk.post(f"{path}/1/publish"))["version"]
    assert (told["state"], told["judged_by"], told["judged_by_name"]) == ("published", "supervisor1", "吴志强")
    await desk.renew()
    assert (await desk.get("search", q="猫丢了找谁"))["hits"][0]["code"] == version["code"]


async def test_nobody_publishes_his_own_work(desk: Desk) -> None:
    """Also a supervisor: it waits for another."""
    await desk.sign_in("supervisor1")
    code = (await desk.post("entries/question", {"fields": QUESTION}, 201))["version"]["code"]
    await desk.post(f"entries/question/{code}/1/submit")
    refused = await desk.post(f"entries/question/{code}/1/publish", status=422)
    assert "别人审核" in refused["error"]["message"]
    assert (await desk.get("review"))["versions"][0]["state"] == "review"


async def test_a_refusal_has_a_reason_that_its_author_reads(desk: Desk) -> None:
    """And the version is a draft again, to be written anew."""
    await desk.sign_in("agent1")
    code = (await desk.post("entries/question", {"fields": QUESTION}, 201))["version"]["code"]
    await desk.post(f"entries/question/{code}/1/submit")
    await desk.sign_in("supervisor1")
    assert "note" in (await desk.post(f"entries/question/{code}/1/refuse", status=422))["error"]["details"]["fields"]
    await desk.post(f"entries/question/{code}/1/refuse", {"note": "请写明\x00电话"})
    await desk.sign_in("agent1")
    version = (await desk.get(f"entries/question/{code}"))["versions"][0]
    assert (version["state"], version["note"], version["judged_by_name"]) == ("draft", "请写明电话", "吴志强")
    await desk.post(f"entries/question/{code}/1/refuse", {"note": "再来"}, 403)


async def test_what_is_withdrawn_is_no_longer_told(desk: Desk) -> None:
    """Only once, with a reason."""
    code = await desk.publish_question(QUESTION)
    await desk.post(f"entries/question/{code}/1/withdraw", status=422)
    await desk.post(f"entries/question/{code}/1/withdraw", {"note": "规定变了"})
    await desk.renew()
    assert (await desk.get("entries/question"))["count"] == 0
    assert (await desk.get(f"entries/question/{code}"))["versions"][0]["state"] == "withdrawn"
    again = await desk.post(f"entries/question/{code}/1/withdraw", {"note": "规定变了"}, 409)
    assert again["error"]["code"] == "conflict"


async def test_a_change_is_shown_against_what_callers_hear(desk: Desk) -> None:
    """Field by field, old and new; a draft before it that nobody published does not count."""
    code = await desk.publish_question(QUESTION)
    await desk.sign_in("agent2")
    for answer in ("请拨110。", "请拨派出所电话，夜间拨110。"):
        await desk.post(f"entries/question/{code}", {"fields": QUESTION | {"answer": answer}}, 201)
    await desk.post(f"entries/question/{code}/3/submit")
    changed = {"field": "answer", "title": "答案", "before": "请拨派出所电话。", "after": "请拨派出所电话，夜间拨110。"}
    assert (await desk.get("review"))["versions"][0]["differences"] == [changed]
    versions = (await desk.get(f"entries/question/{code}"))["versions"]
    assert [one["version"] for one in versions] == [3, 2, 1]
    assert versions[0]["differences"] == [changed]
    assert {one["before"] for one in versions[2]["differences"]} == {""}


async def test_the_faults_of_a_draft_stand_at_their_fields(desk: Desk) -> None:
    """All of them at once, and nothing is kept; what is no object of fields is told too."""
    await desk.sign_in("agent1")
    fields = {"name": "消防局", "phones": ["总机：没有"], "web": "不是网址", "valid_until": "明年"}
    told = (await desk.post("entries/department", {"fields": fields}, 422))["error"]
    assert set(told["details"]["fields"]) == {"phones", "web", "valid_until"}
    assert (await desk.get("entries/department"))["count"] == 1
    await desk.post("entries/question", {"fields": ["一"]}, 422)
    await desk.post("entries/question", {"fields": QUESTION, "more": "热度"}, 422)


async def test_further_columns_survive_an_edit(desk: Desk) -> None:
    """Those sent are kept as they are; where none are sent, those of the version before."""
    await desk.sign_in("agent1")
    body = {"fields": QUESTION, "more": [["热度", "高"], ["", "无名"]]}
    code = (await desk.post("entries/question", body, 201))["version"]["code"]
    again = (await desk.post(f"entries/question/{code}", {"fields": QUESTION | {"answer": "能。"}}, 201))["version"]
    assert again["fields"]["more"] == [["热度", "高"]]


async def test_an_agent_judges_and_imports_nothing(desk: Desk) -> None:
    """Publishing, refusing, withdrawing, importing and exporting are the supervisor's."""
    await desk.sign_in("agent1")
    for move in ("publish", "refuse", "withdraw"):
        assert (await desk.post(f"entries/procedure/0101/1/{move}", {"note": "x"}, 403))["error"][
            "code"
        ] == "not-allowed"
    await desk.post("entries/procedure/0101/1/burn", status=404)
    await desk.bring("a.csv", CSV.encode(), 403)
    await desk.get("export.xlsx", 403)


async def test_what_is_over_is_listed_with_its_owner(desk: Desk) -> None:
    """For the department that keeps it."""
    await desk.publish_question(QUESTION | {"valid_until": "2020-01-31"})
    (told,) = (await desk.get("stale"))["entries"]
    assert (told["title"], told["owner"], told["valid_until"]) == ("猫丢了找谁", "01", "2020-01-31")


async def test_a_question_without_an_answer_is_counted_until_it_is_settled(desk: Desk) -> None:
    """However oddly it is written; an empty one is refused."""
    await desk.sign_in("agent1")
    for unhelpful in (False, True, True):
        await desk.post("missed", {"question": " 怎么养\ud800熊猫\x00 ", "unhelpful": unhelpful})
    (told,) = (await desk.get("misses"))["misses"]
    assert (told["question"], told["times"], told["unhelpful"]) == ("怎么养熊猫", 1, 2)
    await desk.post("misses/settle", {"question": told["question"]})
    assert (await desk.get("misses"))["misses"] == []
    await desk.post("misses/settle", {"question": "没有问过"}, 404)
    for wrong in ("", "  \x00", 5):
        await desk.post("missed", {"question": wrong}, 422)


async def test_a_dry_run_tells_what_an_import_would_do_and_does_nothing(desk: Desk) -> None:
    """Counts, and the first changes by field."""
    await desk.sign_in("supervisor1")
    told = await desk.bring("问答.csv", CSV.encode(), dry_run="1")
    assert (told["added"]["count"], told["changed"]["count"], told["withdrawn"]["count"], told["revision"]) == (
        2,
        0,
        0,
        0,
    )
    assert told["added"]["first"][0]["title"] == "猫丢了找谁"
    await desk.renew()
    assert (await desk.get("entries/question"))["count"] == 0


async def test_an_import_publishes_at_once(desk: Desk) -> None:
    """A table, then a document that changes one entry; replace withdraws what is not in it."""
    await desk.sign_in("supervisor1")
    assert (await desk.bring("问答.csv", CSV.encode()))["revision"] > 1
    document = {"questions": [{"问题": "猫丢了找谁", "答案": "请拨110。"}]}
    content = json.dumps(document, ensure_ascii=False).encode()
    told = await desk.bring("q.json", content, dry_run="1")
    assert (told["changed"]["count"], told["withdrawn"]["count"]) == (1, 0)
    assert {one["field"] for one in told["changed"]["first"][0]["differences"]} == {"answer"}
    told = await desk.bring("q.json", content, replace="1")
    assert [one["title"] for one in told["withdrawn"]["first"]] == ["狗丢了找谁"]
    await desk.renew()
    assert [one["title"] for one in (await desk.get("entries/question"))["entries"]] == ["猫丢了找谁"]


async def test_every_fault_of_a_file_is_told_by_its_place(desk: Desk) -> None:
    """And nothing of the file is taken in."""
    await desk.sign_in("supervisor1")
    wrong = "问题,答案,部门,有效期至\n猫丢了找谁,,市公安局,\n狗丢了找谁,同上。,没有的局,后天\n"
    error = (await desk.bring("问答.csv", wrong.encode(), 422))["error"]
    found = {(one["file"], one["line"], one["column"]) for one in error["details"]["faults"]}
    assert found == {("问答.csv", 2, "答案"), ("问答.csv", 3, "部门"), ("问答.csv", 3, "有效期至")}
    await desk.renew()
    assert (await desk.get("entries/question"))["count"] == 0


@pytest.mark.parametrize("name", ["", "a", ".csv", "a.xls", "a.csv.exe", "../../etc/passwd"])
async def test_only_tables_are_imported(desk: Desk, name: str) -> None:
    """Another kind of file is refused by its name."""
    await desk.sign_in("supervisor1")
    assert "name" in (await desk.bring(name, CSV.encode(), 422))["error"]["details"]["fields"]


@pytest.mark.parametrize("name", ["长" * 300 + ".csv", "../../tmp/a.csv", "a\x00b\n.csv"])
async def test_a_strange_name_of_a_table_is_no_obstacle(desk: Desk, name: str) -> None:
    """It names no file of ours."""
    await desk.sign_in("supervisor1")
    assert (await desk.bring(name, CSV.encode(), dry_run="1"))["added"]["count"] == 2


async def test_a_file_that_is_none_of_what_it_says_has_one_fault(desk: Desk) -> None:
    """Bytes of no table are the sender's fault, not ours."""
    await desk.sign_in("supervisor1")
    for name in ("a.xlsx", "a.csv", "a.json"):
        error = (await desk.bring(name, b"\x00\xff\x00", 422))["error"]
        assert error["details"]["faults"][0]["file"] == name


async def _in_blocks(size: int) -> AsyncIterator[bytes]:
    block = b"x" * (1 << 20)
    for begin in range(0, size, len(block)):
        yield block[: size - begin]


async def test_a_file_that_is_too_large_is_refused_in_words(desk: Desk) -> None:
    """Whether or not it says how large it is."""
    await desk.sign_in("supervisor1")
    for content in (_in_blocks(LARGEST_FILE + 1), io.BytesIO(b"x" * (LARGEST_FILE + 1))):
        assert "20兆" in (await desk.bring("a.csv", content, 422))["error"]["message"]
    fits = await desk.bring("a.csv", _in_blocks(1 << 20), 422)
    assert fits["error"]["details"]["faults"]


async def test_the_workbook_comes_back_unchanged(desk: Desk) -> None:
    """What is exported is taken in again without a change, also with replace."""
    await desk.publish_question(QUESTION)
    async with desk.hotline.client.get("/api/kb/export.xlsx") as response:
        content = await response.read()
        assert "attachment" in response.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(content), read_only=True).sheetnames == ["部门", "事项", "问答", "公告", "说法"]
    told = await desk.bring("knowledge.xlsx", content, dry_run="1", replace="1")
    assert [told[which]["count"] for which in ("added", "changed", "withdrawn")] == [0, 0, 0]
    assert told["unchanged"] == 3
