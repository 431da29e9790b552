"""A whole city as it is published at one moment: never changed, replaced as a whole when an entry changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from hotline.kb.model import Bulletin, Category, Department, Entry, Kind, Outline, Procedure, Question, Synonym

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class City:
    """What the hotline knows. Entries are in the order of their tables, which is the order in which they are read."""

    outline: Outline
    departments: tuple[Department, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    questions: tuple[Question, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    synonyms: tuple[Synonym, ...] = ()

    @property
    def name(self) -> str:
        """The city's name."""
        return self.outline.name

    @cached_property
    def department_codes(self) -> frozenset[str]:
        """The codes a ticket may carry."""
        return frozenset(department.code for department in self.departments)

    @cached_property
    def category_codes(self) -> frozenset[str]:
        """The codes of the second level, which a ticket may carry."""
        return frozenset(child.code for top in self.outline.categories for child in top.children)

    @cached_property
    def _departments(self) -> dict[str, Department]:
        return {department.code: department for department in self.departments}

    @cached_property
    def _procedures(self) -> dict[str, Procedure]:
        return {procedure.code: procedure for procedure in self.procedures}

    def department(self, code: str) -> Department | None:
        """The department of this code."""
        return self._departments.get(code)

    def procedure(self, code: str) -> Procedure | None:
        """The procedure of this code."""
        return self._procedures.get(code)

    @cached_property
    def life_events(self) -> tuple[Category, ...]:
        """The life events that have a procedure: those of the outline in its order, then others as they come."""
        used = dict.fromkeys(event for procedure in self.procedures for event in procedure.events)
        known = {event.name for event in self.outline.life_events}
        taken = {event.code for event in self.outline.life_events}
        free = (code for number in range(1, 10_000) if (code := f"{number:02d}") not in taken)
        others = (Category(code=next(free), name=name) for name in used if name not in known)
        return (*(event for event in self.outline.life_events if event.name in used), *others)

    def procedures_of_event(self, code: str) -> tuple[Procedure, ...]:
        """The procedures of a life event, by its code."""
        names = {event.name for event in self.life_events if event.code == code}
        return tuple(procedure for procedure in self.procedures if names.intersection(procedure.events))

    @cached_property
    def trades(self) -> tuple[str, ...]:
        """The trades that have a procedure, those with the most first."""
        counted = Counter(trade for procedure in self.procedures for trade in procedure.trades)
        return tuple(trade for trade, _ in counted.most_common())

    def procedures_of_trade(self, trade: str) -> tuple[Procedure, ...]:
        """The procedures of a trade, by its name: it has no other code."""
        return tuple(procedure for procedure in self.procedures if trade in procedure.trades)

    def procedures_of_department(self, code: str) -> tuple[Procedure, ...]:
        """The procedures that a department is in charge of or has a part in."""
        return tuple(procedure for procedure in self.procedures if code in procedure.departments)

    @cached_property
    def procedures_counted(self) -> Counter[str]:
        """How many procedures_of_department() has, by the department's code."""
        return Counter(code for procedure in self.procedures for code in set(procedure.departments))

    def current_bulletins(self, channel: str, today: date, *, village: str = "") -> tuple[Bulletin, ...]:
        """What a channel (by name) tells on this day, the newest first."""
        told = [
            bulletin
            for bulletin in self.bulletins
            if bulletin.channel == channel and bulletin.village == village and bulletin.is_current(today)
        ]
        return tuple(sorted(told, key=lambda bulletin: bulletin.published, reverse=True))

    def without_synonyms(self) -> City:
        """All that is told; the synonyms only serve the search."""
        return replace(self, synonyms=())

    def everything(self) -> tuple[Entry, ...]:
        """All entries, one kind after the other."""
        return tuple(entry for kind in self.entries().values() for entry in kind)

    def entries(self) -> dict[Kind, tuple[Entry, ...]]:
        """Everything, by kind."""
        return {
            Kind.DEPARTMENT: self.departments,
            Kind.PROCEDURE: self.procedures,
            Kind.QUESTION: self.questions,
            Kind.BULLETIN: self.bulletins,
            Kind.SYNONYM: self.synonyms,
        }


def city_of(outline: Outline, entries: Iterable[Entry]) -> City:
    """A city from its entries: procedures by their codes, all others in the order in which they come.

    What a department is called in a procedure or an answer is what it is called now.
    """
    entries = tuple(entries)
    names = {entry.code: entry.name for entry in entries if isinstance(entry, Department)}
    entries = tuple(_with_name(entry, names) for entry in entries)
    sorted_out: dict[type, list[Entry]] = {}
    for entry in entries:
        sorted_out.setdefault(type(entry), []).append(entry)
    return City(
        outline=outline,
        departments=_only(Department, sorted_out),
        procedures=tuple(sorted(_only(Procedure, sorted_out), key=lambda one: (len(one.code), one.code))),
        questions=_only(Question, sorted_out),
        bulletins=_only(Bulletin, sorted_out),
        synonyms=_only(Synonym, sorted_out),
    )


def _with_name(entry: Entry, names: Mapping[str, str]) -> Entry:
    if isinstance(entry, Procedure | Question):
        name = names.get(entry.department, "")
        return replace(entry, department_name=name) if name != entry.department_name else entry
    return entry


def _only(kind: type[_T], sorted_out: dict[type, list[Entry]]) -> tuple[_T, ...]:
    return tuple(entry for entry in sorted_out.get(kind, ()) if isinstance(entry, kind))
