"""Routing by HTTP: suggestions while typing, and the dispatch directory as supervisors keep it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hotline.tickets.routing.model_at_hand import ABSENT
from hotline.tickets.routing.model_file import Model, header_of, write_model
from hotline.tickets.routing.training import train
from hotline.wiring.parts import routing_part
from hotline.wiring.routing_pack import model_file
from tests.adapters.web_hotline import WebHotline
from tests.unit.routing_town import SUBJECTS, examples

LINES = "/api/routing/lines"
LINE = {
    "category": "0303",
    "place": "湖滨街道",
    "keywords": ["喷泉"],
    "lead": "12",
    "assisting": ["05"],
    "note": "湖滨",
}


async def told(web: WebHotline, method: str, path: str, status: int = 200, **sent: Any) -> dict[str, Any]:
    """What is answered."""
    async with web.client.request(method, path, **sent) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == status, answer
        return answer


async def suggested(web: WebHotline, **asked: str) -> dict[str, Any]:
    """What is suggested for a draft."""
    return await told(web, "POST", "/api/routing/suggest", json=asked)


def trained(path: Path) -> None:
    """A model whose labels are departments: 05 has water, 12 roads, 07 schools."""
    codes = dict(zip(SUBJECTS, ("05", "12", "07"), strict=True))
    learned = train([type(one)(**_fields(one) | {"label": codes[one.label]}) for one in examples(20)])
    header = header_of(
        learned.classifier, learned.figures, sha256="ab" * 32, rows=60, made=datetime(2026, 11, 21, tzinfo=UTC)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_model(path, Model(header=header, classifier=learned.classifier))


def _fields(one: object) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("title", "content", "label", "line")}


async def test_the_directory_is_asked_first_and_its_line_is_told(web: WebHotline) -> None:
    """An order has no probability; the street of the draft counts with its district."""
    await web.sign_in("supervisor1")
    added = (await told(web, "POST", LINES, 201, json=LINE))["line"]
    await web.sign_in("agent1")
    answer = await suggested(web, content="湖滨路的喷泉坏了", category="0303", place="湖滨街道3号")
    assert answer["suggestions"][0] == {
        "department": "12",
        "department_name": web.services.tickets.world().city.name("12"),
        "assisting": ["05"],
        "probability": None,
        "reason": f"派单目录第{added['id']}条：类别“路灯与井盖”、地点“湖滨街道”、关键词“喷泉”（湖滨）",
        "reason_said": {
            "code": "by_directory",
            "params": {"number": str(added["id"]), "why": "类别“路灯与井盖”、地点“湖滨街道”、关键词“喷泉”（湖滨）"},
        },
        "by": "directory",
    }
    assert answer["abstained"] is False


async def test_without_a_model_the_duties_hint_and_health_says_so(web: WebHotline) -> None:
    """Nothing is sure then, and the agent is told."""
    await web.sign_in("agent1")
    answer = await suggested(web, content="想问一下宗教事务和统计工作")
    assert answer["abstained"] is True
    assert {one["by"] for one in answer["suggestions"]} <= {"duties"}
    part = await routing_part(web.services.routing)
    assert (part.ok, part.note) == (True, ABSENT)


async def test_a_model_speaks_as_soon_as_it_is_there(web: WebHotline) -> None:
    """And is silent when it is taken away; one that is broken leaves the one before at work, and is told of."""
    path, routing = model_file(web.services.settings), web.services.routing
    trained(path)
    await routing.look()
    assert routing.note == ""
    await web.sign_in("agent1")
    (first, *_) = (await suggested(web, title="停水", content="小区停水三天"))["suggestions"]
    assert (first["department"], first["by"]) == ("05", "classifier")
    assert 0 < first["probability"] <= 1
    assert "文字分类" in first["reason"]
    path.write_bytes(b"not a model")
    await routing.look()
    assert "重新训练" in routing.note
    assert (await suggested(web, content="小区停水三天"))["suggestions"][0]["by"] == "classifier"
    path.unlink()
    await routing.look()
    assert routing.note == ABSENT
    assert "classifier" not in {one["by"] for one in (await suggested(web, content="小区停水三天"))["suggestions"]}


async def test_the_category_that_the_words_speak_for_is_told(web: WebHotline) -> None:
    """By the names of the city's own categories; whoever has chosen one is told none."""
    await web.sign_in("agent1")
    assert (await suggested(web, content="三天了路灯一直不亮"))["category"] == "0303"
    assert (await suggested(web, content="三天了路灯一直不亮", category="0206"))["category"] == ""


