"""An agent's day: states from when to when, rings and what became of them, and the figures of both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce

from hotline.agents.day import day_of
from hotline.agents.rings import Ring, RingOutcome, Rings, rings_after
from hotline.agents.spells import Spell, spells_after
from hotline.events import (
    AgentDidNotAnswer,
    AgentRung,
    AgentStateChanged,
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallQueued,
    CallReleased,
    Resynced,
)

START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def at(second: float) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=second)


def state(second: float, state: str, reason: str = "", extension: str = "1001") -> AgentStateChanged:
    """A seat is told."""
    return AgentStateChanged(at=at(second), extension=extension, state=state, reason=reason)


def heard(*events: AgentStateChanged | Resynced) -> list[Spell]:
    """All spells after these events."""
    kept: dict[tuple[str, datetime], Spell] = {}
    for event in events:
        last: dict[str, Spell] = {
            spell.extension: spell for _, spell in sorted(kept.items(), key=lambda one: one[0][1])
        }
        kept.update({(spell.extension, spell.began): spell for spell in spells_after(last, event)})
    return [kept[key] for key in sorted(kept, key=lambda key: key[1])]


def rung(second: float, extension: str = "1001", call: str = "c1") -> AgentRung:
    """A phone rings."""
    return AgentRung(at=at(second), call_id=call, extension=extension)


def answered(second: float, extension: str = "1001", call: str = "c1") -> CallAnswered:
    """It is taken."""
    return CallAnswered(at=at(second), call_id=call, extension=extension, waited=3)


def released(second: float, talked: int, extension: str = "1001", call: str = "c1") -> CallReleased:
    """The talk is over."""
    return CallReleased(at=at(second), call_id=call, extension=extension, talked=talked)


def told(*events: CallEvent | Resynced) -> Rings:
    """All rings after these events."""
    return reduce(rings_after, events, ())


def outcomes(rings: Rings) -> list[tuple[str, str]]:
    """By whom, and what came of it, in the order of time."""
    return [(ring.extension, str(ring.outcome)) for ring in sorted(rings, key=lambda ring: ring.rung)]


# states


def test_each_state_lasts_until_the_next() -> None:
    """From ready to talking to wrap-up to nobody there: three spells, the last of them over."""
    spells = heard(state(0, "ready"), state(10, "talking"), state(70, "wrap_up", "wrap-up"), state(90, "offline"))
    assert [(spell.state, spell.began, spell.ended, spell.unsure) for spell in spells] == [
        ("ready", at(0), at(10), False),
        ("talking", at(10), at(70), False),
        ("wrap_up", at(70), at(90), False),
    ]


def test_what_is_told_twice_or_late_changes_nothing() -> None:
    """The same state again, an older one, and one from before the agent left."""
    once = heard(state(0, "ready"), state(10, "talking"), state(20, "offline"))
    again = heard(
        *(state(0, "ready"), state(0, "ready"), state(10, "talking"), state(5, "paused", "break:小休")),
        *(state(20, "offline"), state(10, "talking"), state(20, "offline")),
    )
    assert once == again


def test_a_state_that_lasted_no_time_is_none() -> None:
    """Signed in and at once paused for a reason: one spell."""
    (spell,) = heard(state(0, "paused", "signed-in"), state(0, "paused", "break:小休"))
    assert (spell.reason, spell.began, spell.ended) == ("break:小休", at(0), None)


def test_a_gap_that_changed_nothing_is_no_end() -> None:
    """The controller was started anew while the agent talked on."""
    truth = Resynced(at=at(50), agents=(state(50, "talking"),), calls=())
    (spell,) = heard(state(0, "talking"), truth)
    assert (spell.began, spell.ended) == (at(0), None)


def test_an_end_that_nobody_saw_is_the_next_thing_seen_and_marked() -> None:
    """Ready before the crash, paused after it; and one who is not there any more."""
    truth = Resynced(at=at(50), agents=(state(50, "paused", "break:用餐"),), calls=())
    ready, gone, paused = heard(state(0, "ready"), state(1, "ready", extension="1002"), truth)
    assert (ready.ended, ready.unsure) == (at(50), True)
    assert (gone.extension, gone.ended, gone.unsure) == ("1002", at(50), True)
    assert (paused.state, paused.began, paused.ended, paused.unsure) == ("paused", at(50), None, False)


# rings


def test_a_ring_that_is_answered_knows_how_long_was_talked() -> None:
    """And an event heard again changes nothing."""
    events = (rung(0), answered(4), released(64, 60), CallEnded(at=at(65), call_id="c1", cause=16))
    twice = tuple(event for event in events for _ in range(2))
    (ring,) = told(*twice)
    assert (ring.outcome, ring.answered, ring.over, ring.talked) == (RingOutcome.ANSWERED, at(4), at(64), 60)


def test_one_misses_another_refuses_the_third_takes_it() -> None:
    """Each ring has its own end."""
    no = AgentDidNotAnswer(at=at(30), call_id="c1", extension="1002", refused=True)
    missed = AgentDidNotAnswer(at=at(20), call_id="c1", extension="1001")
    rings = told(rung(0), missed, rung(21, "1002"), no, rung(31, "1003"), answered(33, "1003"))
    assert outcomes(rings) == [("1001", "missed"), ("1002", "refused"), ("1003", "answered")]


def test_a_no_is_told_before_or_after_that_nobody_answered() -> None:
    """Both words are about the same ring; a no that comes late is about none."""
    nobody, no = (
        AgentDidNotAnswer(at=at(5), call_id="c1", extension="1001", refused=refused) for refused in (False, True)
    )
    late = AgentDidNotAnswer(at=at(60), call_id="c1", extension="1001", refused=True)
    assert outcomes(told(rung(0), nobody, no, no)) == outcomes(told(rung(0), no, nobody)) == [("1001", "refused")]
    assert outcomes(told(rung(0), nobody, late)) == [("1001", "missed")]


def test_a_citizen_who_gives_up_is_nobodys_missed_call() -> None:
    """The line was hung up while it rang."""
    assert outcomes(told(rung(0), CallEnded(at=at(5), call_id="c1", cause=16))) == [("1001", "gone")]


def test_the_same_call_may_ring_at_the_same_desk_again() -> None:
    """A page that was lost in mid-call, before the end of the talk was told, and after it."""
    early = told(rung(0), answered(4), rung(60), released(61, 56), answered(62))
    assert [(ring.rung, ring.answered) for ring in early] == [(at(0), at(4)), (at(60), at(62))]
    late = told(rung(0), answered(4), released(50, 46), rung(60), answered(62), released(90, 28))
    assert [ring.talked for ring in late] == [46, 28]


def test_an_answer_whose_ring_was_not_heard_counts() -> None:
    """The link was away while it rang."""
    (ring,) = told(answered(10), released(40, 30))
    assert (ring.outcome, ring.rung, ring.talked) == (RingOutcome.ANSWERED, at(10), 30)


def test_the_picture_after_a_gap_adds_nothing_to_what_goes_on() -> None:
    """It knows times to a second only, and tells the caller's place in the line as well."""
    facts = (
        CallArrived(at=at(-8), call_id="c1", number="1", dialled="12345", channel="x"),
        CallQueued(at=at(0.9), call_id="c1", queue="hotline", position=1),
        rung(0.9),
    )
    ringing = told(rung(0.4), Resynced(at=at(9), agents=(), calls=facts))
    assert outcomes(ringing) == [("1001", "ringing")]
    talking = told(rung(0.4), answered(4), Resynced(at=at(9), agents=(), calls=(facts[0], rung(0.9), answered(0.9))))
    assert [(ring.rung, ring.answered, ring.over) for ring in talking] == [(at(0.4), at(4), None)]


