"""Lines of the dispatch directory: what may be written, and what reading the city pack again does."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hotline.cli.main import app
from hotline.errors import CityPackError
from hotline.settings import ROOT
from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.directory_table import Known
from hotline.tickets.routing.feedback import plain_words
from hotline.tickets.routing.line_model import KeptLine, LineDraft, LineState, faults_of, line_of, sum_of, tidy
from hotline.tickets.routing.line_plan import planned
from tests.fakes.tickets import new_ticket

KNOWN = Known(
    departments={"市城管局": "01", "01": "01", "市住建局": "02", "02": "02"},
    categories={"路灯": "0301", "0301": "0301", "03": "03"},
    places=frozenset({"云湖区", "湖滨街道"}),
)
LAMP = DispatchLine(number=1, category="0301", keywords=("路灯", "灯杆"), lead="01")
COVER = DispatchLine(number=2, keywords=("井盖",), lead="02")


def kept(line: DispatchLine, *, pack: DispatchLine | None = None, state: LineState = LineState.CURRENT) -> KeptLine:
    """A line at its first version; pack: what the city pack said of it."""
    at = datetime(2026, 11, 21, tzinfo=UTC)
    return KeptLine(line=line, version=1, state=state, by="x", at=at, pack_sum=sum_of(pack) if pack else "")


def test_names_become_codes_and_nothing_stands_twice() -> None:
    """A supervisor may write either, with blanks around it."""
    draft = LineDraft(category=" 路灯", keywords=("路灯 ", "路灯", ""), lead="市城管局", assisting=("市住建局", "02"))
    assert tidy(draft, KNOWN) == LineDraft(category="0301", keywords=("路灯",), lead="01", assisting=("02",))


def test_every_fault_of_a_line_is_told_at_once() -> None:
    """By field."""
    draft = LineDraft(
        category="9999", place="月亮湾", keywords=("灯",), lead="77", assisting=("88",), note="说明" * 200
    )
    assert set(faults_of(draft, KNOWN)) == {"category", "place", "keywords", "lead", "assisting", "note"}


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (LineDraft(lead="01"), "keywords"),
        (LineDraft(keywords=("路灯",)), "lead"),
        (LineDraft(keywords=("路灯",), lead="01", assisting=("01",)), "assisting"),
        (LineDraft(keywords=("路" * 41,), lead="01"), "keywords"),
        (LineDraft(keywords=("路\x07灯",), lead="01"), "keywords"),
        (LineDraft(keywords=tuple(f"路灯{one}" for one in range(61)), lead="01"), "keywords"),
        (LineDraft(keywords=("井盖",), lead="01"), "keywords"),
    ],
    ids=["asks nothing", "no lead", "lead assists", "long", "control", "too many", "same as another"],
)
def test_what_could_not_route_is_refused(draft: LineDraft, field: str) -> None:
    """And the field to mend is named."""
    assert list(faults_of(draft, KNOWN, [COVER])) == [field]


def test_a_line_without_faults_is_as_it_was_written() -> None:
    """With its number."""
    draft = LineDraft(category="0301", keywords=("路灯", "灯杆"), lead="01")
    assert faults_of(draft, KNOWN, [COVER]) == {}
    assert line_of(draft, 1) == LAMP


def test_a_pack_that_is_the_same_changes_nothing() -> None:
    """Neither what supervisors changed nor what they withdrew."""
    mended = kept(replace(LAMP, lead="02"), pack=LAMP)
    gone = kept(COVER, pack=COVER, state=LineState.WITHDRAWN)
    assert planned([LAMP, COVER], [mended, gone]).is_empty


def test_a_changed_line_of_the_pack_keeps_its_number() -> None:
    """Whether its department changed or one of its keywords."""
    lamp, cover = replace(LAMP, number=2, lead="02"), replace(COVER, number=1, keywords=("井盖", "窨井"))
    plan = planned([cover, lamp], [kept(LAMP, pack=LAMP), kept(COVER, pack=COVER)])
    assert plan.put == (replace(cover, number=2), replace(lamp, number=1))
    assert plan.gone == ()


def test_what_the_pack_has_no_more_is_gone_and_what_supervisors_added_stays() -> None:
    """A line of the pack that asks for the same as theirs takes its place."""
    theirs = kept(DispatchLine(number=3, keywords=("噪声",), lead="01"))
    assert planned([LAMP], [kept(LAMP, pack=LAMP), kept(COVER, pack=COVER), theirs]).gone == (2,)
    noise = DispatchLine(number=2, keywords=("噪声",), lead="02")
    assert planned([LAMP, noise], [kept(LAMP, pack=LAMP), theirs]).put == (replace(noise, number=3),)


def test_new_lines_come_after_all_numbers() -> None:
    """A number is never given twice, also not that of a withdrawn line."""
    plan = planned([LAMP, COVER], [kept(replace(COVER, number=7, keywords=("其他",)), state=LineState.WITHDRAWN)])
    assert [line.number for line in plan.put] == [8, 9]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("我叫王芳，电话138 0013 8000", "我叫***，电话***"),
        ("邻居13912345678知道", "邻居***知道"),
        ("身份证11010519491231002X", "身份证***"),
        ("座机0757-82345678，湖滨路18号3栋502", "座机***，湖滨路18号3栋502"),
        ("全角１３９１２３４５６７８\n第二行\x00", "全角*** 第二行"),
        ("2026年11月21日停水3天", "2026年11月21日停水3天"),
    ],
)
def test_what_is_learned_from_names_nobody(said: str, left: str) -> None:
    """Numbers as long as a telephone's are hidden, whosever they are; houses and days stay."""
    ticket = new_ticket(citizen_name="王芳", citizen_number="13800138000")
    assert plain_words(said, ticket) == left


def test_a_faulty_directory_is_found_before_the_start(tmp_path: Path) -> None:
    """`hotline check` tells it with all the rest; the start would fail."""
    pack = tmp_path / "kb"
    shutil.copytree(ROOT / "kb", pack)
    (pack / "dispatch.csv").write_text("类别,地点,关键词,主办单位\n路灯与井盖,,,没有的局\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["check"], env={"HOTLINE_KB_DIR": str(pack)})
    assert isinstance(told.exception, CityPackError)
    assert "dispatch.csv:2 主办单位" in told.exception.message
