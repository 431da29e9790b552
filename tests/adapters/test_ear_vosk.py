"""The real Vosk with its real Korean model: streaming, vocabulary, many streams, and workers that are lost."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import vosk

from hotline.cli.speech import PIECE, heard
from hotline.errors import EarError
from hotline.speech.ear.catalogue import CATALOGUE
from hotline.speech.ear.crew import Crew
from hotline.speech.ear.engines import load_engine
from hotline.speech.ear.listening import Listening
from hotline.speech.ear.models import read_model, write_manifest
from hotline.speech.ear.pool import Pool, worker_command
from hotline.speech.ear.recogniser import RATE, Engine, Final, Partial, Use
from hotline.speech.ear.trial import try_model
from hotline.speech.ear.vosk_engine import give_way
from hotline.speech.ear.vosk_folder import quick
from tests.adapters.ear_models import KOREAN, WHISPER_BASE, model_folder, real_pool
from tests.adapters.ear_pool import running, until
from tests.fakes.korean import SENTENCE, SILENCE, WORDS, korean

LIKE = 0.75  # of words: where a turn's sound was cut changes one now and then


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The model, loaded once in the tests' own process."""
    return load_engine(model_folder(KOREAN))


@pytest_asyncio.fixture(scope="module")
async def pool(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pool]:
    """The model in workers."""
    async with running(real_pool(KOREAN, tmp_path_factory.mktemp("ear"))) as pool:
        await until(lambda: len(pool.pids) == 2)
        yield pool


def pieces(sound: bytes) -> list[bytes]:
    """As a telephone brings it."""
    return [sound[at : at + PIECE] for at in range(0, len(sound), PIECE)]


def test_the_real_model_passes_its_trial_and_is_the_one_of_the_catalogue() -> None:
    """Loaded once in a process of its own; the sum of its files is the one that an install must find."""
    try_model(model_folder(KOREAN))
    for name in (KOREAN, WHISPER_BASE):
        assert read_model(model_folder(name)).sum == CATALOGUE[name].whole


def test_one_thread_gives_way_and_the_others_do_not() -> None:
    """A spare that gets ready takes no time from whoever hears; the threads that hear later are as they were."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(give_way).result()
        assert pool.submit(os.sched_getscheduler, 0).result() == os.SCHED_IDLE
        assert os.sched_getscheduler(0) == os.SCHED_OTHER
    assert os.sched_getscheduler(os.getpid()) == os.SCHED_OTHER


def first_words(recogniser: Any) -> int:
    """After how many pieces of the sentence Vosk shows a word."""
    for number, piece in enumerate(pieces(korean(SENTENCE)), 1):
        recogniser.AcceptWaveform(piece)
        if json.loads(recogniser.PartialResult())["partial"]:
            return number
    raise AssertionError("nothing was shown")


def test_words_are_shown_sooner_than_the_model_shows_them_by_itself() -> None:
    """The installed model says nothing of how often it looks, and stays as it is."""
    folder = model_folder(KOREAN)
    before = (folder / "conf" / "model.conf").read_bytes()
    by_itself = vosk.Model(str(folder))
    with quick(folder) as view:
        sooner = vosk.Model(str(view))
    assert first_words(vosk.KaldiRecognizer(sooner, RATE)) < first_words(vosk.KaldiRecognizer(by_itself, RATE))
    assert (folder / "conf" / "model.conf").read_bytes() == before


def test_partial_words_come_before_the_end(engine: Engine) -> None:
    """And grow into a final whose words have times in order, within the sound, and how sure they are."""
    recogniser, sound = engine.open(), korean(SENTENCE) + SILENCE
    texts = [text for piece in pieces(sound) if (text := recogniser.accept(piece)) is not None]
    texts.append(recogniser.finish())
    partials = [text for text in texts if isinstance(text, Partial) and text.text]
    words = [word for text in texts if isinstance(text, Final) for word in text.words]
    assert len({partial.text for partial in partials}) > 2
    assert len(words) > 2
    times = [time for word in words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= len(sound) / 16_000
    assert all(0 <= word.sure <= 1 for word in words)


def test_a_vocabulary_is_all_that_is_heard(engine: Engine) -> None:
    """Most of its words are told apart, and nothing else is ever heard."""
    found = [" ".join(final.text for final in heard(engine, SILENCE + korean(word) + SILENCE, WORDS)) for word in WORDS]
    assert sum(word in text for word, text in zip(WORDS, found, strict=True)) >= len(WORDS) // 2, found
    assert set(" ".join(found).split()) <= set(WORDS)


def test_times_go_on_after_an_utterance(engine: Engine) -> None:
    """The second word's are counted from the stream's beginning, whoever ended the first."""
    recogniser, word = engine.open(WORDS), SILENCE + korean(WORDS[0]) + SILENCE
    finals = list[Final]()
    for _ in range(2):
        finals += [text for piece in pieces(word) if isinstance(text := recogniser.accept(piece), Final)]
        finals.append(recogniser.finish())
    first, *_, last = [final for final in finals if final.words]
    assert last.start - first.start == pytest.approx(len(word) / 16_000, abs=0.3)


def test_a_recogniser_serves_one_stream_after_the_other(engine: Engine) -> None:
    """The second hears nothing of the first, and its times are its own."""
    first = engine.open()
    first.accept(korean(SENTENCE))
    first.close()
    second = engine.open()
    assert second.finish().text == ""
    sound = SILENCE + korean(SENTENCE)
    finals = [text for piece in pieces(sound) if isinstance(text := second.accept(piece), Final)]
    finals.append(second.finish())
    words = [word for final in finals for word in final.words]
    assert 0.3 < words[0].start < words[-1].end <= len(sound) / 16_000


def test_silence_is_no_word(engine: Engine) -> None:
    """Of whatever vocabulary."""
    for words in ((), WORDS):
        recogniser = engine.open(words)
        assert [text for piece in pieces(SILENCE) if (text := recogniser.accept(piece))] == []
        assert recogniser.finish().text == ""


def test_unknown_words_are_told(engine: Engine) -> None:
    """Those that the model does not have; a vocabulary of them alone is none."""
    assert engine.unknown((*WORDS, "社保卡", "쀍뛟")) == ("社保卡", "쀍뛟")
    assert engine.open(("社保卡",)).finish().text == ""


def test_a_folder_that_is_no_model_has_one_sentence(tmp_path: Path) -> None:
    """It is not looked for elsewhere, and the process goes on."""
    folder = tmp_path / "vosk-model-broken"
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").write_bytes(b"nothing")
    write_manifest(folder, engine="vosk", language="zh-CN")
    with pytest.raises(EarError, match="vosk-model-broken"):
        load_engine(folder)


async def test_many_streams_share_a_worker(pool: Pool) -> None:
    """Four callers by one vocabulary, each heard as alone."""
    sound = SILENCE + korean(WORDS[0]) + SILENCE
    hearings = [await pool.open(Use.MENU, language="ko", words=WORDS) for _ in range(4)]
    for piece in pieces(sound):
        for hearing in hearings:
            hearing.feed(piece)
    finals = await asyncio.gather(*(_said(hearing) for hearing in hearings))
    assert len(set(finals)) == 1
    for hearing in hearings:
        await hearing.close()


async def _said(hearing: Listening) -> str:
    """What was heard by the engine's own end or ours."""
    final = await hearing.finish()
    await hearing.close()
    texts = [text.text async for text in hearing.texts() if isinstance(text, Final)]
    return " ".join(filter(None, [*texts, final.text]))


