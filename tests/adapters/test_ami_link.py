"""The link to Asterisk over real sockets: the defects found in panoramisk 1.4 are absent here.

Defects 2 to 9; the first, its AGI server, is in test_agi_torture.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from hotline.errors import AsteriskAwayError, InputError, LoginRefusedError, TelephonyError
from hotline.telephony.ami_link import LONGEST_PAUSE, AmiLink
from hotline.telephony.ami_protocol import AmiParser
from tests.adapters.ami_witness import Witness, linked
from tests.adapters.pulse import LATEST, watched
from tests.fakes.asterisk_ami import GREETING, FakeAmi, block, listing


@pytest.fixture
async def ami() -> AsyncIterator[FakeAmi]:
    """A friendly Asterisk."""
    server = FakeAmi()
    await server.start()
    yield server
    await server.stop()


async def test_an_action_answered_by_a_word_and_a_later_event_resolves_at_once(ami: FakeAmi) -> None:
    """Defect 2: no word in an answer ("queued", "will follow") makes an action wait for more than EventList says."""
    ami.answers["AGI"] = block("Response: Success", "ActionID: <id>", "Message: Added AGI command successfully queued")
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        assert (await link.action("AGI", Channel="PJSIP/1", Command="ANSWER"))["Response"] == "Success"


async def test_a_character_cut_between_two_packets_stays_whole(ami: FakeAmi) -> None:
    """Defect 3: whatever the cuts, 张伟热线 stays 张伟热线."""
    witness = Witness()
    raw = block("Event: UserEvent", "N: 张伟热线")
    for cut in range(1, len(raw)):
        parser = AmiParser()
        messages = parser.feed(GREETING + raw[:cut]) + parser.feed(raw[cut:])
        assert messages == [{"Event": "UserEvent", "N": "张伟热线"}]
    async with linked(ami, witness):
        await witness.until_fresh()
        await ami.dribble(raw)
        await witness.until(lambda: "张伟热线" in witness.log)


async def test_a_fault_of_a_listener_costs_one_event_and_no_connection(ami: FakeAmi) -> None:
    """Defect 4: the rest of the chunk is heard, and the link stays."""
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        witness.fault = ValueError("a listener's fault")
        ami.say(b"".join(block("Event: UserEvent", f"N: {number}") for number in range(5)))
        await witness.until(lambda: witness.log[-5:] == list("01234"))
        assert link.state.fresh
        assert (await link.action("CoreStatus"))["Message"] == "Done"


@pytest.mark.parametrize("value", ["1\r\nAction: Originate", "1\n", "\r", "\0", "x" * 2000, "\ud800"])
async def test_a_value_cannot_become_an_action(ami: FakeAmi, value: str) -> None:
    """Defect 5: a line break, a zero byte, a line too long or broken text is refused, and nothing is sent."""
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        for fields in ({"Value": value}, {"Variable": ["A=1", value]}, {value: "1"}):
            with pytest.raises(InputError):
                await link.action("Setvar", **fields)
        assert ami.names() == []


async def test_a_frozen_asterisk_is_noticed_within_five_seconds(ami: FakeAmi) -> None:
    """Defect 6: an unanswered ping means a dead peer; a connection that is only open is no login."""
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        ami.frozen = True
        await witness.until(lambda: not witness.states[-1].up, limit=5)
        with pytest.raises(AsteriskAwayError):
            await link.action("CoreStatus")
        ami.frozen = False
        await witness.until_fresh(2)


async def test_an_action_has_a_time_limit(ami: FakeAmi) -> None:
    """Nobody waits for ever, and the fault says that it may have been done."""
    ami.answers["Originate"] = b""
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        with pytest.raises(AsteriskAwayError) as fault:
            await link.action("Originate", limit=0.05)
        assert fault.value.details["sent"] is True


async def test_an_event_that_carries_an_action_id_is_heard_by_all(ami: FakeAmi) -> None:
    """Defect 7: OriginateResponse reaches the listeners, not only who asked."""
    ami.answers["Originate"] = block("Event: OriginateResponse", "ActionID: <id>", "N: early") + block(
        "Response: Success", "ActionID: <id>", "Message: Originate successfully queued"
    )
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        assert (await link.action("Originate", Channel="PJSIP/1001"))["Response"] == "Success"
        ami.say(block("Event: OriginateResponse", f"ActionID: {ami.heard[-1]['ActionID']}", "N: late"))
        await witness.until(lambda: witness.log[-2:] == ["early", "late"])


async def test_an_action_is_never_sent_twice(ami: FakeAmi) -> None:
    """Defect 8: who waits at a loss hears of it at once; after the reconnect nothing rings a phone again."""
    ami.answers["Originate"] = b""
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        asked = asyncio.create_task(link.action("Originate", Channel="PJSIP/1001"))
        await ami.until_heard("Originate")
        ami.drop()
        with pytest.raises(AsteriskAwayError) as fault:
            await asked
        assert fault.value.details["sent"] is True
        await witness.until_fresh(2)
        await link.action("CoreStatus")
        assert ami.names() == ["Originate", "CoreStatus"]


async def test_while_asterisk_is_away_an_action_fails_at_once_and_is_not_kept(ami: FakeAmi) -> None:
    """Defect 8: down is said, not waited for; the link is usable within half a second of Asterisk's return."""
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        await ami.stop()
        await witness.until(lambda: not witness.states[-1].up)
        with pytest.raises(AsteriskAwayError) as fault:
            await link.action("Originate")
        assert fault.value.details["sent"] is False
        await ami.start()
        await witness.until(lambda: witness.states[-1].fresh, limit=0.7)
        assert ami.names() == []


