"""`hotline speech hear`: which calls, what is told, and what the real Whisper makes of a recording."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from typer.testing import CliRunner

from hotline.calls.afterwards import Origin, Unwritten
from hotline.calls.transcript import Side
from hotline.calls.transcripts import Transcripts
from hotline.cli.main import app
from hotline.cli.speech_hear import hear_each, one_of
from hotline.errors import InputError
from hotline.settings import Settings
from hotline.speech.ear.alone import Alone
from hotline.speech.sound import for_the_telephone, samples_of_wav
from hotline.storage.engine import Database, open_database
from hotline.storage.migrate import migrate
from tests.adapters.ear_models import WHISPER_BASE, model_folder
from tests.adapters.quality_calls import put_call
from tests.adapters.test_ear_whisper import CLIPS, MOST_ERRORS, SAID, errors
from tests.fakes.ear_live import ToneEngine
from tests.fakes.tones import Samples, tone

CLIP = "wenet_mid.wav"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class Station:
    """A state folder with a database and recordings."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.settings, self.database = Settings(state_dir=folder), database
        self.settings.recordings_dir.mkdir(parents=True)
        self.store, self.transcripts = Unwritten(database), Transcripts(database)

    async def call(self, call_id: str, at: datetime, citizen: Samples) -> None:
        """A recorded call; the agent says nothing."""
        await put_call(self.database, call_id, at, talked=len(citizen) // 8000)
        for side, samples in (("citizen", citizen), ("agent", citizen * 0)):
            with wave.open(str(self.settings.recordings_dir / f"{call_id}-{side}.wav"), "wb") as out:
                out.setnchannels(1)
                out.setsampwidth(2)
                out.setframerate(8000)
                out.writeframes(samples.astype("<i2").tobytes())


@pytest_asyncio.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    """One on SQLite."""
    url = Settings(state_dir=tmp_path).database
    await migrate(url)
    database = open_database(url)
    try:
        yield Station(tmp_path, database)
    finally:
        await database.close()


def spoken(hertz: float) -> Samples:
    """A second of silence, two of a tone, a second of silence."""
    silence = np.zeros(8000, dtype=np.int16)
    return np.concatenate([silence, tone(hertz, 2), silence])


async def test_all_that_wait_are_heard_and_counted(station: Station) -> None:
    """In this process, by one engine, each once; a call without a recording is told as one."""
    now = datetime.now(UTC)
    for number, hertz in enumerate((440, 700)):
        await station.call(f"a{number}", now - timedelta(hours=number + 1), spoken(hertz))
    await put_call(station.database, "silent", now - timedelta(hours=5))
    engine = ToneEngine()
    with ThreadPoolExecutor(1) as thread:
        one = one_of(station.settings, station.database, Alone(engine, "zh-CN", thread))
        assert await hear_each(one, (), LONG_AGO) == {Origin.AFTER: 2, Origin.UNHEARD: 1}
        assert [row.text for row in await station.transcripts.of("a1") if row.side is Side.CITIZEN] == ["700赫兹"]
        assert await hear_each(one, (), LONG_AGO) == {}
        assert await hear_each(one, ("a0", "none"), LONG_AGO) == {Origin.AFTER: 1, Origin.NONE: 1}
    assert len(engine.opened) == 4
    assert all(stream.closed for stream in engine.opened)


async def test_a_recording_that_cannot_be_heard_does_not_stop_the_others(station: Station) -> None:
    """It is told with its reason."""
    now = datetime.now(UTC)
    await station.call("good", now - timedelta(hours=2), spoken(440))
    await station.call("bad", now - timedelta(hours=1), spoken(440))
    (station.settings.recordings_dir / "bad-agent.wav").write_bytes(b"RIFF" + bytes(200))
    with ThreadPoolExecutor(1) as thread:
        one = one_of(station.settings, station.database, Alone(ToneEngine(), "zh-CN", thread))
        found = await hear_each(one, (), LONG_AGO)
    assert found == {Origin.FAILED: 1, Origin.AFTER: 1}
    assert await station.store.origin("bad") is Origin.FAILED


def test_what_is_asked_wrongly_has_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day that is none; calls and a day."""
    monkeypatch.setenv("HOTLINE_STATE_DIR", str(tmp_path))
    for asked in (["--since", "yesterday"], ["a", "--since", "2026-11-01"]):
        assert isinstance(CliRunner().invoke(app, ["speech", "hear", *asked]).exception, InputError)


def test_the_real_whisper_hears_a_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the command itself, with a real person's voice."""
    folder = model_folder(WHISPER_BASE)
    if not (CLIPS / CLIP).exists():
        pytest.skip("the clips are not beside this checkout")
    monkeypatch.setenv("HOTLINE_STATE_DIR", str(tmp_path))
    (tmp_path / "ear").mkdir()
    (tmp_path / "ear" / WHISPER_BASE).symlink_to(folder.resolve())
    sound = np.frombuffer(for_the_telephone(*samples_of_wav((CLIPS / CLIP).read_bytes())), dtype="<i2")
    silence = np.zeros(8000, dtype=np.int16)
    asyncio.run(_put(tmp_path, np.concatenate([silence, sound.astype(np.int16), silence])))
    done = CliRunner().invoke(app, ["speech", "hear", "--model", WHISPER_BASE])
    assert done.exit_code == 0, done.output
    assert "已补听：1" in done.output
    text, first = asyncio.run(_read(tmp_path))
    assert errors(SAID[CLIP], text) <= MOST_ERRORS, text
    assert 0.5 <= first <= 2.0


async def _put(folder: Path, sound: Samples) -> None:
    url = Settings(state_dir=folder).database
    await migrate(url)
    database = open_database(url)
    try:
        await Station(folder, database).call("real", datetime.now(UTC) - timedelta(hours=1), sound)
    finally:
        await database.close()


async def _read(folder: Path) -> tuple[str, float]:
    database = open_database(Settings(state_dir=folder).database)
    try:
        said = [one for one in await Transcripts(database).of("real") if one.side is Side.CITIZEN]
        return "".join(one.text for one in said), said[0].start
    finally:
        await database.close()
