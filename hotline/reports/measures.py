"""How each figure is counted: the numerator's and the denominator's rows, once for the sums and for the lists behind.

Rule: what definitions.py says of a figure is what stands here; nothing else in the product counts figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_

from hotline.reports.bases import ANSWERED_WITHIN
from hotline.reports.sources import (
    ANSWERS,
    ARRIVED,
    CALLED,
    CALLED_BACK,
    CALLS,
    CREATED,
    DONE,
    DUE,
    GIVEN,
    GIVEN_BACK,
    INSPECTED,
    ITEMS,
    LATE_TO_SIGN,
    PARTS,
    RED_CARDS,
    RINGS,
    RUNG,
    SCORED,
    SPELLS,
    SPOT,
    TICKETS,
    WRAPPED_UP,
    Condition,
    Source,
)
from hotline.reports.words import on_an_earlier_day, seconds_between


class Reckoning(StrEnum):
    """What is made of the rows."""

    ROWS = "rows"
    SUM = "sum"
    MOST = "most"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """Rows of a source under a condition, None for all: how many, or what comes of this expression of them."""

    source: Source
    where: Condition | None = None
    what: ColumnElement[Any] | None = None
    reckoning: Reckoning = Reckoning.ROWS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """A figure as it is counted. of: None for a figure without a denominator."""

    top: Tally
    of: Tally | None = None


def _rows(source: Source, where: Condition | None = None) -> Tally:
    return Tally(source=source, where=where)


def _share(of: Tally, top: Any) -> Measure:
    """top: within of, whatever it says."""
    return Measure(top=_rows(of.source, top if of.where is None else and_(of.where, top)), of=of)


def _mean(what: ColumnElement[Any], of: Tally) -> Measure:
    return Measure(top=Tally(source=of.source, where=of.where, what=what, reckoning=Reckoning.SUM), of=of)


_ASKED = CALLS.c.queued.is_not(None) | CALLS.c.answered.is_not(None)
_ANSWERED, _ABANDONED = CALLS.c.outcome == "answered", CALLS.c.outcome == "abandoned"
# what most rows are is asked first: the rest of a condition is then not looked at
_FINISHED = TICKETS.c.state == "finished"
_OUT = ~_FINISHED & TICKETS.c.state.in_(("transferred", "declined", "withdrawn", "merged"))
_IN_HAND = ~_FINISHED & TICKETS.c.state.not_in(("transferred", "declined", "withdrawn", "merged"))
_SATISFIED = (CALLED.c.satisfied == "yes") | (CALLED.c.satisfied == "by_and_large")
_RATED = _SATISFIED | (CALLED.c.satisfied == "no")


def _answers(flag: ColumnElement[bool], when: str) -> dict[str, Measure]:
    """What citizens have answered the first or the final time; both kept apart."""
    reached = _rows(CALLED_BACK, flag)
    rated = _share(reached, _RATED)
    return {
        f"solved_{when}": _share(reached, CALLED.c.solved == "yes"),
        f"partly_{when}": _share(reached, CALLED.c.solved == "partly"),
        f"rated_{when}": rated,
        f"satisfied_{when}": Measure(top=_rows(CALLED_BACK, and_(flag, _SATISFIED)), of=rated.top),
    }


# each of these is counted once, however many figures it stands in
_ALL_CALLS, _WANTED = _rows(ARRIVED), _rows(ARRIVED, _ASKED)
_TAKEN, _GIVEN_UP = _rows(ARRIVED, _ANSWERED), _rows(ARRIVED, _ABANDONED)
_SEEN_QUEUED = _rows(ARRIVED, CALLS.c.queued.is_not(None))
_ALL_TICKETS, _SPOT, _ALL_GIVEN, _ALL_DUE = _rows(CREATED), _rows(SPOT), _rows(GIVEN), _rows(DUE)
_INSPECTED, _BY_CHANCE = _rows(INSPECTED), _rows(INSPECTED, SCORED.c.by_chance)
_ALL_ITEMS = _rows(ITEMS)
_TALKED = _mean(CALLS.c.talked, _TAKEN)

MEASURES: Mapping[str, Measure] = {
    "arrived": Measure(top=_ALL_CALLS),
    "in_menu": _share(_ALL_CALLS, CALLS.c.outcome.in_(("menu", "transferred")) & ~_ASKED),
    "asked": Measure(top=_WANTED, of=_ALL_CALLS),
    "answered": Measure(top=_TAKEN, of=_WANTED),
    "answered_in_15_s": _share(_WANTED, _ANSWERED & (CALLS.c.waited <= ANSWERED_WITHIN)),
    "abandoned": Measure(top=_GIVEN_UP, of=_WANTED),
    "left_queue": _share(_WANTED, CALLS.c.outcome.not_in(("answered", "abandoned"))),
    "lost": _share(_ALL_CALLS, CALLS.c.outcome == "lost"),
    "wait": _mean(CALLS.c.waited, _TAKEN),
    "abandoned_wait": _mean(CALLS.c.waited, _GIVEN_UP),
    "longest_wait": Measure(
        top=Tally(
            source=ARRIVED,
            where=CALLS.c.outcome.in_(("answered", "abandoned")),
            what=CALLS.c.waited,
            reckoning=Reckoning.MOST,
        )
    ),
    "talk": _TALKED,
    "menu_lost": _mean(seconds_between(CALLS.c.arrived, CALLS.c.queued), _SEEN_QUEUED),
    "accepted": Measure(top=_ALL_TICKETS),
    "finished": _share(_ALL_TICKETS, _FINISHED),
    "in_hand": _share(_ALL_TICKETS, _IN_HAND),
    "otherwise": _share(_ALL_TICKETS, _OUT),
    "on_the_spot": Measure(top=_SPOT, of=_ALL_TICKETS),
    "given": Measure(top=_ALL_GIVEN),
    "red_cards": Measure(top=_rows(RED_CARDS)),
    "signed_on_time": Measure(
        top=_rows(GIVEN, PARTS.c.signed.is_not(None) & ~LATE_TO_SIGN),
        of=_rows(GIVEN, PARTS.c.signed.is_not(None) | LATE_TO_SIGN),
    ),
    "returned": _share(_ALL_GIVEN, GIVEN_BACK),
    "finished_on_time": _share(_ALL_DUE, TICKETS.c.answered <= TICKETS.c.due),
    "finished_early": _share(_ALL_DUE, on_an_earlier_day(TICKETS.c.answered, TICKETS.c.due)),
    "rehandled": _share(_rows(DONE), TICKETS.c.round > 1),
    "contacted": _share(_rows(CALLED_BACK, CALLED.c.concluded), CALLED.c.contacted),
    **_answers(CALLED.c.first_answer, "first"),
    **_answers(CALLED.c.final_answer, "final"),
    "calls_taken": Measure(top=_TAKEN),
    "written": Measure(top=_ALL_TICKETS),
    "spot_by_agent": Measure(top=_SPOT, of=_ALL_TICKETS),
    "talk_by_agent": _TALKED,
    "missed": _share(_rows(RUNG), RINGS.c.outcome.in_(("missed", "refused"))),
    "inspected": Measure(top=_INSPECTED),
    "score": _mean(SCORED.c.total, _INSPECTED),
    "score_by_chance": _mean(SCORED.c.total, _BY_CHANCE),
    "passed": _share(_INSPECTED, SCORED.c.passed),
    "passed_by_chance": _share(_BY_CHANCE, SCORED.c.passed),
    "appealed": _share(_INSPECTED, SCORED.c.appealed.is_not(None)),
    "appeal_changed": _share(_rows(INSPECTED, SCORED.c.decided.is_not(None)), SCORED.c.state == "changed"),
    "item_done": _share(_ALL_ITEMS, ANSWERS.c.answer == "yes"),
    "item_partly": _share(_ALL_ITEMS, ANSWERS.c.answer == "partial"),
    "wrap_up": _mean(seconds_between(SPELLS.c.began, SPELLS.c.ended), _rows(WRAPPED_UP)),
}
"""By code of its definition. Those of the knowledge are counted in knowledge.py: they have no period."""
