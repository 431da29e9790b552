"""What is drawn of a recording, and which file it is."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from hotline.errors import NotFoundError
from hotline.quality.sounds import COLUMNS, Side, Sounds, peaks_of

RATE = 8000


def write(file: Path, *channels: np.ndarray) -> None:
    """A WAV of 16 bits."""
    with wave.open(str(file), "wb") as out:
        out.setnchannels(len(channels))
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(np.stack(channels, axis=1).astype("<i2").tobytes())


def loud(seconds: float, level: int = 16384) -> np.ndarray:
    """A steady loudness."""
    return np.full(int(seconds * RATE), level, dtype=np.int16)


def silent(seconds: float) -> np.ndarray:
    """Nothing."""
    return np.zeros(int(seconds * RATE), dtype=np.int16)


@pytest.fixture
def sounds(tmp_path: Path) -> Sounds:
    """An empty folder of recordings."""
    (tmp_path / "recordings").mkdir()
    return Sounds(tmp_path / "recordings", tmp_path / "waveforms")


async def test_each_side_is_a_lane_of_its_own(tmp_path: Path, sounds: Sounds) -> None:
    """The citizen speaks first, then the agent: each lane is loud where that side spoke."""
    folder = tmp_path / "recordings"
    write(folder / "c1.wav", loud(2.0))
    write(folder / "c1-citizen.wav", np.concatenate([loud(1.0), silent(1.0)]))
    write(folder / "c1-agent.wav", np.concatenate([silent(1.0), loud(1.0, -32768)]))
    made = await sounds.wave("c1")
    assert made.seconds == 2.0
    citizen, agent = made.lanes
    assert (citizen.side, agent.side) == (Side.CITIZEN, Side.AGENT)
    assert len(citizen.peaks) == len(agent.peaks) == COLUMNS
    assert (citizen.peaks[100], citizen.peaks[-100], agent.peaks[100], agent.peaks[-100]) == (50, 0, 0, 100)


async def test_a_file_with_a_side_in_each_ear_is_taken_apart(tmp_path: Path, sounds: Sounds) -> None:
    """Left is the citizen, right the agent."""
    write(tmp_path / "recordings" / "c2.wav", loud(1.0), silent(1.0))
    made = await sounds.wave("c2")
    assert [(lane.side, max(lane.peaks)) for lane in made.lanes] == [(Side.CITIZEN, 50), (Side.AGENT, 0)]


async def test_it_is_reckoned_once_and_anew_where_the_file_is_another(tmp_path: Path, sounds: Sounds) -> None:
    """What is kept is used; a kept file that cannot be read is made again."""
    file = tmp_path / "recordings" / "c3.wav"
    write(file, loud(1.0))
    first = await sounds.wave("c3")
    (kept,) = (tmp_path / "waveforms").iterdir()
    assert first.lanes[0].side is Side.BOTH
    kept.write_text('{"seconds": 9.0, "lanes": []}')
    assert (await sounds.wave("c3")).seconds == 9.0
    kept.write_text("broken")
    assert await sounds.wave("c3") == first
    write(file, loud(3.0))
    assert (await sounds.wave("c3")).seconds == 3.0


async def test_a_head_that_was_never_finished_hides_nothing(tmp_path: Path, sounds: Sounds) -> None:
    """Asterisk writes the length last: without it all that follows the head is drawn."""
    file = tmp_path / "recordings" / "c4.wav"
    write(file, loud(1.0))
    data = bytearray(file.read_bytes())
    data[40:44] = b"\x00\x00\x00\x00"
    file.write_bytes(data)
    assert (await sounds.wave("c4")).seconds == 1.0
    file.write_bytes(b"no sound at all")
    assert (await sounds.wave("c4")).seconds == 0.0


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, sounds: Sounds) -> None:
    """Points, strokes and nothing at all find no file."""
    write(tmp_path / "secret.wav", loud(1.0))
    for name in ("../secret", "..", "", "/etc/passwd", "a/b", "a\x00b", "a\n", ".hidden", "x" * 65):
        assert not sounds.has(name)
        with pytest.raises(NotFoundError):
            sounds.path(name, Side.BOTH)


def test_short_and_long_sounds_fill_the_drawing() -> None:
    """Fewer samples than columns give one each; a click anywhere is seen."""
    assert peaks_of(np.array([32767, 0, -32768], dtype=np.int16), 3) == (100, 0, 100)
    click = np.zeros(1_000_000, dtype=np.int16)
    click[777_777] = 3000
    assert max(peaks_of(click, len(click))) == 10
    assert peaks_of(np.zeros(0, dtype=np.int16), 0) == ()
