"""When a citizen is joined with somebody, and which second of the recording a moment is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hotline.calls.joined import Joined
from hotline.events import CallJoined
from hotline.telephony.joins import Joins

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So long after the answer."""
    return AT + timedelta(seconds=seconds)


def told(joins: Joins, event: str, channel: str, name: str, call: str) -> tuple[str, bool] | None:
    """What one of Asterisk's events means: which call, and whether its citizen is joined."""
    said = joins.changed({"Event": event, "Uniqueid": channel, "Linkedid": call, "Channel": name}, AT)
    assert said is None or isinstance(said, CallJoined)
    return (said.call_id, said.joined) if said else None


def test_what_the_citizen_waits_in_the_queue_is_not_recorded() -> None:
    """Two talks of 10 s and the 40 s between them: the recording goes on where it stopped."""
    joined = Joined()
    for second, now in ((0, True), (0, True), (10, False), (11, False), (50, True), (60, False)):
        joined = joined.after(at(second), joined=now)
    assert [joined.second(at(second)) for second in (-5, 0, 4, 10, 30, 50, 55, 60, 99)] == [
        0, 0, 4, 10, 10, 10, 15, 20, 20,
    ]  # fmt: skip


def test_a_talk_that_goes_on_is_recorded_up_to_now() -> None:
    """And one of which no beginning was told is not."""
    assert Joined().after(AT, joined=True).second(at(7)) == 7
    assert Joined().after(AT, joined=False) == Joined()


def test_only_the_citizens_own_channel_counts() -> None:
    """Neither the agent's, whoever is asked, nor two desks that talk with each other."""
    joins = Joins()
    assert told(joins, "BridgeEnter", "17.1", "PJSIP/anonymous-00000000", "17.1") == ("17.1", True)
    assert told(joins, "BridgeLeave", "17.1", "PJSIP/anonymous-00000000", "17.1") == ("17.1", False)
    for channel, name in (
        ("17.2", "PJSIP/1001-0000002a"),
        ("17.3", "Local/1@consult-00000000;1"),
        ("17.4", "PJSIP/outside-1"),
    ):
        assert told(joins, "BridgeEnter", channel, name, "17.1") is None
    assert told(joins, "BridgeEnter", "18.1", "PJSIP/1001-0000002b", "18.1") is None
    assert told(joins, "BridgeEnter", "", "PJSIP/outside-1", "") is None


def test_in_a_call_of_ours_the_citizen_is_who_came_first() -> None:
    """Our own telephone has the call's name, be it a desk or outside; a department that is asked comes later."""
    for own in ("PJSIP/1001-00000001", "PJSIP/outside-00000001"):
        joins = Joins()
        assert told(joins, "BridgeEnter", "out-1", own, "out-1") is None
        assert told(joins, "BridgeEnter", "17.2", "PJSIP/outside-00000002", "out-1") == ("out-1", True)
        assert told(joins, "BridgeEnter", "17.5", "PJSIP/outside-00000005", "out-1") is None
        assert told(joins, "BridgeLeave", "17.2", "PJSIP/outside-00000002", "out-1") == ("out-1", False)
        joins.forget("out-1")
        assert told(joins, "BridgeEnter", "17.9", "PJSIP/outside-00000009", "out-1") == ("out-1", True)
