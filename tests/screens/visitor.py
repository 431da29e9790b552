"""The screens of the consoles, as the running page's own router tells them: a new one is covered by itself.

Rule: an address that needs more than its name gets it from GIVEN; a screen without an example is a fault of the test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page, Request, WebSocketRoute, expect

from tests.acceptance.desk import PATIENCE
from tests.adapters.web_hotline import PASSWORD
from tests.screens.busy_city import City

MS = PATIENCE * 1000
_ROUTER = "document.querySelector('#app').__vue_app__.config.globalProperties.$router"
_ROUTES = f"() => {_ROUTER}.getRoutes().filter(({{ name }}) => name).map(({{ path }}) => path)"
_PUSH = f"to => {_ROUTER}.push(to).then(() => undefined)"
_DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"
_PARTS = """base => [...document.querySelectorAll('main a[href]')].map(one => one.getAttribute('href'))
  .filter(to => to.startsWith(base + '/') && !/[0-9]{10}/.test(to)).map(to => to.replace(/[?].*/, ''))"""


@dataclass(kw_only=True)
class Awaited:
    """A page, and whatever it still waits for."""

    page: Page
    asked: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("request", self._ask)
        self.page.on("requestfinished", self._done)
        self.page.on("requestfailed", self._done)

    def _ask(self, request: Request) -> None:
        self.asked.add(request)

    def _done(self, request: Request) -> None:
        self.asked.discard(request)

    async def settled(self) -> None:
        """Wait until nothing is asked for, and what came is drawn."""
        for _ in range(400):
            await self.page.evaluate(_DRAWN)
            if not self.asked:
                await self.page.evaluate(_DRAWN)
                if not self.asked:
                    return
        raise AssertionError(f"still waiting for {[one.url for one in self.asked]}")


@dataclass(kw_only=True)
class Visitor(Awaited):
    """Somebody's browser before the city."""

    city: City
    line: WebSocketRoute | None = None

    async def sign_in(self, user: str, greeting: str = "", language: str = "zh-CN") -> None:
        """As this user. greeting: what the live line tells at once; "" is what the city itself tells."""
        await self.page.context.add_init_script(f"localStorage.setItem('hotline.language', '{language}')")
        told = {"username": user, "password": PASSWORD}
        address = f"{self.city.origin}/api/session"
        answer = await self.page.context.request.post(address, data=told, headers={"Origin": self.city.origin})
        assert answer.ok, await answer.text()
        if greeting:
            await self.tells(greeting)
        await self.page.goto(self.city.origin)
        await expect(self.page.get_by_test_id("sign-out")).to_be_visible(timeout=MS)

    async def tells(self, *messages: str) -> None:
        """A live line that says this to whoever connects."""

        def greet(line: WebSocketRoute) -> None:
            self.line = line
            for one in messages:
                line.send(one)

        await self.page.route_web_socket("**/api/live", greet)

    def beat(self) -> None:
        """The made-up live line says that it is there; the page counts the seconds of its silence."""
        if self.line is not None:
            self.line.send('{"type": "beat"}')

    async def addresses(self) -> list[str]:
        """Every screen with each of its parts, as this user sees them."""
        routes: list[str] = await self.page.evaluate(_ROUTES)
        found: list[str] = []
        for base in (given(route, self.city) for route in routes):
            await self.opens(base)
            parts: list[Any] = await self.page.evaluate(_PARTS, base) if base != "/" else []
            found += [base, *dict.fromkeys(str(one) for one in parts)]
        return found

    async def opens(self, address: str) -> None:
        """Go there within the page, until everything that it asks for has come and is drawn."""
        self.beat()
        await self.page.evaluate(_PUSH, address)
        await self.settled()


def given(route: str, city: City) -> str:
    """An address that this route shows: what may be left out is, and what may not is an example's."""
    examples = {"number": city.ticket, "inspection": city.inspection}
    address = re.sub(r"\([^)]*\)", "", re.sub(r"/:\w+(\([^)]*\))?\?", "", route))
    for name in re.findall(r":(\w+)", address):
        assert name in examples, f"give an example of :{name} of {route} in tests/screens/visitor.py"
        address = address.replace(f":{name}", examples[name])
    return address or "/"