async def test_an_utterance_survives_its_worker(pool: Pool) -> None:
    """Killed in the middle of a sentence: its words are those of an undisturbed one, but for a slip."""
    await until(lambda: len(pool.pids) == 2)
    sound = korean(SENTENCE)
    texts = list[str]()
    for is_disturbed in (False, True):
        hearing = await pool.open(Use.CONVERSATION, language="ko")
        for number, piece in enumerate(pieces(sound)):
            hearing.feed(piece)
            if is_disturbed and number == 10:
                await _partial(hearing)
                worker, spare = pool.pids
                os.kill(worker, signal.SIGKILL)
                await until(lambda spare=spare: pool.pids[:1] == (spare,))
        texts.append(await _said(hearing))
    quiet, disturbed = (text.split() for text in texts)
    assert len(quiet) > 5
    assert SequenceMatcher(a=quiet, b=disturbed).ratio() > LIKE, texts


async def test_a_worker_that_hangs_is_replaced_within_a_second() -> None:
    """Of its last sign of life, by a clock that is given; not in half of that, and the sentence is heard to its end."""
    crew = Crew(worker_command(model_folder(KOREAN)), KOREAN)
    for ready in (1, 2):
        crew.look(time.monotonic())
        await until(lambda ready=ready: len(crew.pids) == ready)
        crew.look(time.monotonic())
    worker, spare = crew.pids
    try:
        hearing = Listening(1, use=Use.CONVERSATION, words=(), gone=crew.forget)
        crew.open(hearing)
        sound = pieces(korean(SENTENCE))
        for piece in sound[:10]:
            hearing.feed(piece)
        await _partial(hearing)
        os.kill(worker, signal.SIGSTOP)
        await until(lambda: Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0] == "T")
        await asyncio.sleep(0)
        assert crew._work is not None
        last = crew._work.last_heard
        crew.look(last + 0.5)
        assert crew.pids[0] == worker
        crew.look(last + 1.0)
        assert crew.pids[0] == spare
        for piece in sound[10:]:
            hearing.feed(piece)
        assert len((await _said(hearing)).split()) > 5
    finally:
        ending = asyncio.create_task(crew.run())
        await asyncio.sleep(0)
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)
    assert not [pid for pid in (worker, spare) if Path(f"/proc/{pid}").exists()]


async def _partial(hearing: Listening) -> None:
    async for text in hearing.texts():
        if text.text:
            return


async def test_a_lost_worker_is_followed_by_the_next(pool: Pool) -> None:
    """Three in a row, and it still hears."""
    for _ in range(3):
        await until(lambda: len(pool.pids) == 2)
        worker, spare = pool.pids
        os.kill(worker, signal.SIGKILL)
        await until(lambda spare=spare: pool.pids[:1] == (spare,))
    hearing = await pool.open(Use.MENU, language="ko", words=WORDS)
    hearing.feed(SILENCE + korean(WORDS[1]) + SILENCE)
    assert await _said(hearing)
    await hearing.close()
