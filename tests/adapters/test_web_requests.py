"""What callers left with us, on the web side: who may see it, what it looks like, who took care of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from hotline.notices.model import Draft
from hotline.storage.tables import UserRow
from tests.adapters.web_hotline import WebHotline
from tests.fakes.tones import tone, write_wav

MOBILE = "13800138000"
FAULTY: tuple[tuple[object, str], ...] = (
    ({}, "marks"),
    ({"marks": {}}, "marks"),
    ({"marks": ["elderly"]}, "mark"),
    ({"marks": [{"mark": "rich"}]}, "mark"),
    ({"marks": [{"mark": ["elderly"]}]}, "mark"),
    ({"marks": [{"mark": "elderly", "reason": 5}]}, "reason"),
    ({"marks": [{"mark": "elderly", "until": "tomorrow"}]}, "until"),
    ({"marks": [{"mark": "elderly", "until": "2027-01-01T00:00:00"}]}, "until"),
    ({"marks": [{"mark": "elderly", "until": 5}]}, "until"),
)


async def get(web: WebHotline, path: str, **query: str) -> dict[str, Any]:
    """The answer, which must be good."""
    async with web.client.get(f"/api/{path}", params=query) as response:
        assert response.status == 200, await response.text()
        found: dict[str, Any] = await response.json()
        return found


async def post(web: WebHotline, path: str, status: int = 200) -> dict[str, Any]:
    """The answer to a change without a body."""
    async with web.client.post(f"/api/{path}") as response:
        assert response.status == status, await response.text()
        found: dict[str, Any] = await response.json()
        return found


async def status_of(web: WebHotline, path: str) -> int:
    """How a request is answered."""
    async with web.client.get(f"/api/{path}") as response:
        return response.status


async def leave_message(web: WebHotline) -> None:
    """A caller leaves a message."""
    folder = web.services.settings.messages_dir
    folder.mkdir(parents=True, exist_ok=True)
    write_wav(folder / "message-1.wav", tone(440, 1.0))
    await web.services.requests.keep_message(
        call_id="c1", number="+86" + MOBILE, about="conduct", of="08", file="message-1.wav", seconds=1.0
    )


async def test_only_who_answers_citizens_sees_what_they_left(web: WebHotline) -> None:
    """Nobody without a sign-in, and no clerk of a department."""
    await leave_message(web)
    async with web.services.accounts._database.transaction() as session:
        await session.execute(update(UserRow).where(UserRow.username == "agent2").values(role="handler"))
    paths = ("outbox", "messages", "messages/1/audio", "callbacks", "requests/count", f"citizens/{MOBILE}/marks")
    statuses = [await status_of(web, path) for path in paths]
    for username in ("agent2", "agent1"):
        await web.sign_in(username)
        statuses += [await status_of(web, path) for path in paths]
    assert statuses == [401] * 6 + [403] * 6 + [200] * 6


async def test_a_message_is_heard_by_its_id_and_taken_care_of_once(web: WebHotline) -> None:
    """A WAV, which no browser keeps; who was first stays."""
    await leave_message(web)
    await web.sign_in("agent1")
    (message,) = (await get(web, "messages", state="new"))["messages"]
    assert (message["number"], message["about"], message["of"], message["seconds"]) == (MOBILE, "conduct", "08", 1.0)
    assert "file" not in message
    async with web.client.get(f"/api/messages/{message['id']}/audio") as response:
        assert (response.status, response.content_type) == (200, "audio/wav")
        assert response.headers["Cache-Control"] == "no-store"
        assert (await response.read())[:4] == b"RIFF"
    for username in ("agent1", "agent2"):
        await web.sign_in(username)
        heard = (await post(web, f"messages/{message['id']}/heard"))["message"]
        assert (heard["state"], heard["heard_by"], heard["heard_by_name"]) == ("heard", "agent1", "林晓燕")
    assert (await get(web, "messages", state="new"))["messages"] == []


async def test_what_is_no_message_is_not_found(web: WebHotline) -> None:
    """Least of all a path."""
    await leave_message(web)
    await web.sign_in("agent1")
    for which in ("99", "0", "..%2f..%2fsecrets.json", "message-1.wav", "9" * 30):
        assert await status_of(web, f"messages/{which}/audio") == 404
        await post(web, f"callbacks/{which}/done", status=404)
        await post(web, f"messages/{which}/heard", status=404)


async def test_a_promise_to_ring_is_kept_once(web: WebHotline) -> None:
    """Who waits longest stands first."""
    for number in (MOBILE, "87654321"):
        await web.services.requests.book(number=number, call_id="c1")
    await web.sign_in("agent1")
    waiting = (await get(web, "callbacks", state="waiting"))["callbacks"]
    assert [one["number"] for one in waiting] == [MOBILE, "87654321"]
    done = (await post(web, f"callbacks/{waiting[0]['id']}/done"))["callback"]
    assert (done["state"], done["done_by_name"]) == ("done", "林晓燕")
    assert [one["number"] for one in (await get(web, "callbacks", state="waiting"))["callbacks"]] == ["87654321"]


async def test_what_is_still_to_do_is_counted(web: WebHotline) -> None:
    """What somebody has taken care of does not count."""
    await leave_message(web)
    for number in (MOBILE, "87654321"):
        await web.services.requests.book(number=number, call_id="c1")
    await web.sign_in("agent1")
    assert await get(web, "requests/count") == {"messages": 1, "callbacks": 2}
    await post(web, "messages/1/heard")
    await post(web, "callbacks/1/done")
    assert await get(web, "requests/count") == {"messages": 0, "callbacks": 1}


async def test_the_outbox_shows_what_is_sent_to_whom(web: WebHotline) -> None:
    """By state; a state that there is not is told."""
    await web.services.outbox.put(Draft(to=MOBILE, text="<b>社保局</b>", kind="department", code="05", call_id="c1"))
    await web.sign_in("agent1")
    assert (await get(web, "outbox", state="sent"))["outbox"] == []
    await web.services.outbox.deliver()
    (notice,) = (await get(web, "outbox", state="sent"))["outbox"]
    assert (notice["to"], notice["text"], notice["about"]) == (
        MOBILE,
        "<b>社保局</b>",
        {"kind": "department", "code": "05"},
    )
    assert MOBILE in web.services.settings.outbox_file.read_text()
    async with web.client.get("/api/outbox", params={"state": "lost"}) as response:
        assert response.status == 422
        assert set((await response.json())["error"]["details"]["fields"]) == {"state"}


async def test_an_agent_marks_a_number(web: WebHotline) -> None:
    """With a reason and an end, under the agent's name; what is left out is no mark any more."""
    await web.sign_in("agent1")
    mark = {"mark": "elderly", "reason": "听力不好", "until": "2099-01-01T00:00:00+08:00"}
    async with web.client.put(f"/api/citizens/+86{MOBILE}/marks", json={"marks": [mark]}) as response:
        assert response.status == 200, await response.text()
    (kept,) = (await get(web, f"citizens/{MOBILE}/marks"))["marks"]
    assert (kept["mark"], kept["reason"], kept["until"]) == ("elderly", "听力不好", "2098-12-31T16:00:00+00:00")
    assert (kept["by"], kept["by_name"]) == ("agent1", "林晓燕")
    async with web.client.put(f"/api/citizens/{MOBILE}/marks", json={"marks": []}) as response:
        assert (await response.json())["marks"] == []


async def test_a_mark_that_is_none_is_refused_by_field(web: WebHotline) -> None:
    """And nothing is changed."""
    await web.sign_in("agent1")
    for body, field in FAULTY:
        async with web.client.put(f"/api/citizens/{MOBILE}/marks", json=body) as response:
            assert response.status == 422
            assert set((await response.json())["error"]["details"]["fields"]) == {field}
    async with web.client.put("/api/citizens/hidden/marks", json={"marks": []}) as response:
        assert response.status == 422
    assert (await get(web, f"citizens/{MOBILE}/marks"))["marks"] == []
