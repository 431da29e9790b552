"""How far inspectors agree, and whose word a score is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hotline.accounts.model import Account, Role
from hotline.quality.agreement import agreements, comparison
from hotline.quality.calibrating import Beside
from hotline.quality.calibration import Second
from hotline.quality.form import Answer, Form, Given, Item, scored
from hotline.quality.model import Inspection, Sheet, State
from hotline.reports.figures import FEW
from hotline.web.quality_agreement import agreements_json

NOW = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
ALL = tuple(Answer)
ITEMS = tuple(Item(code=code, name=code.upper(), group="g", points=50, answers=ALL, cap=None) for code in ("a", "b"))
FORM = Form(name="表", version="1", passing=80, items=ITEMS)
PEOPLE = {"wu": "吴志强", "tang": "唐颖", "he": "何静"}


def sheet(a: str, b: str) -> Sheet:
    """What somebody wrote."""
    return Sheet(given={code: Given(answer=Answer(one), note="理由") for code, one in (("a", a), ("b", b))})


def beside(number: int, first: tuple[str, str], other: tuple[str, str], *, by: str = "tang") -> Beside:
    """A call that wu scored first."""
    told = sheet(*first)
    inspection = Inspection(
        id=number,
        call_id=f"c{number}",
        at=NOW,
        draw=1,
        rule="weekly",
        by_chance=True,
        why=("weekly",),
        reason="",
        agent="lin",
        inspector="wu",
        drawn=NOW,
        state=State.SUBMITTED,
        sheet=told,
        form=FORM,
        score=scored(FORM, told.given),
        submitted=NOW,
    )
    second = Second(inspection=number, by=by, at=NOW, sheet=sheet(*other), form=FORM)
    return Beside(first=inspection, others=(second,))


def test_each_item_each_inspector_and_each_pair_adds_up_to_the_whole() -> None:
    """Items and pairs once, inspectors on both sides."""
    calls = [
        beside(1, ("yes", "yes"), ("yes", "no")),
        beside(2, ("yes", "no"), ("yes", "no")),
        beside(3, ("no", "no"), ("yes", "partial"), by="he"),
    ]
    agreed = agreements(found for one in calls if (found := comparison(one.first, one.others[0])))
    assert (agreed.whole.same, agreed.whole.of, agreed.whole.calls) == (3, 6, 3)
    assert [(one.key, one.same, one.of) for one in agreed.items] == [(("a",), 2, 3), (("b",), 1, 3)]
    assert [(one.key, one.same, one.calls) for one in agreed.pairs] == [(("he", "wu"), 0, 1), (("tang", "wu"), 3, 2)]
    assert [(one.key, one.gap) for one in agreed.inspectors] == [(("he",), 75), (("tang",), 25), (("wu",), 125 / 3)]


def test_a_score_changed_on_appeal_is_the_word_of_whoever_changed_it() -> None:
    """It is compared under that name, and with nobody's own second score."""
    one = beside(1, ("yes", "yes"), ("yes", "no"))
    changed = replace(one.first, state=State.CHANGED, decided_by="tang")
    assert comparison(changed, one.others[0]) is None
    other = comparison(changed, replace(one.others[0], by="he"))
    assert other is not None
    assert (other.first, other.other, other.different) == ("tang", "he", ("b",))


def test_few_calls_are_not_ranked_however_many_items_the_form_has() -> None:
    """A case is a call: one call fewer than is needed shows its band; with one more there are places."""
    reader = Account(id=1, username="wu", name="吴志强", role=Role.SUPERVISOR, extension="", department="")
    calls = [beside(number, ("yes", "yes"), ("yes", "no")) for number in range(1, FEW)]
    told = agreements_json(calls, reader, PEOPLE)
    assert {row["rank"] for rows in ("items", "pairs", "inspectors") for row in told[rows]} == {None}
    assert [round(told["whole"][end], 2) for end in ("low", "high")] == [0.33, 0.67]
    told = agreements_json([*calls, beside(FEW, ("yes", "yes"), ("yes", "no"))], reader, PEOPLE)
    assert [(row["code"], row["rank"]) for row in told["items"]] == [("b", 2), ("a", 1)]


def test_of_a_call_that_the_reader_has_not_scored_no_score_is_told() -> None:
    """Only who compared it; those who scored see both totals."""
    call = [beside(1, ("yes", "yes"), ("yes", "no"))]
    reader = Account(id=9, username="he", name="何静", role=Role.SUPERVISOR, extension="", department="")
    (line,) = agreements_json(call, reader, PEOPLE)["comparisons"]
    assert (line["scored"], line["totals"], line["different"]) == (False, None, None)
    (line,) = agreements_json(call, replace(reader, username="tang"), PEOPLE)["comparisons"]
    assert (line["totals"], line["different"]) == ([100, 50], ["b"])
