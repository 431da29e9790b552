"""Calls in which a citizen speaks and the hotline hears: a real Asterisk, the real menus, search and ear; no agents.

The rule: all that is the bench's is the prompts' sound (a short tone each) and the note of what was looked up.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hotline.answering.city_lookups import CityLookUps
from hotline.answering.desk import Desk
from hotline.answering.line import answer_call
from hotline.answering.listening import Listening
from hotline.answering.services import Bounds, Caller
from hotline.events import Event, MenuStepTaken
from hotline.ivr.load import load_scripts
from hotline.ivr.nodes.suggest import NO_KEY, NONE_KEY, YES_KEY
from hotline.ivr.waits import Check, DigitsAnswer, Heard, Item, Listen, LookUpKind, No, NotChecked, NotHeard, When, Yes
from hotline.kb.library import Library
from hotline.settings import ROOT
from hotline.speech.ear.recogniser import Ear
from hotline.speech.reading import clauses
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.audiosocket_side import AudioSockets
from tests.adapters.listener import listening
from tests.adapters.real_asterisk import RealAsterisk
from tests.fakes.citizen import Citizen
from tests.fakes.services import FakeServices
from tests.fakes.tones import Samples, tone, write_wav

LINE = "114"
PROMPT_HERTZ, PROMPT_SECONDS = 1500.0, 0.4
PATIENCE = 60.0  # seconds: a model for whole utterances on a busy machine
SEARCH_SECONDS = 5.0
SEARCH, NOTHING = "search", "not_found"  # nodes of the line
OFFERED, MOST_ANSWERS = 3, 5


class ToneFiles:
    """Implements PromptFiles: every text is the same short tone. said: the texts, in order; more: set with each."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "prompt.wav"
        write_wav(self._path, tone(PROMPT_HERTZ, PROMPT_SECONDS, 0.05))
        self.said: list[str] = []
        self.more = asyncio.Event()

    def at_hand(self, text: str, *, name: str = "") -> Path | None:
        """At once."""
        del name
        self.said.append(text)
        self.more.set()
        return self._path

    async def file(self, text: str, *, name: str = "") -> Path:
        """The same."""
        return self.at_hand(text, name=name) or self._path


class HearingServices(FakeServices):
    """Services that listen; it is office hours."""

    def __init__(self, listens: Listening) -> None:
        super().__init__(yes=("hours",))
        self._listens = listens
        self.listening = asyncio.Event()
        self.heard: asyncio.Queue[Heard | NotHeard | DigitsAnswer] = asyncio.Queue()

    async def listen(
        self, caller: Caller, wait: Listen, prompt: Sequence[Path] = ()
    ) -> Heard | NotHeard | DigitsAnswer:
        """To the real ear."""
        self.listening.set()
        answer = await self._listens.take(caller, wait, prompt)
        self.listening.clear()
        self.heard.put_nowait(answer)
        return answer

    async def check(self, caller: Caller, wait: Check) -> Yes | No | NotChecked:
        """Whether there is one."""
        if wait.when is When.RECOGNISER:
            return Yes() if self._listens.hears(caller.channel, "zh-CN") else No()
        return await super().check(caller, wait)


@dataclass(slots=True, kw_only=True)
class NotingLookUps:
    """Implements LookUps. found: what each search found, and when."""

    books: CityLookUps
    found: asyncio.Queue[tuple[float, tuple[Item, ...]]] = field(default_factory=asyncio.Queue)

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """As the books have it."""
        items = await self.books.find(kind, keys, within=within, language=language, caller=caller)
        if kind is LookUpKind.SEARCH:
            self.found.put_nowait((time.monotonic(), items))
        return items


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of a question. seconds: from its end to what was found."""

    heard: str
    items: tuple[Item, ...]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversed:
    """A question and what followed. items: of the last search; answers: what was heard of the caller's.

    taken: what was told in the end, "" where nothing was.
    """

    answered: Answered
    items: tuple[Item, ...] = ()
    answers: tuple[str, ...] = ()
    taken: str = ""


Answering = Callable[[Sequence[Item], Sequence[str]], Awaitable[Samples]]
"""What the caller says: to what was found, of which these titles were asked about."""


@dataclass(slots=True, kw_only=True)
class SpokenLine:
    """A hotline that hears. steps: what was marked in the calls' history; ends: how the calls ended."""

    port: int
    services: HearingServices
    lookups: NotingLookUps
    prompts: ToneFiles
    steps: list[Event]
    ends: list[str]
    ended: asyncio.Event

    async def ready(self) -> None:
        """Until the hotline listens to the caller."""
        await asyncio.wait_for(self.services.listening.wait(), PATIENCE)

    async def heard(self) -> str:
        """What the next answer was, "" where no words were made out. Raises TimeoutError."""
        answer = await asyncio.wait_for(self.services.heard.get(), PATIENCE)
        return answer.text if isinstance(answer, Heard) else ""

    async def found(self) -> tuple[float, tuple[Item, ...]]:
        """What the next search finds, and when. Raises TimeoutError where nothing is searched for."""
        return await asyncio.wait_for(self.lookups.found.get(), SEARCH_SECONDS)

    async def says(self, text: str) -> None:
        """Until something that begins so was said. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while not any(said.startswith(text) for said in self.prompts.said):
                self.prompts.more.clear()
                await self.prompts.more.wait()

    def marked(self) -> list[tuple[str, str, str]]:
        """The node, the key and what was heard of every step."""
        return [(step.node, step.pressed, step.heard) for step in self.steps if isinstance(step, MenuStepTaken)]

    async def ask(self, question: Samples) -> Answered:
        """A call that asks one question and hangs up."""
        async with Citizen(self.port) as citizen:
            return await self._question(citizen, question)

    async def converse(self, question: Samples, answer: Answering) -> Conversed:
        """A call that asks one question, answers what it is asked, and hangs up."""
        begun, answers = len(self.steps), list[str]()
        async with Citizen(self.port) as citizen:
            answered = await self._question(citizen, question)
            items = answered.items
            taken = items[0].title if items and items[0].sure else ""
            while not taken and (asked := self._asked(items, begun)) and len(answers) < MOST_ANSWERS:
                await self.ready()
                await citizen.speak(await answer(items, asked))
                answers.append(await self.heard())
                taken = await self._followed(begun)
                while not self.lookups.found.empty():  # what was said was taken for better words
                    _, items = self.lookups.found.get_nowait()
                    begun = len(self.steps)
        return Conversed(answered=answered, items=items, answers=tuple(answers), taken=taken)

    def _asked(self, items: Sequence[Item], begun: int) -> tuple[str, ...]:
        """The titles that the suggest node asks about now: the best, then those left; () where it has ended."""
        marked = [step for step in self.steps[begun:] if isinstance(step, MenuStepTaken)]
        if any(step.node == NOTHING for step in marked):
            return ()
        refused = sum(step.node == SEARCH and step.pressed in (NO_KEY, NONE_KEY) for step in marked)
        titles = tuple(item.title for item in items[:OFFERED])
        return (titles[:1], titles[1:], ())[min(refused, 2)]

    def _taken(self, begun: int) -> str:
        """What was taken, with or without a question, "" for nothing yet."""
        told = (step for step in self.steps[begun:] if isinstance(step, MenuStepTaken) and step.node == SEARCH)
        return next((step.heard for step in told if step.pressed == YES_KEY), "")

    async def _followed(self, begun: int) -> str:
        """What the answer took, "" where the caller is asked again. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while not (taken := self._taken(begun)) and not self.services.listening.is_set():
                self.prompts.more.clear()
                waits = [asyncio.create_task(one.wait()) for one in (self.prompts.more, self.services.listening)]
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                for one in waits:
                    one.cancel()
        return taken

    async def _question(self, citizen: Citizen, question: Samples) -> Answered:
        await citizen.call(LINE)
        await self.ready()
        await citizen.speak(question)
        said = time.monotonic()
        text = await self.heard()
        try:
            at, items = await self.found()
        except TimeoutError:  # nothing was understood, or it was taken for a choice of the menu
            at, items = time.monotonic(), ()
        return Answered(heard=text, items=items, seconds=at - said)


@asynccontextmanager
async def spoken_line(asterisk: RealAsterisk, folder: Path, library: Library, ear: Ear) -> AsyncIterator[SpokenLine]:
    """The line, answered until the block ends. folder: for the prompts."""
    server = AudioSocketServer("127.0.0.1", 0)
    await server.start()
    prompts, steps, ends, ended = ToneFiles(folder), list[Event](), list[str](), asyncio.Event()
    services = HearingServices(Listening(ear=ear, audio=AudioSockets(server), understand=PATIENCE))
    lookups = NotingLookUps(books=CityLookUps(published=library))
    desk = Desk(
        scripts=load_scripts(ROOT / "ivr_scripts"),
        prompts=prompts,
        clauses=clauses,
        lookups=lookups,
        record=steps.append,
        position=_nowhere,
        services=services,
        bounds=Bounds(listen=2 * PATIENCE),
    )

    async def answer(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        del path
        ends.append(await answer_call(channel, LINE, call_id=query["call"], desk=desk))
        ended.set()

    try:
        async with listening(asterisk, answer):
            yield SpokenLine(
                port=asterisk.settings.sip_port,
                services=services,
                lookups=lookups,
                prompts=prompts,
                steps=steps,
                ends=ends,
                ended=ended,
            )
    finally:
        await server.close()


async def _nowhere(call_id: str, joined: int) -> int | None:
    del call_id, joined
    return None
