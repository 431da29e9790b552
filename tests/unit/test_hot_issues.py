"""Hot issues: what is one matter, what it is called, where it goes, and when a warning is due."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from hotline.errors import InputError
from hotline.reports.hot.alarm import Flow, alarm_of, trend_of
from hotline.reports.hot.grouping import OTHER_DISTRICT, Told, grouped, parts
from hotline.reports.hot.issues import hot_issues
from hotline.reports.hot.model import Direction, HotIssue, HotReport, HotRule, Message
from hotline.reports.hot.naming import UNNAMED
from hotline.reports.hot.window import read_from
from hotline.reports.hot.wording import plain, words_of

LAST = date(2026, 11, 20)
FIRST = LAST - timedelta(days=6)
RULE = HotRule()

SCHOOL = (
    "翠湖名苑小区至今没有配套小学",
    "翠湖名苑的配套小学什么时候建",
    "翠湖名苑小区的配套小学没有动工",
    "翠湖名苑配套小学一直没有建",
    "请问翠湖名苑小区配套小学何时开学",
    "翠湖名苑配套小学迟迟不建",
)
BUS = ("36路公交车等了一小时", "36路公交车班次太少", "36路公交车经常等一小时不来", "36路公交车晚点严重班次太少")
OTHERS = (
    "南门桥头路灯不亮",
    "驾驶证丢了怎么补办",
    "楼上邻居半夜装修",
    "公园里有人遛狗不牵绳",
    "咨询退休金什么时候发放",
    "菜场门口积水",
    "出租车司机拒载",
    "医院挂号排队太久",
)


def messages(titles: tuple[str, ...], *, begin: int = 1, ago: int = 0, citizen: str = "") -> list[Message]:
    """A message for each title, ago days before the last, each of another citizen, or all of this one."""
    return [
        Message(
            id=f"{number:05}",
            day=LAST - timedelta(days=ago),
            title=title,
            content=f"{title}，请处理。",
            citizen=citizen or f"p{number}",
        )
        for number, title in enumerate(titles, begin)
    ]


def town() -> list[Message]:
    """Two matters among others."""
    return messages(SCHOOL) + messages(BUS, begin=100, ago=3) + messages(OTHERS, begin=200, ago=1)


def report(told: list[Message], **rule: float) -> HotReport:
    """The last week's hot issues."""
    return hot_issues(told, first=FIRST, last=LAST, rule=HotRule(**rule))  # type: ignore[arg-type]


def issue_of(told: list[Message], part: str, **rule: float) -> HotIssue:
    """The one whose name has this part."""
    (found,) = (issue for issue in report(told, **rule).issues if part in issue.name)
    return found


def test_messages_of_one_matter_come_together_and_others_stay_alone() -> None:
    """A missing school and a bus line are two issues; lamps, licences and dogs are none."""
    issues = report(town()).issues
    assert [issue.ids for issue in issues] == [
        tuple(one.id for one in messages(SCHOOL)),
        tuple(one.id for one in messages(BUS, begin=100)),
    ]


def test_a_matter_is_called_by_what_people_say_of_it() -> None:
    """Place and trouble stand in the name, in the order of speech."""
    names = [issue.name for issue in report(town()).issues]
    assert names[0].startswith("翠湖名苑")
    assert "小学" in names[0]
    assert names[1].startswith("36路公交车")


@settings(deadline=None, max_examples=20)
@given(st.permutations(town()))
def test_the_order_in_which_messages_come_makes_no_difference(told: list[Message]) -> None:
    """The same messages make the same report."""
    assert report(told) == report(town())


def test_a_citizen_counts_once_however_often_he_calls() -> None:
    """One person who calls six times is no hot issue, and adds one to others'."""
    same = messages(SCHOOL, citizen="p0")
    assert report(same + messages(OTHERS, begin=200)).issues == ()
    issue = issue_of(same + messages(SCHOOL, begin=50), "翠湖名苑")
    assert (issue.size, issue.citizens, issue.people, issue.trend.now) == (12, 7, 7, 7)


def test_who_is_unknown_counts_as_a_person_but_raises_no_alarm() -> None:
    """Hidden numbers may be one person's: they are listed apart and not warned of."""
    told = [
        Message(id=one.id, day=one.day, title=one.title, content=one.content)
        for one in messages(SCHOOL * 2) + messages(OTHERS, begin=200, ago=20)
    ]
    (issue,) = report(told).issues
    assert (issue.citizens, issue.unknown, issue.alarm.fires) == (0, 12, False)
    assert issue.name == UNNAMED


