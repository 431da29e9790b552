"""kb/quality.yaml: every fault by its line, all at once; and the one that is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import CityPackError
from hotline.kb.load import load_outline
from hotline.quality.book import load_book
from hotline.quality.rules import Every, Kind
from hotline.settings import ROOT
from hotline.wiring.quality_side import quality_book

WELL = """\
form:
  name: 表
  version: "1"
  passing: 80
  items:
    - {code: a, group: 甲, name: 问候, points: 100, answers: [是, 部分, 否]}
    - {code: x, group: 乙, name: 红线, fatal: 0}
rules:
  - {code: weekly, name: 随机, kind: 随机, every: 周, amount: 2, per: 每人}
appeal: {days: 5}
"""


def told(folder: Path, text: str) -> str:
    """What is said of this file."""
    (folder / "quality.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CityPackError) as fault:
        load_book(folder, {"1505"})
    return fault.value.message


def test_the_citys_own_file_is_whole() -> None:
    """Its categories are those of the pack, its points are a hundred, and each kind of rule is in it."""
    book = quality_book(ROOT / "kb", load_outline(ROOT / "kb"))
    assert book is not None
    assert {rule.kind for rule in book.rules} == set(Kind)
    assert sum(item.points for item in book.form.items) == 100
    assert len(book.of(Every.WEEK)) + len(book.of(Every.MONTH)) == len(book.rules)


def test_a_city_without_the_file_has_no_inspection(tmp_path: Path) -> None:
    """None, and no fault."""
    assert load_book(tmp_path) is None


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    """Of form, rules and appeal together, as sentences for a clerk."""
    text = told(
        tmp_path,
        """\
form:
  name: 表
  version: "1"
  passing: 180
  items:
    - {code: a, group: 甲, name: 问候, points: 90, answers: [是, 也许]}
rules:
  - {code: weekly, name: 随机, kind: 抓阄, every: 周, amount: 2}
  - {code: Weekly, name: 随机, kind: 随机, every: 年, amount: 0}
appeal: {days: 99, hours: 3}
""",
    )
    assert text.startswith("质检规则有8处错误：")
    for line in (
        "quality.yaml:4 form.passing: “180”太大",
        "quality.yaml:6 form.items.0.answers.1: “也许”应为是、部分、否、不适用之一",
        "quality.yaml:8 rules.0.kind: “抓阄”应为随机、",
        "quality.yaml:9 rules.1.code: “Weekly”：编号应以小写字母开头",
        "quality.yaml:9 rules.1.every: “年”应为周、月之一",
        "quality.yaml:9 rules.1.amount: “0”应为1到500的整数，或者写全部",
        "quality.yaml:10 appeal.days: “99”太大",
        "quality.yaml:10 appeal.hours: 没有这一项",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("points: 100", "points: 90", "各项分值合计应为100分，现在是90分"),
        ("fatal: 0", "about: 无", "没有分值的项目要写fatal"),
        ("answers: [是, 部分, 否]", "answers: [是, 部分]", "至少要有是和否"),
        ("answers: [是, 部分, 否]", "answers: [是, 否, 否]", "同一个选项写了两次"),
        ("code: x", "code: a", "编号“a”和第6行重复"),
        ("amount: 2", "amount: 全部", "“随机”要写明抽几个"),
        ("kind: 随机", "kind: 过短", "“过短”要写上seconds"),
        ("kind: 随机", "kind: 随机, seconds: 3", "“随机”用不到seconds，请删去"),
        ("kind: 随机", 'kind: 投诉热线, categories: ["9999"]', "没有类别“9999”"),
        ("code: weekly", "code: by-hand", "留给人工指定的抽查"),
        ("days: 5", "days: 5, days: 6", "这一项出现了不止一次"),
        ("form:", "form: [", "不是有效的YAML"),
    ],
)
def test_what_only_the_whole_shows_is_told_too(tmp_path: Path, before: str, after: str, what: str) -> None:
    """Points that do not add up, codes twice, what a kind of rule needs or does not know."""
    assert what in told(tmp_path, WELL.replace(before, after, 1))


def test_a_well_written_file_is_read(tmp_path: Path) -> None:
    """Answers that are left out are yes and no."""
    (tmp_path / "quality.yaml").write_text(WELL, encoding="utf-8")
    book = load_book(tmp_path, {"1505"})
    assert book is not None
    assert (book.appeal_days, len(book.form.items[1].answers), book.form.items[1].cap) == (5, 2, 0)
