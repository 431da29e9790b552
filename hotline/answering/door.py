"""Where a call comes in: the path that the dialplan asked for, to the one function that answers it."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from hotline.answering.channel import ALL_KEYS, CallChannel
from hotline.answering.desk import Desk, Place
from hotline.answering.line import answer_call, answer_key, answer_place, answer_survey
from hotline.answering.manner import manner_of
from hotline.events import skill_of

log = structlog.get_logger(__name__)


async def answer(channel: CallChannel, path: str, query: Mapping[str, str], *, desk: Desk) -> None:
    """Answer a call that the dialplan asks about, by its path.

    /line/NUMBER: it has just come in; /key: a key was pressed in the queue; /place: the caller goes on from a skill's
    line to the common one, or comes back from a telephone outside where nobody answered; /survey: the agent hung up.
    query: call, the call's id; number, the caller's; but for /line also dialled; for /key and /place joined (epoch
    seconds) and skill (the line that the caller was in, as Asterisk names it, "" for the common one), for /key also
    key; for /key and /survey language and pace, in which the caller was spoken to. What fits none is left to the
    dialplan, which takes the caller to a person, or thanks and releases.
    """
    call_id, number = query.get("call", ""), query.get("number", "")
    dialled = path.removeprefix("/line/") if path.startswith("/line/") else query.get("dialled", "")
    if not call_id or dialled not in desk.scripts:
        log.error("agi_request_not_understood", path=path, call_id=call_id)
        return
    with structlog.contextvars.bound_contextvars(call_id=call_id):
        if path.startswith("/line/"):
            await answer_call(channel, dialled, call_id=call_id, number=number, desk=desk)
        elif path == "/survey":
            manner = manner_of(query, desk.scripts[dialled])
            await answer_survey(channel, dialled, call_id=call_id, number=number, desk=desk, manner=manner)
        elif path == "/place":
            await answer_place(channel, dialled, call_id=call_id, number=number, place=_place(query), desk=desk)
        elif path == "/key" and query.get("key", "") in ALL_KEYS:
            await answer_key(
                channel,
                dialled,
                call_id=call_id,
                number=number,
                key=query["key"],
                place=_place(query),
                desk=desk,
                manner=manner_of(query, desk.scripts[dialled]),
            )


def _place(query: Mapping[str, str]) -> Place:
    joined = query.get("joined", "")
    since = int(joined) if joined.isascii() and joined.isdigit() else 0
    return Place(joined=since, skill=skill_of(query.get("skill", "")))
