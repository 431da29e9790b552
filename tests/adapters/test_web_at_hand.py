"""What an agent has at hand of the knowledge: favourites, news since the last shift, texts to read out and to send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hotline.events import AgentStateChanged
from hotline.kb.at_hand import MOST_STARS, reads_otherwise
from tests.adapters.test_web_upkeep import Hall, hall
from tests.adapters.web_hotline import QUESTION

__all__ = ["hall"]
AT_HAND = "/api/kb/at-hand"
CARD = "0101"


async def told(hall: Hall) -> dict[str, Any]:
    """All that agent1 has at hand."""
    await hall.sign_in("agent1")
    return await hall.ask("GET", AT_HAND)


async def at_the_desk(hall: Hall, began: datetime, hours: float) -> None:
    """agent1 was ready from then on for so many hours."""
    for state, at in (("ready", began), ("offline", began + timedelta(hours=hours))):
        await hall.hotline.services.days.hear(AgentStateChanged(at=at, extension="1001", state=state, reason=""))


async def test_what_came_out_since_the_last_shift_is_new_or_changed(hall: Hall) -> None:
    """Not what the hotline began with, and not what came out while the agent was there or before."""
    assert (await told(hall))["fresh"] == []
    signed_in = datetime(2026, 11, 21, 4, tzinfo=UTC)  # the desk's own, since its beginning
    await at_the_desk(hall, signed_in, 1)
    morning = signed_in + timedelta(days=2)
    hall.clock.now = morning
    code = await hall.publish_question({**QUESTION, "question": "班前发布的问题"})
    await at_the_desk(hall, morning + timedelta(hours=1), 8)
    hall.clock.now = morning + timedelta(hours=12)
    fresh = await hall.publish_question({**QUESTION, "question": "下班以后的问题"})
    hall.clock.now = morning + timedelta(days=1)
    shown = await told(hall)
    assert shown["since"] == "2026-11-23T13:00:00+00:00"
    assert [(one["code"], one["is_new"], one["title"]) for one in shown["fresh"]] == [(fresh, True, "下班以后的问题")]
    await at_the_desk(hall, morning + timedelta(days=1), 8)
    hall.clock.now = morning + timedelta(days=1, hours=12)
    await hall.sign_in("agent1")
    await hall.post(f"entries/question/{code}", {"fields": QUESTION | {"answer": "改了"}}, 201)
    await hall.post(f"entries/question/{code}/2/submit")
    await hall.sign_in("supervisor1")
    await hall.post(f"entries/question/{code}/2/publish")
    hall.clock.now = morning + timedelta(days=2)
    assert [(one["code"], one["is_new"]) for one in (await told(hall))["fresh"]] == [(code, False)]


async def test_what_was_only_checked_is_no_news_and_what_was_refused_first_is_new(hall: Hall) -> None:
    """A confirmation with a later last day says nothing new; a first version that never was out was none."""
    hall.clock.now = datetime(2026, 11, 10, 4, tzinfo=UTC)
    code = await hall.publish_question(QUESTION | {"valid_until": "2026-12-20"})
    await at_the_desk(hall, datetime(2026, 11, 21, 4, tzinfo=UTC), 1)
    hall.clock.now = datetime(2026, 11, 22, 4, tzinfo=UTC)
    await hall.sign_in("handler2")
    await hall.ask("POST", f"/api/knowledge/confirm/question/{code}", {"valid_until": "2027-12-20"}, 201)
    await hall.sign_in("supervisor1")
    await hall.post(f"entries/question/{code}/2/publish")
    assert (await told(hall))["fresh"] == []
    other = (await hall.post("entries/question", {"fields": QUESTION | {"question": "第一版退回的问题"}}, 201))[
        "version"
    ]["code"]
    await hall.post(f"entries/question/{other}/1/submit")
    await hall.sign_in("supervisor1")
    await hall.post(f"entries/question/{other}/1/refuse", {"note": "不清楚"})
    await hall.sign_in("agent1")
    await hall.post(f"entries/question/{other}", {"fields": QUESTION | {"question": "第二版才发布的问题"}}, 201)
    await hall.post(f"entries/question/{other}/2/submit")
    await hall.sign_in("supervisor1")
    await hall.post(f"entries/question/{other}/2/publish")
    assert [(one["code"], one["is_new"]) for one in (await told(hall))["fresh"]] == [(other, True)]


@pytest.mark.parametrize(
    ("before", "now", "otherwise"),
    [
        ({"checked": "2026-01-01"}, {"checked": "2026-11-01", "valid_until": "2027-01-01"}, False),
        ({"valid_until": "2027-01-01"}, {"valid_until": "2026-12-01"}, True),
        ({"answer": "一"}, {"answer": "二"}, True),
    ],
)
def test_an_entry_has_changed_where_there_is_something_to_learn(
    before: dict[str, str], now: dict[str, str], *, otherwise: bool
) -> None:
    """Its text, or a last day that comes sooner; not that somebody looked at it."""
    assert reads_otherwise(before, now) is otherwise


async def test_favourites_are_each_users_own(hall: Hall) -> None:
    """Starred once however often; the newest first; what is not published cannot be one, and there is an end of it."""
    await hall.sign_in("agent1")
    for path in ("department/01", f"procedure/{CARD}", f"procedure/{CARD}"):
        await hall.ask("PUT", f"{AT_HAND}/{path}/star")
        hall.clock.now += timedelta(minutes=1)
    starred = (await told(hall))["starred"]
    assert [(one["kind"], one["code"]) for one in starred] == [("procedure", CARD), ("department", "01")]
    await hall.ask("PUT", f"{AT_HAND}/department/99/star", status=404)
    await hall.ask("PUT", f"{AT_HAND}/synonym/1/star", status=404)
    await hall.sign_in("agent2")
    assert (await hall.ask("GET", AT_HAND))["starred"] == []
    await hall.sign_in("agent1")
    await hall.ask("DELETE", f"{AT_HAND}/department/01/star")
    assert [one["code"] for one in (await told(hall))["starred"]] == [CARD]
    for number in range(MOST_STARS - 1):
        await hall.hotline.services.at_hand.star("agent1", "question", f"Q{number}")
    await hall.ask("PUT", f"{AT_HAND}/department/01/star", status=409)


async def test_an_entry_is_read_out_and_sent_as_the_menus_do(hall: Hall) -> None:
    """The same words as a caller hears; a text to a mobile alone, with the city's name, in the outbox."""
    await hall.sign_in("agent1")
    aloud = (await hall.ask("GET", f"{AT_HAND}/department/01/aloud"))["text"]
    assert aloud.startswith("市公安局。服务电话，")
    path = f"{AT_HAND}/procedure/{CARD}/text"
    await hall.ask("POST", path, {"number": "88880011", "call_id": "c1"}, status=422)
    await hall.ask("POST", path, {"number": "+86 13800138000", "call_id": "c1"})
    (notice,) = await hall.hotline.services.outbox.latest()
    assert (notice.to, notice.kind, notice.code) == ("13800138000", "procedure", CARD)
    assert "12345热线】" in notice.text
    await hall.sign_in("handler1")
    await hall.ask("GET", AT_HAND, status=403)
    await hall.ask("POST", path, {"number": "13800138000"}, status=403)
