"""What is spoken ahead: the few words that Asterisk says without us, the menus, and all that is published.

`hotline prompts status` counts it, `hotline prompts make` speaks it now.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, TypeVar

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from hotline.answering.said import Said
from hotline.cli.knowledge import open_knowledge
from hotline.errors import VoiceError
from hotline.ivr.effects import CHINESE, Pace
from hotline.ivr.load import load_scripts
from hotline.ivr.recordings import recording_fault
from hotline.kb.library import Library, shelf
from hotline.settings import Settings, read_settings
from hotline.speech.ahead import Ahead, Wanted
from hotline.speech.speaker import Speaker
from hotline.telephony.static_prompts import STATIC_PROMPTS

app = typer.Typer(help="Prompts spoken before a caller asks.", no_args_is_help=True)
TRIES = 2
T = TypeVar("T")
_NAMES = {CHINESE: "普通话", "yue": "粤语", "en": "英语"}
_PACES = {Pace.NORMAL: "正常语速", Pace.SLOW: "慢速"}
_MENUS = Annotated[bool, typer.Option("--menus", help="Only the menus' own prompts, nothing of the city.")]


@app.command()
def status(*, menus: _MENUS = False) -> None:
    """Count what is spoken ahead, by language and pace, and name each recording that cannot be played."""
    settings = read_settings()
    asyncio.run(_status(settings, menus=menus))


@app.command()
def make(*, menus: _MENUS = False) -> None:
    """Speak everything that is missing, now."""
    settings = read_settings()
    asyncio.run(_make(settings, menus=menus))


async def write_static_prompts(settings: Settings) -> None:
    """Write prompts/static/NAME.wav for each of Asterisk's own prompts, by the present voice.

    Raises VoiceError where no voice can speak.
    """
    folder = settings.prompts_dir / "static"
    folder.mkdir(parents=True, exist_ok=True)
    speaker = Speaker(settings, patience=60)
    try:
        for name, text in STATIC_PROMPTS.items():
            source = await speaker.prompts.file(text, name=name)
            target = folder / f"{name}.wav"
            if not target.exists() or target.read_bytes() != source.read_bytes():
                unfinished = folder / f".{name}"
                shutil.copyfile(source, unfinished)
                unfinished.replace(target)
    finally:
        await speaker.close()


async def speak_menus(settings: Settings) -> str:
    """Speak every Mandarin prompt of the menus ahead; what is left to the running hotline, as all_spoken()."""
    speaker = Speaker(settings)
    prompts = [
        prompt
        for script in load_scripts(settings.ivr_dir, recorded=settings.recorded_dir).values()
        for prompt in script.every_prompt()
    ]
    try:
        return await all_spoken(prompts, lambda prompt: speaker.prompts.make(prompt.text, name=prompt.name))
    finally:
        await speaker.close()


async def all_spoken(prompts: Sequence[T], make: Callable[[T], Awaitable[object]]) -> str:
    """Make every prompt; which are left and why, "" for none.

    A machine that is being set up may be too busy for a long one: it is tried again after all others. Raises VoiceError
    where not a single one could be spoken.
    """
    left, fault = prompts, VoiceError("")
    for _ in range(TRIES):
        asked, left = left, []
        for prompt in asked:
            try:
                await make(prompt)
            except VoiceError as broke:
                fault = broke
                left = [*left, prompt]
    if left and len(left) == len(prompts):
        raise fault
    return f"{len(left)} of {len(prompts)} are left to the running hotline: {fault}" if left else ""


async def _said(settings: Settings, *, menus: bool) -> Said:
    scripts = load_scripts(settings.ivr_dir, recorded=settings.recorded_dir)
    async with open_knowledge(settings) as knowledge:
        library: Library = shelf(await knowledge.city())
    return Said(scripts=scripts, published=library, menus_only=menus)


async def _status(settings: Settings, *, menus: bool) -> None:
    speaker, said = Speaker(settings), await _said(settings, menus=menus)
    done, total = Counter[tuple[str, Pace]](), Counter[tuple[str, Pace]]()
    seen = set[Wanted]()
    async for wanted in said.wanted():
        if wanted in seen:
            continue
        seen.add(wanted)
        manner = (wanted.language, wanted.pace)
        total[manner] += 1
        done[manner] += speaker.manners[manner].at_hand(wanted.text, name=wanted.name) is not None
    for (language, pace), count in total.items():
        typer.echo(f"{_NAMES[language]}，{_PACES[pace]}：已合成{done[language, pace]}段，共{count}段。")
    recordings = sorted(settings.recorded_dir.glob("*.wav"))
    faults = [f"{path}: {what}" for path in recordings if (what := recording_fault(path))]
    typer.echo(f"录音{len(recordings) - len(faults)}个可用。")
    for line in faults:
        typer.echo(f"不能播放：{line}")


async def _make(settings: Settings, *, menus: bool) -> None:
    """In processes of this command's own, beside a hotline that runs: calls come first here too."""
    speaker, said = Speaker(settings), await _said(settings, menus=menus)
    settings.prompts_dir.mkdir(parents=True, exist_ok=True)
    try:
        await speaker.ahead.look(said)
        await _with_bar(speaker.ahead)
    finally:
        await speaker.close()
    typer.echo(str(speaker.ahead.progress))
    if speaker.ahead.progress.done < speaker.ahead.progress.total:
        raise typer.Exit(1)


async def _with_bar(ahead: Ahead) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn()) as bar:
        task = bar.add_task("合成语音", total=ahead.progress.total, completed=ahead.progress.done)
        while await ahead.step():
            bar.update(task, completed=ahead.progress.done)