def test_days_districts_and_departments_are_counted() -> None:
    """Each day of the period has its number, and codes come with the most frequent first."""
    told = [
        Message(
            id=one.id,
            day=one.day - timedelta(days=at % 2),
            title=one.title,
            content=one.content,
            citizen=one.citizen,
            district="01" if at else "02",
            department="11",
        )
        for at, one in enumerate(messages(SCHOOL))
    ]
    issue = issue_of(told + messages(OTHERS, begin=200), "小学")
    assert issue.days == (0, 0, 0, 0, 0, 3, 3)
    assert [(one.code, one.count) for one in issue.districts] == [("01", 5), ("02", 1)]
    assert [(one.code, one.count) for one in issue.departments] == [("11", 6)]


def test_names_and_numbers_of_people_are_no_part_of_a_name() -> None:
    """Telephones, identity cards, plates and people's names are gone before anything is counted."""
    for text in (
        "电话13800138000",
        "身份证330501199001011234",
        "车牌浙A12B45乱停",
        "物业经理王小明先生骂人",
        "我叫张三丰",
        "邮箱someone@example.com",
        "微信wx_12345",
        "李某某打人",
    ):
        told = plain(text)
        for private in ("138", "3305", "12b45", "王小明", "张三丰", "example", "wx_", "李某"):
            assert private not in told, (text, told)
    same = tuple(f"{title}，我叫王大锤，电话13800138000" for title in SCHOOL)
    name = issue_of(messages(same) + messages(OTHERS, begin=200), "小学").name
    assert "王大锤" not in name
    assert "138" not in name


def test_a_phrase_of_one_citizen_names_nothing() -> None:
    """Who calls ten times with the same words does not give them to the others."""
    told = messages(SCHOOL[:3]) + messages(("翠湖名苑小学赵铁柱校长",) * 10, begin=20, citizen="p9")
    assert "赵铁柱" not in issue_of(told + messages(OTHERS, begin=200), "翠湖名苑").name


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00\x1b[31m\u202e\ud800",
        "<script>alert('x')</script>" * 3,
        "&#x" * 20_000,
        "路" * 100_000,
        "<" * 100_000,
        "1 " * 50_000,
        "😀" * 100,
        "a" * 100_000,
    ],
)
def test_hostile_text_neither_breaks_nor_joins_others(text: str) -> None:
    """Whatever is sent, the matters of others stay as they are."""
    hostile = [
        Message(id=f"9{at}", day=LAST, title=text, content=text, place=text, citizen=f"h{at}") for at in range(2)
    ]
    ids = [issue.ids for issue in report(town() + hostile).issues]
    assert ids == [issue.ids for issue in report(town()).issues]


def test_markup_is_no_word() -> None:
    """Tags and entities do not stand in names."""
    told = messages(tuple(f"<b>{title}</b>&nbsp;<img src=x onerror=alert(1)>" for title in SCHOOL))
    name = issue_of(told + messages(OTHERS, begin=200), "小学").name
    assert not {"<", "img", "nbsp", "alert"} & {part for part in ("<", "img", "nbsp", "alert") if part in name}


def test_latin_letters_are_told_as_capitals() -> None:
    """A KTV is no ktv."""
    titles = ("东门街KTV深夜噪音扰民", "东门街ktv噪音扰民", "东门街ＫＴＶ深夜噪音很大", "东门街KTV每晚噪音扰民")
    assert "KTV" in issue_of(messages(titles) + messages(OTHERS, begin=200), "东门街").name


def test_a_matter_of_half_the_city_is_still_one() -> None:
    """Words that half of all messages hold are still words of one matter."""
    ways = (
        "河东新区全片停电",
        "河东新区又停电了",
        "停电了，河东新区一片漆黑",
        "河东新区停电什么时候恢复",
        "河东新区从早上停电到现在",
        "河东新区停电没有通知",
    )
    dice = np.random.default_rng(7)
    own = ["".join(chr(0x4E00 + int(sign)) for sign in dice.integers(0, 20_000, size=10)) for _ in range(600)]
    power = [
        Message(id=f"{at:05}", day=LAST, title=ways[at % 6], content=f"{ways[at % 5]}，{own[at]}", citizen=f"p{at}")
        for at in range(300)
    ]
    issue = report(power + messages(tuple(own[300:]), begin=300)).issues[0]
    assert issue.size == 300
    assert "停电" in issue.name


def test_too_many_that_hang_together_are_parted_at_their_weakest() -> None:
    """No part is larger than may be compared each with each, unless all in it are copies of one."""
    size = 12
    graph = np.full((size, size), 0.06)
    graph[:6, :6] = graph[6:, 6:] = 0.5
    found = sorted(tuple(part.tolist()) for part in parts(csr_matrix(graph), largest=8))
    assert found == [tuple(range(6)), tuple(range(6, 12))]
    (copies,) = parts(csr_matrix(np.ones((size, size))), largest=8)
    assert len(copies) == size


