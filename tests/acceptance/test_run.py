"""`hotline run` as its owner sees it: what it says, what it starts, and that nothing stays when it is stopped."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from hotline.settings import ROOT
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess
from tests.process_tree import descendants, listening, lives, started_with

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
LOOPBACK = "0100007F"
NOT_OURS = {".git", ".venv", ".state", ".node", "node_modules", "__pycache__", "test-results"}
LAST_LINE = "Ctrl-C stops everything."


def checkout() -> set[str]:
    """Every file of the checkout but caches and what version control keeps."""
    found = set()
    for folder, inner, files in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in NOT_OURS and not name.endswith(("_cache", ".egg-info"))]
        found |= {str(Path(folder, name).relative_to(ROOT)) for name in files}
    return found


@pytest.fixture(scope="module")
def files_before() -> set[str]:
    """The checkout before the copy of this module was started."""
    return checkout()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def copy(tmp_path_factory: pytest.TempPathFactory, files_before: set[str]) -> AsyncIterator[HotlineProcess]:
    """A second hotline beside the tests' own, with a home and a temporary folder that nobody else writes to."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    running = HotlineProcess(folder / "state", {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")})
    await running.start()
    await running.until(lambda: LAST_LINE in running.printed())
    yield running
    assert await running.stop() == 0


