"""Everything that the menus can say of what is published, as the player asks for it, so that it is spoken ahead.

The rule: the pieces come from the nodes and look-ups themselves, cut as the player cuts them; a sentence written here
by hand would be spoken for nobody. Left out is what depends on the caller: tickets, and lists of what was searched.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Protocol

from hotline.answering.city_lookups import CityLookUps, Published, never_asked, today
from hotline.answering.openings import every_opening
from hotline.ivr.effects import Pace, Prompt, SayPart
from hotline.ivr.nodes.choose import Choose
from hotline.ivr.nodes.fields import Fields
from hotline.ivr.nodes.suggest import Suggest
from hotline.ivr.nodes.tell import Tell
from hotline.ivr.script import Script, ScriptWords
from hotline.ivr.session import Session
from hotline.ivr.waits import Item, LookUpKind
from hotline.kb.city import City
from hotline.kb.model import Entry, Kind
from hotline.speech.ahead import Wanted
from hotline.speech.reading import clauses
from hotline.speech.voices import LANGUAGES

_ALONE = tuple(map(LookUpKind, ("department", "category", "trade", "question", "channel", "village")))
_Key = tuple[Kind, str]


class Counts(Protocol):
    """How often each title was chosen (asked.Asked)."""

    def __call__(self, title: str) -> int:
        """How often this one was."""

    def follow(self, titles: Iterable[str]) -> None:
        """These are published now."""


@dataclass(slots=True, kw_only=True)
class Said:
    """Implements speech.ahead.Source. scripts: may change, as published may; asked: what is chosen often comes first.

    menus_only: the scripts' own prompts and nothing of the city; by_voice: callers are heard, and asked what they mean.
    """

    scripts: Mapping[str, Script]
    published: Published
    asked: Counts | None = None
    menus_only: bool = False
    by_voice: bool = False
    today: Callable[[], date] = today
    _before: City | None = None
    _new: tuple[_Key, ...] = ()  # changed since this began, the last change first

    def mark(self) -> object:
        """The menus, the city and the day: bulletins come and go with it."""
        menus = tuple(self.scripts.values())
        return menus if self.menus_only else (menus, self.published.city, self.today())

    async def wanted(self) -> AsyncIterator[Wanted]:
        """The menus first, then what was changed, openings before the rest, essentials before parts, slow speech last.

        Behind an opening that is at hand the live voice keeps up: it speaks faster than it is heard.
        """
        scripts = tuple(self.scripts.values())
        for language in LANGUAGES:
            for piece in _of_menus(scripts, language, Pace.NORMAL):
                yield piece
        if not self.menus_only:
            city = self.published.city
            self._note_changes(city)
            async for piece in self._of_city(city, scripts, Pace.NORMAL):
                yield piece
        for language in LANGUAGES:
            for piece in _of_menus(scripts, language, Pace.SLOW):
                yield piece
        if not self.menus_only:
            async for piece in self._of_city(city, scripts, Pace.SLOW):
                yield piece

    async def _of_city(self, city: City, scripts: tuple[Script, ...], pace: Pace) -> AsyncIterator[Wanted]:
        items = await self._items(city)
        told, suggested = _parts_told(scripts), tuple(items.values() if self.by_voice else ())
        new = [items[key] for key in self._new if key in items]
        languages = [each for each in LANGUAGES if any(each in script.languages for script in scripts)]
        essentials, whole = tuple(map(_essentials, items.values())), tuple(_whole(items.values(), told))
        for texts in (tuple(_whole(new, told)), _openings(essentials)):
            for language in languages:
                for piece in _cut_all(texts, language, pace):
                    yield piece
        of_this_moment = await asyncio.to_thread(every_opening, city.departments)
        for language in languages:
            told_first = _cut_all((*essentials, *of_this_moment), language, pace)
            for piece in chain(told_first, _suggestions(suggested, scripts, language, pace)):
                yield piece
            async for piece in self._lines(city, scripts, language, pace):
                yield piece
        for texts in (_openings(whole), whole):
            for language in languages:
                for piece in _cut_all(texts, language, pace):
                    yield piece

    async def _items(self, city: City) -> dict[_Key, Item]:
        """What can be told, most asked for first, then in the order of the tables."""
        look_ups = CityLookUps(published=self.published, today=self.today)
        found: list[tuple[_Key, Item]] = []
        for kind, asked in (
            (Kind.BULLETIN, LookUpKind.BULLETIN_CODE),
            (Kind.DEPARTMENT, LookUpKind.DEPARTMENT_CODE),
            (Kind.PROCEDURE, LookUpKind.PROCEDURE_CODE),
            (Kind.QUESTION, LookUpKind.QUESTION_CODE),
        ):
            for entry in _newest_first(kind, city.entries()[kind]):
                found += [((kind, entry.code), item) for item in await look_ups.find(asked, entry.code)]
        if self.asked is not None:
            counts = self.asked
            counts.follow(item.title for _, item in found)
            found.sort(key=lambda pair: -counts(pair[1].title))
        return dict(found)

    async def _lines(self, city: City, scripts: tuple[Script, ...], language: str, pace: Pace) -> AsyncIterator[Wanted]:
        """The lists that every caller gets alike, page by page."""
        look_ups = CityLookUps(published=self.published, today=self.today, asked=self.asked or never_asked)
        for script in scripts:
            words = ScriptWords(script=script, language=language)
            for node in script.nodes.values():
                if not isinstance(node, Choose):
                    continue
                for keys, within in _narrowings(node.list, city):
                    items = await look_ups.find(node.list, keys, within=within, language=language)
                    if not items or node.takes_alone(len(items)):
                        continue
                    listed = node.listed(items)
                    for page in range(-(-len(listed) // node.page)):
                        at = Session(script=script.name, language=language, items=listed, page=page)
                        for piece in _pieces(node.question(at, words), language, pace):
                            yield piece

    def _note_changes(self, city: City) -> None:
        if self._before is not None and self._before is not city:
            before = _by_key(self._before)
            changed = [key for key, entry in _by_key(city).items() if before.get(key) != entry]
            self._new = tuple(dict.fromkeys((*changed, *self._new)))
        self._before = city


def _of_menus(scripts: Iterable[Script], language: str, pace: Pace) -> Iterator[Wanted]:
    for script in scripts:
        if language in script.languages:
            yield from _pieces(script.every_prompt(language), language, pace)
    for script in scripts:
        if language in script.languages:
            words = ScriptWords(script=script, language=language)
            for node in script.nodes.values():
                if isinstance(node, Fields):
                    whole = Item(title="", parts=tuple((name, name) for name in node.parts))
                    at = Session(script=script.name, language=language, found=whole)
                    yield from _pieces(node.question(at, words), language, pace)


def _suggestions(items: tuple[Item, ...], scripts: Iterable[Script], language: str, pace: Pace) -> Iterator[Wanted]:
    """Whether each is meant, where what was said is not certain."""
    for script in scripts:
        words = ScriptWords(script=script, language=language)
        for node in script.nodes.values():
            if isinstance(node, Suggest):
                yield from _pieces((node.about(item, words, by_voice=True) for item in items), language, pace)
                if node.line:
                    lines = (part for item in items for part in node.line_of(item, "1", words)[1:])
                    places = (node.line_of(items[0], str(one), words)[0] for one in range(1, node.most) if items)
                    yield from _pieces(chain(places, lines), language, pace)


def _narrowings(kind: LookUpKind, city: City) -> Iterator[tuple[str, str]]:
    """The codes with which a list can be asked for: (keys, within)."""
    outline = city.outline
    if kind in _ALONE:
        yield "", ""
    elif kind is LookUpKind.PROCEDURE:
        yield from ((event.code, "") for event in city.life_events)
    elif kind is LookUpKind.PROCEDURE_OF_TRADE:
        yield from ((trade, "") for trade in city.trades)
    elif kind is LookUpKind.PROCEDURE_OF_DEPARTMENT:
        yield from ((one.code, "") for one in city.departments)
    elif kind is LookUpKind.BULLETIN:
        yield from ((one.code, "") for one in outline.channels)
    elif kind is LookUpKind.VILLAGE_CHANNEL:
        yield from ((one.code, "") for one in outline.villages)
    elif kind is LookUpKind.VILLAGE_BULLETIN:
        yield from ((one.code, village.code) for village in outline.villages for one in outline.village_channels)


def _parts_told(scripts: Iterable[Script]) -> frozenset[str]:
    """The names of the parts that some node reads."""
    nodes = [node for script in scripts for node in script.nodes.values()]
    one = {node.part for node in nodes if isinstance(node, Tell) and node.part}
    return frozenset(one.union(*(node.told for node in nodes if isinstance(node, Fields))))


def _essentials(item: Item) -> str:
    return item.spoken or item.title


def _whole(items: Iterable[Item], told: frozenset[str]) -> Iterator[str]:
    """Everything that is heard of these, the essentials of each before its parts."""
    for item in items:
        yield _essentials(item)
        yield from (item.part(name) for name, _ in item.parts if name in told)


def _openings(texts: Iterable[str]) -> tuple[str, ...]:
    """The first clause of each."""
    return tuple(piece for text in texts for piece in _clauses(text)[:1])


def _pieces(parts: Iterable[SayPart], language: str, pace: Pace) -> Iterator[Wanted]:
    for part in parts:
        if isinstance(part, Prompt):
            yield Wanted(language=language, pace=pace, text=part.text, name=part.name)
        else:
            yield from _cut_all((part.text,), language, pace)


def _cut_all(texts: Iterable[str], language: str, pace: Pace) -> Iterator[Wanted]:
    return (Wanted(language=language, pace=pace, text=piece) for text in texts for piece in _clauses(text))


@lru_cache(maxsize=65_536)
def _clauses(text: str) -> tuple[str, ...]:
    """Each text comes once for every language and pace."""
    return clauses(text)


def _newest_first(kind: Kind, entries: tuple[Entry, ...]) -> Iterable[Entry]:
    return reversed(entries) if kind is Kind.BULLETIN else entries


def _by_key(city: City) -> dict[_Key, Entry]:
    return {(kind, entry.code): entry for kind, entries in city.entries().items() for entry in entries}
