"""Hours of offices as clerks write them, understood: what is meant, and what is left to a person."""

from __future__ import annotations

import csv

import pytest

from hotline.kb.generate_words import HOURS
from hotline.kb.hours.model import OfficeHours, OnHolidays, Part, Season, Span, Week
from hotline.kb.hours.reading import understood
from hotline.kb.hours.writing import written
from hotline.settings import ROOT

with (ROOT / "kb" / "departments.csv").open(encoding="utf-8-sig") as _file:
    CITY = [(row["办公时间"], row["节假日安排"]) for row in csv.DictReader(_file)]
OFFICE = "工作日9:00—12:00，13:30—17:30；法定节假日休息"
# as a clerk writes it, what is beside it, and what it means, in the one form in which the product writes it
FORMS = [
    ("周一至周五 9:00-12:00，13:30-17:30", "", OFFICE),
    ("周一至周五９：００～１２：００，１３：３０～１７：３０", "", OFFICE),
    ("周一到周五上午9时至12时、下午1时30分至5时30分", "", OFFICE),
    ("星期一至星期五 上午九点到十二点 下午一点半到五点半", "", OFFICE),
    ("礼拜一到礼拜五：上午9点—12点，下午1点30分—5点30分", "", OFFICE),
    ("周1-周5 9-12点，13:30-17:30", "", OFFICE),
    ("每周一至周五（法定节假日除外）9:00-12:00，13:30-17:30", "", OFFICE),
    ("上午9:00-12:00，下午13:30-17:30（周一至周五）", "", OFFICE),
    ("办公时间：周一至周五，上午9:00至12:00，下午1:30至5:30（法定节假日休息）", "", OFFICE),
    ("工作日上午9.00-12.00下午13.30-17.30", "", OFFICE),
    ("法定工作日9:00--12:00；13:30--17:30", "", OFFICE),
    ("工作日9:00-17:30（12:00-13:30午休）", "", OFFICE),
    ("周一至周五9:00-17:30，午休12:00-13:30", "", OFFICE),
    ("周一至周五9:00-12:00 13:30-17:30 周六日休息", "", OFFICE),
    ("窗口对外办公时间为周一至周五9:00-12:00、13:30-17:30，双休日及法定节假日休息", "", OFFICE),
    ("工作日9:00—12:00，13:30—17:30", "法定节假日休息，调休上班的周末照常办公", f"{OFFICE}；调休上班的周末照常办公"),
    (
        "周一至周五 9:00-12:00，13:30-17:30；周六 9:00-12:00",
        "",
        "工作日9:00—12:00，13:30—17:30；周六9:00—12:00",
    ),
    (
        "工作日9:00-17:00；双休日9:00-16:00；节假日9:00-12:00",
        "",
        "工作日9:00—17:00；周六、周日9:00—16:00；法定节假日9:00—12:00",
    ),
    ("工作日，上午9:00至下午5:00，中午不休息", "法定节假日休息", "工作日9:00—17:00；法定节假日休息"),
    ("周一至周五9点半至11点三刻", "", "工作日9:30—11:45；法定节假日休息"),
    ("24小时", "", "每天0:00—24:00；法定节假日照常办公"),
    ("全天24小时服务", "", "每天0:00—24:00；法定节假日照常办公"),
    ("每日8:00到20:00", "", "每天8:00—20:00；法定节假日照常办公"),
    ("周一—周日8:00—20:00", "", "每天8:00—20:00；法定节假日照常办公"),
    ("8:00-20:00，全年无休", "", "每天8:00—20:00；法定节假日照常办公"),
    ("全年无休，8:00-20:00", "", "每天8:00—20:00；法定节假日照常办公"),
    ("每天晚上6点至12点", "", "每天18:00—24:00；法定节假日照常办公"),
    ("每天20:00至次日6:00", "", "每天0:00—6:00，20:00—24:00；法定节假日照常办公"),
    (
        "每天8:00-20:00",
        "法定节假日营业厅照常营业，春节初一至初三休息",
        "每天8:00—20:00；法定节假日照常办公；春节初一至初三休息",
    ),
    ("工作日9:00-17:00；除夕休息", "", "工作日9:00—17:00；法定节假日休息；春节除夕休息"),
    (
        "工作日9:00-17:00；每周三下午不对外办公",
        "",
        "周一、周二、周四、周五9:00—17:00；周三9:00—12:00；法定节假日休息",
    ),
    (
        "周一至周五9:00-17:00（每周五下午政治学习，不对外办公）",
        "",
        "周一至周四9:00—17:00；周五9:00—12:00；法定节假日休息",
    ),
    ("周一至周五9:00-17:00，周五15:00-17:00不对外办公", "", "周一至周四9:00—17:00；周五9:00—15:00；法定节假日休息"),
    ("周一，周三，周五9:00-12:00", "", "周一、周三、周五9:00—12:00；法定节假日休息"),
    ("周一、三、五9:00-12:00", "", "周一、周三、周五9:00—12:00；法定节假日休息"),
    ("周六、日9:00-16:00", "", "周六、周日9:00—16:00"),
    (
        "周二至周日9:00—17:00（16:30停止进馆），周一闭馆",
        "法定节假日照常开放，遇周一也开放",
        "周二至周日9:00—17:00，16:30停止受理；法定节假日9:00—17:00，16:30停止受理",
    ),
    ("周二至周日9:00—20:30；周一闭馆", "", "周二至周日9:00—20:30；法定节假日另行公布"),
    ("周一至周六8:30—12:00", "法定节假日留一个营业窗口", "周一至周六8:30—12:00；法定节假日另行公布"),
    (
        "夏季（5月1日至9月30日）工作日8:00-12:00，15:00-18:00；冬季（10月1日至次年4月30日）工作日8:30-12:00，14:00-17:30",
        "法定节假日休息",
        (
            "夏季（5月1日至9月30日）工作日8:00—12:00，15:00—18:00，法定节假日休息；"
            "冬季（10月1日至4月30日）工作日8:30—12:00，14:00—17:30，法定节假日休息"
        ),
    ),
    (
        "周一至周五夏令时（5-9月）8:00-12:00，15:00-18:00；冬令时（10月至次年4月）8:00-12:00，14:00-17:00",
        "",
        (
            "夏令时（5月1日至9月30日）工作日8:00—12:00，15:00—18:00，法定节假日休息；"
            "冬令时（10月1日至4月30日）工作日8:00—12:00，14:00—17:00，法定节假日休息"
        ),
    ),
    (
        "供暖期（11月15日至次年3月15日）每天8:00—18:00；其他时间工作日8:30—12:00，13:30—17:00",
        "供暖期不休息，非供暖期法定节假日休息",
        "供暖期（11月15日至3月15日）每天8:00—18:00，法定节假日照常办公；其他时间工作日8:30—12:00，13:30—17:00，法定节假日休息",
    ),
    (
        "5月至9月每天6:00-20:00；其他时间休息",
        "",
        "（5月1日至9月30日）每天6:00—20:00，法定节假日照常办公；其他时间休息，法定节假日休息",
    ),
    (
        "工作日9:00—17:00；车管窗口周六9:00—12:00也办公；报警24小时受理",
        "",
        "工作日9:00—17:00；法定节假日休息；车管窗口周六9:00—12:00；报警24小时",
    ),
    ("工作日9:00—17:00；周六9:00—12:00只办理提取业务", "", "工作日9:00—17:00；法定节假日休息；提取业务周六9:00—12:00"),
    (
        "工作日9:00—12:00，13:30—17:00；出租汽车窗口中午不休息",
        "",
        "工作日9:00—12:00，13:30—17:00；法定节假日休息；出租汽车窗口工作日9:00—17:00",
    ),
    ("工作日9:00—17:00；入学报名期间周六照常接待", "", "工作日9:00—17:00；法定节假日休息；入学报名期间周六照常接待"),
    ("工作日9:00—17:00，请提前预约", "", "工作日9:00—17:00；法定节假日休息；请提前预约"),
]


