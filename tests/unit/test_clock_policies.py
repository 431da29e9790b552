"""kb/policies and kb/calendar.yaml: what is shipped is right, and every fault of the clerk's is told at once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from hotline.errors import CityPackError
from hotline.settings import ROOT
from hotline.tickets.clock.policy import Grade, LimitName, Urgency
from hotline.tickets.model import TicketType
from hotline.tickets.policies import has_policies, load_policies


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of what the demo city says of time."""
    shutil.copytree(ROOT / "kb" / "policies", tmp_path / "policies")
    for name in ("calendar.yaml", "categories.yaml"):
        shutil.copy(ROOT / "kb" / name, tmp_path / name)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    """Write something else once."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(pack: Path) -> str:
    """What the clerk is told."""
    with pytest.raises(CityPackError) as told:
        load_policies(pack)
    return told.value.message


def test_every_shipped_rule_is_cited_and_dated() -> None:
    """And each profile but the two parts has a finish for every ticket."""
    policies = load_policies(ROOT / "kb")
    assert set(policies.profiles) == {"sichuan-2025", "five-day", "shanghai", "beijing-dispatch", "common"}
    for profile in policies.profiles.values():
        assert profile.sources
        assert all(rule.source.citation and rule.source.date for rule in profile.rules)
    for name in ("sichuan-2025", "five-day", "shanghai"):
        for kind in TicketType:
            for urgency in Urgency:
                rules = policies.profile(name).rules_for(kind, urgency)
                assert [rule.name for rule in rules] == list(LimitName)
        assert policies.profile(name).cards


def test_what_has_no_source_says_so() -> None:
    """The time to sign is the city's own choice."""
    rules = load_policies(ROOT / "kb").profile("five-day").rules
    assert [rule.source.grade for rule in rules if rule.name is LimitName.SIGN] == [Grade.SETTING]
    assert Grade.SETTING.label == "本地设置，无出处"
    assert Grade.A.label == "A级来源"


