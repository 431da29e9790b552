"""What people do at a desk and on the line, and how a test hears them: every party says a tone of its own.

The tones lie between the notes of the hold music, so that music, agent and citizen are told apart by frequency.
"""

from __future__ import annotations

import contextlib
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
from playwright.async_api import Page, expect

from tests.conftest import GREETING_HERTZ
from tests.fakes.citizen import Citizen
from tests.fakes.tones import RATE, Samples, level_of, loudness, read_wav, spoken_seconds
from tests.hotline_process import DEMO_PASSWORD, Desk, HotlineProcess

AGENT_HERTZ = 475
COLLEAGUE_HERTZ = 740
CITIZEN_HERTZ = 1000
HEARD = 0.1  # of full scale: whoever speaks does so at 0.4
SILENT = 0.02
PATIENCE = 20.0  # seconds, on a machine that does other work as well

_EAR = """hertz => {
  const stream = document.querySelector('audio#loudspeaker')?.srcObject
  if (!stream) return 0
  if (window.heardStream !== stream) {
    window.heardStream = stream
    window.ear ??= new AudioContext()
    window.analyser = new AnalyserNode(window.ear, { fftSize: 16384 })
    window.ear.createMediaStreamSource(stream).connect(window.analyser)
  }
  const heard = new Float32Array(window.analyser.fftSize)
  window.analyser.getFloatTimeDomainData(heard)
  let real = 0
  let other = 0
  heard.forEach((sample, at) => {
    const turn = (2 * Math.PI * hertz * at) / window.ear.sampleRate
    real += sample * Math.cos(turn)
    other += sample * Math.sin(turn)
  })
  return (2 * Math.hypot(real, other)) / heard.length
}"""


# at the desk


async def sign_in(page: Page, hotline: HotlineProcess, user: str) -> None:
    """Open the console as a user, until the telephone is there."""
    await page.goto(f"{hotline.web}/?testtone=1")
    await page.get_by_test_id("username").fill(user)
    await page.get_by_test_id("password").fill(DEMO_PASSWORD)
    await page.get_by_test_id("sign-in").click()
    await expect(page.get_by_test_id("ready")).to_be_enabled(timeout=PATIENCE * 1000)


async def go_ready(page: Page) -> None:
    """Take calls."""
    await expect(page.get_by_test_id("ready")).to_be_enabled(timeout=PATIENCE * 1000)
    await page.get_by_test_id("ready").click()
    await shows(page, "空闲")


async def shows(page: Page, state: str) -> None:
    """Wait until the agent's own state is shown in this word."""
    await expect(page.get_by_test_id("state")).to_contain_text(state, timeout=PATIENCE * 1000)


async def rings(page: Page, number: str) -> None:
    """Wait until this citizen's call rings here and can be answered."""
    await expect(page.get_by_test_id("card-number")).to_contain_text(number, timeout=PATIENCE * 1000)
    await expect(page.get_by_test_id("answer")).to_be_enabled(timeout=PATIENCE * 1000)


async def answer(page: Page, number: str) -> None:
    """Wait for this citizen's call and take it."""
    await rings(page, number)
    await page.get_by_test_id("answer").click()
    await shows(page, "通话")


async def fill_ticket(page: Page) -> None:
    """Fill the form that is on the same screen; the cursor stays in the text."""
    await page.get_by_test_id("form-category").click()
    menus = page.locator(".el-cascader-menu:visible")
    await menus.nth(0).locator(".el-cascader-node").first.click()
    await menus.nth(1).locator(".el-cascader-node").first.click()
    await page.get_by_test_id("form-department").fill("公安")
    await page.locator(".el-select-dropdown__item:visible").first.click()
    await page.get_by_test_id("form-place").fill("桂江路18号")
    await page.get_by_test_id("form-content").fill("路灯不亮已经三天，晚上看不清路。")


async def page_hears(page: Page, hertz: float) -> bool:
    """Whether this tone comes out of the page's loudspeaker now."""
    return float(await page.evaluate(_EAR, hertz)) > HEARD


# on the line


async def wait_in_line(hotline: HotlineProcess, board: Desk, citizen: Citizen, number: str) -> None:
    """Ring 12345 and hear the greeting out, until the board shows the citizen in the queue or further."""
    await citizen.call("12345")
    await hotline.until(lambda: board.state_of(number) in ("queued", "ringing", "talking"), patience=40)


async def through_the_menu(hotline: HotlineProcess, board: Desk, citizen: Citizen, number: str) -> None:
    """Ring 12345, press 5 for the menu, hear its first words, and go by 0 to the queue."""
    await citizen.call("12345")
    await citizen.hears_speech(0.5)
    pressed = time.monotonic()
    citizen.press("5")
    await citizen.hears(lambda _: level_of(lately(citizen, 0.2), GREETING_HERTZ) < SILENT, since=pressed)
    await citizen.hears_speech(0.5, since=time.monotonic())
    citizen.press("0")
    await hotline.until(lambda: board.state_of(number) in ("queued", "ringing", "talking"), patience=40)


