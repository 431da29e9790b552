"""Where speech begins and ends, told without a clock: time is an argument."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from hotline.speech.ear.endpoint import FRAME, Change, Endpointer, Limits
from tests.fakes.audio import FRAME_SECONDS, frames

QUIET = bytes(FRAME)
LIMITS = Limits(pause=600, least=160, over_prompt=300, steady=1800, longest=5000)


def _told(pieces: list[bytes], *, prompted: bool = False, ends: Endpointer | None = None) -> list[tuple[Change, float]]:
    """The changes with their times, where each piece comes when it is spoken."""
    ends, at, told = ends or Endpointer(LIMITS), 0.0, []
    for piece in pieces:
        at += len(piece) / 16_000
        if change := ends.hear(piece, at, prompted=prompted):
            told.append((change, round(at, 2)))
    return told


def test_a_sentence_begins_with_its_sound_and_ends_after_the_pause() -> None:
    """Each within a few frames of where it is."""
    told = _told([*frames(1, level=0), *frames(1.5), *frames(1, level=0)])
    (began, begun), (ended, over) = told
    assert (began, ended) == (Change.BEGAN, Change.ENDED)
    assert 1.16 <= begun <= 1.22
    assert 3.1 <= over <= 3.2


def test_where_it_began_is_told_from_before_it_was_certain() -> None:
    """The first syllable is not lost."""
    ends = Endpointer(LIMITS)
    _told([*frames(1, level=0), *frames(0.3)], ends=ends)
    assert ends.speaking
    assert math.isclose(ends.since, 1.0, abs_tol=0.05)


def test_a_click_is_no_speech_and_does_not_carry_a_sentence_on() -> None:
    """Neither before it nor in its pause."""
    click = frames(0.04)
    assert _told([*frames(0.5, level=0), *click, *frames(1, level=0)]) == []
    told = _told([*frames(0.5, level=0), *frames(1), *frames(0.4, level=0), *click, *frames(0.3, level=0)])
    assert [change for change, _ in told] == [Change.BEGAN, Change.ENDED]


def test_a_pause_within_a_sentence_does_not_end_it() -> None:
    """Whoever looks for a word has not done."""
    told = _told([*frames(0.5, level=0), *frames(1), *frames(0.4, level=0), *frames(1), *frames(0.8, level=0)])
    assert [change for change, _ in told] == [Change.BEGAN, Change.ENDED]
    assert told[1][1] > 3.3


def test_steady_noise_is_not_speech_and_speech_is_heard_in_it() -> None:
    """The line's own noise is learned."""
    noisy = frames(2, level=0, noise=0.01)
    assert _told(noisy) == []
    told = _told([*noisy, *frames(1, level=0.15, noise=0.01), *frames(1, level=0, noise=0.01)])
    assert [change for change, _ in told] == [Change.BEGAN, Change.ENDED]


def test_who_speaks_already_is_heard() -> None:
    """There need be no silence first."""
    told = _told([*frames(1, level=0.2), *frames(1, level=0)])
    assert [change for change, _ in told] == [Change.BEGAN, Change.ENDED]


def test_over_a_prompt_speech_must_be_surer() -> None:
    """Its echo comes in crumbs."""
    crumb = [*frames(0.5, level=0), *frames(0.2), *frames(0.5, level=0)]
    assert _told(crumb)
    assert _told(crumb, prompted=True) == []
    assert _told([*frames(0.5, level=0), *frames(0.4)], prompted=True)


def test_a_speech_has_a_longest() -> None:
    """A television in the room would go on for ever."""
    told = _told([*frames(0.3, level=0), *frames(8, level=0.2)])
    assert [change for change, _ in told][:2] == [Change.BEGAN, Change.ENDED]
    assert told[1][1] - told[0][1] <= 5.0


def test_words_begin_a_sentence_and_their_end_ends_it_in_noise() -> None:
    """What the recogniser hears is heard, and what it hears no more is over."""
    ends = Endpointer(LIMITS)
    assert ends.words("我要", 1.0) is Change.BEGAN
    for place, piece in enumerate(frames(1.6, level=0.2)):
        assert ends.hear(piece, 1.0 + place * FRAME_SECONDS) is None
    assert ends.words("我要查", 2.7) is None
    assert ends.hear(frames(0.02, level=0.2)[0], 4.4) is None
    assert ends.hear(frames(0.02, level=0.2)[0], 4.6) is Change.ENDED
    assert not ends.speaking


def test_a_network_that_stalls_does_not_end_a_sentence_and_one_that_is_gone_does() -> None:
    """A second without anything is silence."""
    ends = Endpointer(LIMITS)
    _told([*frames(0.5, level=0), *frames(1)], ends=ends)
    assert ends.tick(2.4) is None
    assert ends.hear(b"".join(frames(0.9)), 2.4) is None
    assert ends.tick(3.0) is None
    assert ends.tick(3.5) is Change.ENDED


@given(cuts=st.lists(st.integers(1, 1500), min_size=1, max_size=200))
def test_however_the_audio_is_cut_the_same_is_told(cuts: list[int]) -> None:
    """Frames are counted, not packets."""
    whole = b"".join([*frames(0.4, level=0), *frames(0.6), *frames(0.9, level=0)])
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(whole[at : at + cut])
        at += cut
    pieces.append(whole[at:])
    told = [
        change
        for change, _ in _told([piece[start : start + 640] for piece in pieces for start in range(0, len(piece), 640)])
    ]
    assert told == [Change.BEGAN, Change.ENDED]


@given(places=st.sets(st.integers(0, 94), max_size=5), doubled=st.sets(st.integers(0, 94), max_size=5))
def test_missing_and_doubled_frames_change_nothing_that_matters(places: set[int], doubled: set[int]) -> None:
    """One sentence is one sentence."""
    whole = [*frames(0.4, level=0), *frames(0.7), *frames(0.9, level=0)]
    pieces = [piece for place, piece in enumerate(whole) if place not in places for _ in range(1 + (place in doubled))]
    assert [change for change, _ in _told(pieces)] == [Change.BEGAN, Change.ENDED]


@given(audio=st.binary(max_size=2000), at=st.floats(0, 1e6))
def test_whatever_comes_is_borne(audio: bytes, at: float) -> None:
    """Not even half samples break it."""
    ends = Endpointer(LIMITS)
    ends.hear(audio, at)
    ends.hear(audio, at)
    ends.tick(at)