def test_overrides_and_whole_years_are_read(pack: Path) -> None:
    """A day off that the city adds, and a year that it has written down."""
    change(
        pack / "calendar.yaml",
        "overrides: []",
        "overrides:\n  - {day: 2026-07-20, state: 休息, reason: 防汛}\n"
        "  - {day: 2026-07-25, state: 上班, reason: 补班}",
    )
    change(pack / "calendar.yaml", "complete_years: []", "complete_years: [2027]")
    calendar = load_policies(pack).calendar
    assert not calendar.works(date(2026, 7, 20))
    assert calendar.works(date(2026, 7, 25))
    assert calendar.overrides[date(2026, 7, 20)].reason == "防汛"
    assert calendar.covers(2027)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "policies/five-day.yaml",
            "length: 5个工作日",
            "length: 五天",
            "five-day.yaml:13 rules.0.length: “五天”不是时限",
        ),
        ("policies/five-day.yaml", "length: 5个工作日", "length: 0个工作日", "应为1到2000"),
        ("policies/five-day.yaml", "limit: 办结", "limit: 完成", "rules.0.limit: “完成”应为派单、签收"),
        ("policies/five-day.yaml", "limit: 办结", "limit: [办结]", "应为派单、签收"),
        ("policies/five-day.yaml", "grade: A", "grade: D", "应为A、B、C、本地设置之一"),
        ("policies/five-day.yaml", 'date: "2018-09-01"', "date: 去年", "rules.0.date: “去年”应为日期"),
        (
            "policies/five-day.yaml",
            'date: "2018-09-01"',
            "date: 2018-02-30",
            "five-day.yaml:15: 没有“2018-02-30”这一天",
        ),
        ("policies/five-day.yaml", 'date: "2018-09-01"', "date: 不详", "A级来源要写明日期"),
        ("policies/five-day.yaml", '    date: "2018-09-01"\n', "", "rules.0.date: 缺少这一项"),
        ("policies/five-day.yaml", "limit: 办结", "limit: 办结\n    days: 5", "rules.0.days: 没有这一项"),
        ("policies/five-day.yaml", "id: five-day", "id: six-day", "应和文件名相同"),
        ("policies/five-day.yaml", "id: five-day", "id: 5", "应为文字，数字要加引号"),
        ("policies/five-day.yaml", "include: [beijing-dispatch, common]", "include: [nobody]", "没有“nobody”这套规定"),
        (
            "policies/common.yaml",
            "rules:",
            "include: [five-day]\nrules:",
            "five-day.yaml:10 include.1: “common”又引用了“five-day”，不能互相引用",
        ),
        ("policies/five-day.yaml", "rules:", "rules: []\nmore:", "至少要有一项"),
        ("policies/five-day.yaml", "rules:", "name: 又一个\nrules:", "name: 这一项出现了不止一次"),
        ("policies/five-day.yaml", "rules:", "rules: [", "不是有效的YAML"),
        ("policies/sichuan-2025.yaml", "types: [求助, 建议]", "types: [求助, 求助]", "写了两次"),
        ("policies/sichuan-2025.yaml", "types: [求助, 建议]", "types: 求助", "应为列表"),
        ("policies/sichuan-2025.yaml", "types: [求助, 建议]", "types: [咨询]", "和第9行的规定适用于同样的工单"),
        (
            "policies/sichuan-2025.yaml",
            "types: [投诉, 举报]",
            "types: [投诉]",
            "calendar.yaml:20 in_force.1.profile: “sichuan-2025”缺少“举报”（一般、紧急、特急）",
        ),
        ("policies/beijing-dispatch.yaml", '"1403"]', '"9999"]', "categories.yaml里没有类别“9999”"),
        ("policies/beijing-dispatch.yaml", '"1403"]', "1403]", "数字要加引号"),
        ("policies/beijing-dispatch.yaml", "urgency: [特急]", "urgency: [十万火急]", "应为一般、紧急、特急之一"),
        ("policies/common.yaml", "yellow: 1", "yellow: 0", "太小"),
        ("calendar.yaml", '"12:00"', '"8:00"', "应为24小时制的时间"),
        ("calendar.yaml", 'to: "12:00"', 'to: "14:00"', "office_hours: 办公时间至少要有一段"),
        ("calendar.yaml", 'from: "13:30"', "from: 13:30", "应为24小时制的时间，加引号"),
        (
            "calendar.yaml",
            "overrides: []",
            "overrides: [{day: 七月, state: 休息, reason: 无}]",
            "应为日期，如2026-10-10",
        ),
        ("calendar.yaml", "overrides: []", "overrides: [{day: 2026-07-01, state: 放假, reason: 无}]", "应为上班或休息"),
        ("calendar.yaml", "overrides: []", 'overrides: [{day: 2026-07-01, state: 休息, reason: ""}]', "不能为空"),
        ("calendar.yaml", "overrides: []", "overrides: [{day: 2026-07-01, state: 休息}]", "reason: 缺少这一项"),
        (
            "calendar.yaml",
            "overrides: []",
            (
                "overrides:\n  - {day: 2026-07-01, state: 休息, reason: 甲}\n"
                "  - {day: 2026-07-01, state: 上班, reason: 乙}"
            ),
            "calendar.yaml:15 overrides.1.day: 2026-07-01和第14行重复",
        ),
        ("calendar.yaml", "complete_years: []", "complete_years: [1999]", "太小"),
        *(
            ("calendar.yaml", "seasons: []", f"seasons: [{written}]", told)
            for written, told in (
                ('{from: 06-31, to: "09-30", office_hours: [{from: "09:00", to: "17:00"}]}', "应为月-日，加引号"),
                ('{from: "06-01", to: "09-30", office_hours: []}', "office_hours: 办公时间至少要有一段"),
                ('{from: "06-01", to: "09-30"}', "office_hours: 缺少这一项"),
                (
                    (
                        '{from: "06-01", to: "09-30", office_hours: [{from: "09:00", to: "17:00"}]}, '
                        '{from: "12-01", to: "06-15", office_hours: [{from: "10:00", to: "16:00"}]}'
                    ),
                    "seasons.1: 06-01已经在第1季里了",
                ),
            )
        ),
        ("calendar.yaml", "{profile: sichuan-2025", "{profile: sichuan-2024", "没有“sichuan-2024”这套规定"),
        ("calendar.yaml", "{profile: sichuan-2025", "{profile: beijing-dispatch", "缺少“咨询”（一般、紧急、特急）"),
        ("calendar.yaml", "from: 2027-01-01", "from: 2021-01-01", "写了两套规定"),
        ("calendar.yaml", "in_force:", "in_force: []\nmore:", "至少要有一项"),
    ],
)
def test_a_fault_is_told_by_file_line_and_field(pack: Path, file: str, old: str, new: str, told: str) -> None:
    """In one sentence of Chinese that says what is right."""
    change(pack / file, old, new)
    assert told in faults(pack)


def test_all_faults_are_told_at_once(pack: Path) -> None:
    """Of all files; each on its line."""
    change(pack / "policies" / "five-day.yaml", "length: 5个工作日", "length: 五天")
    change(pack / "policies" / "common.yaml", "limit: 签收", "limit: 收")
    change(pack / "calendar.yaml", '"17:30"', '"5:30"')
    message = faults(pack)
    assert "policies/five-day.yaml:13 " in message
    assert "policies/common.yaml:" in message
    assert "calendar.yaml:6 " in message


def test_a_file_that_is_gone_or_not_text_is_told(pack: Path) -> None:
    """And a pack of before there were deadlines is known as such."""
    (pack / "calendar.yaml").unlink()
    (pack / "policies" / "five-day.yaml").write_bytes("名称".encode("gb18030"))
    (pack / "policies" / "deep.yaml").write_text("[" * 1000, encoding="utf-8")
    message = faults(pack)
    assert "calendar.yaml:1: 缺少这个文件" in message
    assert "不是UTF-8" in message
    assert "deep.yaml:1: 不是有效的YAML" in message
    assert has_policies(pack)
    shutil.rmtree(pack / "policies")
    assert not has_policies(pack)
    assert "至少要有一个" in faults(pack)


def test_a_pack_may_have_no_categories(pack: Path) -> None:
    """Whoever checks the knowledge base tells of that."""
    (pack / "categories.yaml").unlink()
    assert load_policies(pack).profiles
