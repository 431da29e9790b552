"""Transcripts as the JSON that screens read.

Rule: what is not one's own conversation is masked before it is told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hotline.answering.conversation import Became, News, Partly
from hotline.answering.five_elements import Elements
from hotline.calls.transcript import Utterance, alone, masked_all
from hotline.calls.transcripts import Found
from hotline.quality.hints import Found as FoundHint
from hotline.web.shapes import Json, moment


def utterance_json(one: Utterance) -> Json:
    """An utterance."""
    return {
        "id": one.id,
        "side": str(one.side),
        "start": round(one.start, 2),
        "end": round(one.end, 2),
        "text": one.text,
        "words": [[word.text, round(word.start, 2), round(word.end, 2)] for word in one.words],
    }


def utterances_json(said: Sequence[Utterance], *, own: bool, names: Collection[str] = ()) -> list[Json]:
    """A transcript. own: whoever reads it was in the conversation; names: that are masked for all others."""
    return [utterance_json(one) for one in (said if own else masked_all(said, names))]


def news_json(news: News) -> Json:
    """A message of the live websocket."""
    match news:
        case Partly():
            return {"type": "words", "call_id": news.call_id, "side": str(news.side), "text": news.text}
        case Became():
            return {"type": "transcript", "call_id": news.call_id, "state": str(news.state)}
        case Utterance():
            return {"type": "said", "call_id": news.call_id, "utterance": utterance_json(news)}


def elements_json(found: Elements) -> Json:
    """The draft of a ticket's content."""
    return {
        "who": found.who,
        "when": found.when,
        "where": found.where,
        "what": found.what,
        "why": found.why,
        "content": found.content,
        "district": found.district,
        "kind": found.kind,
    }


def found_json(found: Found, people: dict[str, str], names: Collection[str]) -> Json:
    """What a search found."""
    return utterance_json(alone(found.utterance, names)) | {
        "call_id": found.utterance.call_id,
        "arrived": moment(found.arrived),
        "agent_name": people.get(found.agent, found.agent),
    }


def hint_json(found: FoundHint) -> Json:
    """A hint."""
    return {"hint": str(found.hint), "at": round(found.at, 2), "words": found.words, "like": found.like}