async def test_without_fully_booted_the_link_comes_up_all_the_same(ami: FakeAmi) -> None:
    """Defect 8: an event filter that hides FullyBooted costs a second, not for ever."""
    ami.boots = False
    witness = Witness()
    async with linked(ami, witness):
        await witness.until_fresh()


async def test_a_wrong_password_is_said(ami: FakeAmi) -> None:
    """Defect 9: the state shows why, an action says it too, and the right password later is taken."""
    witness = Witness()
    async with linked(ami, witness, secret="wrong") as link:
        await witness.until(lambda: any("refused" in state.why for state in witness.states))
        with pytest.raises(LoginRefusedError):
            await link.action("CoreStatus")
        ami.secret = "wrong"
        await witness.until_fresh()


async def test_the_link_comes_back_at_once_and_then_with_patience(ami: FakeAmi) -> None:
    """Defect 9: the pause between two attempts grows up to its longest, and is short again after a success."""
    ami.greeting = b"SSH-2.0-OpenSSH\r\n"
    witness = Witness()
    async with linked(ami, witness):
        await ami.until_accepted(7)
        pauses = [later - earlier for earlier, later in pairwise(ami.accepted)]
        assert min(pauses[3:]) >= LONGEST_PAUSE * 0.9
        ami.greeting = GREETING
        await witness.until_fresh()
        before = len(ami.accepted)
        ami.drop()
        await witness.until_fresh(2)
        assert len(ami.accepted) == before + 1


async def test_a_list_is_answered_whole(ami: FakeAmi) -> None:
    """The events of a list go to who asked, in order, and to nobody else."""
    ami.answers["QueueStatus"] = listing("QueueMember", [{"N": "1"}, {"N": "2"}], "QueueStatusComplete")
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        found = await link.action_list("QueueStatus", Queue="hotline")
        assert [event["N"] for event in found] == ["1", "2"]
        assert witness.events == []


async def test_what_asterisk_refuses_is_an_error_in_its_own_words(ami: FakeAmi) -> None:
    """Asterisk's no is no answer."""
    ami.answers["QueueAdd"] = block(
        "Response: Error", "ActionID: <id>", "Message: Unable to add interface: Already there"
    )
    witness = Witness()
    async with linked(ami, witness) as link:
        await witness.until_fresh()
        with pytest.raises(TelephonyError, match="Already there"):
            await link.action("QueueAdd", Queue="hotline")


