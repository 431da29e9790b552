"""How long an agent was in which state: what is heard of a seat, folded into spells with a beginning and an end.

Rule: an end that nobody saw is the next thing that is seen, and is marked; an event heard twice, or late, changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.agents.model import AgentState
from hotline.events import AgentStateChanged, Resynced


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A state from its beginning to its end. Being offline is none: between two spells nobody is at the desk.

    ended: None while it lasts; unsure: its end was not seen, only that it was over by then.
    """

    extension: str
    state: str
    reason: str
    began: datetime
    ended: datetime | None = None
    unsure: bool = False


def spells_after(last: Mapping[str, Spell], event: AgentStateChanged | Resynced) -> tuple[Spell, ...]:
    """What is new or has changed by this event, in the order of time. last: each agent's latest spell."""
    if isinstance(event, AgentStateChanged):
        return _after(last.get(event.extension), event, seen=True)
    members = {agent.extension for agent in event.agents}
    told = [one for agent in event.agents for one in _after(last.get(agent.extension), agent, seen=False)]
    gone = [
        replace(spell, ended=max(event.at, spell.began), unsure=True)
        for spell in last.values()
        if spell.ended is None and spell.extension not in members
    ]
    return (*told, *gone)


def _after(last: Spell | None, event: AgentStateChanged, *, seen: bool) -> tuple[Spell, ...]:
    if last is not None and event.at < (last.ended or last.began):
        return ()
    fresh = Spell(extension=event.extension, state=event.state, reason=event.reason, began=event.at)
    offline = event.state == AgentState.OFFLINE
    if last is None or last.ended is not None:
        if last is not None and last.began == event.at:
            return ()
        return () if offline else (fresh,)
    if (last.state, last.reason) == (event.state, event.reason):
        return ()
    if last.began == event.at and not offline:
        return (fresh,)  # a state that lasted no time was none
    over = replace(last, ended=event.at, unsure=not seen)
    return (over,) if offline else (over, fresh)
