"""Workers of the ear: many streams in one process, and the streams go on when the process does not."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from hotline.errors import EarBusyError, EarError
from hotline.settings import Settings
from hotline.speech.ear.bearing import FILE, Bearing, bearing_of, kept_of, key_of
from hotline.speech.ear.listening import Listening
from hotline.speech.ear.messages import SPARE
from hotline.speech.ear.models import check_model
from hotline.speech.ear.pool import LATE, Pool, Side, open_ear
from hotline.speech.ear.recogniser import Partial, Use
from hotline.speech.ear.worker_link import WorkerLink
from hotline.web.services import Part
from hotline.wiring.ear_side import ear_part
from tests.adapters.ear_pool import LANGUAGE, fake_model, fake_pool, final_of, running, until
from tests.fakes.ear_worker import DIES, HANGS, RAISES, fake_command, level, spoken


async def conversation(pool: Pool) -> Listening:
    """A stream of free speech."""
    return await pool.open(Use.CONVERSATION, language=LANGUAGE)


async def test_words_come_while_they_are_spoken(tmp_path: Path) -> None:
    """Partials that grow, then the final with every word's time, counted from the stream's beginning."""
    async with running(fake_pool(tmp_path)) as pool:
        hearing = await conversation(pool)
        texts, heard = hearing.texts(), list[object]()
        for _ in range(2):
            hearing.feed(spoken(1, 2))
            async for text in texts:
                heard.append(text)
                if not isinstance(text, Partial):
                    break
        first, second = [text for text in heard if not isinstance(text, Partial)]
        assert Partial(text="1") in heard or Partial(text="1 2") in heard
        assert (first.text, second.text) == ("1 2", "1 2")
        assert (first.words[0].start, first.words[1].start) == (0.0, 0.22)
        assert second.words[0].start == pytest.approx(0.54)
        await hearing.close()
        assert [text async for text in texts] == []


async def test_an_utterance_is_ended_when_the_hotline_says_so(tmp_path: Path) -> None:
    """finish() tells what was said, and the stream goes on; sound may come in pieces of any length."""
    async with running(fake_pool(tmp_path, "batch")) as pool:
        hearing = await pool.open(Use.MENU, language=LANGUAGE, words=("3", "4", "5"))
        sound = spoken(3, 4)
        for at in range(0, len(sound), 77):
            hearing.feed(sound[at : at + 77])
        assert (await hearing.finish()).text == "3 4"
        hearing.feed(spoken(5))
        assert (await hearing.finish()).text == "5"
        await hearing.close()
        with pytest.raises(EarError):
            await hearing.finish()


async def test_many_streams_are_heard_apart(tmp_path: Path) -> None:
    """Twenty at once, fed in turns, each its own words."""
    async with running(fake_pool(tmp_path, streams=20)) as pool:
        hearings = [await conversation(pool) for _ in range(20)]
        sounds = [spoken(number, number + 1) for number in range(1, 21)]
        for at in range(0, len(sounds[0]), 160):
            for hearing, sound in zip(hearings, sounds, strict=True):
                hearing.feed(sound[at : at + 160])
        finals = await asyncio.gather(*map(final_of, hearings))
        assert [final.text for final in finals] == [f"{number} {number + 1}" for number in range(1, 21)]


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
async def test_streams_go_on_in_a_new_worker(tmp_path: Path, blow: signal.Signals) -> None:
    """Killed or stopped in the middle of an utterance: nothing of it is missing, and its times are the stream's."""
    async with running(fake_pool(tmp_path)) as pool:
        await until(lambda: len(pool.pids) == 2)
        hearings = [await conversation(pool) for _ in range(3)]
        for hearing in hearings:
            hearing.feed(spoken(1))
            assert (await final_of(hearing)).text == "1"
            hearing.feed(level(200) * 10)
        worker, spare = pool.pids
        os.kill(worker, blow)
        await until(lambda: pool.pids[:1] == (spare,))
        for hearing in hearings:
            hearing.feed(spoken(3))
        for final in await asyncio.gather(*map(final_of, hearings)):
            assert final.text == "2 3"
            assert final.words[0].start == pytest.approx(0.32)


async def test_who_is_started_beside_one_that_hears_is_told_to_give_way(tmp_path: Path) -> None:
    """The first one is waited for and the spare is not; without that, it took the first one's time at every start."""
    async with running(fake_pool(tmp_path)) as pool:
        await until(lambda: len(pool.pids) == 2)
        told = [SPARE in Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in pool.pids]
        assert told == [False, True]


