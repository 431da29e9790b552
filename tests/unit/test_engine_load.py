"""Loading a script: every fault at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import ScriptError
from hotline.ivr.load import load_script, load_scripts
from hotline.settings import ROOT

GOOD = """\
person: person
entries: {start: hello}
prompts:
  hello: {zh-CN: 您好}
  apology: {zh-CN: 对不起}
  patience: {zh-CN: 请稍候}
nodes:
  hello: {type: say, prompt: hello, next: person}
  person: {type: queue}
"""


def _faults(tmp_path: Path, text: str) -> str:
    path = tmp_path / "test.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError) as fault:
        load_script(path)
    return fault.value.message


def test_a_good_script_is_loaded(tmp_path: Path) -> None:
    """Its name is the file's."""
    path = tmp_path / "test.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_script(path).name == "test"


def test_the_shipped_scripts_are_good_and_never_ask_for_long() -> None:
    """Both lines load; no prompt is longer than two short sentences take to say."""
    scripts = load_scripts(ROOT / "ivr_scripts")
    assert set(scripts) == {"114", "12345"}
    for script in scripts.values():
        assert all(len(prompt.text) <= 60 for prompt in script.every_prompt() if not prompt.name.endswith("-en"))


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("next: person", "next: nobody", 8, "there is no node nobody"),
        ("start: hello", "start: nobody", 2, "there is no node nobody"),
        ("{zh-CN: 您好}", "{zh-CN: ' '}", 4, "no text in zh-CN"),
        ("{zh-CN: 您好}", "{en: Hello}", 4, "no text in zh-CN"),
        ("prompt: hello", "prompt: hallo", 8, "there is no prompt hallo"),
        ("next: person", "next: hello", 8, "without waiting for the caller"),
        ("start: hello", "start: person", 8, "no caller can reach this node"),
        ("person: person", "person: hello", 1, "must be a queue node"),
        ("type: say", "type: sing", 8, "the type must be one of"),
        ("next: person", "nxt: person", 8, "Extra inputs"),
        ("  apology: {zh-CN: 对不起}\n", "", 3, "apology is missing"),
        ("zh-CN: 您好", "zh-CN: '您{好'", 8, "brace"),
        ("  patience", "  other: {zh-CN: 无}\n  patience", 6, "no node says this prompt"),
        ("  person: {type: queue}", "  hello: {type: queue}", 9, "twice"),
        ("nodes:", "nodes: [", 9, "not YAML"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    """One thing wrong: the file, its line, and what."""
    assert old in GOOD
    lines = _faults(tmp_path, GOOD.replace(old, new, 1)).splitlines()
    assert any(fault.startswith(f"- test.yaml:{line}: ") and what in fault for fault in lines), lines


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """A wrong type, a missing target and an empty prompt in one message, in the order of the file."""
    text = GOOD.replace("您好", "''").replace("next: person", "next: nobody").replace("type: queue", "type: queues")
    lines = [line.split(":")[1] for line in _faults(tmp_path, text).splitlines() if line.startswith("- ")]
    assert lines == ["4", "8", "9"]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "nodes: {}\n", "\t"])
def test_what_is_no_script_is_refused(tmp_path: Path, text: str) -> None:
    """Empty files and lists are told, not crashed on."""
    assert "test.yaml:1" in _faults(tmp_path, text)


def test_a_file_or_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The name of the file, or of the folder."""
    with pytest.raises(ScriptError, match=r"none\.yaml cannot be read"):
        load_script(tmp_path / "none.yaml")
    with pytest.raises(ScriptError, match="no voice menu"):
        load_scripts(tmp_path)
