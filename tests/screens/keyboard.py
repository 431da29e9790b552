"""Walking a page by the Tab key alone, and what a sighted person without a mouse sees on the way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page

from tests.screens.visitor import Visitor

MOST_STEPS = 600
_AT_ONCE = 30
"""Keys, before the page is asked whether the walk has come round."""
_TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "nativeVirtualKeyCode": 9}

_SCRIPT = Path(__file__).with_name("walk.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What Tab came to. missed: what can be used and was not reached; the other lists name what is wrong of a stop."""

    stops: list[str]
    missed: list[str]
    unmarked: list[str]
    out_of_sight: list[str]
    out_of_order: list[str]

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong, by kind."""
        kinds = {"not reached": self.missed, "without a visible focus": self.unmarked}
        kinds |= {"out of sight": self.out_of_sight, "out of order": self.out_of_order}
        return {kind: names for kind, names in kinds.items() if names}


async def walk(visitor: Visitor, *, content: bool = False) -> Walk:
    """Press Tab from the beginning of the page until it comes round. content: leave out what is the same everywhere.

    Keys are sent without waiting for each: the page notes the stops itself, key by key.
    """
    page = visitor.page
    if not await page.evaluate("() => 'walk' in window"):
        await page.evaluate(_SCRIPT)
    await page.evaluate("within => walk.begin(within)", content)
    keyboard = await page.context.new_cdp_session(page)
    for sent in range(_AT_ONCE, MOST_STEPS + 1, _AT_ONCE):
        moves = ({"type": way, **_TAB} for _ in range(_AT_ONCE) for way in ("rawKeyDown", "keyUp"))
        await asyncio.gather(*(keyboard.send("Input.dispatchKeyEvent", move) for move in moves))
        visitor.beat()
        if await page.evaluate("sent => walk.isRound(sent)", sent):
            break
    await keyboard.detach()
    told: dict[str, Any] = await page.evaluate("() => walk.end()")
    stops: list[dict[str, Any]] = told["stops"]
    return Walk(
        stops=[str(one["name"]) for one in stops],
        missed=[str(one) for one in told["missed"]],
        unmarked=[str(one["name"]) for one in stops if not one["marked"]],
        out_of_sight=[str(one["name"]) for one in stops if not one["inSight"]],
        out_of_order=[str(one["name"]) for one in stops if not one["inOrder"]],
    )


async def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until this has the focus. Raises AssertionError where it never has."""
    for _ in range(MOST_STEPS):
        if await wanted.evaluate("one => one === document.activeElement"):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{wanted} cannot be reached by {key}")
