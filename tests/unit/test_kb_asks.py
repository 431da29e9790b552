"""Names found by first letters, and what agents ask for a kind of ticket."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import CityPackError
from hotline.kb.load import load_outline
from hotline.kb.spelling import initials_of
from hotline.settings import ROOT
from tests.unit.test_kb_faults import CITY

TREE = """
tickets:
  - code: "03"
    name: 城市管理
    asks: [详细地点]
    children:
      - {code: "0301", name: 占道经营}
      - {code: "0303", name: 路灯, asks: [灯杆编号, 从哪天起]}
life_events:
  - {code: "01", name: 户口}
"""


def pack(folder: Path, tree: str) -> Path:
    """A pack with these categories."""
    (folder / "city.yaml").write_text(CITY, encoding="utf-8")
    (folder / "categories.yaml").write_text(tree, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "letters"),
    [("路灯与井盖", "l d y j g"), ("银行2A", "y xh 2 a"), ("", ""), ("！·", "")],
)
def test_each_sign_has_the_letters_of_its_readings(name: str, letters: str) -> None:
    """The commonest first; letters and digits are themselves, other signs are nothing."""
    assert initials_of(name) == letters


def test_a_category_asks_its_own_questions_or_those_above_it(tmp_path: Path) -> None:
    """A clerk writes the common ones once."""
    (top,) = load_outline(pack(tmp_path, TREE)).categories
    assert top.asks == ("详细地点",)
    assert [child.asks for child in top.children] == [("详细地点",), ("灯杆编号", "从哪天起")]


def test_questions_that_do_not_fit_are_told(tmp_path: Path) -> None:
    """Too long, too many, or none at all."""
    for wrong in ("[" + "长" * 21 + "]", "[" + ", ".join(f"第{n}问" for n in range(9)) + "]", '[""]', "灯杆"):
        with pytest.raises(CityPackError, match=r"categories\.yaml:5"):
            load_outline(pack(tmp_path, TREE.replace("[详细地点]", wrong)))


def test_the_demo_citys_questions_are_read() -> None:
    """Every category has some."""
    tops = load_outline(ROOT / "kb").categories
    assert all(child.asks for top in tops for child in top.children)
