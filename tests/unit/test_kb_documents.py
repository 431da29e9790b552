"""JSON documents in: by fields or headings, each fault by its line and path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hotline.kb.model import Kind
from hotline.kb.rows import MOST_ROWS
from tests.fakes.books import read


def _document(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "city.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_document_is_read_by_fields_or_headings(tmp_path: Path) -> None:
    """Values are texts, numbers or lists; unknown keys are kept; each row knows its line and its path."""
    text = """{"departments": [
      {"code": 1, "name": "市公安局", "phones": ["0999-55501101", "户政：110"], "备注": ["甲", "乙"]}
    ],
    "事项": [],
    "问 答": [{"问题": "几点上班", "答案": null}], "version": 3}"""
    rows, faults, notes = read(_document(tmp_path, text))
    assert faults == []
    assert dict(rows[0].cells) == {"code": "1", "name": "市公安局", "phones": "0999-55501101、户政：110"}
    assert rows[0].more == (("备注", "甲、乙"),)
    assert [(row.kind, row.line) for row in rows] == [(Kind.DEPARTMENT, 2), (Kind.QUESTION, 5)]
    assert (rows[0].title("name"), rows[1].title("department")) == ("departments[0].name", "问 答[0].部门")
    assert [str(note) for note in notes] == ["city.json:5 version: 没有读取"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"departments": [{"name": {"a": 1}}]}', "departments[0].name"),
        ('{"departments": [{"name": true}]}', "departments[0].name"),
        ('{"departments": [{"name": "甲", "部门名称": "乙"}]}', "departments[0].部门名称"),
        ('{"departments": [{"x": "1", "x": "2"}]}', "departments[0].x"),
        ('{"departments": ["甲"]}', "departments[0]"),
        ('{"departments": {"name": "甲", "phones": [["1"]]}}', "departments[0].phones"),
        ('{"departments": [{"备注": "\\ud800"}]}', "departments[0].备注"),
        ("[]", ""),
        ("{}", ""),
        ("", ""),
        ('{"departments": [{"name": "甲"}', ""),
        ('{"departments": [{"name": "甲"}]} x', ""),
        ('{"departments": [' + "[" * 200_000, ""),
        ('{"other": []}', ""),
        ("{1: []}", ""),
    ],
)
def test_a_fault_of_a_document_names_its_path(tmp_path: Path, text: str, name: str) -> None:
    """Also where it is no document at all."""
    _, faults, _ = read(_document(tmp_path, text))
    assert [fault.name for fault in faults] == [name]


def test_more_elements_than_a_city_has_are_not_read(tmp_path: Path) -> None:
    """The limit is that of a table."""
    text = json.dumps({"synonyms": [{"term": str(n), "sayings": "x"} for n in range(MOST_ROWS + 9)]})
    rows, faults, _ = read(_document(tmp_path, text))
    assert (len(rows), [fault.name for fault in faults]) == (MOST_ROWS, ["synonyms"])
