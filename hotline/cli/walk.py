"""A caller played in a terminal: the script walked with keys and words from a list or from a keyboard.

The rule: whatever the walk meets is put down in its log; what is printed or written is made from the log alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from hotline.answering.lookups import LookUps, found
from hotline.cli.seconds import seconds_of
from hotline.errors import HotlineError
from hotline.ivr.effects import Effect, HangUp, Mark, Queue, Rated, Say, Told, Transfer
from hotline.ivr.engine import Step, follow, resume, start
from hotline.ivr.script import Script
from hotline.ivr.waits import (
    Answer,
    Booked,
    CallBack,
    Check,
    Digits,
    DigitsAnswer,
    Found,
    Heard,
    Listen,
    LookUp,
    LookUpFailed,
    No,
    NotHeard,
    NotRecorded,
    Record,
    Recorded,
    Send,
    Sent,
    Wait,
    When,
    Why,
    Yes,
)

KEYS = "0123456789*#"
ReadLine = Callable[[], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened.

    kind: hears, presses, says, mark, done, fault or ends; seconds: lost to what was heard, or to silence.
    """

    kind: str
    text: str
    seconds: float = 0.0


def _quiet(entry: Entry) -> None:
    del entry


@dataclass(slots=True, kw_only=True)
class Walk:
    """One caller.

    read: the next line typed: keys, words, "" for silence, None for the hang-up; scripted: keys are at hand before they
    are asked for, so that they cut in where nothing waits; says: words for whatever listens, before what is read; yes:
    what is so (hours, overload, caller elderly, recogniser); tell: hears of each entry at once.
    """

    scripts: Mapping[str, Script]
    lookups: LookUps
    read: ReadLine
    number: str
    scripted: bool = False
    says: list[str] = field(default_factory=list)
    yes: Collection[str] = ()
    tell: Callable[[Entry], None] = _quiet
    log: list[Entry] = field(default_factory=list)
    found: list[tuple[LookUp, Found]] = field(default_factory=list)
    _keys: str = ""

    async def run(self, line: str, entry: str) -> None:
        """Walk to the end: queue, transfer, hangup or caller-left."""
        step = follow(self.scripts, start(self.scripts[line], entry=entry))
        while True:
            self._perform(step)
            if step.wait is None:
                self._put("ends", _ending(step.effects))
                return
            answer = await self._answer(step.wait)
            if answer is None:
                self._put("ends", "caller-left")
                return
            step = follow(self.scripts, resume(self.scripts[step.session.script], step.session, answer))

    def _put(self, kind: str, text: str, seconds: float = 0.0) -> None:
        entry = Entry(kind=kind, text=text, seconds=seconds)
        self.log.append(entry)
        self.tell(entry)

    def _perform(self, step: Step) -> None:
        for effect in step.effects:
            match effect:
                case Say(parts=parts):
                    for part in parts:
                        self._put("hears", part.text, seconds_of(part.text, effect.pace))
                case Mark(node=node, pressed=pressed, heard=heard):
                    self._put("mark", " ".join(word for word in (node, pressed, heard) if word))
                case Rated(question=question, value=value):
                    self._put("done", f"rate {question} {value}")
                case Queue() | HangUp() | Transfer() | Told():
                    pass
        if step.fault:
            self._put("fault", step.fault)

    async def _answer(self, wait: Wait) -> Answer | None:
        """The answer to a wait; none is a hang-up."""
        match wait:
            case Digits():
                return await self._digits(wait)
            case Listen():
                return await self._listen(wait)
            case Record():
                return await self._record(wait)
            case LookUp():
                return await self._look_up(wait)
            case Send(what=what, item=item, number=number):
                self._put("done", f"send {what} {item.title} {number or self.number}")
                return Sent()
            case CallBack(number=number):
                self._put("done", f"call_back {number or self.number}")
                return Booked()
            case Check(when=when, value=value):
                asked = f"{when} {value}" if when is When.CALLER else str(when)
                return Yes() if asked in self.yes else No()

    async def _digits(self, wait: Digits) -> DigitsAnswer | None:
        cuts = not wait.timeout
        if cuts and not self._keys and not self.scripted:
            return DigitsAnswer(keys="")  # only a key that cuts in would count
        typed = await self._typed()
        if typed is None:
            return DigitsAnswer(keys="") if cuts else None
        typed = "".join(key for key in typed if key in KEYS)
        answer, self._keys = _taken(wait, typed)
        pressed = typed[: len(typed) - len(self._keys)]
        pause = "" if wait.answer(pressed) else "-"
        self._put(
            "presses", ("!" if cuts and pressed else "") + pressed + pause, 0 if pressed or cuts else wait.timeout
        )
        return answer

    async def _listen(self, wait: Listen) -> Answer | None:
        typed = self.says.pop(0) if self.says else await self._typed()
        if typed is None:
            return None
        if typed and all(key in KEYS for key in typed):
            self._keys = typed[1:]
            self._put("presses", typed[0])
            return DigitsAnswer(keys=typed[0])
        self._put("says" if typed else "presses", typed or "-", 0 if typed else wait.timeout)
        return Heard(text=typed) if typed else NotHeard(why=Why.SILENCE)

    async def _record(self, wait: Record) -> Answer | None:
        typed = self.says.pop(0) if self.says else await self._typed()
        if typed is None:
            return None
        if typed and typed[0] in wait.at_once:
            self._put("presses", typed[0])
            return DigitsAnswer(keys=typed[0])
        words = typed.rstrip("#") if typed.strip(KEYS) else ""
        self._put("says" if words else "presses", words or "-")
        if not words:
            return NotRecorded(why=Why.SILENCE)
        self._put("done", f"record {wait.about} {wait.of} {words}")
        return Recorded(name="message-1", seconds=seconds_of(words))

    async def _look_up(self, wait: LookUp) -> Answer:
        try:
            answer = await found(self.lookups, wait)
        except (HotlineError, LookupError, OSError):
            return LookUpFailed()
        self.found.append((wait, answer))
        return answer

    async def _typed(self) -> str | None:
        """The keys left over from the last line, or the next line."""
        if self._keys:
            typed, self._keys = self._keys, ""
            return typed
        line = await asyncio.to_thread(self.read)
        return None if line is None else line.strip()


def _taken(wait: Digits, keys: str) -> tuple[DigitsAnswer, str]:
    for length in range(1, len(keys) + 1):
        answer = wait.answer(keys[:length])
        if answer is not None:
            return answer, keys[length:]
    return DigitsAnswer(keys=keys), ""


def _ending(effects: tuple[Effect, ...]) -> str:
    match effects[-1] if effects else None:
        case Transfer(number=number):
            return f"transfer {number}"
        case HangUp():
            return "hangup"
    return "queue"
