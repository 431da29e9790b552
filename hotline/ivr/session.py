"""Where one caller is in a script: a frozen value that fits in JSON, so that a session can be kept anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import takewhile
from typing import Any

from hotline.ivr.answers import Item
from hotline.ivr.effects import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One caller in one script.

    script: its name; node: where the caller is; wrongs, silences: failed entries at this node; page: of the list,
    from 0; part: the field that is being read; ears: whether speech is recognised in this call, yes or no, "" while
    nobody has asked; misheard: how often what was said led nowhere; steps: nodes entered and answers taken so far;
    teller: the node whose words stand before the present question, "" where none; told: the same, where a service (a
    text that was sent) has come between; slots: what was entered, by name; items: the list being read, or that of which
    one was chosen; found: the one chosen; trail: the nodes of the lists that led to it, each with the last find.
    """

    script: str
    language: str
    pace: Pace = Pace.NORMAL
    node: str = ""
    wrongs: int = 0
    silences: int = 0
    page: int = 0
    part: str = ""
    ears: str = ""
    misheard: int = 0
    steps: int = 0
    teller: str = ""
    told: str = ""
    slots: tuple[tuple[str, str], ...] = ()
    items: tuple[Item, ...] = ()
    found: Item | None = None
    trail: tuple[tuple[str, Item | None], ...] = ()

    def slot(self, name: str) -> str:
        """What was entered under this name, "" where nothing was."""
        return dict(self.slots).get(name, "")

    def with_slot(self, name: str, value: str) -> Session:
        """The same session, with this remembered."""
        return replace(self, slots=tuple({**dict(self.slots), name: value}.items())) if name else self

    def with_found(self, item: Item | None) -> Session:
        """The same session, with this found otherwise than by choosing it from a list."""
        return replace(self, found=item, trail=())

    def with_choice(self, item: Item) -> Session:
        """The same session, with this chosen from the present list; what was chosen from it earlier is past."""
        before = takewhile(lambda step: step[0] != self.node, self.trail)
        return replace(self, found=item, trail=(*before, (self.node, self.found)))

    def back_in_list(self) -> tuple[str, Session]:
        """The node of the list that what was found was chosen from, and the session before it. Raises IndexError."""
        node, found = self.trail[-1]
        return node, replace(self, found=found, trail=self.trail[:-1])

    def at(self, node: str) -> Session:
        """The same caller, coming into this node."""
        fresh = replace(self, node=node, wrongs=0, silences=0, page=0, part="")
        return replace(fresh, steps=self.steps + 1)

    def to_json(self) -> dict[str, Any]:
        """Plain values only."""
        return asdict(self)


def session_from_json(value: Mapping[str, Any]) -> Session:
    """The session that to_json() wrote, also after a trip through JSON text."""
    found = value["found"]
    return Session(
        **{
            **value,
            "pace": Pace(value["pace"]),
            "slots": tuple((name, text) for name, text in value["slots"]),
            "items": tuple(_item(item) for item in value["items"]),
            "found": _item(found) if found else None,
            "trail": tuple((node, _item(before) if before else None) for node, before in value["trail"]),
        }
    )


def _item(value: Mapping[str, Any]) -> Item:
    return Item(**{**value, "parts": tuple((name, text) for name, text in value["parts"])})
