"""What was said in conversations: transcripts, the draft of a ticket's content, search, hints of an inspection."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from hotline.answering.conversation import State
from hotline.calls.afterwards import Origin
from hotline.calls.transcript import Side
from hotline.quality.hints import Hint
from hotline.tickets.model import TicketType
from hotline.web.openapi.operations import ANSWERING, After, Area, Limit, route
from hotline.web.openapi.schemas import Moment, note
from hotline.web.screens import SUPERVISING

_Seconds = Annotated[float, note("Seconds of the call's recording.")]


class Utterance(TypedDict):
    """What one side said in one breath. `words`: each with its seconds, none where the model tells no times.

    `side`: of a note `text` is busy, lost, begun or after. `id`: 0 where it could not be kept.
    """

    id: int
    side: Side
    start: _Seconds
    end: _Seconds
    text: str
    words: list[tuple[str, float, float]]


class Transcript(TypedDict):
    """What was said so far, in order. `origin`: how it came about, or whether its recording will be heard."""

    state: State
    origin: Origin
    said: list[Utterance]


class FiveElements(TypedDict):
    """A draft out of the citizen's own words; "" for what was not said. `kind`: the type that the words speak for."""

    who: str
    when: str
    where: str
    what: str
    why: str
    content: str
    district: str
    kind: TicketType | Literal[""]


class ElementsTold(TypedDict):
    """The draft as it is now."""

    elements: FiveElements


class FoundUtterance(Utterance):
    """An utterance that was found, and in which call.

    `inspection`: the number of the call's, 0 where there is none, null of an own call.
    """

    call_id: str
    arrived: Moment | None
    agent_name: str
    inspection: int | None


class FoundUtterances(TypedDict):
    """The last kept first. `next`: goes into `after`, "" at the end. `waiting`: calls whose recording will be heard."""

    items: list[FoundUtterance]
    next: str
    waiting: int


class TranscriptHint(TypedDict):
    """What an inspector may want to listen to. `words`: what was said, "" where something was not.

    `like`: the type of ticket for which the words speak, where the ticket is of another.
    """

    hint: Hint
    at: _Seconds
    words: str
    like: TicketType | Literal[""]


class InspectedTranscript(TypedDict):
    """What was said in the call that is inspected. `origin`: as in a transcript."""

    origin: Origin
    said: list[Utterance]
    hints: list[TranscriptHint]


class WordsTold(TypedDict):
    """To the agent in the call: what one side seems to be saying; it replaces the last of this side."""

    type: Literal["words"]
    call_id: str
    side: Side
    text: str


class SaidTold(TypedDict):
    """To the agent in the call: an utterance at its end, in the place of what it seemed to be."""

    type: Literal["said"]
    call_id: str
    utterance: Utterance


class TranscriptTold(TypedDict):
    """To the agent in the call: how its transcript is now."""

    type: Literal["transcript"]
    call_id: str
    state: State


AREA = Area(
    name="transcripts",
    about="What was said in conversations, as it was recognised: live, searched, for the quality inspection.",
    routes=(
        route("GET /api/calls/{call_id}/transcript", Transcript, who=ANSWERING),
        route("GET /api/calls/{call_id}/elements", ElementsTold, who=ANSWERING),
        route(
            "GET /api/transcripts",
            FoundUtterances,
            who=SUPERVISING,
            query={"q": Annotated[str, note("Words, with spaces between them.")], "after": After, "limit": Limit},
        ),
        route("GET /api/quality/inspections/{id}/transcript", InspectedTranscript, who=ANSWERING),
    ),
)
