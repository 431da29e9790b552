"""One call's self-service, from the script's first word to the queue or goodbye.

The rule: IVR_NEXT is set only when all went well. Whatever fails leaves it unset, and the dialplan apologises and
queues the caller: nobody hears silence, nobody is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import structlog

from hotline.answering.channel import ALL_KEYS, CallChannel
from hotline.answering.lookups import LookUps, look_up
from hotline.answering.player import SILENCE, Player, PromptFiles
from hotline.errors import HungUpError
from hotline.events import Event, MenuStepTaken
from hotline.ivr.effects import HangUp, Mark, Queue, Say
from hotline.ivr.engine import Step, resume, start
from hotline.ivr.script import Script, ScriptWords
from hotline.ivr.waits import Answer, Digits, LookUp

POSITION_LIMIT = 1.5  # seconds
PATIENCE_PROMPT = "patience"  # in every script (ivr.lint)
log = structlog.get_logger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class Outcome(StrEnum):
    """How a call's self-service ended."""

    QUEUE = "queue"
    """The caller goes to a person."""
    HANG_UP = "hangup"
    """Goodbye was said."""
    CALLER_LEFT = "caller-left"
    """The caller hung up: an ordinary end."""
    FAILED = "failed"
    """Something of ours failed; the dialplan apologises and queues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What answering needs, the same for every call.

    record: takes an event at once and never blocks (recorder.Recorder.record); position: the place (from 1) that a
    caller who joined at an epoch second keeps, None where unknown.
    """

    scripts: Mapping[str, Script]
    prompts: PromptFiles
    clauses: Callable[[str], tuple[str, ...]]
    lookups: LookUps
    record: Callable[[Event], None]
    position: Callable[[str, int], Awaitable[int | None]]
    now: Callable[[], datetime] = _now


async def answer_call(channel: CallChannel, dialled: str, *, call_id: str, desk: Desk) -> Outcome:
    """A call that has just come in: the script of the number dialled, from its start."""
    return await _guard(_walk(channel, dialled, "start", call_id, desk), call_id)


async def answer_key(channel: CallChannel, dialled: str, *, call_id: str, key: str, joined: int, desk: Desk) -> Outcome:
    """A key pressed in the queue. 0 goes back at once, any other key opens the menu; the place is kept.

    joined: epoch seconds at which the caller entered the queue.
    """
    if key != "0":
        return await _guard(_walk(channel, dialled, "menu", call_id, desk, keep_place=joined), call_id)
    return await _guard(_back_at_once(channel, call_id, joined, desk), call_id)


async def _back_at_once(channel: CallChannel, call_id: str, joined: int, desk: Desk) -> Outcome:
    await channel.set_absolute_timeout(SILENCE)
    return await _end_in_queue(channel, call_id, joined, desk)


async def _guard(ending: Awaitable[Outcome], call_id: str) -> Outcome:
    """The one gate by which every call's self-service ends."""
    try:
        return await ending
    except HungUpError:
        log.info("caller_left", call_id=call_id)
        return Outcome.CALLER_LEFT
    except Exception:  # the dialplan's fallback takes the caller
        log.exception("answering_failed", call_id=call_id)
        return Outcome.FAILED


async def _walk(
    channel: CallChannel, dialled: str, entry: str, call_id: str, desk: Desk, keep_place: int | None = None
) -> Outcome:
    script = desk.scripts[dialled]
    step = start(script, entry=entry)
    words = ScriptWords(script=script, language=step.session.language)
    player = Player(channel=channel, prompts=desk.prompts, clauses=desk.clauses, patience=words.prompt(PATIENCE_PROMPT))
    key = await _perform(step, player, call_id, desk)
    while step.wait is not None:
        answer = await _answer(step.wait, key, player, desk)
        step = resume(script, step.session, answer)
        key = await _perform(step, player, call_id, desk)
    if any(isinstance(effect, HangUp) for effect in step.effects):
        await channel.set_variable("IVR_NEXT", "hangup")
        return Outcome.HANG_UP
    return await _end_in_queue(channel, call_id, keep_place, desk)


async def _perform(step: Step, player: Player, call_id: str, desk: Desk) -> str:
    """Do what the step says; the key that cut in, which is the first of the answer."""
    if step.fault:
        log.error("script_fault", call_id=call_id, script=step.session.script, fault=step.fault)
    keys = ALL_KEYS if isinstance(step.wait, Digits) and step.wait.interruptible else ""
    pressed = ""
    for effect in step.effects:
        match effect:
            case Say() if not pressed:
                pressed = await player.say(effect, keys)
            case Mark():
                _record(effect, call_id, desk)
            case Say() | Queue() | HangUp():
                pass
    return pressed


def _record(mark: Mark, call_id: str, desk: Desk) -> None:
    event = MenuStepTaken(at=desk.now(), call_id=call_id, node=mark.node, pressed=mark.pressed, heard=mark.heard)
    try:
        desk.record(event)
    except Exception:  # history is worth less than the caller
        log.exception("step_not_recorded", call_id=call_id)


async def _answer(wait: Digits | LookUp, pressed: str, player: Player, desk: Desk) -> Answer:
    if isinstance(wait, Digits):
        return await player.collect(wait, pressed)

    async def patience() -> None:
        if wait.patience:
            await player.say(Say(parts=(wait.patience,)), "")

    return await look_up(desk.lookups, wait, alive=player.alive, patience=patience)


async def _end_in_queue(channel: CallChannel, call_id: str, joined: int | None, desk: Desk) -> Outcome:
    place = ""
    if joined is not None:
        try:
            async with asyncio.timeout(POSITION_LIMIT):
                position = await desk.position(call_id, joined)
            place = str(position) if position else ""
        except Exception:  # unknown is the end of the line, not the end of the call
            log.exception("position_unknown", call_id=call_id)
    await channel.set_variable("IVR_POSITION", place)
    await channel.set_variable("IVR_NEXT", "queue")
    return Outcome.QUEUE
