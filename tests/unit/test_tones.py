"""The instruments by which the acceptance tests hear."""

from __future__ import annotations

import numpy as np

from tests.fakes.tones import from_alaw, level_of, loudness, spoken_seconds, to_alaw, tone


def test_a_tone_is_found_at_its_own_frequency_alone() -> None:
    """440 Hz is loud at 440 Hz and absent at 1000 Hz."""
    heard = tone(440, 1.0, 0.4)
    assert abs(level_of(heard, 440) - 0.4) < 0.01
    assert level_of(heard, 1000) < 0.01


def test_a_law_there_and_back_keeps_the_sound() -> None:
    """What goes through A-law differs by less than its quantisation noise."""
    sound = tone(700, 0.5, 0.5)
    back = from_alaw(to_alaw(sound))
    assert loudness((back.astype(int) - sound).astype(np.int16)) < 0.02
    assert abs(level_of(back, 700) - 0.5) < 0.01


def test_silence_is_not_speech() -> None:
    """Only the frames in which something sounds are counted."""
    heard = np.concatenate([np.zeros(8000, dtype=np.int16), tone(300, 0.5), np.zeros(4000, dtype=np.int16)])
    assert abs(spoken_seconds(heard) - 0.5) < 0.05