async def test_sound_while_no_worker_is_there_is_heard_by_the_next(tmp_path: Path) -> None:
    """Both killed at once: the stream waits for a new one, and loses nothing."""
    async with running(fake_pool(tmp_path)) as pool:
        await until(lambda: len(pool.pids) == 2)
        hearing = await conversation(pool)
        hearing.feed(level(100) * 10)
        old = set(pool.pids)
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        hearing.feed(spoken(2))
        assert (await final_of(hearing)).text == "1 2"
        assert not old & set(pool.pids)


async def test_a_worker_that_is_stuck_is_replaced_and_the_sound_that_does_it_is_given_up(tmp_path: Path) -> None:
    """The others go on; the one whose sound hangs or kills every worker has an error after a few."""
    for accident in (HANGS, DIES):
        async with running(fake_pool(tmp_path / str(accident))) as pool:
            await until(lambda: len(pool.pids) == 2)
            poisoned, healthy = await conversation(pool), await conversation(pool)
            healthy.feed(level(700) * 10)
            poisoned.feed(level(accident))
            with pytest.raises(EarError, match="again and again"):
                await final_of(poisoned)
            healthy.feed(spoken(8))
            assert (await final_of(healthy)).text == "7 8"


async def test_what_an_engine_raises_ends_that_stream_alone(tmp_path: Path) -> None:
    """Its process goes on with the others."""
    async with running(fake_pool(tmp_path)) as pool:
        broken, healthy = await conversation(pool), await conversation(pool)
        worker = pool.pids[0]
        broken.feed(level(RAISES))
        with pytest.raises(EarError, match="this sound is not heard"):
            await final_of(broken)
        broken.feed(spoken(1))
        healthy.feed(spoken(9))
        assert (await final_of(healthy)).text == "9"
        assert pool.pids[0] == worker


async def test_conversations_end_for_a_menu_and_recordings_for_a_conversation(tmp_path: Path) -> None:
    """The newest of those that matter least; it is told why, and the rest is heard."""
    async with running(fake_pool(tmp_path, streams=2)) as pool:
        recording = await pool.open(Use.RECORDING, language=LANGUAGE)
        assert pool.is_quiet
        older, newer = await conversation(pool), await conversation(pool)
        assert not pool.is_quiet
        with pytest.raises(EarBusyError):
            await final_of(recording)
        assert not pool.hears(LANGUAGE, Use.CONVERSATION)
        with pytest.raises(EarBusyError):
            await conversation(pool)
        menu = await pool.open(Use.MENU, language=LANGUAGE)
        with pytest.raises(EarBusyError):
            await newer.finish()
        older.feed(spoken(1))
        assert (await final_of(older)).text == "1"
        await menu.close()
        assert pool.hears(LANGUAGE, Use.CONVERSATION)


async def test_menus_are_heard_until_the_machine_is_full_of_them(tmp_path: Path) -> None:
    """By a vocabulary more of them; where nothing is left to shed, the next caller uses keys."""
    async with running(fake_pool(tmp_path, streams=1)) as pool:
        for _ in range(4):
            await pool.open(Use.MENU, language=LANGUAGE, words=("1", "2"))
        assert not pool.hears(LANGUAGE, Use.MENU)
        with pytest.raises(EarBusyError):
            await pool.open(Use.MENU, language=LANGUAGE, words=("1",))


async def test_who_is_heard_too_late_is_shed_one_by_one(tmp_path: Path) -> None:
    """A machine slower than the speech sheds its newest conversation, takes no new one for a while, and hears menus."""
    async with running(fake_pool(tmp_path, "slow", streams=8, late=LATE)) as pool:
        menu = await pool.open(Use.MENU, language=LANGUAGE, words=("1",))
        talks = [await conversation(pool) for _ in range(3)]
        for talk in talks:
            talk.feed(level(100) * 50 * 3)
        for talk in reversed(talks):
            with pytest.raises(EarBusyError):
                await final_of(talk)
        assert not pool.hears(LANGUAGE, Use.CONVERSATION)
        assert pool.hears(LANGUAGE, Use.MENU)
        menu.feed(spoken(1))
        assert (await final_of(menu)).text == "1"


async def test_the_others_may_catch_up_after_one_was_shed(tmp_path: Path) -> None:
    """They are late for what it had cost them: the next goes only where they are late still."""
    late = 30.0
    async with running(fake_pool(tmp_path, "slow", streams=4, late=late)) as pool:
        older, newer = await conversation(pool), await conversation(pool)
        for talk in (older, newer):
            talk.feed(level(100) * 50 * 3)
        soon = time.monotonic() + 2 * late
        pool.look(soon)
        assert (older.is_open, newer.is_open) == (True, False)
        pool.look(soon + late)
        assert older.is_open
        pool.look(soon + 3 * late)
        assert not older.is_open


