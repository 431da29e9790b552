"""One whole hotline for every test that needs a real call; those wait for real time, and all others run beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from xdist.scheduler import LoadScopeScheduling

from tests.fakes.tones import tone, write_wav
from tests.hotline_process import HotlineProcess

RING_SECONDS = 8
GREETING_HERTZ = 850
WALL_KEY = "the-halls-key-of-the-tests"
WITH_CALLS = ("absence", "acceptance")  # one after the other: two hotlines at once would be late
LONGEST = (*WITH_CALLS, "screens")  # begun first, so that no worker is left with them at the end


class BesideCalls(LoadScopeScheduling):  # type: ignore[misc]  # without types of its own
    """Whatever places calls is for one worker; of the others each file is."""

    def _split_scope(self, nodeid: str) -> str:
        return "calls" if _folder(nodeid) in WITH_CALLS else nodeid.partition("::")[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: (*LONGEST, _folder(item.nodeid)).index(_folder(item.nodeid)))


def _folder(nodeid: str) -> str:
    return nodeid.split("/")[1]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> BesideCalls:
    """Who runs which tests, where several run them."""
    return BesideCalls(config, log)


@pytest_asyncio.fixture(scope="session")
async def hotline(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[HotlineProcess]:
    """A running hotline, stopped at the end; its first words are recorded and short, and a phone rings for 8 s."""
    recorded = tmp_path_factory.mktemp("recorded")
    write_wav(recorded / "12345-greeting.wav", tone(GREETING_HERTZ, 2.0))
    write_wav(recorded / "12345-to_person.wav", tone(GREETING_HERTZ, 1.0))
    extra = {"HOTLINE_RECORDED_DIR": str(recorded), "HOTLINE_QUEUE_RING_SECONDS": str(RING_SECONDS)}
    extra["HOTLINE_LOG_LEVEL"] = "debug"  # what each caller is told can be read there (acceptance/told.py)
    extra["HOTLINE_CALL_BACK_HOURS"] = "00:00-24:00"  # tests run at night too
    extra["HOTLINE_WALL_KEY"] = WALL_KEY
    running = HotlineProcess(tmp_path_factory.mktemp("hotline"), extra=extra)
    await running.start()
    yield running
    assert await running.stop() == 0
