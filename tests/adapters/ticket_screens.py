"""A web side on a Monday at ten, with the moves of a ticket in few words."""

from __future__ import annotations

import io
from typing import Any

import aiohttp

from tests.adapters.storage import Clock
from tests.adapters.web_hotline import WebHotline

Told = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16 + b"IEND\xaeB`\x82"
POLICE, LABOUR = "01", "02"
"""Whose handlers are handler2 and handler1."""


class Screens:
    """Whoever is signed in, at their screen."""

    def __init__(self, web: WebHotline, clock: Clock) -> None:
        self.web = web
        self.clock = clock
        self.acts = 0

    async def be(self, username: str) -> None:
        """Ask as this user from now on; "" is nobody."""
        self.web.client.session.cookie_jar.clear()
        if username:
            await self.web.sign_in(username)

    async def call(self, method: str, path: str, status: int = 200, **given: Any) -> Told:
        """What is answered, under a key of its own."""
        self.acts += 1
        headers = {"Idempotency-Key": f"act-{self.acts:06d}", **given.pop("headers", {})}
        async with self.web.client.request(method, f"/api/{path}", headers=headers, **given) as response:
            told: Told = await response.json()
            assert response.status == status, told
            return told

    async def status(self, method: str, path: str, **given: Any) -> int:
        """How it is answered, whatever is told."""
        self.acts += 1
        headers = {"Idempotency-Key": f"act-{self.acts:06d}"}
        async with self.web.client.request(method, f"/api/{path}", headers=headers, **given) as response:
            return response.status

    async def get(self, path: str, status: int = 200, **query: str) -> Told:
        """What is told."""
        return await self.call("GET", path, status, params=query)

    async def post(self, path: str, body: Told | None = None, status: int = 200) -> Told:
        """What is answered."""
        return await self.call("POST", path, status, json=body or {})

    def draft(self, **given: Any) -> Told:
        """A ticket as the console sends it, with the citizen in its text."""
        return {
            "type": "complaint",
            "category": self.web.services.library.city.outline.categories[0].children[0].code,
            "place": "桂江路18号",
            "content": "王芳（13800138000）反映路灯不亮已经三天。",
            "department": POLICE,
            "citizen_number": "13800138000",
            "citizen_name": "王芳",
            "call_id": "c1",
            **given,
        }

    async def new(self, **given: Any) -> str:
        """The number of a ticket that agent1 has saved; agent1 is signed in after it."""
        await self.be("agent1")
        told = await self.post("tickets", self.draft(**given), 201)
        return str(told["ticket"]["number"])

    async def move(self, number: str, action: str, username: str = "", status: int = 200, **fields: Any) -> Told:
        """A move of a ticket as its screen shows it; username: who acts, "" is whoever is signed in."""
        if username:
            await self.be(username)
        version = (await self.web.services.tickets.get(number)).version
        return await self.post(f"tickets/{number}/moves", {"action": action, "version": version, **fields}, status)

    async def answered(self, number: str) -> None:
        """Signed, answered and reviewed; supervisor1 is signed in after it."""
        await self.move(number, "sign", "handler2")
        await self.move(number, "reply", note="已换灯泡", public_answer="路灯已修好。")
        await self.move(number, "approve", "supervisor1")

    async def attach(self, number: str, name: str = "照片.png", content: bytes = PNG, status: int = 201) -> Told:
        """What putting a file to a ticket answers."""
        form = aiohttp.FormData(quote_fields=False)  # as browsers send a name
        form.add_field("file", io.BytesIO(content), filename=name, content_type="application/octet-stream")
        return await self.call("POST", f"tickets/{number}/files", status, data=form)