def test_what_differs_in_district_is_less_alike() -> None:
    """The same words of two districts are two matters, of one they are one; who tells no district joins either."""
    words = [words_of(one) for one in messages(SCHOOL + OTHERS)]

    def together(*districts: str) -> bool:
        known = (*districts, *[""] * 20)
        told = [Told(words=one, district=known[at]) for at, one in enumerate(words)]
        return any({0, 1} <= set(group) for group in grouped(told[:2] + told[6:]))

    assert together("01", "01")
    assert together("01", "")
    assert OTHER_DISTRICT < 1


def test_nothing_told_is_no_issue() -> None:
    """Without messages there is an empty report."""
    assert report([]).issues == ()


def test_a_period_must_be_one() -> None:
    """Days in the wrong order and more than a year are refused."""
    for first in (LAST + timedelta(days=1), LAST - timedelta(days=366)):
        with pytest.raises(InputError):
            hot_issues([], first=first, last=LAST)
    assert read_from(FIRST, LAST, RULE) == FIRST - timedelta(days=28)
    assert read_from(LAST - timedelta(days=59), LAST, RULE) == LAST - timedelta(days=119)


def test_every_fault_of_a_rule_is_named() -> None:
    """Two bad numbers make one error that names both."""
    with pytest.raises(InputError) as fault:
        HotRule(least=0, chance=2)
    assert set(fault.value.details["fields"]) == {"least", "chance"}  # type: ignore[call-overload]


def alarm(recent: int, earlier: int, *, others: Flow | None = None, asked: int = 20, all_days: int = 35) -> bool:
    """Whether a week with so many citizens, after four with so many, is warned of."""
    flow = others or Flow(recent=200, earlier=800)
    found = alarm_of(Flow(recent=recent, earlier=earlier), flow, RULE, recent_days=7, all_days=all_days, asked=asked)
    assert found.why
    return found.fires


def test_a_burst_is_warned_of() -> None:
    """Many more than before, or many where nobody told before."""
    assert alarm(12, 4)
    assert alarm(8, 0)


def test_what_goes_on_as_before_is_not_warned_of() -> None:
    """Neither a steady trouble, nor a few people, nor what is only a little more than usual."""
    assert not alarm(25, 100)
    assert not alarm(4, 0)
    assert not alarm(9, 20)
    assert not alarm(40, 90)


def test_a_hotline_that_everybody_calls_more_warns_of_nothing() -> None:
    """Where all other messages have doubled too, or there were none before, a matter that doubles is no burst."""
    assert alarm(16, 12)
    assert not alarm(16, 12, others=Flow(recent=900, earlier=900))
    assert not alarm(12, 0, others=Flow(recent=900, earlier=0))
    assert not alarm(12, 0, all_days=7)


def test_chance_alone_warns_as_seldom_as_the_rule_says() -> None:
    """Of 400 reports with 100 steady matters each, at most one in a hundred warns of anything."""
    dice = np.random.default_rng(20_261_121)
    false = 0
    for _ in range(400):
        sizes = dice.poisson(dice.gamma(1.0, 8.0, size=100))
        recent = dice.binomial(sizes, 7 / 35)
        asked = int((sizes >= RULE.warn_citizens).sum())
        false += any(alarm(int(k), int(n - k), asked=asked) for k, n in zip(recent, sizes, strict=True))
    assert false <= 4


def test_an_alarm_says_why_in_one_sentence() -> None:
    """The numbers that it goes by stand in it."""
    told = messages(SCHOOL * 2) + messages(OTHERS, begin=200, ago=20)
    why = issue_of(told, "翠湖名苑").alarm.why
    assert why.startswith("近7天有12人反映，此前14天没有人反映，")
    assert why.endswith("故预警。")


def test_a_trend_compares_days_with_days() -> None:
    """Half as often again is rising, a third less is falling, a few people say nothing."""

    def direction(now: int, before: int, before_days: int = 28) -> Direction:
        return trend_of(now, before, now_days=7, before_days=before_days).direction

    assert direction(6, 12) is Direction.RISING
    assert direction(3, 12) is Direction.STEADY
    assert direction(3, 20) is Direction.FALLING
    assert direction(3, 0) is Direction.NEW
    assert direction(3, 1) is Direction.UNKNOWN
    assert direction(9, 0, before_days=0) is Direction.UNKNOWN
