"""How a caller is spoken to, kept on the caller's channel for the menus that come later in the same call.

The rule: what comes back from the dialplan is text; what no menu of the line knows is the usual manner.
"""

from __future__ import annotations

from collections.abc import Mapping

from hotline.answering.channel import CallChannel
from hotline.answering.player import Manner
from hotline.ivr.effects import CHINESE, Pace
from hotline.ivr.script import Script
from hotline.ivr.session import Session

USUAL: Manner = (CHINESE, Pace.NORMAL)
LANGUAGE = "HOTLINE_LANGUAGE"
PACE = "HOTLINE_PACE"


def manner_of(query: Mapping[str, str], script: Script) -> Manner:
    """The language and pace that the dialplan hands back, as far as the line's menu knows them."""
    language, pace = query.get("language", ""), query.get("pace", "")
    return (
        language if language in script.languages else CHINESE,
        Pace(pace) if pace in tuple(Pace) else Pace.NORMAL,
    )


async def keep(channel: CallChannel, before: Manner, session: Session) -> Manner:
    """Tell the dialplan what is another than before, at once, so that a failure later forgets none; the manner now."""
    language, pace = before
    if session.language != language:
        await channel.set_variable(LANGUAGE, session.language)
    if session.pace != pace:
        await channel.set_variable(PACE, str(session.pace))
    return session.language, session.pace
