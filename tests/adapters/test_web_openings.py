"""Whether a department is open, on the agent's screen, and what an editor hears of hours that nobody understands."""

from __future__ import annotations

from tests.adapters.web_hotline import Desk

OFFICES = "编号,部门名称,办公地址,办公时间,服务电话,职责\n"
ROW = "{code},{name},新华路8号,{hours},0999-55501101,治安\n"


async def test_a_department_is_marked_open_once_its_hours_are_understood(desk: Desk) -> None:
    """A change counts at once; hours that are not understood are taken as they are, with a hint by their place."""
    rows = [
        ROW.format(code="01", name="市公安局", hours="24小时"),
        ROW.format(code="77", name="市档案馆", hours="看情况"),
    ]
    table = (OFFICES + "".join(rows)).encode()
    await desk.sign_in("supervisor1")
    told = await desk.bring("offices.csv", table, dry_run="1")
    assert [hint.split("，")[0] for hint in told["hints"]] == ["offices.csv:3 办公时间: 看不懂“看情况”"]
    assert (await desk.bring("offices.csv", table))["revision"] > 0
    await desk.renew()
    await desk.sign_in("agent1")
    assert (await desk.get("departments/01/opening"))["opening"] == {
        "open": True,
        "until": None,
        "admits": None,
        "opens": None,
        "parts": [],
        "occasions": [],
    }
    assert await desk.get("departments/77/opening") == {"opening": None}


async def test_only_who_is_signed_in_asks_and_only_of_departments_that_there_are(desk: Desk) -> None:
    """As everywhere in the knowledge base."""
    assert (await desk.get("departments/01/opening", 401))["error"]["code"] == "not-signed-in"
    await desk.sign_in("agent1")
    await desk.get("departments/99/opening", 404)