async def test_events_during_a_resync_wait_for_it_in_order(ami: FakeAmi) -> None:
    """Nothing overtakes the truth, and nothing is lost while it is asked."""
    witness = Witness()
    witness.gate.clear()
    async with linked(ami, witness) as link:
        await witness.until(lambda: witness.log == ["sync"])
        for number in range(50):
            ami.say_event("UserEvent", N=str(number))
        await link.action("CoreStatus")  # its answer comes after the events
        assert witness.log == ["sync"]
        assert not link.state.fresh
        witness.gate.set()
        await witness.until(lambda: len(witness.log) == 51)
        assert witness.log[1:] == [str(number) for number in range(50)]


async def test_too_many_events_make_the_link_stale_and_ask_for_the_truth(ami: FakeAmi) -> None:
    """The queue is bounded: what it cannot hold is dropped, said, and asked anew."""
    witness = Witness()
    async with linked(ami, witness, queue_size=10) as link:
        await witness.until_fresh()
        witness.gate.clear()
        for number in range(100):
            ami.say_event("UserEvent", N=str(number))
        await link.action("CoreStatus")
        assert link.state.up
        assert not link.state.fresh
        assert "lost" in link.state.why
        witness.gate.set()
        await witness.until_fresh(2)
        await witness.until(lambda: witness.log[-1] == "99")
        after = witness.log[len(witness.log) - 1 - witness.log[::-1].index("sync") :]
        assert after[1:] == [str(number) for number in range(100 - len(after) + 1, 100)]


async def test_a_resync_that_fails_connects_anew(ami: FakeAmi) -> None:
    """A picture that could not be drawn is never called fresh."""

    async def ask(link: AmiLink) -> None:
        await link.action("QueueStatus")

    ami.answers["QueueStatus"] = block("Response: Error", "ActionID: <id>", "Message: Invalid/unknown command")
    witness = Witness()
    witness.on_sync = ask
    async with linked(ami, witness):
        await ami.until_heard("QueueStatus", times=2)
        assert not any(state.fresh for state in witness.states)
        del ami.answers["QueueStatus"]
        await witness.until_fresh()


async def test_bytes_that_are_no_ami_do_not_end_the_link(ami: FakeAmi) -> None:
    """A message without end costs one connection, and the loop beats on meanwhile."""
    witness = Witness()
    async with linked(ami, witness), watched() as beat:
        await witness.until_fresh()
        ami.say(b"x" * 1_000_000)
        await witness.until_fresh(2)
    assert beat.longest < LATEST


async def test_random_bytes_between_messages_cost_only_themselves(ami: FakeAmi) -> None:
    """Noise that ends is dropped, and the next event is heard on the same connection."""
    dice = random.Random(12345)  # noqa: S311 noise, no secret
    witness = Witness()
    async with linked(ami, witness), watched() as beat:
        await witness.until_fresh()
        for number in range(50):
            ami.say(dice.randbytes(dice.randrange(1, 4000)), b"\r\n\r\n", block("Event: UserEvent", f"N: {number}"))
        await witness.until(lambda: [line for line in witness.log if line.isdigit()] == [str(n) for n in range(50)])
        assert len(ami.accepted) == 1
    assert beat.longest < LATEST


async def test_a_peer_that_speaks_noise_or_nothing_is_left_and_tried_again(ami: FakeAmi) -> None:
    """Noise in place of a greeting, or a closed connection, is never a login; the loop beats on, the link comes up."""
    dice = random.Random(114)  # noqa: S311 noise, no secret
    witness = Witness()
    ami.frozen = True
    async with linked(ami, witness) as link, watched() as beat:
        for times in range(1, 8):
            await ami.until_accepted(times)
            ami.say(dice.randbytes(dice.randrange(0, 4000)))
            ami.hang_up()
        assert not link.state.up
        ami.frozen = False
        await witness.until_fresh()
    assert beat.longest < LATEST
