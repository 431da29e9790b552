"""The routes of the register of applications: who may report and look, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.web_hotline import WebHotline

FIRST = {
    "number": "20261101",
    "procedure": "首次申领居民身份证",
    "applicant": "张小明",
    "phone": "13800138000",
    "stage": "accepted",
    "updated": "2026-01-05T01:00:00Z",
    "due": "2026-01-20",
    "more": {"窗口": "3号"},
}
LATER = {"number": "20261101", "stage": "办结", "result": "准予", "updated": "2026-01-12T01:00:00Z"}


async def post(hotline: WebHotline, body: Any, status: int = 200, **params: str) -> dict[str, Any]:
    """What reporting answers."""
    async with hotline.client.post("/api/applications", json=body, params=params) as response:
        told: dict[str, Any] = await response.json()
        assert response.status == status, told
        return told


async def get(hotline: WebHotline, number: str, status: int = 200) -> dict[str, Any]:
    """What looking one up answers."""
    async with hotline.client.get(f"/api/applications/{number}") as response:
        told: dict[str, Any] = await response.json()
        assert response.status == status, told
        return told


async def test_a_system_reports_and_an_agent_looks(web: WebHotline) -> None:
    """One or a list; each with what became of it."""
    await web.sign_in("supervisor1")
    told = await post(web, FIRST, source="审批系统")
    assert told["outcomes"] == [{"number": "20261101", "outcome": "new"}]
    told = await post(web, [LATER, FIRST])
    assert [one["outcome"] for one in told["outcomes"]] == ["changed", "unchanged"]
    assert told["counts"] == {"new": 0, "changed": 1, "unchanged": 1, "older": 0}
    await web.sign_in("agent1")
    found = await get(web, "20261101")
    one = found["application"]
    assert (one["stage"], one["applicant"], one["procedure_name"]) == ("approved", "张小明", "首次申领居民身份证")
    assert (one["due"], one["more"], one["department_name"]) == ("2026-01-20", [["窗口", "3号"]], "市公安局")
    assert one["spoken"].startswith("受理号20261101，已于")
    assert "张小明" not in one["spoken"]
    assert [(entry["stage"], entry["source"]) for entry in found["history"]] == [
        ("accepted", "审批系统"),
        ("approved", "接口"),
    ]
    await get(web, "20261102", 404)


async def test_agents_do_not_report_and_strangers_do_not_look(web: WebHotline) -> None:
    """Nothing is kept of what they send."""
    await get(web, "20261101", 401)
    await post(web, FIRST, 401)
    await web.sign_in("agent1")
    await post(web, FIRST, 403)
    await get(web, "20261101", 404)


async def test_with_one_fault_nothing_is_kept(web: WebHotline) -> None:
    """Every fault by its place in the list and its field, without who applied; a trial keeps nothing either."""
    await web.sign_in("supervisor1")
    told = await post(web, [FIRST, FIRST | {"phone": "张小明的", "stage": "盖章"}], 422)
    assert [(one["place"], one["field"]) for one in told["error"]["details"]["faults"]] == [(1, "phone"), (1, "stage")]
    assert "张小明" not in str(told)
    await get(web, "20261101", 404)
    told = await post(web, FIRST, dry_run="1")
    assert told["counts"]["new"] == 1
    await get(web, "20261101", 404)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([1], ""),
        (FIRST | {"due_day": "2026-01-20"}, "due_day"),
        (FIRST | {"number": 20261101}, "number"),
        (FIRST | {"more": {"a": 1}}, "more"),
        (FIRST | {"more": ["a"]}, "more"),
        (FIRST | {"updated": "\ud800"}, "updated"),
    ],
)
async def test_what_is_no_report_is_refused(web: WebHotline, body: Any, field: str) -> None:
    """With the field that is wrong."""
    await web.sign_in("supervisor1")
    told = await post(web, body, 422)
    assert [one["field"] for one in told["error"]["details"]["faults"]] == [field]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b"[" * 100_000])
async def test_what_is_no_list_is_refused(web: WebHotline, body: bytes) -> None:
    """In a sentence."""
    await web.sign_in("supervisor1")
    async with web.client.post("/api/applications", data=body) as response:
        assert response.status == 422
        assert (await response.json())["error"]["code"] == "input"
