"""The transcripts, joined: whoever listens, Asterisk's copies of the audio, the recordings, the books, the consoles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hotline.answering.afterwards import Afterwards, One, when_quiet
from hotline.answering.conversation import Begun, Means, News
from hotline.answering.one_recording import Hearer, Recordings
from hotline.answering.transcribing import Transcribing
from hotline.calls.afterwards import Origin, Unwritten
from hotline.calls.recordings_kept import Needed, RecordingsKept, none_needed
from hotline.calls.transcripts import Transcripts
from hotline.calls.transcripts_kept import transcripts_kept
from hotline.events import Event
from hotline.ivr.effects import CHINESE
from hotline.settings import Settings
from hotline.speech.ear.pool import Pool
from hotline.speech.ear.recogniser import Use
from hotline.storage.engine import Database
from hotline.storage.letting_go import LettingGo
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.copying import Copying
from hotline.web.live import Live
from hotline.web.transcript_shapes import news_json


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptSide:
    """The parts. kept and run() must be kept running; transcribing, afterwards: None where nothing listens."""

    store: Transcripts
    kept: tuple[LettingGo | RecordingsKept, ...]
    transcribing: Transcribing | None
    afterwards: Afterwards | None = None

    async def run(self) -> None:
        """Let go of what is old, and hear the recordings that wait, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for one in self.kept:
                group.create_task(one.run())
            if self.afterwards is not None:
                group.create_task(self.afterwards.run())

    async def hear(self, event: Event) -> None:
        """What happens to calls."""
        if self.transcribing is not None:
            await self.transcribing.hear(event)

    async def close(self) -> None:
        """End the transcripts of calls that go on."""
        if self.transcribing is not None:
            await self.transcribing.close()


def transcript_side(
    settings: Settings,
    database: Database,
    link: AmiLink,
    live: Live,
    ear: Pool,
    sockets: AudioSocketServer,
    *,
    needed: Needed = none_needed,
    now: Callable[[], datetime] = utc_now,
) -> TranscriptSide:
    """All of it. sockets: where Asterisk brings the sound of calls; needed: whose recordings must stay yet."""
    store, unwritten = Transcripts(database, now), Unwritten(database, now)
    kept = _kept(settings, database, needed, now)
    if not settings.conversation_ear:
        return TranscriptSide(store=store, kept=kept, transcribing=None)

    def tell(news: News) -> None:
        live.tell_desk(news.call_id, news_json(news))

    async def begun(call_id: str) -> Begun | None:
        known = await unwritten.begun(call_id)
        return Begun(joined=known[0], held=known[1]) if known else None

    async def whole(call_id: str) -> None:
        await unwritten.settle(call_id, Origin.LIVE)

    recordings = Recordings(folder=settings.recordings_dir)
    means = Means(
        ear=ear,
        copies=Copying(link, sockets),
        keep=store.keep,
        tell=tell,
        now=now,
        begun=begun,
        whole=whole,
        recorded=recordings.seconds,
    )
    return TranscriptSide(
        store=store,
        kept=kept,
        transcribing=Transcribing(means),
        afterwards=_afterwards(settings, store, unwritten, ear, now) if settings.ear_afterwards_days else None,
    )


def _kept(
    settings: Settings, database: Database, needed: Needed, now: Callable[[], datetime]
) -> tuple[LettingGo | RecordingsKept, ...]:
    """What is let go; what was said is never kept longer than its recording."""
    transcripts = transcripts_kept(database, timedelta(days=settings.days_of_transcripts), now)
    if not settings.recordings_days:
        return transcripts
    recordings = RecordingsKept(
        folder=settings.recordings_dir,
        drawings=settings.waveforms_dir,
        kept=timedelta(days=settings.recordings_days),
        needed=needed,
        now=now,
    )
    return (*transcripts, recordings)


def _afterwards(
    settings: Settings, store: Transcripts, unwritten: Unwritten, ear: Pool, now: Callable[[], datetime]
) -> Afterwards:
    one = One(
        store=unwritten,
        transcripts=store,
        recordings=Recordings(folder=settings.recordings_dir),
        hearer=Hearer(ear=ear, quiet=when_quiet(ear)),
    )
    return Afterwards(
        one=one,
        days=min(settings.ear_afterwards_days, settings.days_of_transcripts),
        hears=lambda: ear.hears(CHINESE, Use.RECORDING),
        now=now,
    )
