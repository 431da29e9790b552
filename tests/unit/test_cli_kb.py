"""`hotline kb` as a clerk and as another program use it: a small city, a real database, real files."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from hotline.cli.asking import answer_lines, as_text, questions
from hotline.cli.kb import app
from hotline.cli.plans import FIRST, plan_lines
from hotline.errors import CityPackError, InputError
from hotline.kb.gaps import gaps
from hotline.kb.load import load_city
from hotline.kb.model import Kind
from hotline.kb.plan import Change, Plan
from hotline.kb.search.search import Answer, Hit, Search
from hotline.kb.versions import Difference

CITY = """name: 小城
lines:
  - {number: "12345", name: 热线}
districts:
  - {code: "01", name: 东区, streets: [一街]}
"""
CATEGORIES = """tickets:
  - code: "01"
    name: 治安
    children:
      - {code: "0101", name: 户口}
life_events:
  - {code: "01", name: 户口和证件}
"""
OFFICES = "编号,部门名称,办公地址,办公时间,服务电话,投诉电话,职责,有效期至,备注\n"
PUBLIC_SECURITY = "01,市公安局,新华路8号,工作日,0999-55501101,0999-55501109,治安,,老机关\n"
CIVIL = "02,市民政局,文昌路2号,工作日,0999-55501201,,婚姻,,\n"
GUIDE = "编号,事项名称,承办单位,分类,办理条件,办事程序,申报材料,承诺时限,收费标准,表格下载,法律依据\n"
CARD = "0101,居民身份证丢失补领,市公安局,户口和证件,证件丢失,申请,户口簿,7日,40元,申领表,身份证法\n"
Run = Callable[..., Result]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small pack without a fault."""
    folder = tmp_path / "kb"
    (folder / "procedures").mkdir(parents=True)
    (folder / "city.yaml").write_text(CITY, encoding="utf-8")
    (folder / "categories.yaml").write_text(CATEGORIES, encoding="utf-8")
    (folder / "departments.csv").write_text(OFFICES + PUBLIC_SECURITY + CIVIL, encoding="utf-8")
    (folder / "procedures" / "a.csv").write_text(GUIDE + CARD, encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path, pack: Path) -> Run:
    """`hotline kb` with these words; a fault of ours is raised as it is."""
    return cli(pack, tmp_path / "state")


def cli(kb_dir: Path, state: Path) -> Run:
    """`hotline kb` of an installation of its own."""
    env = {"HOTLINE_KB_DIR": str(kb_dir), "HOTLINE_STATE_DIR": str(state)}

    def invoke(*words: object, given: bytes = b"") -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words], env=env, input=given)
        if isinstance(result.exception, (CityPackError, InputError)):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return invoke


def _table(path: Path, *rows: str) -> Path:
    path.write_text("".join(rows), encoding="utf-8")
    return path


def test_a_check_tells_what_the_pack_holds_and_what_is_lacking(run: Run, pack: Path) -> None:
    """Counts, then what is out of date, empty by column, or in no list."""
    _table(pack / "departments.csv", OFFICES, PUBLIC_SECURITY, CIVIL.replace("婚姻,,", "婚姻,2020-01-31,"))
    _table(pack / "procedures" / "a.csv", GUIDE, CARD.replace("户口和证件", "搬家").replace("40元", ""))
    lines = run("check").stdout.splitlines()
    assert lines[0].startswith("小城资料包检查通过：部门2个；办事指南1项，涉及1个部门；问答0条")
    assert [line for line in lines[1:] if "办公时间" not in line] == [
        "提示：部门 02 市民政局：有效期至2020-01-31，已经过期",
        "提示：部门的“投诉电话”空着1处：02",
        "提示：事项的“收费标准”空着1处：0101",
        "提示：categories.yaml的life_events里没有“搬家”，1个事项用到：0101",
    ]


def test_hours_that_are_not_understood_are_told_and_never_refused(run: Run, pack: Path, tmp_path: Path) -> None:
    """File, row and column as they are called there, and how to write it; a check and an import say the same."""
    good = PUBLIC_SECURITY.replace("工作日", "工作日9:00—17:00")
    offices = OFFICES.replace("投诉电话", "节假日安排")
    table = _table(pack / "departments.csv", offices, good.replace("0999-55501109", "看通知栏"), CIVIL)
    hints = [
        (
            "提示：departments.csv:2 节假日安排: 看不懂“看通知栏”，节假日不会说是否办公；"
            "请写成“法定节假日休息”“法定节假日照常办公”或者“法定节假日9:00—12:00”这样"
        ),
        (
            "提示：departments.csv:3 办公时间: 没有写明是几点“工作日”，电话里照原文读，不会说现在是否办公；"
            "请写成“工作日9:00—12:00，13:30—17:30；周六9:00—12:00”这样"
        ),
    ]
    assert [line for line in run("check").stdout.splitlines() if "办公" in line] == hints
    assert [line for line in run("check", table).stdout.splitlines() if "办公" in line] == hints
    imported = run("import", table)
    assert [line for line in imported.stderr.splitlines() if "办公" in line] == hints
    assert "不变2条" in imported.stdout
    many = "".join(CIVIL.replace("02,市民政局", f"{place},民政{place}所") for place in range(10, 40))
    told = run("check", _table(tmp_path / "many.csv", OFFICES, many)).stdout.splitlines()
    assert "提示：还有10处办公时间看不懂" in told


