"""The texts to departments' duty telephones: which, when, in which words, and how a city writes it down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hotline.errors import CityPackError
from hotline.settings import ROOT
from hotline.tickets.duty import SILENT, DutyRules
from hotline.tickets.duty_file import FILE, load_duty
from hotline.tickets.life.duty import Occasion, Pressing
from hotline.tickets.model import Urgency

NIGHT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)  # half past two in the city
ALL = "for: {arrived: [紧急, 特急], urged: true, carded: true, late_soon: 4}\nhours: '08:00-21:00'\n"


def pressing(occasion: Occasion = Occasion.URGED, urgency: Urgency = Urgency.NORMAL) -> Pressing:
    """Something to tell."""
    return Pressing(occasion=occasion, urgency=urgency, text="工单")


def written(folder: Path, text: str) -> DutyRules:
    """The rules of a file with this text."""
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_duty(folder)


def test_a_city_that_says_nothing_sends_nothing(tmp_path: Path) -> None:
    """Without the file no occasion is told, whatever its urgency."""
    assert load_duty(tmp_path) is SILENT
    assert not any(SILENT.wants(pressing(occasion, urgency)) for occasion in Occasion for urgency in Urgency)


def test_a_new_ticket_is_told_by_its_urgency_and_the_rest_by_its_occasion(tmp_path: Path) -> None:
    """Normal ones only stand on the screen; urgings, cards and what is late soon are told of each."""
    rules = written(tmp_path, ALL)
    assert [rules.wants(pressing(Occasion.ARRIVED, urgency)) for urgency in Urgency] == [
        urgency is not Urgency.NORMAL for urgency in Urgency
    ]
    assert all(rules.wants(pressing(occasion)) for occasion in Occasion if occasion is not Occasion.ARRIVED)


def test_nobody_is_woken_but_for_what_may_not_wait(tmp_path: Path) -> None:
    """At night a text waits until the hours begin, by the city's clock; an emergency goes at once."""
    rules = written(tmp_path, ALL + "at_once: [特急]\n")
    assert rules.not_before(pressing(), NIGHT) == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    assert rules.not_before(pressing(urgency=Urgency.CRITICAL), NIGHT) == NIGHT
    midday = NIGHT - timedelta(hours=14)
    assert rules.not_before(pressing(), midday) == midday


def test_the_demo_city_s_own_rules_hold() -> None:
    """They are read without a fault, and name nobody's telephone."""
    rules = load_duty(ROOT / "kb")
    assert rules.urged
    assert rules.carded
    assert rules.late_soon == timedelta(hours=4)
    assert rules.phones == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "应为“名称: 内容”的形式"),
        ("for: {arrived: [急]}\nhours: '08:00-21:00'\n", "应为一般、紧急、特急之一"),
        ("for: {}\nhours: '21:00-08:00'\n", "先早后晚"),
        ("for: {}\nhours: '08:00-21:00'\nphones: {'02': ['0757-12345']}\n", "不是手机号码"),
        ("for: {late_soon: 400}\nhours: '08:00-21:00'\n", "太大"),
        ("for: {urged: 1}\nhours: '08:00-21:00'\n", "true或false"),
        ("for: {}\nhours: '08:00-21:00'\nphone: {}\n", "没有这一项"),
        ("for: [\n", "duty.yaml"),
    ],
)
def test_each_fault_of_the_file_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    """The clerk reads what is wrong and how to write it; nothing of a faulty file holds."""
    with pytest.raises(CityPackError) as fault:
        written(tmp_path, text)
    assert told in fault.value.message


def test_a_department_that_the_city_has_not_is_told_where_it_is_looked_up(tmp_path: Path) -> None:
    """With its line and what to do; a hotline that starts does not look, for a department may have been withdrawn."""
    text = ALL + "phones:\n  '02': ['13900139000']\n  '77': ['13900139001']\n"
    assert set(written(tmp_path, text).phones) == {"02", "77"}
    assert set(load_duty(tmp_path, {"02", "77"}).phones) == {"02", "77"}
    with pytest.raises(CityPackError, match=r"duty\.yaml:5 phones\.77: 没有编号为77的单位.*departments\.csv"):
        load_duty(tmp_path, {"02"})
