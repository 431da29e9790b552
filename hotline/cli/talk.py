"""`hotline talk`: you are the caller. The same script, walked in a terminal or by piped keys."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from hotline.answering.lookups import LookUps, found
from hotline.errors import HotlineError
from hotline.ivr.effects import Effect, HangUp, Mark, Queue, Say
from hotline.ivr.engine import resume, start
from hotline.ivr.load import load_script
from hotline.ivr.script import Script
from hotline.ivr.waits import Answer, Digits, DigitsAnswer, LookUp, LookUpFailed, Wait
from hotline.settings import read_settings

ReadLine = Callable[[], str | None]
WriteLine = Callable[[str], None]


async def talk(script: Script, lookups: LookUps, read: ReadLine, write: WriteLine, *, entry: str = "start") -> None:
    """Walk a script. read: the next line of keys, "" is silence, None the caller's hang-up; write: what is heard."""
    step = start(script, entry=entry)
    keys = ""
    while True:
        for effect in step.effects:
            _write_effect(effect, write)
        if step.fault:
            write(f"[脚本故障] {step.fault}")
        if step.wait is None:
            return
        answer, keys = await _answer(step.wait, keys, lookups, read)
        if answer is None:
            write("[来电人挂机]")
            return
        step = resume(script, step.session, answer)


def _write_effect(effect: Effect, write: WriteLine) -> None:
    match effect:
        case Say(parts=parts):
            for part in parts:
                write(part.text)
        case Mark(node=node, pressed=pressed, heard=heard):
            write(f"[{node}] {pressed} {heard}".rstrip())
        case Queue(queue=queue):
            write(f"[转人工 {queue}]")
        case HangUp():
            write("[挂机]")


async def _answer(wait: Wait, keys: str, lookups: LookUps, read: ReadLine) -> tuple[Answer | None, str]:
    """The answer to a wait, and the keys of the line that are left for the next one; no answer is a hang-up."""
    if isinstance(wait, LookUp):
        try:
            return await found(lookups, wait), keys
        except HotlineError:
            return LookUpFailed(), keys
    if not keys and not wait.timeout:
        return DigitsAnswer(keys=""), ""  # only a key that cuts in would count
    if not keys:
        line = await asyncio.to_thread(read)
        if line is None:
            return None, ""
        keys = "".join(line.split())
    return _take(wait, keys)


def _take(wait: Digits, keys: str) -> tuple[DigitsAnswer, str]:
    for length in range(1, len(keys) + 1):
        answer = wait.answer(keys[:length])
        if answer is not None:
            return answer, keys[length:]
    return DigitsAnswer(keys=keys), ""


def _read_line() -> str | None:
    if sys.stdin.isatty():
        print("按键› ", end="", flush=True)
    line = sys.stdin.readline()
    return line.strip() if line else None


def talk_command(
    line: Annotated[str, typer.Option("--line", help="The number dialled.")] = "12345",
    entry: Annotated[str, typer.Option("--entry", help="start: a new call; menu: a key in the queue.")] = "start",
) -> None:
    """Walk a voice menu as the caller: keys are read line by line, an empty line is silence, the end hangs up."""
    from hotline.answering.city_lookups import CityLookUps  # noqa: PLC0415 the menu alone needs no city pack
    from hotline.kb.load import load_city  # noqa: PLC0415 as above

    settings = read_settings()
    script = load_script(settings.ivr_dir / f"{line}.yaml")
    asyncio.run(talk(script, CityLookUps(city=load_city(settings.kb_dir)), _read_line, print, entry=entry))
