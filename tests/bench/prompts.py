"""How many of a day's sounds are at hand, and how long a caller waits for the first words of a text that is not.

Rule: the cache, the menus and the clauses are the product's own; only the voice that counts is the bench's, for its
sounds are never heard.
"""

from __future__ import annotations

import logging
import random
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import structlog

from hotline.answering.city_lookups import CityLookUps
from hotline.answering.player import Manner, Player
from hotline.answering.said import Said
from hotline.errors import VoiceError
from hotline.ivr.effects import CHINESE, Pace, Say, Text
from hotline.kb.city import City
from hotline.kb.library import shelf
from hotline.kb.load import load_city
from hotline.kb.spoken import spoken_department, spoken_procedure
from hotline.settings import ROOT, Settings
from hotline.speech.kokoro_install import kokoro_files
from hotline.speech.prompts import PromptCache
from hotline.speech.reader import Reader
from hotline.speech.reading import clauses
from hotline.speech.voice import kokoro_voice
from hotline.speech.voices import LANGUAGES
from tests.bench.figures import Figure, Outcome, at_most, percentile
from tests.bench.prompt_day import Story, day, walk
from tests.fakes.channel import FakeChannel
from tests.transcripts.test_transcripts import SCRIPTS

NAME = "prompts"
CALLS, QUICK_CALLS = 1_000, 100
TEXTS = 2  # spoken in a round
LONGEST_TEXT = 110  # characters: a usual answer; longer ones only take longer to their end
PATIENT = 60.0  # seconds: no second voice stands by
SEED = 12345
SPLIT = "the reference of a first sound is the same text spoken whole: the caller would wait for it without clauses"


class CountingReader(Reader):
    """The product's reader, but for the sound: none is made. spoken: how often it was asked for any."""

    def __init__(self, language: str, pace: Pace) -> None:
        super().__init__(language, {language: _Nobody(name=f"{language}-{pace}")})
        self.spoken = 0

    async def speak(self, text: str, path: Path) -> None:
        """Count it."""
        self.spoken += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nobody:
    """Implements Voice for a name's sake."""

    name: str

    async def speak(self, text: str, path: Path) -> None:
        """Nobody asks."""

    async def close(self) -> None:
        """It runs nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a day's calls needed. heard: sounds played; made: of them, spoken then; waited: calls in which any was."""

    calls: int
    heard: int
    made: int
    waited: int

    @property
    def rate(self) -> float:
        """The share of sounds that were at hand."""
        return 1 - self.made / self.heard if self.heard else 0.0


async def measure(settings: Settings, rounds: int, *, quick: bool) -> Outcome:
    """A day and the day after for the cache; then a few texts a round for the natural voice, where it is installed."""
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)  # callers who hang up are told in a line each
    structlog.configure(wrapper_class=quiet)
    city = load_city(ROOT / "kb")
    calls = QUICK_CALLS if quick else CALLS
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as name:
        first, second = await days(city, calls, Path(name) / "all")
        (bare,) = await days(city, calls, Path(name) / "menus", number=1, menus_only=True)
    figures = [
        *_day_figures("all ahead, first day", first),
        *_day_figures("all ahead, day after", second),
        *_day_figures("menus alone ahead, first day", bare),
    ]
    firsts = await _first_sounds(settings, city, rounds)
    notes = [
        f"{calls} calls a day, the stories of tests/transcripts in the demo city, {first.heard} sounds on the first"
    ]
    if firsts is None:
        notes.append("first sound left out: the natural voice's files are not in the state folder, or another is set")
    else:
        figures += sound_figures(firsts)
        notes.append(SPLIT)
    told: tuple[dict[str, Any], ...] = (
        {"first_day": _told(first), "day_after": _told(second), "menus_alone": _told(bare)},
        *(firsts or ()),
    )
    return Outcome(
        name=NAME,
        title="sounds at hand over a day; first sound of one that is not",
        figures=tuple(figures),
        rounds=told,
        notes=tuple(notes),
        beside="whole text",
    )


def _day_figures(what: str, one: Day) -> list[Figure]:
    return [
        Figure(what=f"{what}: sounds at hand", value=round(one.rate, 4), unit="%"),
        Figure(what=f"{what}: calls with all at hand", value=round(1 - one.waited / one.calls, 4), unit="%"),
    ]


