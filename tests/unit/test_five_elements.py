"""Who, when, where, what and why, out of what a citizen said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hotline.answering.five_elements import Elements, Place, elements

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CITY = (
    Place(district="330102", name="湖滨区", streets=("钟楼街道", "新华路街道")),
    Place(district="330103", name="江南区", streets=("铁西街道", "青石镇")),
)


def of(*said: str) -> Elements:
    """The elements of what was said."""
    return elements(said, CITY, NOW)


def test_a_whole_story_becomes_a_draft_of_all_five() -> None:
    """Greetings are left out; yesterday has its date; what follows without a gap is one place."""
    found = of(
        "喂，你好",
        "我叫王建国，住在湖滨区新华路幸福小区3号楼",
        "昨天晚上十点半左右楼下的烧烤店一直在放音乐，吵得睡不着",
        "已经三天了，打过电话没人管",
        "希望你们尽快派人去处理一下",
    )
    assert found.who == "王建国"
    assert found.when == "昨天晚上十点半左右（11月21日），已经三天了"
    assert found.where == "湖滨区新华路幸福小区3号楼"
    assert found.what.startswith("昨天晚上十点半左右楼下的烧烤店")
    assert found.why == "希望你们尽快派人去处理一下"
    assert (found.district, found.kind) == ("330102", "complaint")
    assert [line.split("：")[0] for line in found.content.splitlines()] == ["来电人", "时间", "地点", "经过", "诉求"]


def test_what_was_not_said_is_empty_and_stands_nowhere() -> None:
    """A question has no place and no time."""
    found = of("我想问一下社保卡丢了怎么办理")
    assert (found.who, found.when, found.where, found.what, found.district) == ("", "", "", "", "")
    assert found.content == "诉求：我想问一下社保卡丢了怎么办理"
    assert found.kind == "enquiry"


def test_nothing_said_is_nothing() -> None:
    """Greetings alone make no draft."""
    assert of() == of("喂，你好", "嗯", "好的谢谢") == Elements()


def test_an_engines_narrow_signs_are_those_of_chinese() -> None:
    """Whisper writes commas and question marks as in English."""
    found = of("你好,我要反映一个情况,我们小区门口的下水道堵住了。", "在新华路幸福小区,就是三号楼旁边的马路上")
    assert found.where == "新华路幸福小区，三号楼旁边的马路"
    assert found.what == "我们小区门口的下水道堵住了。在新华路幸福小区，就是三号楼旁边的马路上"


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("今天上午停水了", "今天上午（11月22日）"),
        ("11月3号下午三点多出的事", "11月3号下午三点多"),
        ("上周三我去的", "上周三"),
        ("连续半个月了都这样", "连续半个月了"),
        ("我住3号楼", ""),
    ],
)
def test_a_time_is_taken_as_it_was_said(said: str, when: str) -> None:
    """With the date beside a day that is told from today."""
    assert of(said).when == when


@pytest.mark.parametrize(
    ("said", "where", "district"),
    [
        ("我在青石镇中学门口", "青石镇中学门口", "330103"),
        ("就在钟楼街道人民广场对面", "钟楼街道人民广场对面", "330102"),
        ("路上全是水", "", ""),
        ("有一家饭店", "", ""),
        ("新华路那边堵车", "新华路", "330102"),
        ("昨天晚上新华路8号着火了", "新华路8号", "330102"),
    ],
)
def test_a_place_is_what_was_named(said: str, where: str, district: str) -> None:
    """A word for any place is none; a street tells the district."""
    found = of(said)
    assert (found.where, found.district) == (where, district)


def test_a_long_story_is_cut_at_a_clause() -> None:
    """What does not fit is left to the agent."""
    assert len(of(*["路面坏了车子开过去很颠大家都怕出事"] * 60).what) <= 400


@pytest.mark.parametrize("said", ["", "。。。", "？", "a" * 5000, "\u0000", "一" * 3000, "住在" * 1000, "3号楼" * 800])
def test_hostile_words_break_nothing(said: str) -> None:
    """Whatever was recognised."""
    assert len(of(said).content) < 6000
