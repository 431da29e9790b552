"""Applications: what a report must hold, what it does to what is known, and what a caller hears."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hotline.applications.draft import Report, checked
from hotline.applications.model import (
    Application,
    News,
    Outcome,
    Stage,
    follow,
    last_day,
    masked,
    spoken_progress,
    working_days_left,
)
from hotline.applications.names import Names

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # a Wednesday, noon in the city
TODAY = date(2026, 11, 18)
PHONE = "0999-55501101"


def works(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


@dataclass(frozen=True)
class Entry:
    """A department or a procedure."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    phone: str = PHONE
    departments: tuple[str, ...] = ()


class Town:
    """Two departments and three procedures, two of one name."""

    departments = (Entry("01", "市公安局", ("公安局",)), Entry("02", "市民政局", ("民政",), ("市民政处",)))
    procedures = (
        Entry("0101", "居民身份证丢失补领", ("补办身份证",), departments=("01",)),
        Entry("0102", "证明开具", departments=("01",)),
        Entry("0103", "证明开具", departments=("02",)),
        Entry("0104", "驾驶证（增驾）", departments=("01",)),
    )

    def department(self, code: str) -> Entry | None:
        """By its code."""
        return next((one for one in self.departments if one.code == code), None)

    def procedure(self, code: str) -> Entry | None:
        """By its code."""
        return next((one for one in self.procedures if one.code == code), None)


NAMES = Names(Town())
REPORT = Report(
    number="20261101",
    procedure="居民身份证丢失补领",
    applicant="张小明",
    phone="138 0013 8000",
    stage="受理",
    updated="2026-11-16 09:30",
    due="2026-11-25",
    more=(("窗口", "3号"),),
)
KNOWN = Application(
    number="20261101",
    procedure="0101",
    department="01",
    applicant="张小明",
    phone="138 0013 8000",
    stage=Stage.IN_PROGRESS,
    since=datetime(2026, 11, 16, 1, 30, tzinfo=UTC),
    due=date(2026, 11, 25),
    updated=datetime(2026, 11, 16, 1, 30, tzinfo=UTC),
    result="",
    source="a.csv",
    more=(),
)


def news(**given: str) -> News:
    """A report without a fault, checked."""
    found = checked(replace(REPORT, **given), NAMES, NOW)  # type: ignore[arg-type]
    assert isinstance(found, News), found
    return found


def faults(**given: str) -> dict[str, str]:
    """What is wrong with one."""
    found = checked(replace(REPORT, **given), NAMES, NOW)  # type: ignore[arg-type]
    assert isinstance(found, dict)
    return found


def test_a_report_is_read_as_it_is_meant() -> None:
    """Names become codes, times without a zone are the city's, and the procedure tells its department."""
    found = news()
    assert (found.procedure, found.department, found.stage) == ("0101", "01", Stage.ACCEPTED)
    assert (found.updated, found.due) == (datetime(2026, 11, 16, 1, 30, tzinfo=UTC), date(2026, 11, 25))
    assert found.more == (("窗口", "3号"),)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-16 09:30",
        "2026/11/16 9:30:00",
        "2026年11月16日9时30分",
        "2026.11.16 09：30",
        "2026-11-16T01:30:00Z",
        "2026-11-16T09:30+08:00",
    ],
)
def test_times_are_read_as_systems_and_clerks_write_them(written: str) -> None:
    """All of them the same moment, in UTC."""
    found = news(updated=written).updated
    assert (found, found.tzinfo) == (datetime(2026, 11, 16, 1, 30, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    ("stage", "result", "meant"),
    [
        *((stage.label, "", stage) for stage in Stage),
        *((stage.value, "", stage) for stage in Stage),
        ("办结", "准予行政许可", Stage.APPROVED),
        ("已办结", "不予许可", Stage.REFUSED),
        ("办结", "不同意", Stage.REFUSED),
        ("正在办理", "", Stage.IN_PROGRESS),
        (" 待办 ", "", Stage.ACCEPTED),
    ],
)
def test_stages_are_known_by_their_words(stage: str, result: str, meant: Stage) -> None:
    """Ours and those of other systems; what is only finished is decided by its result."""
    assert news(stage=stage, result=result).stage is meant


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("number", "12345", "6到20位"),
        ("number", "A123456", "6到20位"),
        ("procedure", "没有的事", "没有名为“没有的事”的事项"),
        ("procedure", "证明开具", "不止一个事项"),
        ("department", "市甲局", "没有名为“市甲局”的单位"),
        ("applicant", "长" * 101, "100个字"),
        ("phone", "打给我", "不是电话号码"),
        ("phone", "12", "不是电话号码"),
        ("stage", "", "不能为空"),
        ("stage", "盖章", "没有“盖章”这个环节"),
        ("stage", "办结", "准予或者不予"),
        ("updated", "", "不能为空"),
        ("updated", "昨天", "不是时间"),
        ("updated", "2026-02-30", "不是时间"),
        ("updated", "1899-12-31", "早于2000年"),
        ("updated", "2026-11-18 12:30", "比现在还晚"),
        ("due", "2126-11-25", "太远"),
        ("due", "下周", "不是时间"),
        ("result", "长" * 201, "200个字"),
    ],
)
def test_a_fault_is_told_for_its_field(field: str, written: str, said: str) -> None:
    """In a sentence that says what to write."""
    told = faults(**{field: written})
    assert set(told) == {field}
    assert said in told[field]


