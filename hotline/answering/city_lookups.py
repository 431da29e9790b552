"""The menus' questions, answered from what is published now and from the tickets. Kinds: ivr.waits.LookUpKind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from hotline.answering.bulletins import Bulletins
from hotline.answering.items import department_item, procedure_item, progress_items, question_item
from hotline.answering.reaching import out_of_reach, ways_on
from hotline.errors import NotAllowedError
from hotline.ivr.waits import Item, LookUpKind
from hotline.kb.city import City
from hotline.kb.model import Department, Kind
from hotline.kb.search.search import Answer
from hotline.kb.spelling import spelled_by

MOST_SPELLED = 8  # departments offered for one spelling: as many as have one key each
MOST_ASKED = 8  # questions in their list: as many as have one key each
MOST_FOUND = 3  # entries offered for what was said
WORTH_ASKING, CERTAIN = 0.25, 0.9  # the search's confidence in what it found (search.sure)
AHEAD = 1.5  # times the score of the second, for the first to be certain
# what has a number of its own; where one number has several meanings the caller chooses
_NUMBERED = (
    LookUpKind.TICKET,
    LookUpKind.APPLICATION,
    LookUpKind.PROCEDURE_CODE,
    LookUpKind.QUESTION_CODE,
    LookUpKind.BULLETIN_CODE,
    LookUpKind.VILLAGE_CODE,
    LookUpKind.DEPARTMENT_CODE,
)
SEALED_TICKET = "sealed_ticket"  # a kind of its own: a script leads it to the question for the code
CITY_TIME = ZoneInfo("Asia/Shanghai")


class Published(Protocol):
    """What is published now (kb.library.Library)."""

    @property
    def city(self) -> City:
        """The city."""

    async def ask(self, question: str, *, limit: int = 5) -> Answer:
        """What answers a question in it."""


class Progress(Protocol):
    """How far a ticket is (tickets.service.TicketService.progress)."""

    async def __call__(self, number: str, *, caller: str = "", code: str = "") -> str | None:
        """In words; None where there is none. Raises NotAllowedError where neither caller nor code are the ticket's."""


async def no_progress(number: str, *, caller: str = "", code: str = "") -> str | None:
    """Where no such books are at hand: nothing is found."""
    del number, caller, code
    return None


def no_opening(department: Department) -> str:
    """Where nobody looks at a clock: nothing is told of it."""
    del department
    return ""


def not_counted(*, words: str, nothing: bool, unsure: bool) -> None:
    """Where nobody counts searches."""
    del words, nothing, unsure


def never_asked(title: str) -> int:
    """Where nobody counts what callers choose."""
    del title
    return 0


class Searched(Protocol):
    """Counts a search, at once and never raising (kb.uses.Uses.searched)."""

    def __call__(self, *, words: str, nothing: bool, unsure: bool) -> None:
        """words: what the caller said; nothing: is told of nothing; unsure: is asked whether it is meant."""


