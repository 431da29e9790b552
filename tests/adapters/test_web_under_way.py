"""Drafts and what waits for review on the web side: whose they are, and which of them came too late."""

from __future__ import annotations

from tests.adapters.web_hotline import QUESTION, Desk


async def write(desk: Desk, path: str, answer: str) -> str:
    """A version by whoever is signed in; the entry's code."""
    written = await desk.post(path, {"fields": QUESTION | {"answer": answer}}, 201)
    return str(written["version"]["code"])


async def test_drafts_are_shown_to_their_author_only(desk: Desk) -> None:
    """With what they change of what callers hear."""
    await desk.sign_in("agent1")
    await write(desk, "entries/question", "请拨110。")
    (told,) = (await desk.get("drafts"))["versions"]
    assert (told["title"], told["state"], told["outdated"]) == ("猫丢了找谁", "draft", False)
    assert {one["field"] for one in told["differences"]} == {"question", "answer", "department"}
    await desk.sign_in("agent2")
    assert (await desk.get("drafts"))["versions"] == []


async def test_the_steps_to_what_was_handed_in_are_no_drafts_any_more(desk: Desk) -> None:
    """What was saved twice is handed in once; refused, it is a draft again."""
    await desk.sign_in("agent1")
    code = await write(desk, "entries/question", "请拨110。")
    await write(desk, f"entries/question/{code}", "请拨派出所电话。")
    await desk.post(f"entries/question/{code}/2/submit")
    assert (await desk.get("drafts"))["versions"] == []
    await desk.sign_in("supervisor1")
    await desk.post(f"entries/question/{code}/2/refuse", {"note": "请写明时间"})
    await desk.sign_in("agent1")
    (told,) = (await desk.get("drafts"))["versions"]
    assert (told["version"], told["note"], told["judged_by_name"]) == (2, "请写明时间", "吴志强")


async def test_only_its_author_hands_a_draft_in(desk: Desk) -> None:
    """Another is told so, and the draft stays where it is."""
    await desk.sign_in("agent1")
    code = await write(desk, "entries/question", "请拨110。")
    await desk.sign_in("agent2")
    refused = await desk.post(f"entries/question/{code}/1/submit", status=422)
    assert set(refused["error"]["details"]["fields"]) == {"actor"}
    assert (await desk.get("review"))["versions"] == []


async def test_what_is_older_than_the_published_version_is_told_as_outdated(desk: Desk) -> None:
    """In review and as a draft; publishing it is a conflict, and what callers hear stays."""
    await desk.sign_in("agent1")
    code = await write(desk, "entries/question", "请拨110。")
    await desk.post(f"entries/question/{code}/1/submit")
    await desk.sign_in("agent2")
    for answer in ("请拨12345。", "请拨派出所电话。"):
        await write(desk, f"entries/question/{code}", answer)
    await desk.post(f"entries/question/{code}/3/submit")
    await desk.sign_in("supervisor1")
    await desk.post(f"entries/question/{code}/3/publish")
    (told,) = (await desk.get("review"))["versions"]
    assert (told["version"], told["outdated"]) == (1, True)
    assert (await desk.post(f"entries/question/{code}/1/publish", status=409))["error"]["code"] == "conflict"
    await desk.post(f"entries/question/{code}/1/refuse", {"note": "已有新版本"})
    await desk.sign_in("agent1")
    (told,) = (await desk.get("drafts"))["versions"]
    assert (told["version"], told["outdated"]) == (1, True)


async def test_a_form_may_choose_among_channels_and_villages(desk: Desk) -> None:
    """Those of this city, and among its districts; a city without bulletins has no channels."""
    await desk.sign_in("agent1")
    districts = [{"code": "01", "name": "东区", "letters": "d qo", "streets": [{"name": "一街", "letters": "y j"}]}]
    assert await desk.get("outline") == {
        "channels": [],
        "village_channels": [],
        "villages": [],
        "districts": districts,
    }