def test_every_fault_is_told_at_once_and_none_tells_who_applied() -> None:
    """Neither the name nor the telephone."""
    told = faults(number="1", applicant="张小明" * 40, phone="138001380001380013800013800138000", stage="盖章")
    assert set(told) == {"number", "applicant", "phone", "stage"}
    assert "张小明" not in str(told)
    assert "13800" not in str(told)


def test_a_stage_against_its_result_is_a_fault() -> None:
    """One of the two is wrong, and nobody guesses which."""
    assert set(faults(stage="办结准予", result="不予许可")) == {"result"}


def test_names_are_found_as_people_write_them() -> None:
    """By code, full name, alias or former name, brackets as they stand; the department decides between two."""
    assert news(procedure="补办身份证").procedure == "0101"
    assert news(procedure="0103").department == "02"
    assert news(procedure="驾驶证（增驾）").procedure == "0104"
    assert news(procedure="证明开具", department="市民政处").procedure == "0103"
    assert news(department="民政").department == "02"


def test_who_applied_is_in_no_log() -> None:
    """A report, what is kept of it and what was known print without name and telephone."""
    for value in (REPORT, news(), KNOWN):
        assert "张小明" not in repr(value)
        assert "138" not in repr(value)


def test_a_first_report_begins_an_application() -> None:
    """It has been at its stage since then."""
    outcome, found = follow(None, news(), source="a.csv")
    assert outcome is Outcome.NEW
    assert (found.stage, found.since, found.updated) == (Stage.ACCEPTED, found.updated, news().updated)


@pytest.mark.parametrize("known", list(Stage))
@pytest.mark.parametrize("told", list(Stage))
def test_any_stage_may_follow_any_other(known: Stage, told: Stage) -> None:
    """The register mirrors other systems; the time at which a stage was reached moves only with the stage."""
    later = replace(news(stage=told, updated="2026-11-17 09:30"))
    outcome, found = follow(replace(KNOWN, stage=known), later, source="b.csv")
    assert (outcome, found.stage) == (Outcome.CHANGED, told)
    assert found.since == (KNOWN.since if known is told else later.updated)


def test_time_does_not_go_back() -> None:
    """An older report changes nothing; one of the same minute does, for some systems tell only days."""
    assert follow(KNOWN, news(updated="2026-11-16 09:29"), source="b") == (Outcome.OLDER, KNOWN)
    outcome, found = follow(KNOWN, news(stage="补正"), source="b")
    assert (outcome, found.stage) == (Outcome.CHANGED, Stage.SUPPLEMENT)


def test_what_a_report_does_not_say_stays() -> None:
    """Further columns too; and the same told again changes nothing."""
    said = checked(
        Report(number="20261101", stage="办结", result="准予", updated="2026-11-17", more=(("b", "2"),)), NAMES, NOW
    )
    assert isinstance(said, News)
    outcome, found = follow(replace(KNOWN, more=(("a", "1"),)), said, source="b.csv")
    assert (outcome, found.applicant, found.due) == (Outcome.CHANGED, "张小明", date(2026, 11, 25))
    assert (found.source, found.more) == ("b.csv", (("a", "1"), ("b", "2")))
    assert follow(found, said, source="c.csv") == (Outcome.UNCHANGED, found)


