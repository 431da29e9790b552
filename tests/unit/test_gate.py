"""What of a line is handed on to be recognised, and where utterances end."""

from __future__ import annotations

import numpy as np
import pytest

from hotline.speech.ear.gate import Gate, Pause, Spoken
from hotline.speech.ear.recogniser import BYTES_A_SECOND
from tests.fakes.tones import tone


def speech(seconds: float) -> bytes:
    """Something loud."""
    return tone(440, seconds).astype("<i2").tobytes()


def silence(seconds: float, noise: int = 0) -> bytes:
    """A quiet line, with noise of its own."""
    samples = np.random.default_rng(1).integers(-noise, noise + 1, int(seconds * 8000))
    return samples.astype("<i2").tobytes()


def heard(gate: Gate, audio: bytes, step: int = BYTES_A_SECOND // 10) -> list[Spoken | Pause]:
    """All that comes of it, handed over in pieces."""
    return [one for at in range(0, len(audio), step) for one in gate.accept(audio[at : at + step])]


def test_silence_is_not_handed_on() -> None:
    """A line on which nobody speaks costs nothing."""
    assert heard(Gate(), silence(5, noise=30)) == []


@pytest.mark.parametrize("step", [1, 7, 320, 1601, 100_000])
def test_an_utterance_is_handed_on_from_before_its_first_sound_to_the_pause_behind_it(step: int) -> None:
    """However the audio is cut: the lead of 0.3 s, the speech and the pause of 0.7 s, at its place on the line."""
    found = heard(Gate(), silence(1) + speech(1) + silence(2), step)
    spoken = [one for one in found if isinstance(one, Spoken)]
    audio = b"".join(one.audio for one in spoken)
    assert spoken[0].at == pytest.approx(0.8, abs=0.05)
    assert len(audio) / BYTES_A_SECOND == pytest.approx(0.2 + 1 + 0.7, abs=0.1)
    assert [one.at for one in found if isinstance(one, Pause)] == [pytest.approx(2.7, abs=0.05)]


def test_a_short_breath_does_not_end_an_utterance_until_it_is_long() -> None:
    """A breath of 0.3 s is none at first, and is enough after ten seconds."""
    assert not [one for one in heard(Gate(), speech(2) + silence(0.3) + speech(2)) if isinstance(one, Pause)]
    found = heard(Gate(), speech(11) + silence(0.3) + speech(1))
    assert [one.at for one in found if isinstance(one, Pause)] == [pytest.approx(11.22, abs=0.1)]


def test_who_never_breathes_is_cut() -> None:
    """An engine that hears whole utterances gets no longer ones than it can bear."""
    found = heard(Gate(), speech(45))
    assert [one.at for one in found if isinstance(one, Pause)] == [
        pytest.approx(20, abs=0.1),
        pytest.approx(40, abs=0.2),
    ]


def test_a_noisy_line_is_quiet_once_it_is_known() -> None:
    """A hum that goes on is no speech, and speech above it is."""
    gate = Gate()
    heard(gate, silence(3, noise=300))
    found = heard(gate, silence(2, noise=300) + speech(1) + silence(1.5, noise=300))
    assert len([one for one in found if isinstance(one, Pause)]) == 1


def test_what_is_skipped_ends_the_utterance_and_counts_as_time() -> None:
    """A citizen on hold is not heard, and what comes after has its right place."""
    gate = Gate()
    heard(gate, speech(1))
    (pause,) = gate.skip(speech(5))
    assert pause.at == pytest.approx(1.0)
    found = heard(gate, speech(1) + silence(1))
    assert next(one for one in found if isinstance(one, Spoken)).at == pytest.approx(6.0, abs=0.05)


@pytest.mark.parametrize("step", [1, 7, 320, 1601, 5461])
def test_what_is_skipped_counts_to_the_sample_however_it_is_cut(step: int) -> None:
    """What is said after a long hold has its own place in the recording."""
    gate, held = Gate(), speech(30)
    for at in range(0, len(held), step):
        gate.skip(held[at : at + step])
    spoken = next(one for one in heard(gate, silence(1) + speech(1) + silence(1)) if isinstance(one, Spoken))
    assert spoken.at == pytest.approx(30.8, abs=0.05)