def test_what_the_picture_does_not_show_is_over_and_nobody_knows_how() -> None:
    """A ring is lost; a talk ended at some time, of which no second is counted."""
    ring, talk = told(
        rung(0), rung(1, "1002", "c2"), answered(3, "1002", "c2"), Resynced(at=at(99), agents=(), calls=())
    )
    assert (ring.outcome, ring.over) == (RingOutcome.LOST, at(99))
    assert (talk.outcome, talk.over, talk.talked) == (RingOutcome.ANSWERED, at(99), 0)


# figures


def test_a_day_counts_what_lies_within_it() -> None:
    """A break over midnight is cut; what lasts is counted until now; an end nobody saw is counted apart."""
    seat = {"extension": "1001"}
    spells = [
        Spell(**seat, state="paused", reason="break:用餐", began=at(-100), ended=at(60)),
        Spell(**seat, state="wrap_up", reason="wrap-up", began=at(60), ended=at(90)),
        Spell(**seat, state="ready", reason="", began=at(90), ended=at(1000), unsure=True),
        Spell(**seat, state="paused", reason="break:小休", began=at(1000)),
    ]
    rings = [
        Ring(call_id="c1", **seat, rung=at(10), outcome=RingOutcome.ANSWERED, talked=70),
        Ring(call_id="c2", **seat, rung=at(20), outcome=RingOutcome.MISSED),
        Ring(call_id="c3", **seat, rung=at(-20), outcome=RingOutcome.MISSED),
        Ring(call_id="c4", **seat, rung=at(30), outcome=RingOutcome.REFUSED),
    ]
    day = day_of(spells, rings, begin=at(0), end=at(86400), now=at(1300))
    assert (day.taken, day.missed, day.refused, day.talk) == (1, 1, 1, 70)
    assert day.states == {"paused": 360, "wrap_up": 30}
    assert (day.breaks, day.at_break, day.unsure) == ({"用餐": 60, "小休": 300}, 360, 910)
