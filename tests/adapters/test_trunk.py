"""The trunk that asterisk_conf/README.md shows, on a real Asterisk with a stranger at the carrier's address."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hotline.events import CallArrived, CallQueued
from hotline.telephony.provisioning import TEMPLATES
from tests.adapters.listener import listening
from tests.adapters.real_asterisk import RealAsterisk
from tests.fakes.citizen import Citizen
from tests.hotline_process import free_ports

README = (TEMPLATES / "README.md").read_text(encoding="utf-8")


@pytest_asyncio.fixture(scope="module")
async def trunked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealAsterisk]:
    """An Asterisk with both files of the README; the carrier's address is this machine's, where nobody answers."""
    trunk, dialplan = re.findall(r"(?s)```ini\n(.*?)```", README)
    (port,) = free_ports(1, socket.SOCK_DGRAM)
    trunk = trunk.replace("203.0.113.10:5060", f"127.0.0.1:{port}").replace("203.0.113.10", "127.0.0.1")
    running = RealAsterisk(tmp_path_factory.mktemp("trunk"), {"trunk.conf": trunk, "dialplan.conf": dialplan})
    await running.start()
    yield running
    await running.stop()


async def test_asterisk_takes_the_trunk_of_the_readme(trunked: RealAsterisk) -> None:
    """Each line is known to Asterisk, and it tries to register with the carrier."""
    complaints = [line for line in trunked.log() if re.search(r"\b(WARNING|ERROR)\b", line)]
    assert [line for line in complaints if "No response received" not in line] == []
    assert "carrier" in await trunked.ask("pjsip show registrations")
    assert "from-carrier" in await trunked.ask("pjsip show endpoint carrier")


@pytest.mark.parametrize("dialled", ["12345", "075712345", "+8675712345", "114"])
async def test_each_form_of_a_number_reaches_its_line(trunked: RealAsterisk, dialled: str) -> None:
    """The carrier's forms of a number are the hotline's own two."""
    async with listening(trunked) as (ears, _, _), Citizen(trunked.settings.sip_port) as citizen:
        await citizen.call(dialled)
        await ears.until(lambda: bool(ears.of(CallQueued)))
        arrived = [(event.dialled, event.number) for event in ears.told if isinstance(event, CallArrived)]
        assert arrived == [("114" if dialled == "114" else "12345", "13800138000")]


async def test_the_carrier_may_dial_nothing_else(trunked: RealAsterisk) -> None:
    """A call for an agent or for another network is not found."""
    for dialled in ("1001", "013800138000"):
        async with Citizen(trunked.settings.sip_port) as citizen:
            with pytest.raises(ConnectionError, match="404"):
                await citizen.call(dialled)


def test_the_readme_names_every_template() -> None:
    """A new file of Asterisk's is explained."""
    names = {path.name.removesuffix(".conf.tmpl") for path in TEMPLATES.glob("*.conf.tmpl")}
    table = README.split("## A trunk")[0]
    assert {name for name in names if not re.search(rf"`{name}(\.conf)?`", table)} == set()
