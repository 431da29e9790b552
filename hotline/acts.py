"""What supervisors did, in the past tense: events beside those of hotline.events, and told as they are.

Rule: every field but `at` is text, for it passes between processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hotline.events import CallEvent, Event

WATCH: Final = "watch-"
"""How the names of supervisors' telephones in a call of others begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchChanged(CallEvent):
    """A supervisor's telephone hears a call of others, or speaks in it. watch: its name; agent, by: extensions.

    way: listen, whisper (to the agent alone), join (to both) or over.
    """

    watch: str
    agent: str
    by: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSupervised(Event):
    """A supervisor did something to an agent's desk. act: as agents.acts.Act; actor: name; reason: "" for none."""

    extension: str
    act: str
    actor: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverflowSet(Event):
    """A supervisor opened or closed overflow. mode: as agents.overflow.Mode; actor: name; reason: "" for none."""

    mode: str
    actor: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsSet(Event):
    """A supervisor said what an agent can do. skills: codes with commas between them, "" for none; actor: name."""

    extension: str
    skills: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillBookChanged(Event):
    """The city's file of skills was taken, or refused: what is known of the skills is to be asked anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityTold(Event):
    """Somebody has something new to look at in the quality inspection. username: whose consoles say so."""

    username: str
