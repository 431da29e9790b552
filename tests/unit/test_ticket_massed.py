"""Complaints that come to supervision by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hotline.tickets.life.massed import (
    MASSED_DAYS,
    MASSED_NUMBERS,
    REPEATED_DAYS,
    REPEATED_OPEN,
    carrier,
    massed,
    repeated,
    watched,
)
from hotline.tickets.life.step import Audience
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import Ticket, TicketState, TicketType
from tests.fakes.tickets import MONDAY, Life, new_ticket, world

NEW = new_ticket(number="2600000099", state=TicketState.DISPATCHED, department="01")
BEFORE = MONDAY - timedelta(days=1)


def alike(count: int, **given: object) -> list[Ticket]:
    """So many others' tickets about the same."""
    return [
        replace(NEW, number=f"26000001{n:02}", citizen_number=f"138001390{n:02}", created=BEFORE, **given)  # type: ignore[arg-type]
        for n in range(count)
    ]


def test_many_numbers_about_one_matter_are_massed() -> None:
    """The new one counts; the reason names the tickets and nobody's number."""
    why = massed(NEW, alike(MASSED_NUMBERS - 1))
    assert why is not None
    assert NEW.number in why
    assert NEW.citizen_number not in why


def test_fewer_numbers_are_not() -> None:
    """However often one of them calls, and hidden numbers cannot be told apart."""
    few = alike(MASSED_NUMBERS - 2)
    same = [replace(few[0], number=f"26000002{n:02}") for n in range(9)]
    hidden = [replace(few[0], number=f"26000003{n:02}", citizen_number="") for n in range(9)]
    assert massed(NEW, [*few, *same, *hidden]) is None


def test_what_is_long_ago_does_not_count() -> None:
    """Massed is within a week."""
    long_ago = [replace(one, created=MONDAY - timedelta(days=MASSED_DAYS, seconds=1)) for one in alike(9)]
    assert massed(NEW, long_ago) is None


def test_a_massed_matter_stands_on_the_first_that_a_department_has() -> None:
    """Drafts and what is over stand for nothing."""
    waiting = alike(1, department="", state=TicketState.ACCEPTED)[0]
    over = replace(alike(2)[1], state=TicketState.FINISHED)
    assert carrier(NEW, [waiting, over]) == NEW
    assert carrier(replace(NEW, department=""), [waiting, over]) == waiting
    assert carrier(over, []) is None


def test_the_same_again_soon_after_it_was_finished_is_repeated() -> None:
    """Not when it was long ago, answered on the spot, of another category, another citizen's, or praise."""
    finished = replace(
        NEW, number="2600000022", state=TicketState.FINISHED, dispatched=BEFORE, finished=MONDAY - timedelta(days=3)
    )
    assert repeated(NEW, [finished]) is not None
    others: list[dict[str, object]] = [
        {"finished": MONDAY - timedelta(days=REPEATED_DAYS, seconds=1)},
        {"dispatched": None},
        {"category": "0302"},
        {"citizen_number": "13900139000"},
        {"type": TicketType.PRAISE},
        {"number": NEW.number},
    ]
    for other in others:
        assert repeated(NEW, [replace(finished, **other)]) is None  # type: ignore[arg-type]


def test_many_open_ones_of_one_citizen_are_repeated() -> None:
    """The new one counts; a draft does not; a hidden number has no others."""
    mine = [replace(one, citizen_number=NEW.citizen_number) for one in alike(REPEATED_OPEN - 1)]
    assert repeated(NEW, mine) is not None
    assert repeated(NEW, mine[1:]) is None
    assert repeated(NEW, [replace(one, state=TicketState.DRAFT) for one in mine]) is None
    nobody = [replace(one, citizen_number="") for one in mine]
    assert repeated(replace(NEW, citizen_number=""), nobody) is None


def test_supervision_gets_a_line_with_its_source_and_is_told() -> None:
    """The department sees it too, and the ticket's version stays."""
    life = Life().to(TicketState.DISPATCHED)
    step = watched(life.case, world(), Watch.MASSED, "7日内有5个号码反映同一事项")
    (line,) = step.oversight
    assert (line.watch, line.department) == (Watch.MASSED, "01")
    assert "第二十六条" in line.rule
    assert {tell.audience for tell in step.tells} == {Audience.DEPARTMENT, Audience.SUPERVISORS}
    assert step.ticket == life.ticket