async def refused(hotline: HotlineProcess, *arguments: str) -> str:
    """Run a hotline that cannot start; what it printed. It must fail with exit code 1 and leave nothing behind."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hotline.cli.main", "run", *arguments),
        env=hotline.environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    assert started_with("HOTLINE_STATE_DIR", str(hotline.state)) == []
    assert b"Traceback" not in printed
    return printed.decode()


@pytest.mark.parametrize("arguments", [(), ("--setup",)])
async def test_settings_that_are_wrong_are_told_at_once(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """One line for each setting that is wrong or that there is not, and no more."""
    hotline = HotlineProcess(tmp_path, {"HOTLINE_RTP_PORTS": "5-4", "HOTLINE_VOICE": "opera", "HOTLINE_VOISE": "x"})
    lines = (await refused(hotline, *arguments)).splitlines()
    assert re.fullmatch(r"The settings .* not valid:", lines[0])
    assert [line.split()[1].rstrip(":") for line in lines[1:]] == [
        "HOTLINE_RTP_PORTS",
        "HOTLINE_VOICE",
        "HOTLINE_VOISE",
    ]


async def test_whatever_stands_in_the_way_is_told_at_once(tmp_path: Path) -> None:
    """Ports in use by setting, a broken menu and a broken city pack by file and line: all before anything is made."""
    hotline = HotlineProcess(tmp_path / "state")
    menus, city = tmp_path / "menus", tmp_path / "city"
    shutil.copytree(ROOT / "ivr_scripts", menus)
    shutil.copytree(ROOT / "kb", city)
    script, table = menus / "12345.yaml", city / "departments.csv"
    script.write_text(script.read_text().replace("      3: number\n", "      3: tickett\n"))
    menu_line = script.read_text().splitlines().index("      3: tickett") + 1
    table.write_text(table.read_text() + "99,没有别的\n")
    table_line = len(table.read_text().splitlines())
    hotline.extra = {"HOTLINE_IVR_DIR": str(menus), "HOTLINE_KB_DIR": str(city)}
    with socket.socket() as web, socket.socket(type=socket.SOCK_DGRAM) as sip:
        web.bind(("127.0.0.1", hotline.ports["http_port"]))
        web.listen()
        sip.bind(("127.0.0.1", hotline.ports["sip_port"]))
        printed = await refused(hotline, "--setup")
    for sentence in (
        rf"port {hotline.ports['http_port']} .*HOTLINE_HTTP_PORT",
        rf"port {hotline.ports['sip_port']} .*HOTLINE_SIP_PORT",
        rf"12345\.yaml:{menu_line}: .*tickett",
        rf"departments\.csv:{table_line}: ",
    ):
        assert len(re.findall(sentence, printed)) == 1, printed
    assert not (hotline.state / "hotline.db").exists()


async def test_its_last_words_tell_how_to_place_a_call(copy: HotlineProcess) -> None:
    """The addresses answer, each user it names can sign in, and the number to dial is there."""
    words = copy.printed().partition("The hotline is up")[2]
    assert words.rstrip().endswith(LAST_LINE)
    assert re.match(r" \(\d+\.\d s\)\.", words)
    assert f"sip:12345@127.0.0.1:{copy.ports['sip_port']}" in words
    assert "To place a call: " in words
    assert "password hotline-demo" in words
    async with aiohttp.ClientSession() as session:
        pages = sorted(set(re.findall(r"http://[^\s,]+", words)))
        assert pages == [f"{copy.web}/", f"{copy.web}/phone"]
        for page in pages:
            async with session.get(page) as response:
                assert response.status == 200, page
    for user in ("agent1", "agent4", "supervisor1"):
        assert user in words
        async with Desk(copy, user):
            pass


async def test_two_copies_on_one_machine(hotline: HotlineProcess, copy: HotlineProcess) -> None:
    """A call to one is seen at that one only."""
    number = "13900000061"
    async with Desk(hotline, "supervisor1") as theirs, Desk(copy, "supervisor1") as ours:
        async with Citizen(copy.ports["sip_port"], number=number) as citizen:
            await citizen.call("12345")
            await citizen.hears_speech(0.5)
            await copy.until(lambda: ours.state_of(number))
            assert theirs.state_of(number) == ""
        await copy.until(lambda: ours.state_of(number) == "")
        assert not any(number in str(message) for message in theirs.messages)


async def test_the_part_that_is_missing_is_named(copy: HotlineProcess) -> None:
    """Without its gateway the hotline lives, is not ready and says why; the gateway comes back by itself."""
    async with Desk(copy, "agent1") as desk:
        killed = copy.pid_of("gateway")
        os.kill(killed, signal.SIGKILL)

        async def missing() -> list[str]:
            parts = (await desk.get("/health/ready"))["parts"]
            return [f"{name}: {part['why']}" for name, part in parts.items() if not part["ok"]]

        (part,) = await copy.until(missing)
        assert re.match(rf"gateway: .*{copy.ports['gateway_port']}", part)
        assert await desk.get("/health/live") == {"live": True}
        await copy.until(copy.ready, patience=30)
        assert copy.pid_of("gateway") != killed
        assert "SIP gateway ended (signal 9); it starts again." in copy.printed()


async def test_only_this_machine_and_this_user_get_in(copy: HotlineProcess) -> None:
    """Every TCP port is on loopback, and the secrets are for the owner's eyes."""
    assert copy.process is not None
    ports = {port for name, port in copy.ports.items() if name != "sip_port"}
    assert listening(descendants(copy.process.pid)) == {(LOOPBACK, port) for port in ports}
    assert stat.S_IMODE((copy.state / "secrets.json").stat().st_mode) == 0o600
    for conf in ("manager.conf", "pjsip.conf"):
        assert stat.S_IMODE((copy.state / "asterisk" / "etc" / conf).stat().st_mode) == 0o600


async def test_stopped_and_started_again(copy: HotlineProcess, files_before: set[str]) -> None:
    """Ctrl-C ends every process, nothing lies outside the state folder, and a second start needs no network."""
    assert copy.process is not None
    started = descendants(copy.process.pid)
    assert len(started) >= 4, "Asterisk, gateway, controller and its voice"
    assert await copy.stop() == 0
    assert [command for pid, command in started.items() if lives(pid)] == []
    assert started_with("HOTLINE_STATE_DIR", str(copy.state)) == []
    assert checkout() == files_before
    for name in ("home", "tmp"):
        assert list((copy.state.parent / name).iterdir()) == []
    before = len(copy.printed())
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    copy.extra = {**copy.extra, **nowhere}
    await copy.start()
    await copy.until(lambda: LAST_LINE in copy.printed()[before:])
    printed = copy.printed()[before:]
    assert re.search(r"The hotline is up \(\d+\.\d s\)\.", printed)
    assert not re.search(r"(?i)debian|user interface|install|download", printed)
