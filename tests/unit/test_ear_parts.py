"""The ear's pure parts: frames cut anywhere, payloads, kept sound, spelling."""

from __future__ import annotations

import itertools
import struct

import pytest

from hotline.speech.ear import messages
from hotline.speech.ear.bearing import Bearing, bearing_of_rates, better
from hotline.speech.ear.frames import LONGEST, Frame, FrameReader, Kind, packed
from hotline.speech.ear.measure import babble, rates
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Final, Partial, Word
from hotline.speech.ear.sound_kept import MOST_KEPT, MOST_WAITING, SoundKept
from hotline.speech.ear.spelling import joined, pieces
from tests.fakes.ear_worker import LevelEngine

FRAMES = (
    Frame(
        kind=Kind.OPEN, stream=1, payload=messages.opening_bytes(messages.Opening(words=("社保", "人工"), urgent=True))
    ),
    Frame(kind=Kind.AUDIO, stream=1, payload=bytes(range(256))),
    Frame(kind=Kind.BEAT, payload=messages.seconds_bytes(0.25)),
    Frame(kind=Kind.FINISH, stream=4_294_967_295),
)
FINAL = Final(text="我要查社保", start=0.5, end=2.0, words=(Word(text="我要查社保", start=0.5, end=2.0, sure=0.75),))


def test_frames_cut_at_every_byte_come_out_whole() -> None:
    """Wherever a pipe cuts them, in two or byte by byte."""
    whole = b"".join(map(packed, FRAMES))
    for cut in range(len(whole) + 1):
        reader = FrameReader()
        assert (*reader.feed(whole[:cut]), *reader.feed(whole[cut:])) == FRAMES
    reader = FrameReader()
    assert tuple(itertools.chain.from_iterable(reader.feed(bytes([one])) for one in whole)) == FRAMES


def test_what_is_no_frame_is_a_fault_at_once() -> None:
    """A length that cannot be, before its bytes are waited for; an unknown kind; a payload too long to send."""
    with pytest.raises(ValueError, match="too long"):
        FrameReader().feed(struct.pack("<IBI", LONGEST + 1, Kind.AUDIO, 1))
    with pytest.raises(ValueError, match="99"):
        FrameReader().feed(struct.pack("<IBI", 0, 99, 1))
    with pytest.raises(ValueError, match="too long"):
        packed(Frame(kind=Kind.AUDIO, payload=bytes(LONGEST + 1)))


def test_payloads_come_back_as_they_went() -> None:
    """Texts, openings, lists and figures; a final's times are counted from the stream's beginning."""
    opening = messages.Opening(words=("社保卡",), urgent=True)
    assert messages.opening_of(messages.opening_bytes(opening)) == opening
    assert messages.partial_of(messages.text_bytes(Partial(text="我要"))) == Partial(text="我要")
    assert messages.final_of(messages.text_bytes(FINAL), later=0.0) == FINAL
    later = messages.final_of(messages.text_bytes(FINAL), later=10.0)
    assert (later.start, later.end, later.words[0].start, later.words[0].end) == (10.5, 12.0, 10.5, 12.0)
    assert messages.words_of(messages.words_bytes(("一", "二"))) == ("一", "二")
    assert messages.rates_of(messages.rates_bytes({"dictation": 3.5})) == {"dictation": 3.5}
    assert messages.count_of(messages.count_bytes(2**40)) == 2**40
    assert messages.is_streaming_of(messages.ready_bytes(is_streaming=True))


def test_the_oldest_unheard_sound_tells_how_late_hearing_is() -> None:
    """Counted from when it came, until it was heard."""
    kept = SoundKept()
    assert kept.waiting_since(5.0) == 0
    for second in range(3):
        assert kept.add(bytes(BYTES_A_SECOND), float(second))
    kept.heard(BYTES_A_SECOND)
    assert kept.waiting_since(4.0) == 3.0
    kept.heard(3 * BYTES_A_SECOND)
    assert kept.waiting_since(4.0) == 0


