"""A small good script, and what is wrong with one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.answering.menus import Menus
from hotline.errors import ScriptError
from hotline.ivr.load import load_scripts

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


def faults_of(folder: Path, text: str) -> list[str]:
    """The lines of the refusal of a script test.yaml in this folder, beside what else is there."""
    (folder / "test.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError) as fault:
        load_scripts(folder)
    return fault.value.message.splitlines()


def small_menus(folder: Path) -> Menus:
    """Menus of a new folder that holds the good script as 114.yaml."""
    folder.mkdir()
    (folder / "114.yaml").write_text(GOOD, encoding="utf-8")
    return Menus(folder, folder / "recorded")