async def test_a_recording_may_come_faster_than_it_was_spoken(tmp_path: Path) -> None:
    """Whoever feeds it waits for room, and nothing is lost."""
    async with running(fake_pool(tmp_path)) as pool:
        recording = await pool.open(Use.RECORDING, language=LANGUAGE)
        for number in range(1, 41):
            await recording.room()
            recording.feed(spoken(number, frames=50, pause=20))
        await recording.finish()
        await recording.close()
        texts = [text async for text in recording.texts() if not isinstance(text, Partial)]
        assert [text.text for text in texts if text.text] == [str(number) for number in range(1, 41)]


async def test_a_model_tells_what_it_can_never_hear(tmp_path: Path) -> None:
    """Of a vocabulary, so that its keeper can be told."""
    async with running(fake_pool(tmp_path)) as pool:
        assert await pool.unknown(("1", "社保", "2"), language=LANGUAGE) == ("社保",)


async def test_a_model_that_cannot_be_loaded_is_said(tmp_path: Path) -> None:
    """In the engine's own sentence; nothing is heard, and nothing else fails."""
    async with running(fake_pool(tmp_path, "deaf")) as pool:
        assert "not whole" in pool.trouble
        assert not pool.hears(LANGUAGE, Use.MENU)


async def test_a_model_that_ends_whoever_loads_it_is_named(tmp_path: Path) -> None:
    """Nothing is said by a process that is killed; the sentence says what to do."""
    again = "hotline speech install levels"
    with pytest.raises(EarError, match=f"speech model levels ended before it was loaded.*{again}"):
        await WorkerLink((sys.executable, "-c", ""), "levels").start()
    side = Side(folder=fake_model(tmp_path / "ear" / "levels"))
    nobody = Pool(dict.fromkeys(Use, side), tmp_path / "ear", lambda _folder: (sys.executable, "-c", ""), streams=4)
    async with running(nobody) as pool:
        assert again in pool.trouble


async def test_what_the_machine_bears_is_measured_once(tmp_path: Path) -> None:
    """And kept with the model's sum; measured again by a slower one it would be less."""
    folder = fake_model(tmp_path / "ear" / "levels")
    notes = list[str]()
    for manner in ("quick", "slow"):  # where the first was busy the second measures too, and the more counts
        sides = dict.fromkeys(Use, Side(folder=folder))
        pool = Pool(sides, tmp_path / "ear", lambda _folder, manner=manner: fake_command(manner))
        async with running(pool):
            notes.append(pool.note)
    assert notes[0] == notes[1]
    assert "at most" in notes[0]
    assert "at most 1 streams" not in notes[0]


async def test_what_was_measured_on_a_busy_machine_is_measured_again(tmp_path: Path) -> None:
    """At the next start; what was kept counts where that fails, and a calm one is not measured again."""
    model = check_model(fake_model(tmp_path / "levels"))
    broken, one = (sys.executable, "-c", ""), asyncio.Lock()
    with pytest.raises(EarError):
        await bearing_of(model, tmp_path, broken, streams=0, one_by_one=one)
    calm = Bearing(dictation=1, words=10**9)
    for known in (calm, replace(calm, load=3.0)):
        (tmp_path / FILE).write_text(json.dumps({key_of(model): asdict(known)}))
        assert await bearing_of(model, tmp_path, broken, streams=0, one_by_one=one) == known
    again = await bearing_of(model, tmp_path, fake_command(), streams=0, one_by_one=one)
    assert again.dictation > 1
    assert again.is_calm == (again.words < 10**9)
    assert kept_of(model, tmp_path) == again


async def test_a_hotline_without_a_model_hears_nothing_and_says_so(tmp_path: Path) -> None:
    """None named, one that is not installed, one for another language: each has its sentence."""
    async with running(open_ear(Settings(state_dir=tmp_path))) as pool:
        assert "No speech model is set" in pool.note
        with pytest.raises(EarError, match="HOTLINE_EAR"):
            await conversation(pool)
    async with running(open_ear(Settings(state_dir=tmp_path, ear="vosk-model-small-cn-0.22"))) as pool:
        assert "hotline speech install vosk-model-small-cn-0.22" in pool.trouble
        assert await ear_part(pool) == Part(ok=True, note=pool.trouble)
        assert not pool.hears(LANGUAGE, Use.MENU)
        with pytest.raises(EarError, match="not installed"):
            await conversation(pool)
    async with running(fake_pool(tmp_path)) as pool:
        assert not pool.hears("en", Use.MENU)
        with pytest.raises(EarError, match="not en"):
            await pool.open(Use.MENU, language="en")


async def test_a_worker_ends_with_the_hotline() -> None:
    """However that went: the end of its input is its own."""
    worker = await asyncio.create_subprocess_exec(
        *fake_command(), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert await worker.stdout.read(1)  # it is ready
    worker.stdin.close()
    assert await worker.wait() == 0
