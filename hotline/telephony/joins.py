"""When a citizen is joined with somebody, out of Asterisk's BridgeEnter and BridgeLeave. Pure, and bounded.

Rule: the citizen's own channel alone counts, whoever else comes and goes: on it the recording is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.events import OUT, CallJoined

_LOCAL, _DESK = "Local/", "PJSIP/"
_MOST_REMEMBERED = 10_000


class Joins:
    """Which channel is the citizen's, of calls of ours; a citizen's own call has the name of its channel."""

    def __init__(self) -> None:
        self._called: dict[str, str] = {}

    def changed(self, message: Mapping[str, str], at: datetime) -> CallJoined | None:
        """What it means for a citizen, None where it is another's channel."""
        call, channel = message.get("Linkedid", ""), message.get("Uniqueid", "")
        if not call or not channel or not self._is_citizen(call, channel, message.get("Channel", "")):
            return None
        return CallJoined(at=at, call_id=call, joined=message.get("Event") == "BridgeEnter")

    def forget(self, call_id: str) -> None:
        """The call is over."""
        self._called.pop(call_id, None)

    def _is_citizen(self, call: str, channel: str, name: str) -> bool:
        if _is_desk(name) or name.startswith(_LOCAL):
            return False
        if not call.startswith(OUT):
            return channel == call
        if channel == call:
            return False  # our own telephone, also one outside
        # whoever is asked later comes to a call in which the citizen is already
        citizen = self._called.setdefault(call, channel)
        while len(self._called) > _MOST_REMEMBERED:
            del self._called[next(iter(self._called))]
        return channel == citizen


def _is_desk(name: str) -> bool:
    endpoint = name.removeprefix(_DESK).rpartition("-")[0]
    return name.startswith(_DESK) and endpoint.isascii() and endpoint.isdigit()
