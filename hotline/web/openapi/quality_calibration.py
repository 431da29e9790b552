"""Calibration: second scores of a call, and how far inspectors agree over a period."""

from __future__ import annotations

from typing import TypedDict

from hotline.quality.form import Answer
from hotline.web.openapi.quality import QualityForm
from hotline.web.openapi.schemas import Moment


class CalibrationScore(TypedDict):
    """One inspector's score of the call; the first is the one that was told."""

    by_name: str
    at: Moment | None
    total: int | None


class CalibratedItem(TypedDict):
    """One item, with everybody's answer in the order of the scores, null for none."""

    code: str
    name: str
    same: bool
    answers: list[Answer | None]
    notes: list[str]


class Calibration(TypedDict):
    """A call and its second scores; they are told only to whoever has scored it (`scored`)."""

    form: QualityForm
    scored: bool
    scores: list[CalibrationScore]
    items: list[CalibratedItem]


class AgreeingPerson(TypedDict):
    """Somebody who gave a score."""

    username: str
    name: str


class AgreementShare(TypedDict):
    """How often a second score said what the first had said: `same` of `of` answers on so many `calls`.

    `low`, `high`: the 95% band, as if each call were one answer; `few`: too few calls to compare, and no `rank`;
    `gap`: mean points between the totals, null of an item.
    """

    same: int
    of: int
    calls: int
    value: float | None
    low: float | None
    high: float | None
    few: bool
    rank: int | None
    gap: float | None


class ItemAgreement(AgreementShare):
    """Of an item of the form."""

    code: str
    name: str


class InspectorAgreement(AgreementShare):
    """Of an inspector (one of `people`) with all others, or of a pair, whoever of them was first."""

    people: list[AgreeingPerson]


class ComparedScores(TypedDict):
    """A second score beside the first. `people`: who gave them, the first first.

    `totals`, `different` (codes of the items on which they differ): null for who has not scored the call.
    """

    inspection: int
    at: Moment
    call_at: Moment
    agent_name: str
    people: list[AgreeingPerson]
    scored: bool
    totals: list[int | None] | None
    different: list[str] | None


class Calibrations(TypedDict):
    """Agreement of a period. `few`: calls below which a share has no place; `cut`: there are older scores than told.

    The items of least agreement first, people and pairs of most first, those of few cases last; the newest comparison
    first. Whoever looks finds nothing of own calls.
    """

    cut: bool
    few: int
    whole: AgreementShare
    items: list[ItemAgreement]
    inspectors: list[InspectorAgreement]
    pairs: list[InspectorAgreement]
    comparisons: list[ComparedScores]
