"""The voice hangs while a caller waits for its words: patience, an apology, a person; and then it speaks again."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.absence.hearing import draft, key_ticket, longest_silence, open_menu, save
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess
from tests.process_tree import children

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
LONGEST_SILENCE = 4.0


def voice_of(hotline: HotlineProcess) -> int:
    """The process id of the controller's voice."""
    (pid,) = [pid for pid, command in children(hotline.pid_of("serve")).items() if "pyttsx3_worker" in command]
    return pid


async def test_hung_while_a_caller_asks_for_a_ticket(hotline: HotlineProcess) -> None:
    """Without a stand-in the caller still hears somebody every few seconds and waits for a person."""
    number = "13900000041"
    async with Desk(hotline, "agent1") as desk:
        tickets = [await save(desk, await draft(desk, number), f"voice-hangs-{count}") for count in range(2)]
        async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
            await citizen.call("12345")
            await open_menu(hotline, desk, citizen, number)
            os.kill(voice_of(hotline), signal.SIGSTOP)
            keyed = await key_ticket(hotline, citizen, tickets[0])
            await hotline.until(lambda: desk.state_of(number) == "queued", patience=30)
            await citizen.hears_speech(3.0, since=keyed)
            assert longest_silence(citizen.heard, keyed, time.monotonic()) < LONGEST_SILENCE
        async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
            await citizen.call("12345")
            await open_menu(hotline, desk, citizen, number)
            keyed = await key_ticket(hotline, citizen, tickets[1])
            await citizen.hears_speech(3.0, since=keyed)
            assert desk.state_of(number) == "menu"
