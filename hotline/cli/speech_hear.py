"""`hotline speech hear`: the recordings of calls without a transcript become one, now, before somebody's eyes.

Rule: it hears as the running hotline does when the machine is quiet, and beside it: a call that both hear is kept once.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from hotline.answering.afterwards import One
from hotline.answering.one_recording import Bar, Hearer, Recordings, seconds_of
from hotline.calls.afterwards import Origin, Unwritten
from hotline.calls.transcripts import Transcripts
from hotline.cli.speech import loaded
from hotline.errors import EarError, InputError
from hotline.ivr.effects import CHINESE
from hotline.settings import Settings, read_settings
from hotline.speech.ear.alone import Alone
from hotline.speech.ear.models import check_model
from hotline.speech.ear.recogniser import Ear
from hotline.storage.engine import Database, open_database
from hotline.storage.migrate import migrate

CITY_TIME = ZoneInfo("Asia/Shanghai")
MOST = 100_000  # calls
GENTLY = 10  # as `nice`: calls come first
_TOLD = {
    Origin.AFTER: "已补听",
    Origin.LIVE: "通话时已写全",
    Origin.UNHEARD: "没有分双方的录音",
    Origin.FAILED: "录音听不了",
    Origin.NONE: "没有这个通话，或者还没有结束",
}


def hear(
    calls: Annotated[list[str] | None, typer.Argument(metavar="[CALL]...", help="Calls; else all that wait.")] = None,
    *,
    since: Annotated[str, typer.Option(metavar="DATE", help="The first day, as 2026-11-01.")] = "",
    model: Annotated[str, typer.Option(help="As `hotline speech list` names it; else the conversations' own.")] = "",
) -> None:
    """Hear the recordings of calls that were not written down while they lasted."""
    settings = read_settings()
    if calls and since:
        raise InputError("写通话编号，或者写--since，二者选一。")
    first = _first(settings, since)
    with ThreadPoolExecutor(1, "ear", _gently) as thread:
        ear = thread.submit(_ear, settings, model or settings.conversation_ear, thread).result()
        found = asyncio.run(_hear(settings, ear, tuple(calls or ()), first))
    for origin, number in found.items():
        typer.echo(f"{_TOLD[origin]}：{number}")
    if not found:
        typer.echo("没有等待补听的通话。")


def _gently() -> None:
    """Of this thread, and of those that the model starts in it."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), GENTLY)


def _ear(settings: Settings, name: str, thread: ThreadPoolExecutor) -> Alone:
    engine, _ = loaded(settings, name)
    language = check_model(settings.ear_dir / (name or settings.ear)).language
    if language != CHINESE:
        raise EarError(f"The speech model {name} hears {language}, and the calls are in {CHINESE}.")
    return Alone(engine, language, thread)


async def _hear(settings: Settings, ear: Alone, calls: tuple[str, ...], first: datetime) -> Counter[Origin]:
    await migrate(settings.database)
    database = open_database(settings.database)
    try:
        return await hear_each(one_of(settings, database, ear), calls, first)
    finally:
        await database.close()


async def hear_each(one: One, calls: tuple[str, ...], first: datetime) -> Counter[Origin]:
    """Each call with what came of it."""
    found = Counter[Origin]()
    for call_id in calls:
        await one.store.again(call_id)
    waiting = calls or await one.store.next(first, limit=MOST)
    seconds = {call_id: seconds_of(one.recordings.sides(call_id)) for call_id in waiting}
    columns = (TextColumn("补听"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=sum(seconds.values()) or None)
        done = 0.0
        for call_id in waiting:
            progress.update(task, description=call_id)
            found[await _heard(one, call_id, partial(progress.advance, task))] += 1
            done += seconds[call_id]
            progress.update(task, completed=done)
    return found


async def _heard(one: One, call_id: str, done: Bar) -> Origin:
    try:
        return await one.hear(call_id, done)
    except (EarError, OSError) as fault:
        typer.echo(f"{call_id}：{fault}", err=True)
        await one.store.settle(call_id, Origin.FAILED)
        return Origin.FAILED


def one_of(settings: Settings, database: Database, ear: Ear) -> One:
    """What hears a call of this hotline."""

    async def at_once() -> None:
        """Whoever asks for it wants it now."""

    return One(
        store=Unwritten(database),
        transcripts=Transcripts(database),
        recordings=Recordings(folder=settings.recordings_dir),
        hearer=Hearer(ear=ear, quiet=at_once),
    )


def _first(settings: Settings, since: str) -> datetime:
    """From when on; never before that what is kept would have been let go. Raises InputError."""
    kept = datetime.now(UTC) - timedelta(days=settings.days_of_transcripts)
    if not since:
        return kept
    try:
        day = datetime.strptime(since, "%Y-%m-%d").replace(tzinfo=CITY_TIME)
    except ValueError as fault:
        raise InputError(f"日期应写成2026-11-01这样，现在是“{since[:20]}”。") from fault
    return max(kept, day.astimezone(UTC))
