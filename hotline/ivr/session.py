"""Where one caller is in a script: a frozen value that fits in JSON, so that a session can be kept anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from hotline.ivr.waits import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One caller in one script.

    script: its name; node: where the caller is; tries: failed entries at this node; page: of the list, from 0;
    steps: nodes entered so far; slots: what was entered, by name; items: the list being read; found: the one chosen.
    """

    script: str
    language: str
    node: str = ""
    tries: int = 0
    page: int = 0
    steps: int = 0
    slots: tuple[tuple[str, str], ...] = ()
    items: tuple[Item, ...] = ()
    found: Item | None = None

    def slot(self, name: str) -> str:
        """What was entered under this name, "" where nothing was."""
        return dict(self.slots).get(name, "")

    def with_slot(self, name: str, value: str) -> Session:
        """The same session, with this remembered."""
        return replace(self, slots=tuple({**dict(self.slots), name: value}.items())) if name else self

    def to_json(self) -> dict[str, Any]:
        """Plain values only."""
        return asdict(self)


def session_from_json(value: Mapping[str, Any]) -> Session:
    """The session that to_json() wrote, also after a trip through JSON text."""
    found = value["found"]
    return Session(
        script=value["script"],
        language=value["language"],
        node=value["node"],
        tries=value["tries"],
        page=value["page"],
        steps=value["steps"],
        slots=tuple((name, text) for name, text in value["slots"]),
        items=tuple(Item(**item) for item in value["items"]),
        found=Item(**found) if found else None,
    )
