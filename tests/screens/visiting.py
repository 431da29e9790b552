"""The made-up city and a browser before it, for tests that look at every screen and change nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.acceptance.conftest import Browsers
from tests.acceptance.desk import AGENT_HERTZ
from tests.acceptance.test_board import crowd
from tests.adapters.conftest import shelf
from tests.adapters.web_hotline import Shelf
from tests.screens.axe import Axe
from tests.screens.busy_city import City, busy_city
from tests.screens.visitor import Visitor

__all__ = ["axe", "city", "greeting", "shelf", "visitor"]
EXTENSIONS = {"agent1": "1001", "supervisor1": "1005"}


@pytest_asyncio.fixture(scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> AsyncIterator[City]:
    """One city for all tests of a file."""
    async with busy_city(tmp_path_factory.mktemp("city"), shelf) as running:
        yield running


@pytest_asyncio.fixture
async def visitor(city: City, browsers: Browsers) -> AsyncIterator[Visitor]:
    """Nobody yet, before an office's screen."""
    browser = await browsers.saying(AGENT_HERTZ)
    size = {"width": 1366, "height": 768}
    context = await browser.new_context(locale="zh-CN", viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    yield Visitor(page=await context.new_page(), city=city)
    await context.close()


@pytest.fixture(scope="module")
def axe() -> Axe:
    """The script."""
    return Axe()


def greeting(user: str, **more: Any) -> str:
    """A busy morning as the live line tells it to this user; "" to a department, which has no such line."""
    if user.startswith("handler"):
        return ""
    told = crowd() | more
    seats = [seat for seat in told["board"]["agents"] if seat["extension"] == EXTENSIONS.get(user, "")]
    return json.dumps({**told, "agent": seats[0] if seats else None}, ensure_ascii=False)
