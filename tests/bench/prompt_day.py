"""A day of calls without telephones: the stories of tests/transcripts in the demo city, each caller with other wishes.

Rule: menus, look-ups, player and cache are the product's own. The stories were written for a small town, so wherever
one chooses from a list or keys a code that the town knows, an entry of the city is drawn; the first the most often.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from hotline.answering.city_lookups import CityLookUps
from hotline.answering.desk import Desk, Outcome, Place
from hotline.answering.line import answer_call, answer_key
from hotline.answering.player import Manner, PromptFiles
from hotline.ivr.effects import CHINESE, Pace
from hotline.ivr.nodes.choose import NEXT_PAGE, Choose, numbered
from hotline.ivr.waits import LISTS, Item, LookUpKind
from hotline.kb.spelling import keys_of
from hotline.speech.reading import clauses
from tests.fakes.channel import SAID, SAYS, FakeChannel
from tests.fakes.services import FakeServices
from tests.fakes.town import FakeLookUps
from tests.transcripts.test_transcripts import SCRIPTS, STORIES

_T = TypeVar("_T")
PAGE = 5  # entries of a list read at once
SPELT = 3  # keys that callers spell a department by
_NODES = (node for script in SCRIPTS.values() for node in script.nodes.values())
FIRST_SHORT = frozenset(node.list for node in _NODES if isinstance(node, Choose) and node.first_short)
GUESSED = (LookUpKind.SEARCH, LookUpKind.DEPARTMENT_SPELLED)  # lists whose length nobody knows before
# of the calls of a day, made up: most want a department or a procedure, many only a person; every other story once
SHARES: Mapping[str, int] = MappingProxyType(
    {
        "person_first": 60,
        "zero_in_queue": 20,
        "key_cuts_in": 20,
        "department_pages": 40,
        "department_by_key": 40,
        "department_spelled": 20,
        "department_code": 10,
        "department_connected": 30,
        "department_procedures": 30,
        "department_sent": 20,
        "procedure": 60,
        "procedure_sent": 40,
        "procedure_code": 15,
        "progress_by_number": 60,
        "speech": 80,
        "speech_in_queue": 20,
        "speech_several": 20,
        "bulletin": 15,
        "village": 10,
        "hang_up": 20,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story as a caller follows it. acts: keys and words, as FakeChannel takes them; key: pressed in the queue."""

    line: str
    entry: str
    key: str
    acts: str
    number: str
    yes: tuple[str, ...]
    cannot: tuple[str, ...]


class Citizen(FakeChannel):
    """A caller who wants something of the city: chooses by the numbers of its lists, turning their pages."""

    def __init__(self, acts: str, dice: random.Random) -> None:
        super().__init__(acts)
        self._dice = dice

    def offer(self, kind: LookUpKind, items: Sequence[Item]) -> None:
        """A list is about to be read: the next number that the story chooses becomes one of this list."""
        rest = self.keys.lstrip(NEXT_PAGE)
        width = 2 if kind is LookUpKind.DEPARTMENT else 1  # of the numbers in the stories' town
        chooses = rest[:1] in set("12345678") and not (kind in GUESSED and len(items) == 1)
        if items and (chooses or (kind in GUESSED and len(items) > 1)):
            place = drawn(len(items), self._dice)
            left = rest[width:] if chooses else rest
            listed = numbered(tuple(items), first_short=kind in FIRST_SHORT)
            self.keys = NEXT_PAGE * (place // PAGE) + listed[place].key + left


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Implements LookUps: the city's answers, to what this caller wants instead of what the story's caller wanted."""

    books: CityLookUps
    caller: Citizen
    dice: random.Random

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """What fits."""
        town = await FakeLookUps().find(kind, keys, within=within)
        if town and kind not in LISTS:
            keys = self._code(kind) or keys
        elif town and kind in GUESSED:
            keys = self._words(kind)
        items = await self.books.find(kind, keys, within=within, language=language)
        if kind in LISTS:
            self.caller.offer(kind, items)
        return items

    def _code(self, kind: LookUpKind) -> str:
        city = self.books.published.city
        match kind:
            case LookUpKind.DEPARTMENT_CODE:
                return _one(city.departments, self.dice).code
            case LookUpKind.PROCEDURE_CODE:
                return _one(city.procedures, self.dice).code
            case LookUpKind.VILLAGE_CODE:
                return _one(city.outline.villages, self.dice).code
            case LookUpKind.TICKET:
                return f"20261121{self.dice.randrange(1, 10_000):04d}"
        return ""

    def _words(self, kind: LookUpKind) -> str:
        city = self.books.published.city
        if kind is LookUpKind.DEPARTMENT_SPELLED:
            return keys_of(_one(city.departments, self.dice).name.removeprefix("市"))[:SPELT]
        return _one(city.procedures, self.dice).name


def _one(entries: Sequence[_T], dice: random.Random) -> _T:
    return entries[drawn(len(entries), dice)]


def drawn(count: int, dice: random.Random) -> int:
    """A place below count: the first twice as often as the second, three times as often as the third (Zipf)."""
    return dice.choices(range(count), [1 / (place + 1) for place in range(count)])[0]


def stories() -> dict[str, Story]:
    """Every story of the city's own lines, by its name."""
    told = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in STORIES}
    return {name: _story(each) for name, each in told.items() if each["line"] in SCRIPTS}


def _story(told: Mapping[str, Any]) -> Story:
    acts = (
        step.get("presses", "") + (f"{SAYS}{step['says']}{SAID}" if "says" in step else "") for step in told["steps"]
    )
    return Story(
        line=told["line"],
        entry=told.get("entry", "start"),
        key=told.get("key", ""),
        acts="".join(acts),
        number=told.get("number", "13812345678"),
        yes=tuple(told.get("so", ["hours"])),
        cannot=tuple(told.get("cannot", ())),
    )


def day(calls: int, dice: random.Random) -> list[Story]:
    """The calls of a day in the order in which they come."""
    known = stories()
    return dice.choices(list(known.values()), [SHARES.get(name, 1) for name in known], k=calls)


async def walk(story: Story, books: CityLookUps, caches: Mapping[Manner, PromptFiles], dice: random.Random) -> Citizen:
    """One call; the caller, who has written down all that was heard."""
    caller = Citizen(story.acts, dice)
    desk = Desk(
        scripts=SCRIPTS,
        prompts=caches[CHINESE, Pace.NORMAL],
        manners=caches,
        clauses=clauses,
        lookups=Wishes(books=books, caller=caller, dice=dice),
        record=_forget,
        position=_second,
        services=FakeServices(yes=story.yes, cannot=story.cannot),
    )
    call: dict[str, Any] = {"call_id": "1.1", "desk": desk, "number": story.number}
    if story.key:
        outcome = await answer_key(caller, story.line, key=story.key, place=Place(joined=1), **call)
    else:
        outcome = await answer_call(caller, story.line, entry=story.entry, **call)
    assert outcome is not Outcome.FAILED, story
    return caller


def _forget(event: object) -> None:
    del event


async def _second(call_id: str, joined: int) -> int | None:
    del call_id, joined
    return 2
