"""A desk from which calls are answered, with the shipped menus and nothing real behind them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hotline.answering.desk import Desk
from hotline.events import Event
from hotline.ivr.load import load_scripts
from hotline.settings import ROOT
from tests.fakes.channel import FakePrompts
from tests.fakes.town import FakeLookUps


def desk_in(folder: Path, **own: Any) -> Desk:
    """One where all is well. folder: for the sounds; own: what is otherwise here."""
    usual: dict[str, Any] = {
        "scripts": load_scripts(ROOT / "ivr_scripts"),
        "prompts": FakePrompts(folder),
        "clauses": lambda text: (text,),
        "lookups": FakeLookUps(),
        "record": _forget,
        "position": _nowhere,
        "now": lambda: datetime(2026, 11, 21, 12, tzinfo=UTC),
    }
    return Desk(**(usual | own))


def _forget(event: Event) -> None:
    del event


async def _nowhere(call_id: str, joined: int) -> int | None:
    del call_id, joined
    return None