def spoken(**given: object) -> str:
    """What a caller hears of the application with these changes."""
    changed = replace(KNOWN, **given)  # type: ignore[arg-type]
    return spoken_progress(changed, today=TODAY, phone=PHONE, works=works)


@pytest.mark.parametrize(
    ("stage", "heard"),
    [
        (Stage.ACCEPTED, "已于11月16日受理，承诺11月25日办结，还有5个工作日。"),
        (Stage.IN_PROGRESS, "正在办理，从11月16日开始，承诺11月25日办结，还有5个工作日。"),
        (Stage.SUPPLEMENT, f"需要补正材料，11月16日已经通知申请人。要补哪些材料，请问承办单位，电话{PHONE}。"),
        (Stage.APPROVED, "已于11月16日办结，结果是准予。请带受理凭证领取。"),
        (
            Stage.REFUSED,
            f"已于11月16日办结，结果是不予批准。原因和不服时的办法写在决定书里，请问承办单位，电话{PHONE}。",
        ),
        (Stage.WITHDRAWN, "申请人已于11月16日撤回。"),
        (Stage.DELIVERED, "已于11月16日领取，全部办完。"),
    ],
)
def test_a_caller_hears_the_stage_and_its_days(stage: Stage, heard: str) -> None:
    """And nothing of what was applied for, or by whom."""
    assert spoken(stage=stage, result="准予张小明换证") == f"受理号20261101，{heard}"


@pytest.mark.parametrize(
    ("due", "heard"),
    [
        (None, "从11月16日开始。"),
        (date(2026, 11, 18), "承诺11月18日办结，今天是最后一天。"),
        (date(2026, 11, 19), "承诺11月19日办结，还有1个工作日。"),
        (date(2026, 11, 22), "承诺11月22日办结，还有3个工作日。"),
        (
            date(2026, 11, 17),
            f"承诺11月17日办结，现在已经超过期限，很抱歉让您久等。什么时候办好，请问承办单位，电话{PHONE}。",
        ),
        (date(2027, 3, 1), "承诺2027年3月1日办结。"),
    ],
)
def test_a_caller_hears_how_long_it_may_still_take(due: date | None, heard: str) -> None:
    """In working days; past its day with an apology and where to ask."""
    assert spoken(due=due).endswith(heard)


def test_a_term_that_ends_on_a_day_of_rest_ends_on_the_next_working_day() -> None:
    """On the Monday after it nobody is late yet."""
    assert last_day(date(2026, 11, 21), works) == date(2026, 11, 23)
    assert last_day(date(2026, 11, 20), works) == date(2026, 11, 20)
    assert last_day(date(2026, 11, 20), lambda _: False) == date(2026, 11, 20)
    told = spoken_progress(replace(KNOWN, due=date(2026, 11, 21)), today=date(2026, 11, 23), phone="", works=works)
    assert told.endswith("承诺11月21日办结，今天是最后一天。")
    assert working_days_left(TODAY, date(2026, 11, 23), works) == 3


def test_where_no_telephone_is_known_a_person_is_offered() -> None:
    """Nobody is left without a way on; and a day of another year is told with its year."""
    late = replace(KNOWN, due=date(2025, 12, 30), since=NOW - timedelta(days=400))
    told = spoken_progress(late, today=TODAY, phone="", works=works)
    assert "从2025年10月14日开始，承诺2025年12月30日办结" in told
    assert told.endswith("请按0问人工。")


def test_days_are_those_of_the_citys_clock() -> None:
    """Late in the evening in UTC it is already the next day."""
    assert "从11月17日开始" in spoken(since=datetime(2026, 11, 16, 16, 30, tzinfo=UTC))


def test_names_and_numbers_are_masked_where_nobody_needs_them() -> None:
    """The first sign of a name; the ends of a telephone."""
    assert [masked(text) for text in ("张小明", "云川市一建有限公司", "13800138000", "")] == [
        "张**",
        "云***",
        "138****8000",
        "",
    ]