@pytest.mark.parametrize(("hours", "holidays", "meant"), FORMS)
def test_a_form_that_clerks_write_is_understood(hours: str, holidays: str, meant: str) -> None:
    """Every way of writing the same hours is the same."""
    found = understood(hours, holidays)
    assert found.unread == ()
    assert found.hours is not None
    assert written(found.hours) == meant


@pytest.mark.parametrize(
    ("hours", "holidays"), [*CITY, *((one, "") for one in HOURS), *((one, beside) for one, beside, _ in FORMS)]
)
def test_what_is_understood_written_and_read_again_is_the_same(hours: str, holidays: str) -> None:
    """All of the demo city and of made-up ones is understood, and nothing of it is lost on the way."""
    found = understood(hours, holidays)
    assert found.unread == ()
    assert found.hours is not None
    again = understood(written(found.hours))
    assert again.unread == ()
    assert again.hours == found.hours


def test_hours_are_values() -> None:
    """Minutes of the day by weekday, seasons by month and day, windows by name."""
    found = understood(
        "夏季（6月1日至8月31日）工作日8:00-12:00；其他时间工作日9:00-12:00；急诊24小时；请提前预约", "除夕至初二休息"
    )
    summer, rest = ((Span(begins=begins, ends=720),) for begins in (480, 540))
    round_the_clock = Week(days=((Span(begins=0, ends=1440),),) * 7, on_holidays=OnHolidays.USUAL)
    assert found.hours == OfficeHours(
        week=Week(days=(rest,) * 5 + ((),) * 2, on_holidays=OnHolidays.CLOSED),
        seasons=(
            Season(
                name="夏季",
                begins=(6, 1),
                ends=(8, 31),
                week=Week(days=(summer,) * 5 + ((),) * 2, on_holidays=OnHolidays.CLOSED),
            ),
        ),
        parts=(Part(name="急诊", week=round_the_clock),),
        new_year=(0, 2),
        remarks=("请提前预约",),
    )


