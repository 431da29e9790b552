"""The texts that supervisors choose from, on the web side: written, previewed, withdrawn, and taken from the pack."""

from __future__ import annotations

from pathlib import Path

from hotline.tickets.templates.service import Templates
from tests.adapters.ticket_screens import Screens

OWN = {"code": "urge-own", "use": "urge", "title": "本市催办", "text": "工单{工单编号}，{剩余时间}，请{承办单位}办理。"}


async def test_a_text_is_written_previewed_changed_and_withdrawn(screens: Screens) -> None:
    """With every version kept: who wrote what, and when."""
    number = await screens.new(title="王芳家门口路灯不亮")
    await screens.be("supervisor1")
    made = (await screens.post("templates", OWN, 201))["template"]
    assert (made["version"], made["by_name"], made["in_force"], made["letters"][:1]) == (1, "吴志强", True, "b")
    told = await screens.post("templates/filled", {"text": OWN["text"] + "{事项}", "number": number})
    assert told["text"].startswith(f"工单{number}，剩余")
    assert told["text"].endswith("请市公安局办理。“***家门口路灯不亮”")
    await screens.post("templates", OWN, 409)
    changed = await screens.call("PUT", "templates/urge-own", json={**OWN, "text": "请今天办。", "version": 1})
    assert changed["template"]["version"] == 2
    await screens.call("PUT", "templates/urge-own", 409, json={**OWN, "version": 1})
    await screens.be("admin1")
    gone = await screens.call("DELETE", "templates/urge-own?version=2")
    assert (gone["template"]["state"], gone["template"]["by_name"]) == ("withdrawn", "唐颖")
    found = (await screens.get("templates/urge-own/versions"))["versions"]
    assert [(one["version"], one["text"], one["state"]) for one in found] == [
        (3, "请今天办。", "withdrawn"),
        (2, "请今天办。", "replaced"),
        (1, OWN["text"], "replaced"),
    ]
    listed = (await screens.get("templates", use="urge"))["templates"]
    assert [one["code"] for one in listed][-1] == "urge-own"
    assert {one["use"] for one in listed} == {"urge"}


async def test_a_faulty_text_is_refused_by_field(screens: Screens) -> None:
    """A place that there is not, a citizen's name, a use that is none."""
    await screens.be("supervisor1")
    for given, fields in (
        ({"text": "{市民姓名}"}, {"text"}),
        ({"text": "{工单号}", "title": "", "code": "大"}, {"text", "title", "code"}),
        ({"use": "praise"}, {"use"}),
    ):
        told = await screens.post("templates", {**OWN, **given}, 422)
        assert set(told["error"]["details"]["fields"]) == fields
    await screens.post("templates/filled", {"text": "{电话}", "number": "2600000014"}, 422)
    await screens.post("templates/filled", {"text": "好", "number": "2600000014"}, 404)
    await screens.get("templates", 422, use="praise")
    await screens.get("templates/none/versions", 404)
    await screens.call("PUT", "templates/none", 404, json={**OWN, "version": 1})
    await screens.call("PUT", "templates/none", 422, json=OWN)
    await screens.call("DELETE", "templates/none?version=1", 404)


async def test_a_card_says_what_the_supervisor_wrote(screens: Screens) -> None:
    """From the moment on which the text was saved; the first in force is the one."""
    await screens.be("supervisor1")
    (card,) = (await screens.get("templates", use="yellow"))["templates"]
    body = {name: card[name] for name in ("use", "title", "version")} | {"text": "本市黄牌：{承办单位}{剩余时间}。"}
    await screens.call("PUT", f"templates/{card['code']}", json=body)
    assert screens.web.services.tickets.world().texts["yellow"] == "本市黄牌：{承办单位}{剩余时间}。"
    await screens.call("DELETE", f"templates/{card['code']}?version=2")
    assert "yellow" not in screens.web.services.tickets.world().texts


async def test_what_was_changed_here_stays_until_the_pack_changes_it_too(screens: Screens, tmp_path: Path) -> None:
    """A text that the pack leaves as it was is not put back; one that it changed is taken."""
    texts: Templates = screens.web.services.templates
    file = tmp_path / "templates.yaml"

    def write(one: str, two: str) -> None:
        rows = [f"- code: x-{n}\n  use: urge\n  title: t\n  text: {text}\n" for n, text in enumerate((one, two))]
        file.write_text("templates:\n" + "".join(rows), encoding="utf-8")

    write("一", "二")
    assert await texts.sync_pack(tmp_path) == 2
    assert await texts.sync_pack(tmp_path) == 0
    await screens.be("supervisor1")
    await screens.call("PUT", "templates/x-0", json={**OWN, "text": "我的", "version": 1})
    assert await texts.sync_pack(tmp_path) == 0
    write("一", "新的")
    assert await texts.sync_pack(tmp_path) == 1
    found = {one.template.code: one.template.text for one in await texts.listed()}
    assert (found["x-0"], found["x-1"]) == ("我的", "新的")
