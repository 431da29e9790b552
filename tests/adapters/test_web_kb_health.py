"""How the knowledge base is, on the web side: every figure can be opened, and agrees with what departments are told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.test_web_upkeep import MARRIAGE, Hall, hall, stale_question
from tests.adapters.web_hotline import QUESTION

__all__ = ["hall"]
AILMENTS = {
    "stale",
    "due_soon",
    "unchecked",
    "ownerless",
    "withdrawn",
    "missed",
    "unhelpful",
    "same_phone",
    "same_title",
}


async def behind(hall: Hall, ailment: str, **query: str) -> list[dict[str, Any]]:
    """The entries behind a figure, which must be as many as it says."""
    told = await hall.get("health", ailment=ailment, **query)  # type: ignore[arg-type]
    assert set(told["counts"]) == AILMENTS
    if not query:
        assert told["counts"][ailment] == told["many"] == len(told["items"])
    items: list[dict[str, Any]] = told["items"]
    return items


async def test_what_is_stale_here_is_what_departments_were_told(hall: Hall) -> None:
    """The same entries as the list of stale ones has, by department, in the coverage and in the month."""
    code = await stale_question(hall, QUESTION)
    await hall.sign_in("supervisor1")
    (item,) = await behind(hall, "stale")
    (known,) = (await hall.ask("GET", "/api/kb/stale"))["entries"]
    assert (item["code"], item["owner_name"], item["over"]) == (code, "市公安局", known["over"])
    assert await behind(hall, "stale", department="02") == []
    told = await hall.get("health")
    by = {one["department"]: one for one in told["departments"]}
    assert (by["01"]["stale"], by["01"]["questions"], by["01"]["people"], by["02"]["stale"]) == (1, 1, 1, 0)
    assert (told["months"][-1]["month"], told["months"][-1]["found_stale"]) == ("2026-11", 1)
    assert told["months"][0]["month"] == "2025-12"


async def test_what_nobody_keeps_is_given_to_a_department(hall: Hall) -> None:
    """Handed in by one supervisor and published by another; the department that keeps itself cannot be given away."""
    code = await hall.publish_question({"question": "谁也不管的问题", "answer": "请拨12345。"})
    await hall.sign_in("supervisor1")
    assert code in {one["code"] for one in await behind(hall, "ownerless")}
    body = {"kind": "question", "code": code, "department": "02"}
    for wrong, status in (
        ({"department": "99"}, 422),
        ({"kind": "department", "code": "01"}, 422),
        ({"kind": "x"}, 422),
        ({"code": "Q999"}, 404),
    ):
        await hall.post("health/assign", {**body, **wrong}, status)
    made = (await hall.post("health/assign", body, 201))["version"]
    assert (made["state"], made["note"]) == ("review", "改由市民政局维护")
    await hall.post("health/assign", body, 409)
    await hall.post(f"entries/question/{code}/{made['version']}/publish", status=422)
    await hall.sign_in("admin1")
    await hall.post(f"entries/question/{code}/{made['version']}/publish")
    await hall.renew()
    assert code not in {one["code"] for one in await behind(hall, "ownerless")}


async def test_clashes_and_what_is_asked_in_vain_are_found(hall: Hall) -> None:
    """The same question twice, with what differs; what was withdrawn and is still asked for; what found nothing."""
    first = await hall.publish_question(MARRIAGE)
    second = await hall.publish_question({**MARRIAGE, "question": "结婚要带什么？", "answer": "什么也不用带。"})
    gone = await hall.publish_question(QUESTION)
    await hall.post(f"entries/question/{gone}/1/withdraw", {"note": "派出所不管猫"})
    await hall.renew()
    await hall.sign_in("agent1")
    for question, unhelpful in (("请问猫丢了找谁", False), ("怎样领养狗", False), ("怎样领养狗", True)):
        await hall.post("missed", {"question": question, "unhelpful": unhelpful})
    await hall.sign_in("supervisor1")
    (same,) = await behind(hall, "same_title")
    assert {same["code"], same["others"][0]["code"]} == {first, second}
    assert "答" in same["about"]
    (withdrawn,) = await behind(hall, "withdrawn")
    assert (withdrawn["code"], withdrawn["asked"], withdrawn["about"]) == (gone, 1, "派出所不管猫")
    assert {one["title"]: one["asked"] for one in await behind(hall, "missed")} == {
        "请问猫丢了找谁": 1,
        "怎样领养狗": 1,
    }
    assert [one["title"] for one in await behind(hall, "unhelpful")] == ["怎样领养狗"]
    assert await behind(hall, "same_phone") == []
    await hall.get("health", 422, ailment="blue")


async def test_a_department_is_told_on_its_console_once(hall: Hall) -> None:
    """Its people by name; without a telephone on the screen alone. A department that there is not is refused."""
    await hall.sign_in("supervisor1")
    body = {"department": "01", "titles": ["户口迁移", "身份证"], "note": "请核对窗口时间。"}
    for _ in range(2):
        told = await hall.post("health/tell", body)
        assert (told["told"], told["texted"]) == (["韩立群"], [])
    wrong: list[dict[str, Any]] = [{"department": "99"}, {"titles": []}, {"titles": ["一"] * 21}, {"note": "长" * 201}]
    for one in wrong:
        await hall.post("health/tell", {**body, **one}, 422)
    await hall.sign_in("handler2")
    notices = (await hall.ask("GET", "/api/notices"))["notices"]
    assert [one["text"] for one in notices] == [
        "【12345热线】请核对您单位的2条资料：《户口迁移》、《身份证》。请核对窗口时间。"
    ]
    await hall.hotline.give_phone("handler2", "13900139000")
    await hall.sign_in("supervisor1")
    assert (await hall.post("health/tell", body))["texted"] == ["韩立群"]


@pytest.mark.parametrize("username", ["agent1", "handler1"])
async def test_the_health_is_the_supervisors_alone(hall: Hall, username: str) -> None:
    """Nobody else sees it, tells a department, or gives an entry away."""
    await hall.sign_in(username)
    await hall.get("health", 403)
    await hall.post("health/tell", {}, 403)
    await hall.post("health/assign", {}, 403)