@pytest.mark.parametrize(
    ("hours", "why", "piece"),
    [
        ("工作日", "没有写明是几点", "工作日"),
        ("9:00-17:00", "没有写明是哪几天", ""),
        ("夏季（5月1日至9月30日）8:00-12:00；冬季（10月1日至次年4月30日）9:00-12:00", "没有写明是哪几天", ""),
        ("看情况", "看不懂", "看情况"),
        ("工作日9:00-17:00；老王说了算", "看不懂", "老王说了算"),
        ("工作日9:00-17:00；每月最后一个周五不办公", "看不懂", "每月最后一个"),
        ("工作日9:00-8:00", "没有这样的钟点", "9:00-8:00"),
        ("工作日9:00-25:00", "没有这样的钟点", "9:00-25:00"),
        ("工作日9:00-12:00，1:30-5:30", "后面的钟点早于前面的，下午要写成13:30或者下午1:30", ""),
        ("工作日20:00至次日6:00", "过了半夜的，要每天都这样才能写次日", ""),
        ("夏季（2月30日至9月31日）工作日9:00-12:00", "没有这样的日期", "夏季(2月30日至9月31日)工作日9:00-12:00"),
        ("夏季8:00-12:00，冬季9:00-12:00", "看不懂", "夏季"),
        (
            "夏季（5月1日至9月30日）工作日8:00-12:00；冬季（10月1日至次年4月30日）工作日9:00-12:00；周六9:00-11:00",
            "每个季节要各自写全，写在同一句里",
            "",
        ),
        ("工作日9:00-17:00" * 50, "太长", ""),
        ("9:00-12:00（工作日），10:00-16:00（周末）", "要先写是哪几天，再写几点", ""),
        ("工作日9:00-17:00，寒暑假休息", "没有写明从几月几日到几月几日", "寒暑假休息"),
        ("工作日9:00-17:00；24小时受理", "又写24小时，又写了别的钟点", ""),
        ("24小时值班", "没有写明是几点", ""),
        ("工作日9:00-17:00，晚上6点至9点值班", "看不懂", "18:00-21:00值班"),
        ("夏季（6月1日至8月31日）请提前预约；其他时间工作日9:00-17:00", "没有写明是几点", ""),
        ("工作日9:00-17:00，可在周六9:00-12:00办理", "看不懂", "可在"),
        ("工作日9:00-17:00，车管窗口周六照常", "看不懂", "车管窗口周六照常"),
        ("工作日9:00-17:00，节假日前一天提前下班", "看不懂", "节假日前一天提前下班"),
    ],
)
def test_what_is_not_understood_stays_a_text(hours: str, why: str, piece: str) -> None:
    """Nothing is guessed; the clerk is told which words, and what is wrong with them."""
    found = understood(hours)
    assert found.hours is None
    assert [(one.field, one.why, one.piece) for one in found.unread] == [("hours", why, piece)]


def test_holidays_that_are_not_understood_leave_the_week() -> None:
    """On a public holiday nothing is then said."""
    found = understood("工作日9:00-17:00", "法定节假日看通知栏")
    assert found.hours is not None
    assert found.hours.week is not None
    assert found.hours.week.on_holidays is OnHolidays.TEXT
    assert [one.field for one in found.unread] == ["holidays"]
    assert understood("工作日9:00-17:00；法定节假日照常", "法定节假日休息").unread[0].why == "节假日的写法前后矛盾"


def test_nothing_written_is_nothing_known() -> None:
    """An empty cell is no fault of the clerk's hours."""
    assert (understood("").hours, understood(" \n").unread) == (None, ())


@pytest.mark.parametrize(
    "text", ["周一" * 29, "周日" + "日" * 57, "中" * 60, "(" * 600, " " * 600, "集中政治" * 14, "1月至" * 15]
)
def test_long_nonsense_is_refused(text: str) -> None:
    """It is no hours, and the reader comes to an end."""
    assert understood(text + "啊").hours is None


def test_the_examples_of_the_guide_are_understood() -> None:
    """Every one in kb/README.md's table, beside the hours that it goes with."""
    guide = (ROOT / "kb" / "README.md").read_text(encoding="utf-8")
    rows = guide.split("### 办公时间怎么写")[1].split("## procedures")[0].splitlines()
    examples = {row.split("|")[1].strip(): row.split("`")[1::2] for row in rows if row.startswith("|") and "`" in row}
    assert len(examples) == 10
    clocks = examples.pop("钟点")
    assert [understood(f"工作日9:00—12:00，{one}—17:00").unread == () for one in clocks] == [True] * 4 + [False]
    for example in (*examples.pop("日历上没有的日子、其他说明"), *examples.pop("节假日（写在“节假日安排”）")):
        assert understood(f"工作日9:00—17:00；{example}").unread == (), example
    for example in (one for several in examples.values() for one in several):
        assert understood(example).unread == (), example