@pytest.mark.parametrize(
    ("sent", "fields"),
    [({"title": 1}, {"title"}), ({"content": "长" * 20_001, "place": "长" * 500}, {"content", "place"})],
)
async def test_what_cannot_be_asked_is_refused_by_field(
    web: WebHotline, sent: dict[str, Any], fields: set[str]
) -> None:
    """Citizens' words are hostile input."""
    await web.sign_in("agent1")
    refused = await told(web, "POST", "/api/routing/suggest", 422, json=sent)
    assert set(refused["error"]["details"]["fields"]) == fields


async def test_a_supervisor_keeps_the_directory(web: WebHotline) -> None:
    """Adds, changes, withdraws, looks at what was; the pack's lines are there already."""
    await web.sign_in("supervisor1")
    before = (await told(web, "GET", LINES))["lines"]
    assert len(before) > 100
    assert not [one for one in before if one["faults"]]
    line = (await told(web, "POST", LINES, 201, json=LINE))["line"]
    assert (line["id"], line["version"], line["state"], line["by"]) == (len(before) + 1, 1, "current", "supervisor1")
    one = f"{LINES}/{line['id']}"
    changed = await told(web, "PUT", one, json=LINE | {"keywords": ["喷泉", "水景"], "version": 1})
    assert (changed["line"]["keywords"], changed["line"]["version"]) == (["喷泉", "水景"], 2)
    await told(web, "PUT", one, 409, json=LINE | {"version": 1})
    await told(web, "DELETE", one, 409, params={"version": "1"})
    assert (await told(web, "DELETE", one, params={"version": "2"}))["line"]["state"] == "withdrawn"
    versions = (await told(web, "GET", f"{one}/versions"))["versions"]
    assert [(kept["version"], kept["state"]) for kept in versions] == [
        (3, "withdrawn"),
        (2, "replaced"),
        (1, "replaced"),
    ]
    assert versions[0]["by_name"] != ""
    await told(web, "GET", f"{LINES}/99999/versions", 404)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"lead", "keywords"}),
        ({"keywords": "路灯"}, {"keywords"}),
        (LINE | {"lead": "9999", "category": "9999", "keywords": ["灯"]}, {"lead", "category", "keywords"}),
    ],
)
async def test_a_line_that_could_not_route_is_refused_by_field(
    web: WebHotline, body: dict[str, Any], fields: set[str]
) -> None:
    """All at once."""
    await web.sign_in("supervisor1")
    refused = await told(web, "POST", LINES, 422, json=body)
    assert set(refused["error"]["details"]["fields"]) == fields


@pytest.mark.parametrize("version", [None, 0, "1", True])
async def test_a_change_must_name_the_version_that_was_seen(web: WebHotline, version: object) -> None:
    """Or somebody's work would be lost unseen."""
    await web.sign_in("supervisor1")
    await told(web, "PUT", f"{LINES}/1", 422, json=LINE | {"version": version})
    await told(web, "DELETE", f"{LINES}/1", 422)


@pytest.mark.parametrize(("username", "status"), [("", 401), ("agent1", 403), ("handler1", 403)])
async def test_only_supervisors_see_and_change_the_directory(web: WebHotline, username: str, status: int) -> None:
    """An agent asks for suggestions and no more; a department's handler not even that."""
    if username:
        await web.sign_in(username)
    await told(web, "GET", LINES, status)
    await told(web, "POST", LINES, status, json=LINE)
    await told(web, "PUT", f"{LINES}/1", status, json=LINE | {"version": 1})
    await told(web, "DELETE", f"{LINES}/1", status, params={"version": "1"})
    await told(web, "GET", f"{LINES}/1/versions", status)
    asked = 200 if username == "agent1" else status
    await told(web, "POST", "/api/routing/suggest", asked, json={"content": "路灯不亮"})
