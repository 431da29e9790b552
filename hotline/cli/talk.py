"""`hotline talk`: you are the caller. The same script, walked in a terminal or by keys and words given beforehand."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from hotline.cli.seconds import FIGURES
from hotline.cli.story import seconds_lost, story, summary
from hotline.cli.walk import Entry, ReadLine, Walk
from hotline.errors import InputError
from hotline.ivr.load import load_scripts
from hotline.settings import read_settings
from hotline.storage.citizens import live_in

NUMBER = "13812345678"  # whose call it is, where nothing else is said
WriteLine = Callable[[str], None]


def told(entry: Entry) -> str:
    """One entry of the log as a line of the terminal."""
    match entry.kind:
        case "hears":
            return f"{entry.text}  ({entry.seconds:.1f} s)"
        case "ends":
            kind, _, to = entry.text.partition(" ")
            names = {"queue": "转人工", "transfer": "接通", "hangup": "挂机", "caller-left": "来电人挂机"}
            return f"[{names[kind]}{to and ' '}{to}]"
        case "fault":
            return f"[脚本故障] {entry.text}"
        case "presses":
            return f"> {entry.text}" if entry.text.strip("-") else "> (静默)"
        case "says":
            return f"> “{entry.text}”"
    return f"[{entry.text}]"


async def talk(walk: Walk, write: WriteLine, *, line: str, entry: str = "start") -> None:
    """Walk a script and write what happens, at once; at the end the seconds lost."""
    walk.tell = lambda each: write(told(each)) if each.text else None
    await walk.run(line, entry)
    write(f"到结束共约 {seconds_lost(walk):.1f} 秒 ({FIGURES})")


def lines_of(keys: str | None) -> ReadLine:
    """Keys given beforehand, as lines; None: from the keyboard or a pipe."""
    if keys is None:
        return _read_line
    lines = iter(keys.split(",") if keys else ())
    return lambda: next(lines, None)


def _read_line() -> str | None:
    if sys.stdin.isatty():
        print("按键› ", end="", flush=True)
    line = sys.stdin.readline()
    return line.strip() if line else None


def talk_command(
    *,
    line: Annotated[str, typer.Option("--line", help="The number dialled.")] = "12345",
    entry: Annotated[str, typer.Option("--entry", help="start: a new call; menu: a key in the queue.")] = "start",
    keys: Annotated[
        str | None, typer.Option("--keys", help="What the caller enters, parted by commas; nothing between is silence.")
    ] = None,
    say: Annotated[
        list[str] | None, typer.Option("--say", help="What the caller says where something listens.")
    ] = None,
    yes: Annotated[
        str, typer.Option("--yes", help="What is so: hours, holiday, overload, caller elderly, recogniser.")
    ] = "hours",
    number: Annotated[str, typer.Option("--number", help="The caller's own number.")] = NUMBER,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object in place of the text.")] = False,
    transcript: Annotated[Path | None, typer.Option("--transcript", help="Write the walk as a story here.")] = None,
) -> None:
    """Walk a voice menu as the caller: keys are read line by line, an empty line is silence, the end hangs up."""
    from hotline.answering.city_lookups import CityLookUps  # noqa: PLC0415 the menu alone needs no city pack
    from hotline.answering.reaching import reaching  # noqa: PLC0415 as above
    from hotline.kb.library import shelf  # noqa: PLC0415 as above
    from hotline.kb.load import load_city  # noqa: PLC0415 as above

    settings = read_settings()
    live_in(settings.area_code)
    scripts = load_scripts(settings.ivr_dir, recorded=settings.recorded_dir)
    if line not in scripts or entry not in scripts[line].entries:
        raise InputError(f"There is no line {line} with an entry {entry}; lines: {', '.join(scripts)}.")
    so = {each.strip() for each in yes.split(",") if each.strip()} | ({"recogniser"} if say else set())
    walk = Walk(
        scripts=scripts,
        lookups=CityLookUps(
            published=shelf(load_city(settings.kb_dir)),
            reach=reaching(settings.outside_trunk, settings.outside_known),
        ),
        read=lines_of(keys if keys is not None or not say else ""),
        scripted=keys is not None,
        says=list(say or ()),
        yes=so,
        number=number,
    )
    asyncio.run(walk.run(line, entry) if as_json else talk(walk, print, line=line, entry=entry))
    if as_json:
        print(json.dumps(summary(walk, line=line, entry=entry), ensure_ascii=False))
    if transcript:
        transcript.write_text(story(walk, line=line, entry=entry), encoding="utf-8")
