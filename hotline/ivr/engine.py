"""A script, walked: start() and resume() give effects and one wait. No I/O, no clock, no chance.

The rule: whatever is wrong with a script, the caller hears an apology and goes to a person; never silence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hotline.errors import HotlineError, ScriptError
from hotline.ivr.effects import Effect, Mark, Prompt, Queue, Say
from hotline.ivr.nodes.node import Turn
from hotline.ivr.script import DEFAULT_LANGUAGE, Script, ScriptWords
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, LookUpFailed, Wait

NODES_A_STEP = 30  # without the caller being asked: more is a ring
NODES_A_CALL = 300  # a caller who goes round and round is better served by a person
APOLOGY = "对不起，自助服务暂时不可用，正在为您转接人工服务，请不要挂机。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do now, in order, and what to wait for then; no wait is the end. fault: why it ended early."""

    session: Session
    effects: tuple[Effect, ...]
    wait: Wait | None
    fault: str = ""


def start(script: Script, *, entry: str = "start", language: str = DEFAULT_LANGUAGE) -> Step:
    """A caller comes in by an entry (start, menu)."""
    session = Session(script=script.name, language=language)
    if entry not in script.entries:
        return _apology(script, session, (), f"there is no entry {entry}")
    return _walk(script, Turn(session=session, to=script.entries[entry]))


def resume(script: Script, session: Session, answer: Answer) -> Step:
    """The answer to the last step's wait."""
    if isinstance(answer, LookUpFailed):
        return _apology(script, session, (), f"{session.node}: the look-up failed")
    try:
        words = ScriptWords(script=script, language=session.language)
        turn = script.nodes[session.node].resume(session, answer, words)
    except (HotlineError, LookupError, ValueError, TypeError) as fault:
        return _apology(script, session, (), f"{session.node}: {fault!r}")
    return _walk(script, turn)


def _walk(script: Script, turn: Turn) -> Step:
    words = ScriptWords(script=script, language=turn.session.language)
    effects = turn.effects
    try:
        for _ in range(NODES_A_STEP):
            if turn.wait or not turn.to:
                return Step(session=turn.session, effects=effects, wait=turn.wait)
            session = replace(turn.session, node=turn.to, tries=0, page=0, steps=turn.session.steps + 1)
            if session.steps > NODES_A_CALL:
                raise ScriptError("the caller has gone round for too long")
            turn = script.nodes[turn.to].enter(session, words)
            effects += turn.effects
    except (HotlineError, LookupError, ValueError, TypeError, NotImplementedError) as fault:
        return _apology(script, turn.session, effects, f"{turn.to or turn.session.node}: {fault!r}")
    return _apology(script, turn.session, effects, f"{turn.session.node}: a ring without a wait")


def _apology(script: Script, session: Session, effects: tuple[Effect, ...], fault: str) -> Step:
    """The apology and the queue; of what was to be done before it, only the marks are kept."""
    try:
        words = ScriptWords(script=script, language=session.language).prompt("apology")
    except LookupError:
        words = Prompt(name="apology", text=APOLOGY)
    marks = tuple(effect for effect in effects if isinstance(effect, Mark))
    ending: tuple[Effect, ...] = (*marks, Say(parts=(words,)), Queue(queue=script.queue))
    return Step(session=session, effects=ending, wait=None, fault=fault)
