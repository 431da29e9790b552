"""The bodies that tickets go to, and what each of them may do: data of the city, handed in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A department as tickets see it. parent: the code of the body above it, "" for none; level: as the city writes it.

    may_return: whether it may say that a matter is not its duty; may_hand_down: whether it may give work to the bodies
    below it (by default not to the lowest level: work may not be pushed to towns, Beijing Ordinance Art. 12-17,
    Weifang Measures Art. 24).
    """

    code: str
    name: str
    parent: str = ""
    level: str = ""
    may_return: bool = True
    may_hand_down: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The districts of the city by code, each with its name and its streets."""

    districts: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def name(self, code: str) -> str:
        """A district's name, "" for none."""
        return self.districts[code][0] if code in self.districts else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCity:
    """What a ticket may refer to in the city as it is published now.

    categories: codes of the second level; public: telephones of the offices, normalised, which are nobody's secret.
    """

    offices: Mapping[str, Office]
    categories: Collection[str]
    places: Places = field(default_factory=Places)
    public: Collection[str] = frozenset()

    def office(self, code: str) -> Office | None:
        """The body of this code."""
        return self.offices.get(code)

    def name(self, code: str) -> str:
        """A body's name, its code where nobody knows it any more."""
        office = self.offices.get(code)
        return office.name if office else code

    def is_above(self, upper: str, lower: str) -> bool:
        """Whether one body stands over another, at any distance."""
        seen: set[str] = set()
        office = self.offices.get(lower)
        while office and office.parent and office.code not in seen:
            if office.parent == upper:
                return True
            seen.add(office.code)
            office = self.offices.get(office.parent)
        return False
