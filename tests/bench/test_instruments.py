"""The bench's own instruments: what they are trusted with is tested here, without a hotline."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
from pathlib import Path

import numpy as np
import pytest

from hotline.ivr.load import load_scripts
from hotline.settings import Settings
from tests.bench import __path__, answers, sip
from tests.bench.__main__ import NAMES
from tests.bench.caller import Call, Errand, Tally
from tests.bench.figures import at_most, percentile
from tests.bench.marks import APOLOGY, FRAME, STEPS, mark_of, packet_of, square, write_marks
from tests.bench.menus import NATIVE, native_menu, write_menus
from tests.bench.phones import MANY
from tests.bench.rate import highest
from tests.bench.wire import Wire
from tests.fakes.tones import from_alaw, read_wav, to_alaw

OK = (
    "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:1\r\nCall-ID: abc\r\nTo: <sip:1@h>;tag=x\r\nCSeq: 1 INVITE\r\n"
    "Contact: <sip:127.0.0.1:5060>\r\nContent-Length: 9\r\n\r\nv=0\r\nm=audio 30002 RTP/AVP 8 101\r\n"
)


def test_every_bench_is_run() -> None:
    """Whatever has a name of a bench is among those of `make bench`, each once."""
    files = (file.name for file in pkgutil.iter_modules(__path__) if not file.name.startswith("test_"))
    modules = (importlib.import_module(f"tests.bench.{name}") for name in files)
    assert {name for module in modules if (name := getattr(module, "NAME", ""))} <= set(NAMES)
    assert len(NAMES) == len(set(NAMES))


def test_who_got_no_answer_waited_for_ever() -> None:
    """Calls without an answer count among the slowest, and a menu that hears too few words is told."""
    answered = {"seconds": [0.5] * 18 + [1.0, 1.2], "heard": 18, "asked": 20}
    assert [figure.reached for figure in answers.figures([answered])] == [True, True, True]
    silent = {"seconds": [0.5] * 18 + [None, None], "heard": 17, "asked": 20}
    p50, p95, heard = answers.figures([silent])
    assert (p50.value, p95.value, heard.value) == (0.5, float("inf"), 0.85)
    assert (p50.reached, p95.reached, heard.reached) == (True, False, False)


def test_a_packet_tells_its_tone() -> None:
    """Every packet of a tone is that tone's and no other's, wherever in the file it was cut."""
    names = (*STEPS, APOLOGY)
    for name, other in itertools.permutations(names, 2):
        assert packet_of(name) != packet_of(other)
    assert [mark_of(packet_of(name)) for name in names] == list(names)
    assert mark_of(to_alaw(np.zeros(FRAME, dtype=np.int16))) == ""


def test_the_tones_are_exact_in_a_law(tmp_path: Path) -> None:
    """What is written in the file comes through A-law unchanged, so that the packet is known byte for byte."""
    write_marks(tmp_path, 0.1)
    for name in STEPS:
        samples = read_wav(tmp_path / f"12345-{name}.wav")
        assert len(samples) == 800
        assert {to_alaw(samples[at : at + FRAME]) for at in range(0, 800, FRAME)} == {packet_of(name)}
    sound = square(16, FRAME)
    assert np.array_equal(from_alaw(to_alaw(sound)), sound)


def test_the_menus_are_valid_scripts(tmp_path: Path) -> None:
    """The hotline accepts the bench's menus, and the native one has as many steps."""
    write_menus(tmp_path)
    scripts = load_scripts(tmp_path)
    assert set(scripts) == {"12345", "114"}
    commands = native_menu(tmp_path)
    assert sum("Read(" in command for command in commands) == len(STEPS)
    assert all(NATIVE in command for command in commands[1:])


@pytest.mark.parametrize(("limit", "start", "found"), [(130, 100, 130), (70, 100, 70), (100, 100, 100), (5, 20, 0)])
async def test_the_highest_rate_is_found_from_either_side(limit: int, start: int, found: int) -> None:
    """The search ends at the highest rate that holds, whether it began below or above."""

    async def holds(rate: int) -> bool:
        return rate <= limit

    assert await highest(holds, start) == found


def test_percentiles_are_values_that_were_met() -> None:
    """The p99 of a hundred values is the largest but for none, and of nothing it is infinite: never reached."""
    assert percentile([float(value) for value in range(100)], 0.5) == 50.0
    assert percentile([float(value) for value in range(100)], 0.99) == 99.0
    assert not at_most("nothing", percentile([], 0.99), 5.0, "ms", "").reached


def test_an_answer_is_read() -> None:
    """Status, media port, contact and headers of Asterisk's answer are found."""
    assert sip.status_of(OK) == 200
    assert sip.media_port(OK) == 30002
    assert sip.contact(OK) == "sip:127.0.0.1:5060"
    assert sip.header(OK, "To") == "<sip:1@h>;tag=x"
    assert sip.header(OK, "X-Hotline-Call") == ""


def test_a_call_listens_only_for_its_next_prompt() -> None:
    """The prompt before and strange sounds are not taken for the next; the next is measured from the key's end."""
    wire, tally = Wire(9), Tally()
    ended: list[Call] = []
    call = Call(
        wire,
        Errand(dialled="12345", prompts=STEPS, steps=1),
        tally,
        number="13900000000",
        pauses=(0.1,),
        ended=ended.append,
    )
    call.dial()
    call.hear_sip(OK.replace("abc", call.id))
    assert call.peer == 30002
    call.hear_sound(packet_of(STEPS[1]), 1)
    call.hear_sound(packet_of(STEPS[0]), 2)
    call.hear_sound(packet_of(STEPS[1]), 3)
    assert not tally.latencies, "no key was pressed yet"
    call._release()
    call.hear_sound(packet_of(STEPS[0]), call._key_ended + 1_000_000)
    call.hear_sound(packet_of(STEPS[1]), call._key_ended + 2_000_000)
    assert tally.latencies == [2.0]
    call.hear_sip("BYE sip:x SIP/2.0\r\nCall-ID: 1\r\n\r\n")
    assert tally.failures == {"the hotline hung up": 1}
    assert ended == [call]
    wire.close()


def test_phones_are_not_the_products_own() -> None:
    """The bench's extensions do not meet those of the product."""
    assert not set(MANY) & set(Settings().seats)
