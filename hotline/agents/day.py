"""An agent's own figures of a day.

Rule: a state is counted only as far as it lies within the day; one whose end nobody saw is counted apart, for nobody
knows how long it lasted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hotline.agents.model import BREAK, AgentState
from hotline.agents.rings import Ring, RingOutcome
from hotline.agents.spells import Spell


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What an agent did. All times in whole seconds.

    taken: calls answered; missed: rung out; refused: said no to; gone: given up while it rang here; talk: of calls
    that are over; states: how long in each state; breaks: how long for each reason, within the state of being paused;
    unsure: in states whose end nobody saw.
    """

    taken: int
    missed: int
    refused: int
    gone: int
    talk: int
    states: Mapping[str, int]
    breaks: Mapping[str, int]
    unsure: int

    @property
    def at_break(self) -> int:
        """All breaks together."""
        return sum(self.breaks.values())


def day_of(spells: Iterable[Spell], rings: Iterable[Ring], *, begin: datetime, end: datetime, now: datetime) -> Day:
    """The figures of the hours from begin up to end. now: until when what lasts is counted."""
    states: dict[str, float] = {}
    breaks: dict[str, float] = {}
    unsure = 0.0
    for spell in spells:
        seconds = _seconds(spell, begin, min(end, now))
        if spell.unsure:
            unsure += seconds
            continue
        states[spell.state] = states.get(spell.state, 0.0) + seconds
        if spell.state == AgentState.PAUSED and spell.reason.startswith(BREAK):
            why = spell.reason.removeprefix(BREAK)
            breaks[why] = breaks.get(why, 0.0) + seconds
    outcomes = [(ring.outcome, ring.talked) for ring in rings if begin <= ring.rung < end]
    count = [outcome for outcome, _ in outcomes].count
    return Day(
        taken=count(RingOutcome.ANSWERED),
        missed=count(RingOutcome.MISSED),
        refused=count(RingOutcome.REFUSED),
        gone=count(RingOutcome.GONE),
        talk=sum(talked for _, talked in outcomes),
        states={state: round(seconds) for state, seconds in states.items()},
        breaks={why: round(seconds) for why, seconds in breaks.items()},
        unsure=round(unsure),
    )


def _seconds(spell: Spell, begin: datetime, end: datetime) -> float:
    first, last = max(spell.began, begin), min(spell.ended or end, end)
    return max(0.0, (last - first).total_seconds())
