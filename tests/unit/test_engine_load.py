"""Loading scripts: every fault at once, each with its line; what is loaded is walked. The faults: test_lint.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import ScriptError
from hotline.ivr.effects import Prompt
from hotline.ivr.load import load_script, load_scripts
from hotline.ivr.script import ScriptWords
from hotline.settings import ROOT
from tests.fakes.recordings import write_recording
from tests.fakes.scripts import GOOD, faults_of


def test_a_good_script_is_loaded(tmp_path: Path) -> None:
    """Its name is the file's; a script of one language needs to say so no more than its version."""
    path = tmp_path / "test.yaml"
    path.write_text(GOOD, encoding="utf-8")
    script = load_script(path)
    assert (script.name, script.languages) == ("test", ("zh-CN",))


def test_the_shipped_scripts_are_good_and_never_ask_for_long() -> None:
    """Both lines load in three languages; no Chinese prompt is longer than fourteen seconds take to say."""
    scripts = load_scripts(ROOT / "ivr_scripts")
    assert set(scripts) == {"114", "12345"}
    for script in scripts.values():
        assert script.languages == ("zh-CN", "yue", "en")
        assert all(len(prompt.text) <= 62 for prompt in script.every_prompt())


def test_a_prompt_may_be_a_recording(tmp_path: Path) -> None:
    """A file named in the script is played by its name, and its text stands by."""
    write_recording(tmp_path / "recorded" / "welcome.wav")
    path = tmp_path / "test.yaml"
    path.write_text(GOOD.replace("{zh-CN: 您好}", "{zh-CN: {file: welcome.wav, text: 您好}}"), encoding="utf-8")
    words = ScriptWords(script=load_script(path), language="zh-CN")
    assert words.prompt("hello") == Prompt(name="welcome", text="您好")


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """A wrong type, a missing target and an empty prompt in one message, in the order of the file."""
    text = GOOD.replace("您好", "''").replace("next: person", "next: nobody").replace("type: queue", "type: queues")
    lines = [line.split(":")[1] for line in faults_of(tmp_path, text) if line.startswith("- ")]
    assert lines == ["4", "8", "9"]


def test_the_faults_of_all_scripts_come_at_once(tmp_path: Path) -> None:
    """One message names both files."""
    (tmp_path / "a.yaml").write_text(GOOD.replace("next: person", "next: nobody"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(GOOD.replace("person: person", "person: nobody"), encoding="utf-8")
    with pytest.raises(ScriptError, match=r"(?s)a\.yaml:8: .*b\.yaml:1: "):
        load_scripts(tmp_path)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "nodes: {}\n", "\t"])
def test_what_is_no_script_is_refused(tmp_path: Path, text: str) -> None:
    """Empty files and lists are told, not crashed on."""
    assert any("test.yaml:1" in line for line in faults_of(tmp_path, text))


def test_a_file_or_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The name of the file, or of the folder."""
    with pytest.raises(ScriptError, match=r"none\.yaml cannot be read"):
        load_script(tmp_path / "none.yaml")
    with pytest.raises(ScriptError, match="no voice menu"):
        load_scripts(tmp_path)
