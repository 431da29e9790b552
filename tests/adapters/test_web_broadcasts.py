"""What supervisors tell all desks: sent, pushed to every console, read, taken back, over."""

from __future__ import annotations

from tests.adapters.ticket_screens import Screens


async def test_a_broadcast_reaches_every_desk_and_is_read(screens: Screens) -> None:
    """Told over the websocket at once; who has read it is counted once."""
    await screens.be("agent1")
    live = await screens.web.live()
    assert (await live.receive_json())["type"] == "hello"
    await screens.be("supervisor1")
    sent = (await screens.post("broadcasts", {"text": "城南<b>停水</b>至22:00", "minutes": 60}, 201))["broadcast"]
    while (await live.receive_json())["type"] != "broadcast":
        pass
    assert [(one["read"], one["readers"]) for one in (await screens.get("broadcasts"))["broadcasts"]] == [(True, 0)]
    await screens.be("agent1")
    (told,) = (await screens.get("broadcasts"))["broadcasts"]
    assert (told["text"], told["by"], told["read"], told["readers"]) == (
        "城南<b>停水</b>至22:00",
        "supervisor1",
        False,
        0,
    )
    for _ in range(2):
        await screens.post(f"broadcasts/{sent['id']}/read")
    (told,) = (await screens.get("broadcasts"))["broadcasts"]
    assert (told["read"], told["readers"]) == (True, 1)
    await screens.be("agent2")
    assert [one["read"] for one in (await screens.get("broadcasts"))["broadcasts"]] == [False]


async def test_a_broadcast_ends_by_itself_or_is_taken_back(screens: Screens) -> None:
    """No desk shows it then; it cannot be taken back twice."""
    await screens.be("supervisor1")
    short = (await screens.post("broadcasts", {"text": "系统十分钟后重启", "minutes": 10}, 201))["broadcast"]
    long = (await screens.post("broadcasts", {"text": "按新口径答复"}, 201))["broadcast"]
    screens.clock.pass_by(minutes=11)
    assert [one["id"] for one in (await screens.get("broadcasts"))["broadcasts"]] == [long["id"]]
    assert await screens.status("DELETE", f"broadcasts/{long['id']}") == 200
    assert (await screens.get("broadcasts"))["broadcasts"] == []
    for gone in (short["id"], long["id"], 999, "x"):
        assert await screens.status("DELETE", f"broadcasts/{gone}") == 404


async def test_only_supervisors_send_and_faults_are_told(screens: Screens) -> None:
    """An agent reads; a department is told nothing; text and time are bounded, both faults at once."""
    await screens.be("agent1")
    assert await screens.status("POST", "broadcasts", json={"text": "x"}) == 403
    assert await screens.status("POST", "broadcasts/1/read", json={}) == 404
    await screens.be("handler1")
    assert await screens.status("GET", "broadcasts") == 403
    await screens.be("supervisor1")
    refused = await screens.post("broadcasts", {"text": " \x00", "minutes": 1}, 422)
    assert set(refused["error"]["details"]["fields"]) == {"text", "minutes"}
    for wrong in ({"text": "长" * 301}, {"text": "x", "minutes": "soon"}, {"text": "x", "minutes": True}, {"text": 5}):
        assert await screens.status("POST", "broadcasts", json=wrong) == 422
