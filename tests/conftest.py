"""One whole hotline for every test that needs a real call; those wait for real time, and all others run beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fakes.tones import tone, write_wav
from tests.hotline_process import HotlineProcess

RING_SECONDS = 8
GREETING_HERTZ = 850
WITH_CALLS = ("absence", "acceptance")  # one after the other: two hotlines at once would be late


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever places calls is one group, for one worker; of the others each file is one."""
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        item.add_marker(pytest.mark.xdist_group("calls" if folder in WITH_CALLS else str(item.path)))


@pytest_asyncio.fixture(scope="session")
async def hotline(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[HotlineProcess]:
    """A running hotline, stopped at the end; its first words are recorded and short, and a phone rings for 8 s."""
    recorded = tmp_path_factory.mktemp("recorded")
    write_wav(recorded / "12345-greeting.wav", tone(GREETING_HERTZ, 2.0))
    write_wav(recorded / "12345-to_person.wav", tone(GREETING_HERTZ, 1.0))
    extra = {"HOTLINE_RECORDED_DIR": str(recorded), "HOTLINE_QUEUE_RING_SECONDS": str(RING_SECONDS)}
    extra["HOTLINE_LOG_LEVEL"] = "debug"  # what each caller is told can be read there (acceptance/told.py)
    extra["HOTLINE_CALL_BACK_HOURS"] = "00:00-24:00"  # tests run at night too
    running = HotlineProcess(tmp_path_factory.mktemp("hotline"), extra=extra)
    await running.start()
    yield running
    assert await running.stop() == 0