def test_a_bulletin_that_ended_is_not_lacking(pack: Path) -> None:
    """It ends by itself; everything else is out of date on the day after its last."""
    _table(pack / "departments.csv", OFFICES, PUBLIC_SECURITY.replace("治安,,", "治安,2026-10-08,"), CIVIL)
    (pack / "channels.yaml").write_text('channels: [{code: "1", name: 市场}]', encoding="utf-8")
    (pack / "bulletins").mkdir()
    bulletin = "频道,标题,内容,发布日期,有效期至\n市场,菜价,白菜,2020-01-01,2020-01-02\n"
    _table(pack / "bulletins" / "a.csv", bulletin)
    told = [[line for line in gaps(load_city(pack), date(2026, 10, day)) if "过期" in line] for day in (8, 9)]
    assert [len(lines) for lines in told] == [0, 1]


def test_a_table_alone_is_checked_against_the_pack(run: Run, tmp_path: Path) -> None:
    """Its departments are those of the pack; its faults are named by its place."""
    good = _table(tmp_path / "more.csv", GUIDE, CARD.replace("0101", "0102").replace("丢失", "到期"))
    assert "办事指南1项" in run("check", good).stdout
    bad = _table(tmp_path / "more.csv", GUIDE, CARD.replace("市公安局", "公安厅"))
    with pytest.raises(CityPackError, match=r"more\.csv:2 承办单位: 部门表里没有“公安厅”"):
        run("check", bad)


def test_a_dry_run_shows_the_changes_and_makes_none(run: Run, tmp_path: Path) -> None:
    """Field by field, what it was and what it would be."""
    changed = PUBLIC_SECURITY.replace("新华路8号", "新华路9号").replace("老机关", "搬了")
    table = _table(tmp_path / "new.csv", OFFICES, changed, "03,市教育局,学府路1号,工作日,0999-55501301,,学校,,\n")
    shown = run("import", table, "--dry-run").stdout
    assert shown.splitlines() == [
        "只是试算，什么也没有改。如果导入：",
        "新增1条，修改1条，撤下0条，不变0条",
        "修改 部门 01 市公安局",
        "    办公地址：新华路8号 → 新华路9号",
        "    备注：老机关 → 搬了",
        "新增 部门 03 市教育局",
    ]
    assert run("import", table, "--dry-run").stdout == shown


def test_an_import_is_published_and_can_be_asked(run: Run, tmp_path: Path) -> None:
    """The second time there is nothing to do; --replace withdraws what is not in the table, of its kind."""
    table = _table(tmp_path / "new.csv", GUIDE, CARD.replace("0101", "0202").replace("居民身份证丢失补领", "婚姻登记"))
    assert "已导入并发布" in run("import", table).stdout
    assert "和现有资料一样" in run("import", table).stdout
    found = json.loads(run("search", "婚姻登记", "--json").stdout)
    assert (found[0]["kind"], found[0]["id"], found[0]["title"]) == ("procedure", "0202", "婚姻登记")
    shown = run("import", table, "--replace").stdout
    assert "撤下 事项 0101 居民身份证丢失补领" in shown
    kept = json.loads(run("search", "身份证丢失", "--json", "--limit", "50").stdout)
    assert "0101" not in [hit["id"] for hit in kept]


