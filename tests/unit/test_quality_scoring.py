"""How a call is scored, and who may do what with an inspection."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given as anything
from hypothesis import strategies as some

from hotline.errors import ConflictError, InputError, NotAllowedError
from hotline.quality import model
from hotline.quality.form import Answer, Form, Given, Item, faults_of, scored
from hotline.quality.model import TABLE, Act, Inspection, Mark, Sheet, State
from hotline.settings import ROOT
from hotline.tickets.policies import load_policies
from hotline.wiring.quality_side import working_days

NOW = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
ALL = tuple(Answer)


def item(code: str, points: int, cap: int | None = None) -> Item:
    """A line."""
    return Item(code=code, name=code, group="g", points=points, answers=ALL, cap=cap)


FORM = Form(name="表", version="1", passing=80, items=(item("a", 40), item("b", 60), item("x", 0, 0), item("y", 0, 50)))


def said(a: str = "yes", b: str = "yes", x: str = "yes", y: str = "yes") -> dict[str, Given]:
    """Answers, each with a reason."""
    answers = {"a": a, "b": b, "x": x, "y": y}
    return {code: Given(answer=Answer(one), note="理由") for code, one in answers.items()}


@pytest.mark.parametrize(
    ("given", "total", "passed"),
    [
        (said(), 100, True),
        (said(a="no"), 60, False),
        (said(a="partial"), 80, True),
        (said(a="na"), 100, True),
        (said(a="na", b="partial"), 50, False),
        (said(x="no"), 0, False),
        (said(y="no"), 50, False),
        (said(a="no", b="no", y="no"), 0, False),
        (said(x="na", y="no"), 50, False),
        (said(a="na", b="na"), None, False),
    ],
)
def test_points_halves_and_caps(given: dict[str, Given], total: int | None, passed: bool) -> None:
    """Yes is all, in part is half, not applicable does not count, a fatal no caps the whole."""
    score = scored(FORM, given)
    assert (score.total, score.passed) == (total, passed)


def test_a_half_is_rounded_up_in_whole_numbers() -> None:
    """1 of 8 points is 12.5: 13."""
    form = Form(name="", version="", passing=0, items=(item("a", 1), item("b", 7)))
    assert scored(form, {"a": Given(answer=Answer.YES), "b": Given(answer=Answer.NO)}).total == 13


@anything(some.lists(some.tuples(some.integers(0, 30), some.sampled_from(ALL)), min_size=1, max_size=12))
def test_a_better_answer_never_lowers_a_total(rows: list[tuple[int, Answer]]) -> None:
    """Each no made a yes, the total is the same or higher, and always within 0 and 100."""
    form = Form(
        name="", version="", passing=60, items=tuple(item(str(n), points) for n, (points, _) in enumerate(rows))
    )
    given = {str(n): Given(answer=answer) for n, (_, answer) in enumerate(rows)}
    before = scored(form, given).total
    for n, (_, answer) in enumerate(rows):
        if answer is Answer.NO:
            after = scored(form, given | {str(n): Given(answer=Answer.YES)}).total
            assert before is not None or after is None
            assert before is None or after is None or 0 <= before <= after <= 100


def test_every_fault_of_a_form_is_told_at_once() -> None:
    """Unanswered, unknown, points taken without a reason, an answer that is not offered."""
    form = replace(FORM, items=(*FORM.items, replace(item("z", 0, 0), answers=(Answer.YES, Answer.NO))))
    given = {
        "a": Given(answer=Answer.PARTIAL),
        "x": Given(answer=Answer.NO, note="字" * 301),
        "z": Given(answer=Answer.NOT_APPLICABLE),
        "strange": Given(answer=Answer.YES),
    }
    assert set(faults_of(form, given)) == {"a", "b", "x", "y", "z", "strange"}
    assert faults_of(FORM, said(a="na", b="na", x="na", y="na")) == {"items": "至少要有一项适用"}


DRAWN = Inspection(
    id=1,
    call_id="c1",
    at=NOW,
    draw=1,
    rule="weekly",
    by_chance=True,
    why=("weekly",),
    reason="随机",
    agent="agent1",
    inspector="boss1",
    drawn=NOW,
)
LATER = NOW + timedelta(days=3)


def told() -> Inspection:
    """An inspection that its agent was told of."""
    return model.submitted(DRAWN, Sheet(given=said(a="no")), FORM, by="boss1", now=NOW, until=LATER)


def test_the_gate_lets_through_what_the_table_names_and_nothing_else() -> None:
    """Every state with every act; a refusal tells where it is now, and an old version is refused everywhere."""
    for state, act in product(State, Act):
        one = replace(DRAWN, state=state, version=7)
        if (state, act) in TABLE:
            model.require(one, act, 7)
        with pytest.raises(ConflictError) as fault:
            model.require(one, act, 7 if (state, act) not in TABLE else 6)
        assert fault.value.details == {"state": str(state), "version": 7}


def test_only_the_inspector_writes_and_never_about_the_own_call() -> None:
    """Another supervisor, and the agent who is the inspector by mistake, are refused."""
    sheet = Sheet(given=said())
    for one, by in ((DRAWN, "boss2"), (replace(DRAWN, inspector="agent1"), "agent1")):
        for step in (
            lambda one=one, by=by: model.drafted(one, sheet, by=by),
            lambda one=one, by=by: model.submitted(one, sheet, FORM, by=by, now=NOW, until=LATER),
            lambda one=one, by=by: model.set_aside(one, "听不清", by=by, now=NOW),
        ):
            with pytest.raises(NotAllowedError):
                step()
    for inspector, by in (("agent1", "boss1"), ("boss2", "agent1")):
        with pytest.raises(NotAllowedError):
            model.reassigned(DRAWN, inspector, by=by)
    assert model.reassigned(DRAWN, "boss2", by="boss1").inspector == "boss2"


def test_an_appeal_is_the_agents_own_within_its_time_and_with_a_reason() -> None:
    """At the last moment it is taken, a second later it is not."""
    one = told()
    assert model.appealed(one, "已经复述", by="agent1", now=LATER).state is State.APPEALED
    with pytest.raises(ConflictError, match="申诉期已过"):
        model.appealed(one, "已经复述", by="agent1", now=LATER + timedelta(seconds=1))
    with pytest.raises(NotAllowedError):
        model.appealed(one, "已经复述", by="agent2", now=NOW)
    for reason in ("", "字" * 501):
        with pytest.raises(InputError):
            model.appealed(one, reason, by="agent1", now=NOW)


def test_a_second_person_decides_and_the_first_word_is_kept() -> None:
    """Neither the inspector nor the agent; it stands, or is scored anew, which must change something."""
    one = model.appealed(told(), "已经复述", by="agent1", now=NOW)
    for by in ("boss1", "agent1"):
        with pytest.raises(NotAllowedError):
            model.decided(one, None, "核对过", by=by, now=NOW)
    stands = model.decided(one, None, "核对过", by="boss2", now=NOW)
    assert (stands.state, stands.score and stands.score.total) == (State.STANDS, 60)
    with pytest.raises(InputError, match="没有变化"):
        model.decided(one, Sheet(given=said(a="no")), "核对过", by="boss2", now=NOW)
    changed = model.decided(one, Sheet(given=said(a="partial")), "有复述", by="boss2", now=NOW)
    assert (changed.state, changed.score and changed.score.total) == (State.CHANGED, 80)


def test_a_draft_keeps_what_is_half_done() -> None:
    """No answer is needed, marks stay, and the version grows."""
    after = model.drafted(DRAWN, Sheet(marks=(Mark(at=3.5, note="打断"),), note="先听到这里"), by="boss1")
    assert (after.state, after.version, after.sheet.marks[0].at) == (State.DRAWN, 2, 3.5)


@pytest.mark.parametrize(
    ("day", "days", "last"),
    [
        ((2026, 9, 28), 2, "2026-09-30T09:30"),  # Monday, and the next days work
        ((2026, 9, 30), 1, "2026-10-08T09:30"),  # the holiday of the first of October does not count
        ((2026, 9, 30), 3, "2026-10-10T09:30"),  # and the Saturday after it is worked
        ((2026, 11, 20), 1, "2026-11-23T09:30"),  # a Friday
    ],
)
def test_an_appeal_is_possible_until_the_close_of_business_of_a_working_day(
    day: tuple[int, int, int], days: int, last: str
) -> None:
    """By the city's calendar, with holidays and the weekends worked in exchange; the first day does not count."""
    due = working_days(load_policies(ROOT / "kb").calendar)
    assert f"{due(datetime(*day, 2, 0, tzinfo=UTC), days):%Y-%m-%dT%H:%M}" == last