async def days(city: City, calls: int, folder: Path, *, number: int = 2, menus_only: bool = False) -> list[Day]:
    """So many days on the same caches, into which was spoken before what the product speaks ahead of any call."""
    manners = [(language, pace) for language in LANGUAGES for pace in Pace]
    readers = {manner: CountingReader(*manner) for manner in manners}
    caches = {manner: PromptCache(readers[manner], folder / "prompts", folder / "recorded") for manner in manners}
    published = shelf(city)
    async for wanted in Said(scripts=SCRIPTS, published=published, menus_only=menus_only).wanted():
        await caches[wanted.language, wanted.pace].make(wanted.text, name=wanted.name)
    dice = random.Random(SEED)  # noqa: S311 callers, not secrets
    books = CityLookUps(published=published, progress=_progress, application=_progress)
    found = [await _day(day(calls, dice), books, readers, caches, dice) for _ in range(number)]
    for cache in caches.values():
        await cache.close()
    return found


async def _day(
    stories: list[Story],
    books: CityLookUps,
    readers: Mapping[Manner, CountingReader],
    caches: Mapping[Manner, PromptCache],
    dice: random.Random,
) -> Day:
    heard = made = waited = 0
    for story in stories:
        before = sum(reader.spoken for reader in readers.values())
        caller = await walk(story, books, caches, dice)
        new = sum(reader.spoken for reader in readers.values()) - before
        heard += sum(kind == "hears" for kind, _ in caller.log)
        made += new
        waited += bool(new)
    return Day(calls=len(stories), heard=heard, made=made, waited=waited)


async def _progress(number: str, **_: str) -> str | None:
    return f"工单{number}，已于11月21日受理，正在办理。"


async def _first_sounds(settings: Settings, city: City, rounds: int) -> list[dict[str, Any]] | None:
    """Seconds to the first sound of each text and to the last, by the natural voice; None where it is not there."""
    if settings.voice != "kokoro" or not all(path.exists() for path in kokoro_files(settings)):
        return None
    texts = iter(_texts(city))
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as name:
        folder = Path(name)
        reader = Reader(CHINESE, {CHINESE: kokoro_voice(settings)})
        cache = PromptCache(reader, folder / "prompts", folder / "recorded", patience=PATIENT)
        try:
            await cache.file("您好。")  # starts the process
            return [{"texts": [await _spoken(cache, text) for text in islice(texts, TEXTS)]} for _ in range(rounds)]
        finally:
            await cache.close()


def _texts(city: City) -> list[str]:
    """What callers hear of departments and procedures, in turns; those of a usual length."""
    both = zip(map(spoken_department, city.departments), map(spoken_procedure, city.procedures), strict=False)
    return [text for pair in both for text in pair if len(text) <= LONGEST_TEXT]


async def _spoken(cache: PromptCache, text: str) -> dict[str, Any]:
    line = _Stopwatch()
    player = Player(channel=line, prompts=cache, clauses=clauses, slow=PATIENT)
    began = time.perf_counter()
    try:
        await player.say(Say(parts=(Text(text=text),)), "")
    except VoiceError as fault:  # the player's limit for a clause: the caller would go to a person
        return {"characters": len(text), "failed": fault.message}
    first, last = (round(at - began, 3) for at in (line.played[0], line.played[-1]))
    return {"characters": len(text), "clauses": len(line.played), "first_s": first, "whole_s": last}


class _Stopwatch(FakeChannel):
    """A line on which a sound takes no time; played: when each began."""

    def __init__(self) -> None:
        super().__init__()
        self.played: list[float] = []

    async def play(self, path: Path, keys: str) -> str:
        """Look at the clock."""
        self.played.append(time.perf_counter())
        return ""


def sound_figures(rounds: list[dict[str, Any]]) -> list[Figure]:
    """How long callers wait for the first sound of a new text, and how many texts the voice was too slow for."""
    texts = [text for told in rounds for text in told["texts"]]
    spoken = [text for text in texts if "failed" not in text]
    firsts, wholes = ([text[key] for text in spoken] for key in ("first_s", "whole_s"))
    ratio = sum(firsts) / sum(wholes) if spoken else float("inf")
    longest = (max(values, default=float("inf")) for values in (firsts, wholes))
    return [
        Figure(what="first sound, p50", value=percentile(firsts, 0.5), unit="s", reference=percentile(wholes, 0.5)),
        Figure(what=f"first sound, longest of {len(spoken)}", value=next(longest), unit="s", reference=next(longest)),
        Figure(what="first sound to the whole text", value=round(ratio, 3), unit="x"),
        at_most("texts that the voice was too slow for", len(texts) - len(spoken), 0, "", "0"),
    ]


def _told(one: Day) -> dict[str, Any]:
    return {"calls": one.calls, "heard": one.heard, "made": one.made, "calls_that_waited": one.waited}
