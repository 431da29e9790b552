"""When an agent's last shift ended, by what is kept of the states at the desk. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from hotline.agents.spells import Spell

APART = timedelta(hours=4)
"""Who is away from the desk for longer has gone home: a noon break, a reload and a lost line are shorter."""


def last_shift_end(spells: Iterable[Spell], now: datetime) -> datetime | None:
    """The end of the shift before the present one (or of the last one, where none is on); None where there was none.

    spells: of one agent, in any order, the one that lasts included.
    """
    until = now
    for spell in sorted(spells, key=lambda one: one.began, reverse=True):
        ended = min(spell.ended or now, now)
        if until - ended >= APART:
            return ended
        until = min(until, spell.began)
    return None
