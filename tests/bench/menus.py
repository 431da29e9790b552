"""The same menu twice: as a script of the hotline, and as native dialplan. Three steps in a ring, so a call can last.

Rule: both do the same work at a step: play a tone into which a key cuts, look whether the key is the one, go on.
"""

from __future__ import annotations

from pathlib import Path

from tests.bench.marks import STEPS

OURS, NATIVE, PERSON = "12345", "12300", "114"
KEY = "1"
WAIT = 5  # seconds of silence

_PROMPTS = """\
  to_person: {zh-CN: 正在为您转接人工服务。}
  wrong: {zh-CN: 按键有误。}
  patience: {zh-CN: 请稍候。}
  apology: {zh-CN: 对不起，正在为您转接人工服务。}
"""


def write_menus(folder: Path) -> None:
    """Write 12345 (the ring of menus) and 114 (straight to a person)."""
    folder.mkdir(parents=True, exist_ok=True)
    prompts = "".join(f"  {name}: {{zh-CN: {name}}}\n" for name in STEPS)
    menus = "".join(
        f"  {name}:\n    type: menu\n    title: {name}\n    prompt: {name}\n    wrong: wrong\n    timeout: {WAIT}\n"
        f"    keys: {{{KEY}: {STEPS[(place + 1) % len(STEPS)]}}}\n"
        for place, name in enumerate(STEPS)
    )
    (folder / f"{OURS}.yaml").write_text(
        f"person: person\nentries: {{start: {STEPS[0]}, menu: {STEPS[0]}, third: {STEPS[2]}}}\n"
        f"prompts:\n{_PROMPTS}{prompts}"
        f"nodes:\n  person: {{type: queue, prompt: to_person}}\n{menus}",
        "utf-8",
    )
    prompts = "  patience: {zh-CN: 请稍候。}\n  apology: {zh-CN: 对不起。}\n"
    (folder / f"{PERSON}.yaml").write_text(
        f"person: person\nentries: {{start: person, menu: person}}\nprompts:\n{prompts}"
        "nodes:\n  person: {type: queue}\n",
        "utf-8",
    )


def native_menu(sounds: Path) -> list[str]:
    """The console's commands that add the native menu to a running Asterisk as extension 12300."""
    last = 2 * len(STEPS) + 2
    steps = ["Answer()"]
    for place, name in enumerate(STEPS):
        onward = 2 if place == len(STEPS) - 1 else 2 * place + 4
        steps.append(f"Read(KEY,{sounds / f'{OURS}-{name}'},1,,1,{WAIT})")
        steps.append(f"GotoIf($[0${{KEY}}=0{KEY}]?{onward}:{last})")
    steps.append("Hangup()")
    adding = [
        f"dialplan add extension {NATIVE},{place},{step} into from-citizen replace"
        for place, step in enumerate(steps, 1)
    ]
    return ["module load app_read.so", *adding]
