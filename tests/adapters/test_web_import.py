"""Tables in and out on the web side: told before, all or nothing, each fault by its place."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator

import pytest
from openpyxl import load_workbook

from hotline.web.knowledge_tables import LARGEST_FILE
from tests.adapters.web_hotline import QUESTION, Desk

CSV = "问题,答案,部门\n猫丢了找谁,请拨派出所电话。,市公安局\n狗丢了找谁,同上。,市公安局\n"


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


async def test_the_document_comes_back_unchanged(desk: Desk) -> None:
    """What goes out as JSON is what comes in, further columns and lists with it, into empty books as into full ones."""
    await desk.publish_question(QUESTION)
    await desk.bring("q.csv", "问题,答案,相似问法,我们的备注\n猫丢了找谁,请拨110。,找猫、猫不见了,=1+1\n".encode())
    await desk.renew()
    async with desk.hotline.client.get("/api/kb/export.json") as response:
        content = await response.read()
        assert response.content_type == "application/json"
        assert "knowledge.json" in response.headers["Content-Disposition"]
    document = json.loads(content)
    assert list(document) == ["departments", "procedures", "questions", "bulletins", "synonyms"]
    cat = next(one for one in document["questions"] if one["问题"] == "猫丢了找谁")
    assert (cat["相似问法"], cat["我们的备注"]) == (["找猫", "猫不见了"], "=1+1")
    told = await desk.bring("knowledge.json", content, dry_run="1", replace="1")
    assert [told[which]["count"] for which in ("added", "changed", "withdrawn")] == [0, 0, 0]
    assert told["unchanged"] == 3
    without = json.dumps({"questions": [{"问题": "别的", "答案": "别的。"}]}, ensure_ascii=False).encode()
    assert (await desk.bring("q.json", without, replace="1"))["withdrawn"]["count"] == 1
    await desk.bring("knowledge.json", content, replace="1")
    await desk.renew()
    async with desk.hotline.client.get("/api/kb/export.json") as response:
        assert sorted(map(str, (await response.json())["questions"])) == sorted(map(str, document["questions"]))
    await desk.sign_in("agent1")
    await desk.get("export.json", 403)
