"""One whole hotline for every test that needs a real call."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.hotline_process import HotlineProcess


@pytest_asyncio.fixture(scope="session")
async def hotline(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[HotlineProcess]:
    """A running hotline, stopped at the end."""
    running = HotlineProcess(tmp_path_factory.mktemp("hotline"))
    await running.start()
    yield running
    assert await running.stop() == 0
