"""The editors' routes on a real database and a small pack: writing, judging, importing, and what was not answered."""

from __future__ import annotations

from tests.adapters.web_hotline import QUESTION, Desk

CSV = "问题,答案,部门\n猫丢了找谁,请拨派出所电话。,市公安局\n狗丢了找谁,同上。,市公安局\n"


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
        "export.json",
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


async def test_a_saying_is_at_work_as_soon_as_its_author_publishes_it(desk: Desk) -> None:
    """By who may write, alone; who wrote it stands there as who approved it. Somebody else's is a supervisor's."""
    await desk.sign_in("agent1")
    fields = {"term": "人工流产", "sayings": ["打胎"]}
    codes = [(await desk.post("entries/synonym", {"fields": fields}, 201))["version"]["code"]]
    other = {"term": "机动车驾驶证", "sayings": ["车本"]}
    codes.append((await desk.post("entries/synonym", {"fields": other}, 201))["version"]["code"])
    for code in codes:
        await desk.post(f"entries/synonym/{code}/1/submit")
    told = (await desk.post(f"entries/synonym/{codes[0]}/1/publish"))["version"]
    assert (told["state"], told["author"], told["judged_by"]) == ("published", "agent1", "agent1")
    await desk.sign_in("agent2")
    await desk.post(f"entries/synonym/{codes[1]}/1/publish", status=403)


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
    version = (await desk.get(f"entries/question/{code}"))["versions"][0]
    assert (version["state"], version["withdrawn_why"]) == ("withdrawn", "规定变了")
    assert (version["judged_by_name"], version["withdrawn_by_name"]) == ("吴志强", "吴志强")
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
    assert (told["title"], told["owner"], told["until"]) == ("猫丢了找谁", "01", "2020-01-31")


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
