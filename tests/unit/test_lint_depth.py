"""How deep a menu lies for a real call, over every script that it is led through."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import ScriptError
from hotline.ivr.load import load_scripts


def _leading(script: str, entry: str, *, before: int = 1) -> str:
    """As many menus below one another, the last of which leads to an entry of another script."""
    menus = "".join(
        f"  menu{level}: {{type: menu, prompt: ask, wrong: ask, keys: {{1: menu{level + 1}}}}}\n"
        for level in range(1, before)
    )
    return (
        "person: person\nentries: {start: menu1}\nprompts:\n  ask: {zh-CN: 请按1}\n"
        "  apology: {zh-CN: 对不起}\n  patience: {zh-CN: 请稍候}\nnodes:\n  person: {type: queue}\n"
        f"{menus}  menu{before}: {{type: menu, prompt: ask, wrong: ask, keys: {{1: onward}}}}\n"
        f"  onward: {{type: go_to, script: '{script}', entry: {entry}}}\n"
    )


LED_TO = """\
person: person
entries: {start: own, below: top}
prompts:
  ask: {zh-CN: 请按1}
  apology: {zh-CN: 对不起}
  patience: {zh-CN: 请稍候}
nodes:
  person: {type: queue}
  own: {type: menu, prompt: ask, wrong: ask, keys: {1: person}}
  top: {type: menu, prompt: ask, wrong: ask, keys: {1: low}}
  low: {type: menu, prompt: ask, wrong: ask, keys: {1: person}, back: top}
"""


def test_depth_is_counted_over_the_scripts_that_a_call_is_led_through(tmp_path: Path) -> None:
    """Two menus before a go_to and two behind it are four: told in the script and at the menu, with the line called."""
    (tmp_path / "114.yaml").write_text(LED_TO, encoding="utf-8")
    line = tmp_path / "12345.yaml"
    line.write_text(_leading("114", "below"), encoding="utf-8")
    assert set(load_scripts(tmp_path)) == {"114", "12345"}
    line.write_text(_leading("114", "below", before=2), encoding="utf-8")
    with pytest.raises(ScriptError) as fault:
        load_scripts(tmp_path)
    assert fault.value.message.splitlines()[1:] == [
        "- 114.yaml:11: nodes.low: this menu is 4 menus deep for calls that come in at 12345, start; 3 is the most"
    ]


def test_depth_is_counted_over_a_script_between(tmp_path: Path) -> None:
    """A script that only a go_to leads to adds its own menus; a shorter way through it passes."""
    (tmp_path / "12345.yaml").write_text(_leading("between", "start"), encoding="utf-8")
    (tmp_path / "114.yaml").write_text(LED_TO, encoding="utf-8")
    between = tmp_path / "between.yaml"
    between.write_text(_leading("114", "below"), encoding="utf-8")
    with pytest.raises(ScriptError, match=r"114\.yaml:11: nodes\.low: this menu is 4 .* 12345, start"):
        load_scripts(tmp_path)
    between.write_text(_leading("114", "start"), encoding="utf-8")
    assert set(load_scripts(tmp_path)) == {"114", "12345", "between"}
