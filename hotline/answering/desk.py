"""What answering is made with, the same for every call; where a caller waits; how a call's self-service ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from hotline.answering.lookups import LookUps
from hotline.answering.player import Manner, PromptFiles
from hotline.answering.services import Bounds, LineServices, NoServices
from hotline.answering.skill_wish import Wishes
from hotline.events import Event
from hotline.ivr.script import Script


def _now() -> datetime:
    return datetime.now(UTC)


def _not_counted(kind: str, code: str) -> None:
    del kind, code


def _not_collected(words: str) -> None:
    del words


class Outcome(StrEnum):
    """How a call's self-service ended."""

    QUEUE = "queue"
    """The caller goes to a person."""
    TRANSFER = "transfer"
    """The caller is connected to another telephone; the dialplan comes back to the queue where nobody answers."""
    HANG_UP = "hangup"
    """Goodbye was said."""
    CALLER_LEFT = "caller-left"
    """The caller hung up: an ordinary end."""
    FAILED = "failed"
    """Something of ours failed; the dialplan apologises and queues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a caller waited, and waits again.

    joined: epoch seconds at which the caller entered the queue; skill: in whose line, "" for the common one.
    """

    joined: int
    skill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What answering needs, the same for every call.

    scripts: the menus by number (menus.Menus where they may change); record: takes an event at once and never blocks
    (recorder.Recorder.record); position: the place (from 1) that a caller who joined at an epoch second keeps, None
    where unknown; manners: the sounds of other languages and of slow speech, where there is a voice for them (prompts
    speaks whatever is not here); bounds: of the services; wishes: the skills for which callers wait; told, refused:
    count, at once and never raising, what a caller begins to hear, by kind and code, and words whose answers were none.
    """

    scripts: Mapping[str, Script]
    prompts: PromptFiles
    clauses: Callable[[str], tuple[str, ...]]
    lookups: LookUps
    record: Callable[[Event], None]
    position: Callable[[str, int], Awaitable[int | None]]
    now: Callable[[], datetime] = _now
    services: LineServices = field(default_factory=NoServices)
    manners: Mapping[Manner, PromptFiles] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=Bounds)
    wishes: Wishes = field(default_factory=Wishes)
    told: Callable[[str, str], None] = _not_counted
    refused: Callable[[str], None] = _not_collected