def today() -> date:
    """The city's day."""
    return datetime.now(UTC).astimezone(CITY_TIME).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class CityLookUps:
    """Implements LookUps.

    progress: a ticket's spoken progress by its number, for its citizen; application: that of a case with a department;
    opening: what is told of whether a department is open now; reach: what the trunk dials for a telephone as it is
    written, "" where it cannot; searched: counts searches by a caller's words; asked: how often callers chose what has
    this title.
    """

    published: Published
    progress: Progress = no_progress
    application: Callable[[str], Awaitable[str | None]] = no_progress
    today: Callable[[], date] = field(default=today)
    opening: Callable[[Department], str] = no_opening
    reach: Callable[[str], str] = out_of_reach
    searched: Searched = not_counted
    asked: Callable[[str], int] = never_asked

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """What fits, in the order to be read. Raises what the books raise, KeyError for an unknown kind."""
        del language  # the city speaks Chinese; names and numbers are the same in every language
        if kind is LookUpKind.TICKET:
            return await self._ticket(keys, code=within, caller=caller)
        if kind is LookUpKind.APPLICATION:
            return progress_items(kind, keys, await self.application(keys))
        if kind is LookUpKind.SEARCH:
            items = await self._search(keys)
            self.searched(words=keys, nothing=not items, unsure=not (items and items[0].sure))
            return items
        if kind is LookUpKind.VILLAGE_BULLETIN:
            return self._bulletins.of_village(keys, within)
        if kind is LookUpKind.NUMBERED:
            found = [item for one in _NUMBERED for item in await self.find(one, keys, caller=caller)] if keys else []
            return tuple(found)
        return self._lists()[kind](keys)

    async def _ticket(self, number: str, *, code: str, caller: str) -> tuple[Item, ...]:
        """Its progress; sealed where the caller must key the code first, nothing where the code is not its own."""
        try:
            return progress_items(LookUpKind.TICKET, number, await self.progress(number, caller=caller, code=code))
        except NotAllowedError:
            return () if code else (Item(title=f"工单{number}", code=number, kind=SEALED_TICKET),)

    def _lists(self) -> Mapping[LookUpKind, Callable[[str], tuple[Item, ...]]]:
        return {
            LookUpKind.DEPARTMENT: self._departments,
            LookUpKind.DEPARTMENT_SPELLED: self._spelled,
            LookUpKind.DEPARTMENT_CODE: self._department,
            LookUpKind.CATEGORY: self._categories,
            LookUpKind.PROCEDURE: self._procedures,
            LookUpKind.TRADE: self._trades,
            LookUpKind.PROCEDURE_OF_TRADE: self._of_trade,
            LookUpKind.PROCEDURE_OF_DEPARTMENT: self._of_department,
            LookUpKind.PROCEDURE_CODE: self._procedure,
            LookUpKind.QUESTION: self._questions,
            LookUpKind.QUESTION_CODE: self._question,
            LookUpKind.CHANNEL: self._bulletins.channels,
            LookUpKind.BULLETIN: self._bulletins.of_channel,
            LookUpKind.BULLETIN_CODE: self._bulletins.of_code,
            LookUpKind.VILLAGE: self._bulletins.villages,
            LookUpKind.VILLAGE_CODE: self._bulletins.villages,
            LookUpKind.VILLAGE_CHANNEL: self._bulletins.village_channels,
        }

    def _departments(self, keys: str) -> tuple[Item, ...]:
        del keys
        return tuple(map(self._told, self.published.city.departments))

    def _department(self, code: str) -> tuple[Item, ...]:
        found = self.published.city.department(code) or self.published.city.department(code.zfill(2))
        return (self._told(found),) if found else ()

    def _told(self, one: Department) -> Item:
        return department_item(one, self.opening(one), ways_on(one, self.published.city, self.reach))

    def _spelled(self, keys: str) -> tuple[Item, ...]:
        ranked = [
            (-spelled_by(keys, (one.name, *one.aliases, *one.former_names)), place, one)
            for place, one in enumerate(self.published.city.departments)
        ]
        fitting = sorted((rank, place, one) for rank, place, one in ranked if rank)[:MOST_SPELLED]
        whole = [one for rank, _, one in fitting if rank == fitting[0][0]] if fitting and fitting[0][0] == -3 else []
        return tuple(map(self._told, whole or [one for _, _, one in fitting]))

    def _categories(self, keys: str) -> tuple[Item, ...]:
        del keys
        return tuple(Item(title=event.name, code=event.code) for event in self.published.city.life_events)

    def _procedures(self, event: str) -> tuple[Item, ...]:
        return tuple(procedure_item(one) for one in self.published.city.procedures_of_event(event))

    def _trades(self, keys: str) -> tuple[Item, ...]:
        del keys
        return tuple(Item(title=trade, code=trade) for trade in self.published.city.trades)

    def _of_trade(self, trade: str) -> tuple[Item, ...]:
        return tuple(procedure_item(one) for one in self.published.city.procedures_of_trade(trade))

    def _of_department(self, code: str) -> tuple[Item, ...]:
        return tuple(procedure_item(one) for one in self.published.city.procedures_of_department(code))

    def _procedure(self, code: str) -> tuple[Item, ...]:
        found = self.published.city.procedure(code)
        return (procedure_item(found),) if found else ()

    def _questions(self, keys: str) -> tuple[Item, ...]:
        del keys
        most = sorted(self.published.city.questions, key=lambda one: -self.asked(one.question))
        return tuple(map(question_item, most[:MOST_ASKED]))

    def _question(self, code: str) -> tuple[Item, ...]:
        return tuple(question_item(one) for one in self.published.city.questions if one.code == code)

    @property
    def _bulletins(self) -> Bulletins:
        return Bulletins(city=self.published.city, day=self.today())

    async def _search(self, words: str) -> tuple[Item, ...]:
        """Nothing where the search is far from sure: a wrong answer costs a caller more than a person does.

        Between, the best is to be confirmed by the caller, and the others stand behind it.
        """
        answer = await self.published.ask(words, limit=MOST_FOUND)
        if answer.confidence < WORTH_ASKING:
            return ()
        sure = answer.confidence >= CERTAIN and _ahead(answer)
        found = [item for hit in answer.hits if (item := self._entry(hit.kind, hit.code))]
        return tuple(replace(item, sure=sure and place == 0) for place, item in enumerate(found))

    def _entry(self, kind: Kind, code: str) -> Item | None:
        match kind:
            case Kind.DEPARTMENT:
                return next(iter(self._department(code)), None)
            case Kind.PROCEDURE:
                return next(iter(self._procedure(code)), None)
            case Kind.QUESTION:
                return next(iter(self._question(code)), None)
            case Kind.BULLETIN:
                return next(iter(self._bulletins.of_code(code)), None)
            case Kind.SYNONYM:
                return None


def _ahead(answer: Answer) -> bool:
    """Whether the best stands out: two of nearly the same worth are a choice, and the caller's."""
    return len(answer.hits) < 2 or answer.hits[0].score >= AHEAD * answer.hits[1].score
