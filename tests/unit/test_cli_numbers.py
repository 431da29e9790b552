"""`hotline numbers` as whoever runs a city's hotline uses it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hotline.cli.numbers import app
from hotline.settings import Settings
from hotline.storage.citizens import live_in
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from hotline.storage.tables import CitizenRow

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """A hotline that knows a citizen by a local number, and another by both forms and two names."""
    asyncio.run(_keep(Settings(state_dir=tmp_path).database))
    yield tmp_path
    live_in("")


async def _keep(url: str) -> None:
    await migrate(url)
    database = open_database(url)
    people = {"83111111": "王芳", "83222222": "李伟", "075583222222": "赵敏"}
    async with database.transaction() as session:
        for number, name in people.items():
            session.add(CitizenRow(number=number, name=name, note="", updated=START))
    await database.close()


def run(state: Path, *arguments: str, area: str = "0755") -> str:
    """What the command says."""
    env = {"HOTLINE_STATE_DIR": str(state), "HOTLINE_AREA_CODE": area}
    return CliRunner().invoke(app, ["normalise", *arguments], env=env, catch_exceptions=False).output


def test_a_trial_lists_what_would_change_and_changes_nothing(state: Path) -> None:
    """Then it is done, and what cannot be merged stays and is listed again."""
    trial = run(state, "--dry-run")
    assert "83111111 → 075583111111" in trial
    assert "83222222 → 075583222222　来电0次，工单0张　没有合并：两个号码登记的姓名不同" in trial
    assert "可以统一1个号码，1个没有合并" in trial
    assert "已统一1个号码，1个没有合并" in run(state)
    again = run(state)
    assert "83111111" not in again
    assert "已统一0个号码，1个没有合并" in again


def test_without_an_area_code_it_says_so(state: Path) -> None:
    """Else whoever forgot the setting would think that all is well."""
    told = run(state, area="")
    assert "已统一0个号码。" in told
    assert "没有设置HOTLINE_AREA_CODE" in told
