"""A script, walked: start() and resume() give effects and one wait. No I/O, no clock, no chance.

The rule: whatever is wrong with a script, the caller hears an apology and goes to a person; never silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hotline.errors import HotlineError, ScriptError
from hotline.ivr.effects import Effect, Mark, Pace, Prompt, Queue, Rated, Say
from hotline.ivr.nodes.node import Turn
from hotline.ivr.nodes.serving import Serving
from hotline.ivr.script import DEFAULT_LANGUAGE, Script, ScriptWords
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, LookUpFailed, Wait

NODES_A_STEP = 30  # without the caller being asked: more is a ring
NODES_A_CALL = 300  # nodes and answers: a caller who goes round and round is better served by a person
APOLOGY = "对不起，自助服务暂时不可用，正在为您转接人工服务，请不要挂机。"
_FAULTS = (HotlineError, LookupError, ValueError, TypeError, NotImplementedError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do now, in order, and what to wait for then; no wait is the end.

    fault: why it ended early; go_to: the script and its entry where the call goes on after the effects (follow()).
    """

    session: Session
    effects: tuple[Effect, ...]
    wait: Wait | None
    fault: str = ""
    go_to: tuple[str, str] | None = None


def start(
    script: Script,
    *,
    entry: str = "start",
    language: str = DEFAULT_LANGUAGE,
    pace: Pace = Pace.NORMAL,
    before: Session | None = None,
) -> Step:
    """A caller comes in by an entry (start, menu). before: the session of a script that led here, whose slots stay."""
    session = Session(script=script.name, language=language, pace=pace)
    if before is not None:
        session = replace(
            session,
            language=before.language,
            pace=before.pace,
            ears=before.ears,
            misheard=before.misheard,
            slots=before.slots,
            steps=before.steps + 1,
        )
    if entry not in script.entries:
        return _apology(script, session, (), f"there is no entry {entry}")
    return _walk(script, Turn(session=session, to=script.entries[entry]))


def resume(script: Script, session: Session, answer: Answer) -> Step:
    """The answer to the last step's wait."""
    if isinstance(answer, LookUpFailed):
        return _apology(script, session, (), f"{session.node}: the look-up failed: {answer.why}")
    session = replace(session, steps=session.steps + 1)
    try:
        words = ScriptWords(script=script, language=session.language)
        node = script.nodes[session.node]
        turn = node.resume(session, answer, words)
    except _FAULTS as fault:
        return _apology(script, session, (), f"{session.node}: {fault!r}")
    if session.steps > NODES_A_CALL:
        return _apology(script, session, (), "the caller has gone round for too long")
    if turn.to:
        serves = any(isinstance(one, Serving) and not one.asks for one in (node, script.nodes.get(turn.to)))
        told = (turn.session.teller or turn.session.told) if serves else ""
        turn = replace(turn, session=replace(turn.session, teller="", told=told))
    return _walk(script, replace(turn, effects=_spoken(turn)))


def follow(scripts: Mapping[str, Script], step: Step) -> Step:
    """Where a step ends by going to another script, that script's first step, with the effects of both."""
    while step.go_to is not None:
        name, entry = step.go_to
        here = scripts.get(step.session.script)
        there = scripts.get(name)
        if there is None or step.session.steps > NODES_A_CALL:
            why = f"there is no script {name}" if there is None else "the caller has gone round for too long"
            return _apology(here, step.session, step.effects, why)
        onward = start(there, entry=entry, before=step.session)
        step = replace(onward, effects=(*step.effects, *onward.effects))
    return step


def _walk(script: Script, turn: Turn) -> Step:
    effects = turn.effects
    try:
        for _ in range(NODES_A_STEP):
            if turn.wait or not turn.to:
                return Step(session=turn.session, effects=effects, wait=turn.wait, go_to=turn.go_to)
            session = turn.session.at(turn.to)
            if session.steps > NODES_A_CALL:
                raise ScriptError("the caller has gone round for too long")
            words = ScriptWords(script=script, language=session.language)
            turn = script.nodes[turn.to].enter(session, words)
            effects += _spoken(turn)
    except _FAULTS as fault:
        return _apology(script, turn.session, effects, f"{turn.to or turn.session.node}: {fault!r}")
    return _apology(script, turn.session, effects, f"{turn.session.node}: a ring without a wait")


def _spoken(turn: Turn) -> tuple[Effect, ...]:
    """What is said, in the caller's language and at the caller's pace."""
    session = turn.session
    return tuple(
        replace(effect, language=session.language, pace=session.pace) if isinstance(effect, Say) else effect
        for effect in turn.effects
    )


def _apology(script: Script | None, session: Session, effects: tuple[Effect, ...], fault: str) -> Step:
    """The apology and the queue; of what was to be done before it, only what is written down is kept."""
    words = Prompt(name="apology", text=APOLOGY)
    if script is not None and "apology" in script.prompts:
        words = ScriptWords(script=script, language=session.language).prompt("apology")
    kept = tuple(effect for effect in effects if isinstance(effect, Mark | Rated))
    said = Say(parts=(words,), language=session.language, pace=session.pace)
    ending = (*kept, said, Queue(queue=script.queue if script else "hotline"))
    return Step(session=session, effects=ending, wait=None, fault=fault)
