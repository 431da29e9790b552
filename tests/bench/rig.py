"""The hotline under test: the whole product in a folder of its own, with the bench's menus and tones.

Rule: nothing of the product is changed for the bench; what is added (the native menu, light telephones) goes in through
Asterisk's console and the folder for an operator's own files.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline.settings import ROOT, Settings
from hotline.telephony.asterisk_install import find_or_install_asterisk
from hotline.telephony.asterisk_process import ask
from tests.bench.load import LoadPlan, LoadResult, run_load
from tests.bench.marks import write_marks
from tests.bench.menus import native_menu, write_menus
from tests.hotline_process import HotlineProcess

TONE_SECONDS = 4.0
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One load and what it cost. controller, asterisk: their CPU seconds."""

    load: LoadResult
    controller: float
    asterisk: float


@dataclass(slots=True, kw_only=True)
class Rig:
    """The running hotline."""

    hotline: HotlineProcess

    @property
    def sip_port(self) -> int:
        """Where calls come in."""
        return self.hotline.ports["sip_port"]

    @property
    def settings(self) -> Settings:
        """As far as Asterisk's console needs them."""
        return Settings(state_dir=self.hotline.state, asterisk=self.hotline.environment.get("HOTLINE_ASTERISK", ""))

    async def console(self, commands: Sequence[str]) -> str:
        """What Asterisk's console answers. Raises TelephonyError."""
        installed = find_or_install_asterisk(self.settings)  # the one that the hotline runs: nothing is installed
        return "\n".join([await ask(installed, self.settings, command) for command in commands])

    async def add_native_menu(self) -> None:
        """Give Asterisk the menu that needs no controller; to be done again after Asterisk was restarted."""
        answers = await self.console(native_menu(self.hotline.state / "recorded"))
        shown = await self.console(["dialplan show 12300@from-citizen"])
        assert "Read(" in shown, answers

    async def leg(self, plan: LoadPlan) -> Leg:
        """Run a load and take the CPU of both processes over it."""
        pids = (self.hotline.pid_of("serve"), self.hotline.pid_of("asterisk.conf"))
        before = [cpu_seconds(pid) for pid in pids]
        load = await run_load(plan)
        controller, asterisk = (cpu_seconds(pid) - then for pid, then in zip(pids, before, strict=True))
        return Leg(load=load, controller=controller, asterisk=asterisk)


def prepare(folder: Path) -> HotlineProcess:
    """A hotline that is not started yet, in this folder, with the bench's menus, tones and more audio ports."""
    write_menus(folder / "ivr")
    write_marks(folder / "recorded", TONE_SECONDS)
    extra = {
        "HOTLINE_IVR_DIR": str(folder / "ivr"),
        "HOTLINE_RECORDED_DIR": str(folder / "recorded"),
        "HOTLINE_RTP_PORTS": "30000-33999",
        "HOTLINE_KB_DIR": str(ROOT / "kb"),
    }
    return HotlineProcess(folder, extra=extra)


def cpu_seconds(pid: int) -> float:
    """The CPU time that a process has used, in seconds (in steps of a clock tick, 10 ms)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICK
