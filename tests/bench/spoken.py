"""Citizens ask by voice: forty questions of the demo city, by a voice that is not the hotline's, heard by Whisper base.

    python -m tests.bench --only spoken

At the usual pace over a real telephone call each (Asterisk, AudioSocket, the shipped menu 114, the real search); in
noise and at other paces the same sound goes through the same listening without a telephone. An answer counts as right
where an entry that a fair judge accepts is among the first three found; after the confirming question, where it is told
at once, or told after the citizen has answered the hotline's questions: by telephone really spoken (就是这个, 不是这个,
第二个, 都不是) and heard again, in the other ways where it is among those that are asked about.
"""

from __future__ import annotations

import asyncio
import csv
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from hotline.answering.city_lookups import CityLookUps
from hotline.answering.listening import Listening
from hotline.answering.services import Caller
from hotline.cli.setup import CITIZEN
from hotline.errors import EarError
from hotline.ivr.load import load_scripts
from hotline.ivr.nodes.suggest import Suggest
from hotline.ivr.waits import Heard, Item, Listen, LookUpKind
from hotline.kb.library import Library, shelf
from hotline.kb.load import load_city
from hotline.settings import ROOT, Settings
from hotline.speech.ear.models import check_model
from hotline.speech.ear.pool import Pool, open_ear
from tests.adapters.real_asterisk import RealAsterisk
from tests.adapters.spoken_calls import LINE, PATIENCE, Answered, SpokenLine, spoken_line
from tests.bench.figures import Figure, Outcome, at_least, percentile
from tests.fakes.audio import FakeAudio, FakeLine
from tests.fakes.channel import FakeChannel
from tests.fakes.spoken_citizen import SpokenCitizen
from tests.fakes.tones import Samples

