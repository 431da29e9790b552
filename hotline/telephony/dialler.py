"""Rings a telephone of ours and then a citizen's, by AMI's Originate and the context `outgoing` of the dialplan.

Rule: an Originate is sent once or not at all, and nothing comes near it that is not digits or a name of our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hotline.errors import InputError
from hotline.events import OUT
from hotline.telephony.ami_link import AmiLink

AGENT_SECONDS = 20  # for which our own telephone rings: a console answers by itself
OFFICE_SECONDS = 40
_DIGITS = re.compile(r"[0-9]{3,20}", re.ASCII)
_CALL = re.compile(re.escape(OUT) + r"[0-9a-f]{8,40}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """Whom to ring. call_id: of the new call, begins with OUT; number: the citizen's.

    extension: the agent's desk, or "" and office: a telephone outside, by the trunk; seated: whether the desk is a
    member of the queue, which must not give it another call meanwhile.
    """

    call_id: str
    number: str
    extension: str = ""
    office: str = ""
    seated: bool = False


class Dialler:
    """trunk: its endpoint, "" is none; shown: the number that everybody sees."""

    def __init__(self, link: AmiLink, *, trunk: str, shown: str) -> None:
        self._link, self._trunk, self._shown = link, trunk, shown

    @property
    def has_trunk(self) -> bool:
        """Whether telephones outside can be called at all."""
        return bool(self._trunk)

    async def ring(self, wanted: Ringing) -> None:
        """Have our telephone rung, and the citizen's when ours is answered; returns when Asterisk has taken it on.

        Raises InputError for what is no number, AsteriskAwayError (detail sent: our telephone may ring all the same)
        and TelephonyError as AmiLink.action.
        """
        own = wanted.extension or wanted.office
        if not (_DIGITS.fullmatch(own) and _DIGITS.fullmatch(wanted.number) and _CALL.fullmatch(wanted.call_id)):
            raise InputError("这个号码不能拨打。")
        channel = f"PJSIP/{own}" if wanted.extension else f"PJSIP/{own}@{self._trunk}"
        await self._link.action(
            "Originate",
            ActionID=wanted.call_id,
            Channel=channel,
            ChannelId=wanted.call_id,
            Context="outgoing",
            Exten="agent" if wanted.extension else "office",
            Priority=1,
            Timeout=1000 * (AGENT_SECONDS if wanted.extension else OFFICE_SECONDS),
            CallerID=self._shown,
            Async="true",
            Variable=_variables(wanted),
        )


def _variables(wanted: Ringing) -> list[str]:
    told = [
        f"__HOTLINE_CALL={wanted.call_id}",
        f"__HOTLINE_OUT={wanted.number}",
        f"__HOTLINE_OWN={wanted.extension}",
        f"HOTLINE_SEATED={int(wanted.seated)}",
    ]
    if wanted.extension:  # the console knows by it that this is the call it asked for
        told += [f"PJSIP_HEADER(add,X-Hotline-Call)={wanted.call_id}", "PJSIP_HEADER(add,X-Hotline-Out)=1"]
    return told
