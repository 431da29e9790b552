"""One call's self-service, from the script's first word to the queue or goodbye.

The rule: IVR_NEXT is set only when all went well. Whatever fails leaves it unset, and the dialplan apologises and
queues the caller: nobody hears silence, nobody is lost.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping

import structlog

from hotline.answering.channel import ALL_KEYS, CallChannel
from hotline.answering.desk import Desk, Outcome, Place
from hotline.answering.ending import ended, goodbye, into_queue
from hotline.answering.manner import USUAL, keep
from hotline.answering.performing import Performer
from hotline.answering.player import SILENCE, Manner, Player
from hotline.answering.services import Caller
from hotline.errors import HungUpError
from hotline.events import MenuStepTaken
from hotline.ivr.effects import HangUp, Mark, Queue, Rated, Say, Told, Transfer
from hotline.ivr.engine import Step, follow, resume, start
from hotline.ivr.script import Script, ScriptWords
from hotline.ivr.waits import Digits, Listen, Record, Wait

SURVEY = "survey"  # the entry for callers whose agent has hung up
PATIENCE_PROMPT = "patience"  # in every script (ivr.lint)
log = structlog.get_logger(__name__)


async def answer_call(
    channel: CallChannel, dialled: str, *, call_id: str, desk: Desk, number: str = "", entry: str = "start"
) -> Outcome:
    """A call that has just come in: the script of the number dialled, from its start (or another entry)."""
    caller = Caller(call_id=call_id, number=number, dialled=dialled, channel=channel)
    return await _guard(_walk(caller, entry, desk), call_id)


async def answer_survey(
    channel: CallChannel, dialled: str, *, call_id: str, desk: Desk, number: str = "", manner: Manner = USUAL
) -> Outcome:
    """A caller whose agent has hung up: the script's entry `survey`; without one the call ends, as it did before."""
    caller = Caller(call_id=call_id, number=number, dialled=dialled, channel=channel, manner=manner)
    asked = SURVEY in desk.scripts[dialled].entries
    return await _guard(_walk(caller, SURVEY, desk) if asked else goodbye(caller), call_id)


async def answer_key(
    channel: CallChannel,
    dialled: str,
    *,
    call_id: str,
    key: str,
    place: Place,
    desk: Desk,
    number: str = "",
    manner: Manner = USUAL,
) -> Outcome:
    """A key pressed in the queue. 0 goes back at once, any other key opens the menu; the place is kept."""
    caller = Caller(call_id=call_id, number=number, dialled=dialled, channel=channel, manner=manner)
    if key != "0":
        return await _guard(_walk(caller, "menu", desk, place), call_id)
    return await _guard(_back_at_once(caller, place, desk), call_id)


async def answer_place(
    channel: CallChannel, dialled: str, *, call_id: str, place: Place, desk: Desk, number: str = ""
) -> Outcome:
    """Back to waiting without a menu: for a skill long enough, or after a telephone outside that nobody answered."""
    caller = Caller(call_id=call_id, number=number, dialled=dialled, channel=channel)
    return await _guard(_back_at_once(caller, place, desk), call_id)


async def _back_at_once(caller: Caller, place: Place, desk: Desk) -> Outcome:
    await caller.channel.set_absolute_timeout(SILENCE)
    return await into_queue(caller, place, desk)


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


async def _walk(caller: Caller, entry: str, desk: Desk, place: Place | None = None) -> Outcome:
    scripts = dict(desk.scripts)  # a call keeps the menus with which it began
    language, pace = caller.manner
    step = follow(scripts, start(scripts[caller.dialled], entry=entry, language=language, pace=pace))
    manner = await keep(caller.channel, caller.manner, step.session)
    told: set[Told] = set()
    performer = _performer(caller, scripts, step, desk)
    key = await _perform(step, performer, desk, told)
    while step.wait is not None:
        answer = await performer.answer(step.wait, key, _asks(step))
        step = follow(scripts, resume(scripts[step.session.script], step.session, answer))
        manner = await keep(caller.channel, manner, step.session)
        performer = _performer(caller, scripts, step, desk)
        key = await _perform(step, performer, desk, told)
    return await ended(caller, step, desk, place)


def _performer(caller: Caller, scripts: Mapping[str, Script], step: Step, desk: Desk) -> Performer:
    """The caller's line with a voice that asks for patience in the caller's language."""
    session = step.session
    words = ScriptWords(script=scripts[session.script], language=session.language)
    player = Player(
        channel=caller.channel,
        prompts=desk.prompts,
        clauses=desk.clauses,
        patience=words.prompt(PATIENCE_PROMPT),
        manners=desk.manners,
        keys=caller.keys,
    )
    return Performer(caller=caller, player=player, lookups=desk.lookups, services=desk.services, bounds=desk.bounds)


async def _perform(step: Step, performer: Performer, desk: Desk, told: set[Told]) -> str:
    """Do what the step says; the key that cut in, which is the first of the answer. told: in this call before."""
    call_id = performer.caller.call_id
    if step.fault:
        log.error("script_fault", call_id=call_id, script=step.session.script, fault=step.fault)
    keys = _cutting(step.wait)
    pressed = ""
    for effect in step.effects:
        match effect:
            case Say() if not pressed and effect is not _asks(step):
                pressed = await performer.player.say(effect, keys)
            case Mark():
                _record(effect, call_id, desk)
                if effect.refused:
                    desk.refused(effect.refused)
            case Rated():
                await performer.rate(effect)
            case Told() if not pressed and effect not in told:
                told.add(effect)
                desk.told(effect.kind, effect.code)
            case Say() | Queue() | HangUp() | Transfer() | Told():
                pass
    return pressed


def _asks(step: Step) -> Say | None:
    """What is said while the caller is listened to already: the last words before a Listen."""
    said = [effect for effect in step.effects if isinstance(effect, Say)]
    return said[-1] if said and isinstance(step.wait, Listen) else None


def _cutting(wait: Wait | None) -> str:
    """The keys that cut into what is said before a wait."""
    match wait:
        case Digits(interruptible=True) | Listen():
            return ALL_KEYS
        case Record(at_once=out, finish=finish):
            return out + finish
    return ""


def _record(mark: Mark, call_id: str, desk: Desk) -> None:
    event = MenuStepTaken(at=desk.now(), call_id=call_id, node=mark.node, pressed=mark.pressed, heard=mark.heard)
    try:
        desk.record(event)
    except Exception:  # history is worth less than the caller
        log.exception("step_not_recorded", call_id=call_id)
