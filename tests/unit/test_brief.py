"""The leader's brief: what rose and fell, what a template may ask for, and that its numbers are the figures'."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hotline.errors import CityPackError
from hotline.reports.brief import sections as brief
from hotline.reports.brief.change import Way, change_text, way_of
from hotline.reports.brief.facts import facts_of, period_names
from hotline.reports.brief.matters import hot_section
from hotline.reports.brief.schema import SECTIONS, WORDS, Many
from hotline.reports.brief.template import template_of
from hotline.reports.definitions import DEFINITIONS
from hotline.reports.figures import Amount, Figure, Kind
from hotline.reports.hot.model import Alarm, Counted, Direction, HotIssue, HotReport, Trend
from hotline.reports.names import By, Names
from hotline.reports.period import Period
from hotline.reports.report import Report, Row, Section, section_of
from hotline.settings import ROOT

OCTOBER = Period(first=date(2026, 10, 1), last=date(2026, 10, 31))
NAMES = Names(city="云川市", known={By.CATEGORY: {"0101": "供热"}, By.DISTRICT: {"01": "云湖区"}})
STANDARD = (ROOT / "kb" / "brief.txt").read_text(encoding="utf-8")


def amount(top: int, of: int = 0) -> Amount:
    """So many of so many."""
    return Amount(numerator=top, denominator=of)


@pytest.mark.parametrize(
    ("kind", "now", "other", "way", "told"),
    [
        (Kind.COUNT, (1200, 0), (1000, 0), Way.UP, "比上月上升20.0%"),
        (Kind.COUNT, (800, 0), (1000, 0), Way.DOWN, "比上月下降20.0%"),
        (Kind.COUNT, (1030, 0), (1000, 0), Way.SAME, "与上月基本持平"),
        (Kind.COUNT, (900, 0), (100, 0), Way.UP, "增至上月的9.0倍"),
        (Kind.COUNT, (20, 0), (5, 0), Way.FEW, "与上月相比样本少，不作判断"),
        (Kind.COUNT, (50, 0), (0, 0), Way.NONE, "上月没有可比的数据"),
        (Kind.SHARE, (900, 1000), (800, 1000), Way.UP, "比上月上升10.0个百分点"),
        (Kind.SHARE, (805, 1000), (800, 1000), Way.SAME, "与上月基本持平"),
        (Kind.SHARE, (28, 29), (800, 1000), Way.FEW, "与上月相比样本少，不作判断"),
        (Kind.SHARE, (30, 40), (36, 40), Way.SAME, "与上月基本持平"),
        (Kind.SHARE, (1, 0), (800, 1000), Way.NONE, "上月没有可比的数据"),
        (Kind.MEAN, (1500, 100), (1000, 100), Way.UP, "比上月上升50.0%"),
        (Kind.MOST, (90, 0), (30, 0), Way.NONE, "上月没有可比的数据"),
    ],
)
def test_a_change_is_told_where_chance_would_not_do_it(
    kind: Kind, now: tuple[int, int], other: tuple[int, int], way: Way, told: str
) -> None:
    """Few cases are not judged, small changes are none, large rises are times."""
    assert way_of(amount(*now), amount(*other), kind) is way
    assert change_text(amount(*now), amount(*other), kind, "上月") == told


def test_nothing_to_compare_with_is_said() -> None:
    """A figure without another period."""
    assert way_of(amount(40), None, Kind.COUNT) is Way.NONE


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ((2026, 10, 3), (2026, 10, 3), ("当日", "前一日")),
        ((2026, 11, 16), (2026, 11, 22), ("本周", "上周")),
        ((2026, 10, 1), (2026, 10, 31), ("本月", "上月")),
        ((2026, 10, 1), (2026, 10, 8), ("本期", "上期")),
    ],
)
def test_a_period_is_called_as_people_call_it(
    first: tuple[int, int, int], last: tuple[int, int, int], names: tuple[str, str]
) -> None:
    """A festival of eight days is a period like any other."""
    assert period_names(Period(first=date(*first), last=date(*last))) == names


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("## 一\n好\n{{ 受理两 }}", 3, "没有“受理两”这个词，相近的有受理量"),
        ("## 一\n{{ 受理量.环笔 }}", 2, "“受理量”没有“环笔”"),
        ("## 一\n\n{{ 类别 }}", 3, "“类别”是一组，要用for逐个写"),
        ("## 一\n{% for 类 in 受理量 %}{% endfor %}", 2, "for后面要写一组"),
        ("## 一\n{% for 类 in 类别 %}{{ 类.城市 }}{% endfor %}", 2, "“类”没有“城市”"),
        ("## 一\n{{ 类.名称 }}", 2, "没有“类”这个词"),
        ("## 一\n{% if 受理量 %}好", 2, "写法不对"),
        ("## 一\n{{ 受理量|upper }}", 2, "不能用过滤器"),
        ("## 一\n{{ 受理量.__class__.__mro__ }}", 2, "“受理量”没有“__class__”"),
        ("## 一\n{{ 城市.format(1) }}", 2, "不能用调用"),
        ("## 一\n{{ 城市[0] }}", 2, "不能用方括号"),
        ('## 一\n{{ "a" * 1000000000 }}', 2, "不能用Mul"),
        ("## 一\n{% set x = 1 %}", 2, "不能用set"),
        ('## 一\n{% include "x" %}', 2, "不能用Include"),
        ("## 一\n{% for a in 类别 %}{% for b in a %}{% endfor %}{% endfor %}", 2, "for后面要写一组"),
        ("## 一 [nowhere]\n好", 1, "没有“nowhere”这个分组"),
        ("好\n## 一\n好", 1, "第一段之前"),
        ("##\n好", 1, "标题应写成"),
        ("", 1, "没有段落"),
    ],
)
def test_a_fault_of_a_template_is_told_by_its_line(text: str, line: int, what: str) -> None:
    """Before anybody reads a brief, with what to write instead."""
    with pytest.raises(CityPackError) as raised:
        template_of(text)
    assert f"brief.txt:{line}: " in raised.value.message
    assert what in raised.value.message


def test_all_faults_of_a_template_are_told_together() -> None:
    """A clerk mends them in one go."""
    with pytest.raises(CityPackError, match="有3处错误"):
        template_of("## 一\n{{ 甲 }}\n{{ 乙 }}\n## 二\n{{ 受理量.丙 }}")


def test_paragraphs_are_parted_by_empty_lines_alone() -> None:
    """Lines belong together without a space, as Chinese is written; an empty passage is left out."""
    template = template_of(
        "# 说明\n## 一 [type]\n甲\n乙\n\n{% if 城市 %}\n丙\n{% endif %}\n\n丁\n## 二\n{% if 热点 %}戊{% endif %}\n"
    )
    (passage,) = template.told(facts_of(report(), "云川市"))
    assert (passage.title, passage.section, passage.text) == ("一", "type", "甲乙\n丙\n丁")


def figures(codes: tuple[str, ...], scale: int) -> tuple[Figure, ...]:
    """Made-up figures, each of another size."""
    return tuple(
        Figure(
            definition=DEFINITIONS[code],
            amount=amount(scale * 7 + at * 13, scale * 11 + at * 29),
            before=amount(scale * 5 + at * 3, scale * 9 + at * 31),
            year_ago=amount(scale * 6 + at * 11, scale * 10 + at * 17),
        )
        for at, code in enumerate(codes)
    )


def report(scale: int = 100, hot: HotReport | None = None) -> Report:
    """A brief without its prose."""
    whole = (("telephone", brief.TELEPHONE), ("tickets", brief.TICKETS), ("handled", brief.HANDLED))
    ones = [
        Section(
            code=code,
            title=code,
            by="",
            rows=(Row(key="whole", name="合计", figures=figures(codes, scale + 7 * at), filters={}),),
        )
        for at, (code, codes) in enumerate(whole)
    ]
    many = [
        section_of(
            code,
            code,
            code,
            [
                Row(
                    key=f"{n:02d}",
                    name=f"{code}甲乙丙丁"[: len(code) + n],
                    figures=figures(codes, scale + 31 * n),
                    filters={},
                )
                for n in range(1, 5)
            ],
        )
        for code, codes in (
            *((code, brief.ROWS) for code in ("type", "category", "district")),
            ("department", brief.OFFICES),
        )
    ]
    return Report(
        name="brief",
        title="领导简报",
        period=OCTOBER,
        before=OCTOBER.before(),
        year_ago=OCTOBER.year_ago(),
        made=datetime(2026, 11, 1, tzinfo=UTC),
        sections=(*ones, *many, hot_section(hot, NAMES)),
    )


def issue(name: str, people: int, *, fires: bool = False, direction: Direction = Direction.RISING) -> HotIssue:
    """A matter of so many."""
    return HotIssue(
        name=name,
        size=people,
        citizens=people,
        unknown=0,
        first=OCTOBER.first,
        last=OCTOBER.last,
        days=(people,),
        districts=(Counted(code="01", count=people),),
        categories=(Counted(code="0101", count=people),),
        departments=(),
        trend=Trend(now=people, before=3, now_per_day=1, before_per_day=0.1, direction=direction),
        alarm=Alarm(fires=fires, why="", recent=people, earlier=0, expected=1, chance=0.001),
        ids=("1",),
    )


def hot(*issues: HotIssue) -> HotReport:
    """The hot issues of October."""
    return HotReport(
        first=OCTOBER.first, last=OCTOBER.last, before=date(2026, 9, 1), messages=99, gathered=9, issues=issues, rule=""
    )


def test_the_standard_template_says_everything_of_a_full_month() -> None:
    """Each passage has something to say."""
    told = template_of(STANDARD).told(facts_of(report(hot=hot(issue("暖气不热", 43, fires=True))), "云川市"))
    assert [one.title for one in told] == [
        *(
            "总体情况",
            "市民反映最多的问题",
            "各区县情况",
            "热点问题",
            "办理情况",
            "群众评价",
            "尚未解决的主要问题",
            "建议",
        )
    ]
    text = "\n".join(one.text for one in told)
    assert "1.“暖气不热”43人反映，趋势：上升，系统已预警。" in text
    assert "建议牵头单位尽快核实处置：“暖气不热”（43人）。" in text
    assert "{" not in text
    assert "，。" not in text
    assert "、。" not in text
    assert all(one.section in (*SECTIONS, "") for one in told)


def test_every_number_of_the_prose_is_one_of_the_figures() -> None:
    """Read back and looked for among the figures and their changes, reckoned here once more."""
    made = report(hot=hot(issue("暖气不热", 43)))
    known = {"12345", "15", "95", "1"} | set(re.findall(r"\d+", f"{OCTOBER.first} {OCTOBER.last}"))
    for section in made.sections:
        for row in section.rows:
            for one in row.figures:
                known |= _numbers(one)
    known |= {f"{made.section('department').rows.index(row)}" for row in made.section("department").rows}
    text = "".join(passage.text for passage in template_of(STANDARD).told(facts_of(made, "云川市")))
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    assert len(found) > 60
    assert [number for number in found if number.rstrip(",") not in known] == []


def _numbers(one: Figure) -> set[str]:
    """All that may be said of a figure."""
    kind, now = one.definition.kind, one.amount
    told = {f"{now.numerator:,}", f"{now.denominator:,}", f"{now.denominator - now.numerator:,}"}
    value = now.numerator / now.denominator if kind in (Kind.SHARE, Kind.MEAN) else now.numerator
    told.add(f"{value * 100:.1f}" if kind is Kind.SHARE else f"{value:,.1f}")
    for other in (one.before, one.year_ago):
        if other is None:
            continue
        was = other.numerator / other.denominator if kind in (Kind.SHARE, Kind.MEAN) else other.numerator
        told |= {f"{abs(value - was) * 100:.1f}", f"{abs(value - was) / was * 100:.1f}", f"{value / was:.1f}"}
    return told


def test_few_cases_are_in_no_list_that_compares() -> None:
    """Departments with fewer than thirty cases are counted and not named."""
    small = report()
    rows = tuple(
        replace(row, figures=tuple(replace(one, amount=amount(9, 29)) for one in row.figures))
        for row in small.section("department").rows
    )
    few = tuple(replace(one, rows=rows) if one.code == "department" else one for one in small.sections)
    named = facts_of(replace(small, sections=few), "云川市")
    assert named["按时前列"] == named["逾期较多"] == []
    assert named["样本少单位数"] == 4
    assert named["热点已算"] is False


def test_every_word_is_given_as_the_schema_says() -> None:
    """A template that passes the check never lacks a word."""
    told = facts_of(report(hot=hot(issue("暖气不热", 43, fires=True))), "云川市")
    assert told.keys() == WORDS.keys()
    for name, word in WORDS.items():
        value = told[name]
        if isinstance(word, Many):
            assert isinstance(value, list)
            assert all(one.keys() == word.each.has.keys() for one in value), name
        elif word.has:
            assert isinstance(value, dict)
            assert value.keys() == word.has.keys(), name


def test_no_citizen_is_named_by_a_hot_issue() -> None:
    """A name among its words, or too few people: told by what it is about, or not at all."""
    section = hot_section(hot(issue("王局长收钱", 20), issue("张三", 4), issue("供热不足", 9)), NAMES)
    assert [row.name for row in section.rows] == ["供热·云湖区", "供热不足"]
    assert [row.label for row in section.rows] == ["供热·云湖区（上升）", "供热不足（上升）"]