def test_an_import_with_a_fault_changes_nothing(run: Run, tmp_path: Path) -> None:
    """The faults of reading and those of meaning come together."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "部门"
    for row in (OFFICES, PUBLIC_SECURITY.replace("新华路8号", "=1+1"), CIVIL.replace("0999-55501201", "没有")):
        page.append(row.strip().split(","))
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(CityPackError) as caught:
        run("import", tmp_path / "a.xlsx")
    assert "a.xlsx[部门]:2 办公地址: C2是公式" in caught.value.message
    assert "a.xlsx[部门]:3 服务电话: “没有”不是电话号码" in caught.value.message
    run("export", tmp_path / "out.json")
    assert "新华路8号" in (tmp_path / "out.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["out.xlsx", "out.json", "out"])
def test_what_was_exported_changes_nothing_when_it_is_imported(run: Run, tmp_path: Path, name: str) -> None:
    """In every format; a file is overwritten only when asked to."""
    assert "3条" in run("export", tmp_path / name).stdout
    assert "新增0条，修改0条，撤下0条，不变3条" in run("import", tmp_path / name, "--replace").stdout
    with pytest.raises(InputError, match=r"--overwrite|不是空的文件夹"):
        run("export", tmp_path / name)
    if name != "out":
        run("export", tmp_path / name, "--overwrite")


def test_an_exported_folder_is_a_whole_pack(run: Run, tmp_path: Path) -> None:
    """With what stands outside the tables."""
    run("export", tmp_path / "out")
    assert "部门2个；办事指南1项" in run("check", tmp_path / "out").stdout


def test_a_place_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    """In a sentence."""
    with pytest.raises(InputError, match="写不进去"):
        run("export", tmp_path / "nowhere" / "out.json")


def test_the_search_tells_programs_all_they_need(run: Run) -> None:
    """A list, the best first, each with why and whether it is sure; empty where nothing is found."""
    found = json.loads(run("search", "身份证丢了", "--json", "--limit", "1").stdout)
    assert len(found) == 1
    assert list(found[0]) == ["kind", "id", "title", "department", "score", "why", "passage", "unsure"]
    assert (found[0]["id"], found[0]["department"]) == ("0101", "市公安局")
    assert json.loads(run("search", "，", "--json").stdout) == []
    assert run("search", "，").stdout.strip() == "没有找到。"
    with pytest.raises(InputError, match="请写上问题"):
        run("search")


def test_one_question_a_line_is_answered_by_one_line(run: Run) -> None:
    """Until the end of the input, whatever bytes come: empty lines, no UTF-8, no line break at the end."""
    given = "身份证丢了\r\n".encode() + b"\n\xff\xfe\x00\n" + "公安局电话".encode()
    answers = [json.loads(line) for line in run("search", "--stdin", "--json", given=given).stdout.splitlines()]
    assert [bool(answer) for answer in answers] == [True, False, False, True]
    assert answers[0][0]["id"] == "0101"


def test_an_answer_leaves_at_once(pack: Path) -> None:
    """The next question may depend on it."""

    class Out(io.BytesIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    out = Out()
    answer_lines(Search.of(load_city(pack)), io.BytesIO(b"1\n2\n"), out, limit=5, json_wanted=True)
    assert out.flushed == 2
    assert len(out.getvalue().splitlines()) == 2


def test_a_line_without_end_is_one_question() -> None:
    """Of which the beginning is asked."""
    asked = list(questions(io.BytesIO("问".encode() * 100_000 + b"\n" + "答".encode())))
    assert (len(asked), asked[1]) == (2, "答")
    assert len(asked[0]) < 40_000


def test_a_person_is_told_when_nothing_is_sure() -> None:
    """Before the list, in words."""
    hit = Hit(
        kind=Kind.PROCEDURE, code="0101", title="甲", department="乙局", score=0.5, why="名称相近", passage="一\n二"
    )
    told = as_text(Answer(hits=(hit,), unsure=True))
    assert told.splitlines() == [
        "不确定：下面可能都不是要找的。",
        "1. 甲（事项 0101，乙局）  0.50  名称相近",
        "   一 二",
    ]
    assert "不确定" not in as_text(Answer(hits=(hit,), unsure=False))


def test_a_long_plan_is_told_in_part() -> None:
    """The first twenty, changes before what is new; all of them, in full, where verbose."""
    long = Difference(field="duties", title="职责", before="", after="管" * 100)
    new = tuple(
        Change(kind=Kind.DEPARTMENT, code=f"{n:04d}", title=f"局{n}", differences=(long,)) for n in range(FIRST + 5)
    )
    plan = Plan(
        revision=1, added=new, changed=(Change(kind=Kind.DEPARTMENT, code="01", title="甲", differences=(long,)),)
    )
    lines = list(plan_lines(plan, verbose=False))
    assert lines[1] == "修改 部门 01 甲"
    assert lines[2] == f"    职责：（空） → {'管' * 40}…"
    assert lines[-1] == "……还有6条，加上--verbose全部列出"
    assert f"    职责：（空） → {'管' * 100}" in list(plan_lines(plan, verbose=True))
    assert len(list(plan_lines(plan, verbose=True))) == 1 + 2 * (FIRST + 6)


def test_a_generated_city_can_be_imported(run: Run, tmp_path: Path) -> None:
    """On top of the pack that it fills up, of which it repeats nothing."""
    told = run("generate", tmp_path / "big.json").stdout
    assert "3987条" in told
    assert "生成的测试资料" in told
    assert run("import", tmp_path / "big.json", "--dry-run").stdout.splitlines()[1].startswith("新增3987条，修改0条")