NAME = "spoken"
TITLE = "questions asked by voice: the right entry found"
MODEL = "whisper-base"
QUICK = 6  # questions
FIRST_THREE, CONFIRMED = 0.8, 0.9
OFFERED = 3
SILENCE = bytes(16_000)  # half a second before, as in a call
AFTER = bytes(32_000)
QUESTIONS = Path(__file__).with_name("spoken_questions.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. accepted: kind and code of each entry that answers it."""

    text: str
    accepted: frozenset[tuple[str, str]]

    def place(self, items: Sequence[Item]) -> int:
        """From 0: the first that answers; -1 where none does."""
        return next((place for place, item in enumerate(items) if (item.kind, item.code) in self.accepted), -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the questions are asked. signal_to_noise: in dB."""

    name: str
    speed: float = 1.0
    signal_to_noise: float | None = None


CALLED = Way(name="by telephone")
WAYS = (
    Way(name="slowly (0.8)", speed=0.8),
    Way(name="fast (1.25)", speed=1.25),
    Way(name="in street noise, 15 dB", signal_to_noise=15.0),
    Way(name="in street noise, 8 dB", signal_to_noise=8.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one question. told: at once, without asking whether it was meant.

    taken: what was told in the end; answers: what was heard of the citizen's; confirmed: whether that was right.
    """

    question: str
    heard: str
    place: int
    told: bool
    seconds: float
    taken: str = ""
    answers: tuple[str, ...] = ()
    confirmed: bool = False

    def is_right(self, offered: int) -> bool:
        """Among so many."""
        return 0 <= self.place < offered


def questions() -> tuple[Question, ...]:
    """All forty."""
    with QUESTIONS.open(encoding="utf-8", newline="") as table:
        return tuple(
            Question(text=row["question"], accepted=frozenset(zip(words[::2], words[1::2], strict=True)))
            for row in csv.DictReader(table)
            for words in [row["accepted"].split()]
        )


@asynccontextmanager
async def hearing(settings: Settings, model: str = MODEL, *, streams: int = 2) -> AsyncIterator[Pool]:
    """The product's ear with this model, told how many streams it bears."""
    pool = open_ear(settings.model_copy(update={"ear": model, "ear_conversation": model, "ear_streams": streams}))
    running = asyncio.create_task(pool.run())
    try:
        await pool.started()
        yield pool
    finally:
        await pool.close()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def measure(settings: Settings, rounds: int, *, quick: bool) -> Outcome:
    """Every way; the sound is the same in each round, so there is one."""
    del rounds
    with tempfile.TemporaryDirectory(prefix="hotline-spoken-") as name:
        folder = Path(name)
        citizen = SpokenCitizen(folder, settings)
        lacking = citizen.missing or _missing(settings)
        if lacking:
            return Outcome(name=NAME, title=TITLE, notes=(f"left out: {lacking}",))
        asked, library = questions()[: QUICK if quick else None], shelf(load_city(settings.kb_dir))
        try:
            async with hearing(settings) as pool:
                results = {CALLED: await _by_telephone(folder, asked, citizen, library, pool)}
                for way in () if quick else WAYS:
                    results[way] = await _without(asked, way, citizen, library, pool)
        finally:
            await citizen.close()
    figures = [figure for way, found in results.items() for figure in _figures(way, found)]
    told = tuple({"way": way.name, "answers": [asdict(one) for one in found]} for way, found in results.items())
    return Outcome(
        name=NAME,
        title=TITLE,
        figures=tuple(figures),
        rounds=told,
        notes=(f"{len(asked)} questions by {CITIZEN}, heard by {MODEL}; asked and heard once in each way",),
    )


def _missing(settings: Settings) -> str:
    try:
        check_model(settings.ear_dir / MODEL)
    except EarError as fault:
        return fault.message
    return ""


async def _by_telephone(
    folder: Path, asked: Sequence[Question], citizen: SpokenCitizen, library: Library, pool: Pool
) -> list[Result]:
    sounds = [await citizen.says(question.text) for question in asked]
    asterisk = await RealAsterisk(folder / "asterisk").start()
    try:
        async with spoken_line(asterisk, folder, library, pool) as line:
            return [await _asked(question, sound, citizen, line) for question, sound in zip(asked, sounds, strict=True)]
    finally:
        await asterisk.stop()


async def _asked(question: Question, sound: Samples, citizen: SpokenCitizen, line: SpokenLine) -> Result:
    """One call: the question, and the citizen's answers to what the hotline asks."""

    async def answer(items: Sequence[Item], asked: Sequence[str]) -> Samples:
        return await citizen.says(answer_to(question, items, asked))

    conversed = await line.converse(sound, answer)
    result = _result(question, conversed.answered)
    found = (*conversed.answered.items, *conversed.items)
    right = {item.title for item in found if (item.kind, item.code) in question.accepted}
    return replace(result, taken=conversed.taken, answers=conversed.answers, confirmed=conversed.taken in right)


def answer_to(question: Question, items: Sequence[Item], asked: Sequence[str]) -> str:
    """What an honest citizen says to what is asked. asked: the titles that were told, in order."""
    wanted = [item.title for item in items if (item.kind, item.code) in question.accepted]
    place = next((place for place, title in enumerate(asked) if title in wanted), -1)
    if len(asked) == 1:
        return "不是这个。" if place < 0 else "就是这个。"
    return "都不是。" if place < 0 else f"第{'一二三四'[place]}个。"


async def _without(
    asked: Sequence[Question], way: Way, citizen: SpokenCitizen, library: Library, pool: Pool
) -> list[Result]:
    books, found = CityLookUps(published=library), list[Result]()
    for question in asked:
        sound = await citizen.says(question.text, speed=way.speed, signal_to_noise=way.signal_to_noise)
        text = await _heard(sound, pool)
        items = await books.find(LookUpKind.SEARCH, text) if text else ()
        found.append(_result(question, Answered(heard=text, items=items, seconds=0.0)))
    return found


async def _heard(sound: Samples, pool: Pool) -> str:
    line = PatientLine(sound)
    caller = Caller(call_id="1", number="", dialled=LINE, channel=FakeChannel())
    answer = await Listening(ear=pool, audio=FakeAudio(line), understand=PATIENCE).take(caller, Listen())
    return answer.text if isinstance(answer, Heard) else ""


class PatientLine(FakeLine):
    """A caller who says this and then waits without keeping the processor from the ear."""

    def __init__(self, sound: Samples) -> None:
        whole = SILENCE + sound.astype("<i2").tobytes() + AFTER
        super().__init__([whole[at : at + 320] for at in range(0, len(whole), 320)])

    async def heard(self) -> AsyncIterator[bytes | str]:
        """Nothing comes in tenths of seconds."""
        async for each in super().heard():
            if not each:
                await asyncio.sleep(0.1)
            yield each


def _result(question: Question, answered: Answered) -> Result:
    items = answered.items
    return Result(
        question=question.text,
        heard=answered.heard,
        place=question.place(items[:OFFERED]),
        told=bool(items) and items[0].sure,
        seconds=round(answered.seconds, 2),
    )


def _figures(way: Way, results: Sequence[Result]) -> list[Figure]:
    (suggest,) = [node for node in load_scripts(ROOT / "ivr_scripts")[LINE].nodes.values() if isinstance(node, Suggest)]
    three = sum(one.is_right(OFFERED) for one in results) / len(results)
    spoken = way is CALLED
    confirmed = sum(
        one.confirmed if spoken else one.is_right(1 if one.told else suggest.most) for one in results
    ) / len(results)
    wrong = sum(one.told and one.place != 0 for one in results) / len(results)
    if way is not CALLED:
        return [
            Figure(what=f"{way.name}: among the first three", value=three, unit="of 1"),
            Figure(what=f"{way.name}: after the confirming question", value=confirmed, unit="of 1"),
        ]
    waited = [one.seconds for one in results if one.heard]
    return [
        at_least(f"{way.name}: among the first three", three, FIRST_THREE, "of 1"),
        at_least(f"{way.name}: told after the questions, answered by voice", confirmed, CONFIRMED, "of 1"),
        Figure(what=f"{way.name}: the wrong thing told without a question", value=round(wrong, 3), unit="of 1"),
        Figure(what=f"{way.name}: end of speech to what was found, p50", value=percentile(waited, 0.5), unit="s"),
        Figure(what=f"{way.name}: the same, p95", value=percentile(waited, 0.95), unit="s"),
    ]
