"""What the agent does with two calls, as Asterisk's manager interface gets it."""

from __future__ import annotations

import asyncio

from hotline.telephony.consulting import Consulting, Key
from tests.adapters.ami_witness import Witness, linked
from tests.fakes.asterisk_ami import FakeAmi, listing

CALL, DESK, CHANNEL = "call-1", "8001", "PJSIP/8001-0000002a"


async def test_the_digits_of_a_code_do_not_wait_for_one_another() -> None:
    """A code in pieces is none: all go out, in order, before Asterisk has answered the first."""
    server, witness = FakeAmi(), Witness()
    server.answers["Status"] = listing(
        "Status", [{"Channel": CHANNEL, "Variable": f"HOTLINE_CALL={CALL}"}], "StatusComplete"
    )
    server.answers["PlayDTMF"] = b""
    await server.start()
    async with linked(server, witness) as link:
        await witness.until_fresh()
        pressing = asyncio.create_task(Consulting(link).press(CALL, DESK, Key.SWAP))
        await server.until_heard("PlayDTMF", times=3)
        pressing.cancel()
    await server.stop()
    pressed = [one for one in server.heard if one["Action"] == "PlayDTMF"]
    assert [(one["Channel"], one["Digit"], one["Receive"]) for one in pressed] == [
        (CHANNEL, digit, "true") for digit in "*94"
    ]