def test_sound_since_the_last_words_is_heard_again() -> None:
    """By a worker that counts from there; what had its words is not."""
    kept = SoundKept()
    kept.add(b"\1\0" * BYTES_A_SECOND, 0.0)
    kept.heard(2 * BYTES_A_SECOND)
    kept.forget_heard()
    kept.add(b"\2\0" * BYTES_A_SECOND, 1.0)
    assert b"".join(kept.again(9.0)) == b"\2\0" * BYTES_A_SECOND
    assert kept.began == 2 * BYTES_A_SECOND
    assert kept.waiting_since(9.5) == 0.5
    kept.heard(2 * BYTES_A_SECOND)
    assert kept.waiting_since(9.5) == 0


def test_kept_sound_has_its_bound() -> None:
    """What nobody hears is refused, and an utterance without end is kept from its last half minute on."""
    kept = SoundKept()
    assert kept.add(bytes(MOST_WAITING), 0.0)
    assert not kept.add(b"\0\0", 0.0)
    kept.heard(MOST_WAITING)
    assert kept.add(bytes(BYTES_A_SECOND), 1.0)
    assert sum(map(len, kept.again(1.0))) == MOST_KEPT


def test_chinese_is_written_together_and_other_words_apart() -> None:
    """As each is written."""
    assert joined(["我", "要", "查", "社保", "卡"]) == "我要查社保卡"
    assert joined(["안녕", "하세요"]) == "안녕 하세요"
    assert joined(["打", "12345", "热线"]) == "打 12345 热线"
    assert joined([]) == ""


def test_a_phrase_is_put_together_of_known_words() -> None:
    """Of as few as can be; where one character is unknown, the phrase is."""
    known = {"社保", "社", "保", "卡", "补领", "hello"}.__contains__
    assert pieces("社保卡补领", known) == ("社保", "卡", "补领")
    assert pieces("Hello 社保", known) == ("hello", "社保")
    assert pieces("社保证", known) == ()
    assert pieces("goodbye", known) == ()


def test_what_the_machine_bears_is_less_than_it_can_do_at_the_utmost() -> None:
    """Whole streams, at least one; where silence costs nothing, twice as many."""
    told = {"dictation": 6.0, "words": 40.0}
    assert bearing_of_rates(told, is_streaming=True, processors=2) == Bearing(dictation=3, words=20)
    assert bearing_of_rates(told, is_streaming=False, processors=1) == Bearing(dictation=6, words=40)
    assert bearing_of_rates(told, is_streaming=True, processors=1) == Bearing(dictation=2, words=20)
    assert bearing_of_rates({"dictation": 0.5, "words": 0.5}, is_streaming=True, processors=2) == Bearing(
        dictation=1, words=1
    )


def test_what_was_measured_on_a_busy_machine_counts_until_it_is_measured_in_calm() -> None:
    """Of two busy measures the more, for others can only slow it down; a calm one counts, also where it is less."""
    first = Bearing(dictation=2, words=30, load=1.4)
    second = Bearing(dictation=3, words=20, load=0.1, got=0.5)
    calm = Bearing(dictation=1, words=9, load=0.1, got=0.97)
    assert [one.is_calm for one in (first, second, calm)] == [False, False, True]
    assert better(None, first) == first
    assert better(first, second) == Bearing(dictation=3, words=30, load=0.1, got=0.5)
    assert better(second, calm) == calm
    assert "busy" in first.note
    assert calm.note == ""


def test_a_measure_tells_how_much_of_the_processors_it_had() -> None:
    """One that waits for most of the time was measured beside others: it had less than one that works."""
    works, waits = (rates(LevelEngine(is_streaming=True, slowness=each), seconds=0.02) for each in (0.0, 0.05))
    assert set(works) == {"dictation", "words", "got"}
    assert min(works["dictation"], waits["dictation"]) > 1
    assert waits["got"] < works["got"]
    assert waits["got"] < 0.8


def test_the_sound_that_is_measured_with_is_the_same_every_time() -> None:
    """So that two measurements can be compared; it is as long as asked, and not silence."""
    assert babble(2.0, 1) == babble(2.0, 1) != babble(2.0, 2)
    assert len(babble(2.0, 1)) == 2 * BYTES_A_SECOND
    assert max(babble(1.0, 3)) > 0
