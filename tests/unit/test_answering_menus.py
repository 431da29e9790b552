"""Menus that are edited while calls come in."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from hotline.answering.menus import Menus
from hotline.errors import ScriptError
from tests.fakes.recordings import write_recording
from tests.fakes.scripts import GOOD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good script."""
    (tmp_path / "114.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def _said(menus: Menus) -> str:
    return menus["114"].prompts["hello"]["zh-CN"].text


async def test_a_changed_script_is_taken_and_told(folder: Path) -> None:
    """Once, for the next call; nothing is read anew where nothing changed."""
    told: list[str] = []

    async def changed() -> None:
        told.append("changed")

    menus = Menus(folder, folder / "recorded", changed=changed)
    before = dict(menus)
    assert not await menus.renew()
    (folder / "114.yaml").write_text(GOOD.replace("您好", "早上好"), encoding="utf-8")
    assert await menus.renew()
    assert (_said(menus), before["114"].prompts["hello"]["zh-CN"].text, told) == ("早上好", "您好", ["changed"])
    assert not await menus.renew()


async def test_a_faulty_script_is_refused_and_the_old_one_stays(folder: Path) -> None:
    """With the reason, until it is mended."""
    menus = Menus(folder, folder / "recorded")
    (folder / "114.yaml").write_text(GOOD.replace("next: person", "next: nobody"), encoding="utf-8")
    assert not await menus.renew()
    assert "114.yaml:8" in menus.trouble
    assert _said(menus) == "您好"
    (folder / "114.yaml").write_text(GOOD.replace("您好", "晚上好"), encoding="utf-8")
    assert await menus.renew()
    assert (menus.trouble, _said(menus)) == ("", "晚上好")


async def test_a_recording_in_a_wrong_format_is_refused_too(folder: Path) -> None:
    """The menus stay as they are, and say which file it is."""
    menus = Menus(folder, folder / "recorded")
    write_recording(folder / "recorded" / "114-hello.wav", rate=44_100)
    assert not await menus.renew()
    assert "114-hello.wav" in menus.trouble


async def test_a_folder_that_goes_away_takes_no_menu_with_it(folder: Path) -> None:
    """What was served is served on."""
    menus = Menus(folder, folder / "recorded")
    (folder / "114.yaml").unlink()
    assert not await menus.renew()
    assert list(menus) == ["114"]
    assert len(menus) == 1


async def test_the_files_are_followed_until_the_end(folder: Path) -> None:
    """The task sees a change by itself."""
    seen = asyncio.Event()

    async def changed() -> None:
        seen.set()

    menus = Menus(folder, folder / "recorded", changed=changed)
    following = asyncio.create_task(menus.keep(every=0.01))
    (folder / "114.yaml").write_text(GOOD.replace("您好", "早上好"), encoding="utf-8")
    async with asyncio.timeout(5):
        await seen.wait()
    following.cancel()
    assert _said(menus) == "早上好"


def test_menus_that_are_faulty_at_the_start_are_refused(tmp_path: Path) -> None:
    """The hotline does not start with them."""
    with pytest.raises(ScriptError):
        Menus(tmp_path, tmp_path / "recorded")