def lately(citizen: Citizen, seconds: float = 1.0) -> Samples:
    """What came to the citizen in the last seconds."""
    return citizen.since(time.monotonic() - seconds)


async def hears_tone(citizen: Citizen, hertz: float) -> None:
    """Wait until the citizen hears this tone, now and steadily."""
    await citizen.hears(lambda _: level_of(lately(citizen), hertz) > HEARD, patience=PATIENCE)


async def hears_music(citizen: Citizen, without: float) -> None:
    """Wait until the citizen hears something for a whole second, and nothing of this tone in it."""
    await citizen.hears(
        lambda _: spoken_seconds(lately(citizen)) > 0.8 and level_of(lately(citizen), without) < SILENT,
        patience=PATIENCE,
    )


async def hears_nothing(citizen: Citizen) -> None:
    """Wait until the line is open and silent for a whole second."""
    await citizen.hears(
        lambda _: len(lately(citizen)) > 6000 and spoken_seconds(lately(citizen)) == 0, patience=PATIENCE
    )


async def hears_prompt(hotline: HotlineProcess, citizen: Citizen, name: str) -> None:
    """Wait until one of Asterisk's own prompts was heard: the sound itself is found, not just a voice."""
    spoken = read_wav(hotline.state / "prompts" / "static" / f"{name}.wav")
    began = time.monotonic() - 1.0
    await citizen.hears(lambda _: likeness(lately(citizen, 3.0), spoken) > 0.5, since=began, patience=PATIENCE)


def likeness(heard: Samples, spoken: Samples) -> float:
    """How much of the loudest half second of what was spoken is in what was heard: from 0 to 1."""
    size = RATE // 2
    if len(heard) < size:
        return 0.0
    at = max(range(0, len(spoken) - size, size // 4), key=lambda first: loudness(spoken[first : first + size]))
    part, whole = spoken[at : at + size] / 32767.0, heard / 32767.0
    total = np.fft.irfft(np.fft.rfft(whole, 4 * RATE) * np.conj(np.fft.rfft(part, 4 * RATE)))[: len(whole) - size + 1]
    energy = np.cumsum(np.concatenate(([0.0], whole**2)))
    here = np.sqrt(np.maximum(energy[size:] - energy[:-size], 1e-6))
    return float(np.max(total / here) / np.sqrt(np.sum(part**2)))


async def waiting(hotline: HotlineProcess) -> list[str]:
    """The channels that wait, in the order in which Asterisk will serve them."""
    printed = await hotline.asterisk("queue show hotline")
    callers = printed.partition("Callers:")[2]
    return [row.split()[1] for row in callers.splitlines() if "PJSIP/" in row]


# what is known of it elsewhere


def seat_of(board: Desk, extension: str) -> dict[str, Any]:
    """An agent's desk as this screen shows it now; empty where it was never told."""
    for message in reversed(board.messages):
        seats = [message["agent"]] if message["type"] == "agent" else message.get("board", {}).get("agents", [])
        found = [seat for seat in seats if seat and seat["extension"] == extension]
        if found:
            return dict(found[0])
    return {}


def call_of(board: Desk, number: str) -> dict[str, Any]:
    """The newest call from this number as this screen shows it now; empty where there is none."""
    calls = [call for call in board.calls.values() if call["number"] == number]
    return max(calls, key=lambda call: str(call["arrived"])) if calls else {}


async def is_recorded(hotline: HotlineProcess, call_id: str) -> None:
    """Wait until a second of both sides of a call that goes on is on disk."""
    files = [_side(hotline, call_id, side) for side in ("citizen", "agent")]
    await hotline.until(lambda: all(file.exists() and file.stat().st_size > 2 * RATE for file in files), PATIENCE)


async def recordings(hotline: HotlineProcess, call_id: str) -> tuple[Samples, Samples]:
    """The samples of the citizen's and of the agent's side of a call that has ended, at least a second of each."""

    def both() -> list[Samples]:
        # Asterisk writes a file's head last
        with contextlib.suppress(OSError, EOFError, wave.Error):
            sides = [read_wav(_side(hotline, call_id, side)) for side in ("citizen", "agent")]
            return sides if all(len(side) >= RATE for side in sides) else []
        return []

    received, sent = await hotline.until(both, PATIENCE)
    return received, sent


def _side(hotline: HotlineProcess, call_id: str, side: str) -> Path:
    return hotline.state / "recordings" / f"{call_id}-{side}.wav"
