"""Texts with places in them: what may be written, what is filled in, and the pack's file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hotline.errors import CityPackError
from hotline.settings import ROOT
from hotline.tickets.life.falling_due import fall_due
from hotline.tickets.life.step import Due
from hotline.tickets.model import TicketState
from hotline.tickets.templates.filling import filled
from hotline.tickets.templates.model import PLACES, Template, Use, faults_of, text_fault
from hotline.tickets.templates.pack import dump_templates, load_templates
from tests.fakes.tickets import MONDAY, Life, new_ticket, world

GOOD = Template(code="urge-one", use=Use.URGE, title="催", text="工单{工单编号}请{承办单位}办理，{剩余时间}。")


def test_every_place_is_filled_from_the_ticket() -> None:
    """With what a department may read, and no brace is left."""
    ticket = replace(Life().to(TicketState.SIGNED).ticket, title="路灯不亮", returns=2)
    told = filled("|".join(f"{{{name}}}" for name in PLACES), ticket, world())
    assert told.split("|")[:6] == ["2600000014", "“路灯不亮”", "投诉", "一般", "云湖区", "市城管局"]
    assert "剩余" in told
    assert told.split("|")[9:11] == ["2", "1"]
    assert "{" not in told


def test_nothing_of_the_citizen_comes_out_of_a_text() -> None:
    """Though the agent wrote name and number into the title, and somebody else into the text itself."""
    ticket = new_ticket(title="王芳13800138000反映路灯")
    told = filled("请联系王芳（138 0013 8000）办理{事项}", ticket, world())
    assert told == "请联系***（***）办理“******反映路灯”"
    assert "未定" in filled("{时限}{承办单位}", new_ticket(), world())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "请填写正文"),
        ("{工单号}已超期", "没有{工单号}这个占位符，是不是{工单编号}"),
        ("请联系{市民姓名}", "{市民姓名}不能用：模板里不能填入市民的身份或联系方式"),
        ("{来电号码}", "{来电号码}不能用：模板里不能填入市民的身份或联系方式"),
        ("{工单编号", "有没有配对的花括号，占位符应写成{工单编号}这样"),
        ("请拨13800138000", "正文里不能写手机号或身份证号"),
        ("好" * 301, "正文不能超过300个字，现有301个字"),
    ],
)
def test_a_faulty_text_says_what_is_wrong(text: str, told: str) -> None:
    """In a sentence that says how to write it rightly."""
    assert text_fault(text) == told


def test_a_faulty_template_names_every_field() -> None:
    """Code, title and text at once."""
    assert set(faults_of(replace(GOOD, code="催办", title=" ", text="{x}"))) == {"code", "title", "text"}
    assert faults_of(GOOD) == {}
    assert "可用的有{工单编号}" in text_fault("{x}")


def test_the_shipped_texts_are_good_and_have_every_use() -> None:
    """Each use has one to begin with."""
    shipped = load_templates(ROOT / "kb")
    assert {one.use for one in shipped} == set(Use)


def test_what_is_written_out_reads_the_same_again(tmp_path: Path) -> None:
    """To the letter; a pack without the file has no texts."""
    assert load_templates(tmp_path) == ()
    shipped = load_templates(ROOT / "kb")
    (tmp_path / "templates.yaml").write_text(dump_templates(shipped), encoding="utf-8")
    assert load_templates(tmp_path) == shipped


def test_every_fault_of_the_file_is_told_by_its_line(tmp_path: Path) -> None:
    """All at once."""
    (tmp_path / "templates.yaml").write_text(
        "templates:\n- code: a\n  use: 催办\n  title: 一\n  text: '{市民电话}'\n"
        "- code: b\n  use: 表扬\n  title: 二\n  text: 好\n- code: c\n  use: 催办\n  title: 3\n  text: 好\n  more: x\n"
        "- code: d\n  use: urge\n  title: 四\n  text: 好\n- code: d\n  use: urge\n  title: 五\n  text: 好\n",
        encoding="utf-8",
    )
    with pytest.raises(CityPackError) as raised:
        load_templates(tmp_path)
    told = raised.value.message
    for expected in (
        "templates.yaml:5 templates.0.text: {市民电话}不能用",
        "templates.yaml:7 templates.1.use: “表扬”应为催办",
        "templates.2.title: 缺少这一项，或者不是文字",
        "templates.2.more: 没有这一项",
        "编号“d”和第15行重复",
    ):
        assert expected in told


@pytest.mark.parametrize("text", ["", "templates: 1", "a: [", "templates: []\nmore: 1", "\x00"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    """And never read as no texts."""
    (tmp_path / "templates.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CityPackError):
        load_templates(tmp_path)


def test_a_card_says_what_the_city_wrote() -> None:
    """Filled from the ticket; without a text of its own it says the rule's."""
    life = Life().to(TicketState.SIGNED)
    (yellow,) = [timer for timer in life.timers if timer.due is Due.YELLOW]
    own = replace(world(yellow.at), texts={"yellow": "请{承办单位}抓紧：{剩余时间}。"})
    step = fall_due(life.case, yellow, own)
    assert step is not None
    assert step.oversight[0].reason == "请市城管局抓紧：剩余1个工作日。"
    plain = fall_due(life.case, yellow, world(max(yellow.at, MONDAY)))
    assert plain is not None
    assert "尚未答复" in plain.oversight[0].reason
