"""One real Asterisk for the tests of what lies between it and us."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.adapters.real_asterisk import RealAsterisk


@pytest_asyncio.fixture(scope="module")
async def asterisk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealAsterisk]:
    """A running Asterisk with our configuration, and no controller."""
    running = await RealAsterisk(tmp_path_factory.mktemp("asterisk")).start()
    yield running
    await running.stop()
