"""What a report calls a department or a procedure, made into its code. Pure.

The city pack comes as protocols, which its own values fit: features do not import each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol


class Office(Protocol):
    """A department, as the city pack has it."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def aliases(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def former_names(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def phone(self) -> str: ...  # noqa: D102


class Item(Protocol):
    """A procedure, as the city pack has it. departments: codes, the one in charge first."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def aliases(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def departments(self) -> Sequence[str]: ...  # noqa: D102


class Directory(Protocol):
    """The departments and procedures that are published."""

    @property
    def departments(self) -> Sequence[Office]: ...  # noqa: D102
    @property
    def procedures(self) -> Sequence[Item]: ...  # noqa: D102
    def department(self, code: str) -> Office | None: ...  # noqa: D102
    def procedure(self, code: str) -> Item | None: ...  # noqa: D102


class Names:
    """Departments and procedures by what a report may call them: the code, the full name, else an alias."""

    def __init__(self, city: Directory) -> None:
        self._city = city
        self._offices: dict[str, set[str]] = defaultdict(set)
        self._items: dict[str, set[str]] = defaultdict(set)
        self._other_offices: dict[str, set[str]] = defaultdict(set)
        self._other_items: dict[str, set[str]] = defaultdict(set)
        for office in city.departments:
            self._offices[office.name].add(office.code)
            for name in (*office.aliases, *office.former_names):
                self._other_offices[name].add(office.code)
        for item in city.procedures:
            self._items[item.name].add(item.code)
            for name in item.aliases:
                self._other_items[name].add(item.code)

    def office(self, text: str) -> str:
        """The code of a department; "" for none. Raises ValueError with a sentence."""
        if not text or self._city.department(text):
            return text
        return _only(self._offices.get(text) or self._other_offices.get(text) or set(), text, "单位")

    def item(self, text: str, office: str) -> str:
        """The code of a procedure; "" for none. office: decides between two of one name. Raises ValueError."""
        if not text or self._city.procedure(text):
            return text
        found = self._items.get(text) or self._other_items.get(text) or set()
        own = {code for code in found if (item := self._city.procedure(code)) and office in item.departments}
        return _only(own or found, text, "事项")

    def office_of(self, item: str) -> str:
        """The code of the department in charge of a procedure."""
        found = self._city.procedure(item)
        return found.departments[0] if found and found.departments else ""


def _only(codes: set[str], text: str, what: str) -> str:
    if len(codes) == 1:
        return next(iter(codes))
    many = f"不止一个{what}叫“{text[:30]}”，请写编号" if codes else f"没有名为“{text[:30]}”的{what}，请写全称或者编号"
    raise ValueError(many)
