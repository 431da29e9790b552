"""The menus' questions, answered from the city pack and from the tickets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hotline.ivr.waits import Item
from hotline.kb.model import City, spoken_department, spoken_procedure


async def no_tickets(number: str) -> str | None:
    """Where no tickets are at hand: none is found."""
    del number
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class CityLookUps:
    """Implements LookUps. progress: a ticket's spoken progress by its number, None where there is no such ticket."""

    city: City
    progress: Callable[[str], Awaitable[str | None]] = no_tickets

    async def departments(self, code: str) -> tuple[Item, ...]:
        """In the order of the city pack, so that a department keeps its number."""
        return tuple(
            Item(title=department.name, code=department.code, spoken=spoken_department(department))
            for department in self.city.departments
            if code in ("", department.code)
        )

    async def categories(self) -> tuple[Item, ...]:
        """The life events that have a procedure, in the order of the city pack."""
        used = {procedure.category for procedure in self.city.procedures}
        return tuple(Item(title=event.name, code=event.code) for event in self.city.life_events if event.code in used)

    async def procedures(self, category: str) -> tuple[Item, ...]:
        """In the order of the city pack."""
        return tuple(
            Item(title=procedure.name, code=procedure.code, spoken=spoken_procedure(procedure))
            for procedure in self.city.procedures
            if procedure.category == category
        )

    async def ticket(self, number: str) -> Item | None:
        """Its progress only: whoever keys a number hears nothing of what it is about or whose it is."""
        spoken = await self.progress(number)
        return Item(title=spoken, code=number, spoken=spoken) if spoken else None
