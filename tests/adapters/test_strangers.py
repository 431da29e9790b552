"""Strangers at a real Asterisk: what they may dial, and what becomes of what they call themselves."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from hotline.events import CallArrived, CallEnded, CallQueued
from tests.adapters.listener import listening
from tests.adapters.real_asterisk import DESK, RealAsterisk
from tests.fakes.citizen import Citizen
from tests.fakes.desk_phone import DeskPhone

INJECTED = "\r\nAction: Originate\r\nChannel: PJSIP/2001\r\n\r\n"
LONG = "13800138000" * 4


@pytest.mark.parametrize("dialled", ["12345", "114"])
async def test_the_two_numbers_are_answered(asterisk: RealAsterisk, dialled: str) -> None:
    """Anybody may ring the hotline."""
    async with listening(asterisk) as (ears, _, _), Citizen(asterisk.settings.sip_port) as citizen:
        await citizen.call(dialled)
        await ears.until(lambda: bool(ears.of(CallQueued)))
        assert [event.dialled for event in ears.told if isinstance(event, CallArrived)] == [dialled]


OUR_WORDS = ["s", "key", "queue", "next", "agent-left", "ended", "T", "h", "hotline", "queue-keys"]
OTHER_NUMBERS = ["1001", "1008", DESK, "5", "0", "1", "1234", "12346", "123456", "1145", "8613800138000", "+12345"]
TRICKS = ["12345%40hotline-line", "5,1", "PJSIP%2F1001", "%00"]


@pytest.mark.parametrize("dialled", [*OUR_WORDS, *OTHER_NUMBERS, *TRICKS])
async def test_nothing_else_is_there_to_be_dialled(asterisk: RealAsterisk, dialled: str) -> None:
    """No agent's extension, no word of the dialplan, no other number: not found."""
    async with DeskPhone(asterisk.desk_port) as phone, Citizen(asterisk.settings.sip_port) as citizen:
        with pytest.raises(ConnectionError, match=r"40[04]|484"):
            await citizen.call(dialled)
        assert not phone.ringing.is_set()


@pytest.mark.parametrize("name", ["1001", "1008", "web-phone"])
@pytest.mark.parametrize("dialled", ["1002", "12345"])
async def test_who_says_to_be_an_agent_must_prove_it(asterisk: RealAsterisk, name: str, dialled: str) -> None:
    """A telephone that bears a name of ours is asked for its password."""
    async with Citizen(asterisk.settings.sip_port, number=name) as citizen:
        with pytest.raises(ConnectionError, match="401"):
            await citizen.call(dialled)


@pytest.mark.parametrize(
    ("number", "name", "known"),
    [
        ("13800138000", "张三", "13800138000"),
        ("+8613800138000", "", "+8613800138000"),
        ("13800138000", "x\r\n Action: Originate\r\n Channel: PJSIP/2001", None),  # a folded line
        ("13800138000", INJECTED, None),
        ("13800138000", "x\\\r\\\nAction: Originate", None),
        ("13800138000", quote(INJECTED), "13800138000"),
        (f"138{quote(INJECTED, safe='')}", "", "1382001"),
        ("138%00%0A%0D", "", "138"),
        ("anonymous", "Anonymous", ""),
        ("$%7BSHELL(id)%7D", "${SHELL(id)}", ""),
        (LONG, "", LONG[:24]),
        (f"((({LONG}", "", LONG[:24]),
        (quote("1)):0:2,UserEvent(HotlineEnded,Call: 1)", safe=""), "", ""),
        ("%E5%BC%A0138", "", "138"),
    ],
)
async def test_what_a_caller_is_called_is_harmless(
    asterisk: RealAsterisk, number: str, name: str, known: str | None
) -> None:
    """A number is at most 24 digits, a name is nothing, and no line of theirs becomes one of ours.

    known: the number as we know it; None where the message is so broken that there is no call.
    """
    async with listening(asterisk) as (ears, _, _), DeskPhone(asterisk.desk_port) as phone:
        async with Citizen(asterisk.settings.sip_port, number=number, name=name) as citizen:
            if known is None:
                with pytest.raises((ConnectionError, TimeoutError)):
                    await citizen.call("12345", patience=1)
                citizen.ended.set()
            else:
                await citizen.call("12345")
                await ears.until(lambda: bool(ears.of(CallQueued)))
                citizen.hang_up()
                await ears.until(lambda: bool(ears.of(CallEnded)))
        arrived = [event.number for event in ears.told if isinstance(event, CallArrived)]
        assert arrived == ([] if known is None else [known])
        assert [query["number"] for _, query in ears.asked] == arrived
        for message in ears.raw:
            assert "Action" not in message
            assert re.fullmatch(r"[0-9+]{0,24}|<unknown>", message.get("CallerIDNum", ""))
            assert message.get("CallerIDName", "<unknown>") in ("<unknown>", "")
        assert not phone.ringing.is_set()


async def test_afterwards_the_log_has_no_error(asterisk: RealAsterisk) -> None:
    """Nothing a stranger did is more than a notice or a warning."""
    assert [line for line in asterisk.log() if re.search(r"\bERROR\b", line)] == []
