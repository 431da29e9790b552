"""What is refused before a caller meets it: each fault by file and line, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import ScriptError
from hotline.ivr.load import load_script, load_scripts
from tests.fakes.recordings import write_recording
from tests.fakes.scripts import GOOD, faults_of

ASKING = """\
version: 1
person: person
languages: [zh-CN]
entries: {start: main}
prompts:
  ask: {zh-CN: 请按1}
  item: {zh-CN: '{title}请按{key}'}
  apology: {zh-CN: 对不起}
  patience: {zh-CN: 请稍候}
nodes:
  person: {type: queue}
  bye: {type: hang_up, prompt: ask}
  main:
    type: menu
    prompt: ask
    wrong: ask
    keys:
      1: number
      2: list
  number: {type: collect, prompt: ask, wrong: ask, length: 4, into: n, next: found}
  found: {type: look_up, kind: ticket, of: n, found: told, missing: bye}
  told: {type: tell, next: main}
  list: {type: choose, list: department, prompt: ask, item: item, more: ask, wrong: ask, next: told, nothing: bye}
"""


def _fields(rest: str) -> str:
    return f"{{type: fields, parts: {{phone: ask}}, item: item, prompt: ask, after: ask, wrong: ask, {rest}}}"


def _told(lines: list[str], line: int, what: str) -> bool:
    return any(fault.startswith(f"- test.yaml:{line}: ") and what in fault for fault in lines)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("next: person", "next: nobody", 8, "dead end: there is no node nobody"),
        (", next: person", "", 8, "dead end: a say node needs next"),
        ("start: hello", "start: nobody", 2, "dead end: there is no node nobody"),
        ("{zh-CN: 您好}", "{zh-CN: ' '}", 4, "missing prompt: it has no text in zh-CN"),
        ("{zh-CN: 您好}", "{en: Hello}", 4, "missing prompt: it has no zh-CN"),
        ("{zh-CN: 您好}", "{zh-CN: 您好, en: Hello}", 4, "en is not among the script's languages"),
        ("{zh-CN: 您好}", "{zh-CN: 5}", 4, "this must be text"),
        ("{zh-CN: 您好}", "{zh-CN: {file: a.wav, txt: 您好}}", 4, "unknown field: a script has no txt"),
        ("{zh-CN: 您好}", "{zh-CN: {file: a.mp3}}", 4, "a.mp3 is not written as it must be"),
        ("prompt: hello", "prompt: hallo", 8, "missing prompt: there is no hallo"),
        ("next: person", "next: hello", 8, "loop without a way out"),
        ("start: hello", "start: person", 8, "unreachable"),
        ("person: person", "person: hello", 1, "no way to a person: hello must be a queue node"),
        ("person: person", "person: nobody", 1, "no way to a person: there is no node nobody"),
        ("type: say", "type: sing", 8, "the type must be one of"),
        ("next: person", "nxt: person", 8, "unknown field: a say node has no nxt"),
        ("next: person", "next: [person]", 8, "this must be text"),
        ("  apology: {zh-CN: 对不起}\n", "", 3, "missing prompt: every script has apology"),
        ("zh-CN: 您好", "zh-CN: '您{好'", 8, "brace"),
        ("  patience", "  other: {zh-CN: 无}\n  patience", 6, "no node says this prompt"),
        ("  person: {type: queue}", "  hello: {type: queue}", 9, "this name is here twice"),
        ("nodes:", "nodes: [", 9, "not YAML"),
        ("person: person\n", "person: person\nversion: 2\n", 2, "2 must be one of 1"),
        ("person: person\n", "person: person\nlanguages: [en, zh-CN]\n", 2, "zh-CN first"),
        ("person: person\n", "person: person\nlanguages: [zh-CN, en]\n", 5, "missing prompt: it has no en"),
        ("person: person\n", "person: person\nlanguages: [zh-CN, zh-CN]\n", 2, "each language once"),
        ("person: person\n", "person: person\ncolour: red\n", 2, "unknown field: a script has no colour"),
        ("person: person\n", "", 1, "person is missing; a script needs it"),
        ("type: say, prompt: hello", "type: language, language: en", 8, "en is not among the script's languages"),
        ("type: say, prompt: hello", "type: pace, pace: fast", 8, "fast must be one of 'normal' or 'slow'"),
    ],
)
def test_a_fault_of_what_is_said_names_its_line(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    """One thing wrong: the file, its line, and what."""
    assert old in GOOD
    lines = faults_of(tmp_path, GOOD.replace(old, new, 1))
    assert _told(lines, line, what), lines


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("      2: list", "      1: list", 19, "the key 1 is used twice"),
        ("      2: list", "      0: list", 19, "0, * and # do the same everywhere"),
        ("      2: list", "      '#': list", 19, "0, * and # do the same everywhere"),
        ("      2: list", "      2: [list]", 19, "this must be text"),
        ("    keys:\n      1: number\n      2: list\n", "", 13, "dead end: a menu node needs keys"),
        ("    wrong: ask\n", "", 13, "wrong is missing; a menu node needs it"),
        ("    wrong: ask\n", "    wrong: ask\n    tries: many\n", 17, "this must be a whole number"),
        ("    wrong: ask\n", "    wrong: ask\n    silences: 9\n", 17, "less than or equal to 5"),
        ("    wrong: ask\n", "    wrong: ask\n    otherwise: main\n", 13, "loop without a way out"),
        ("missing: bye", "missing: found", 21, "loop without a way out"),
        ("length: 4", "least: 4", 20, "either length, or both least and most"),
        ("length: 4", "least: 4, most: 2", 20, "least is more than most"),
        ("length: 4", "length: 4, most: 6", 20, "either length, or both least and most"),
        ("list: department,", "list: ticket,", 23, "ticket is not a list"),
        ("list: department,", "list: friends,", 23, "friends must be one of"),
        ("kind: ticket", "kind: village", 21, "village is a list"),
        (", missing: bye", "", 21, "dead end: a look_up node needs missing"),
        ("item: item", "item: ask", 23, "must be text with {title}, {key}"),
        ("{type: tell, next: main}", "{type: transfer, number: '12a'}", 22, "12a is not written as it must be"),
        ("{type: tell, next: main}", "{type: transfer}", 22, "either number or part"),
        ("{type: tell, next: main}", _fields("more: bye, leads: {phone: nobody}"), 22, "there is no node nobody"),
        ("{type: tell, next: main}", _fields("more: bye, leads: {web: bye}"), 22, "web must be one of phone"),
        ("{type: tell, next: main}", _fields("leads: {phone: bye}"), 22, "a fields node needs more"),
        ("start: main", "start: main, night: bye", 4, "no way to a person"),
    ],
)
def test_a_fault_of_what_is_asked_names_its_line(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    """One thing wrong: the file, its line, and what."""
    assert old in ASKING
    lines = faults_of(tmp_path, ASKING.replace(old, new, 1))
    assert _told(lines, line, what), lines


def test_the_asking_script_is_good(tmp_path: Path) -> None:
    """So that each of its faults is the one that was put in."""
    (tmp_path / "test.yaml").write_text(ASKING, encoding="utf-8")
    assert load_script(tmp_path / "test.yaml").name == "test"


def _menus(depth: int, choices: int = 1) -> str:
    """As many menus below one another, the last with so many choices."""
    menus = "".join(
        f"  menu{level}: {{type: menu, prompt: ask, wrong: ask, keys: {{1: menu{level + 1}}}}}\n"
        for level in range(1, depth)
    )
    last = ", ".join(f"{key}: number" for key in range(1, choices + 1))
    menus += f"  menu{depth}: {{type: menu, prompt: ask, wrong: ask, keys: {{{last}}}, back: menu1}}\n"
    return ASKING.replace("      2: list", "      2: list\n      3: menu1") + menus


def test_menus_are_at_most_three_deep(tmp_path: Path) -> None:
    """The main menu and two below it pass, one more is told, and a way back makes none shallower."""
    (tmp_path / "test.yaml").write_text(_menus(2), encoding="utf-8")
    load_script(tmp_path / "test.yaml")
    assert _told(faults_of(tmp_path, _menus(3)), 27, "4 menus deep")


def test_menus_have_at_most_six_choices(tmp_path: Path) -> None:
    """Six pass, seven are told."""
    (tmp_path / "test.yaml").write_text(_menus(1, choices=6), encoding="utf-8")
    load_script(tmp_path / "test.yaml")
    assert _told(faults_of(tmp_path, _menus(1, choices=7)), 25, "7 choices; 6 is the most")


PLAYED = GOOD.replace("type: say, prompt: hello", "type: play, file: notice.wav, text: hello")
NAMED = GOOD.replace("{zh-CN: 您好}", "{zh-CN: {file: notice.wav}}")


@pytest.mark.parametrize(("text", "line"), [(PLAYED, 8), (NAMED, 4)])
def test_a_recording_must_be_there_and_fit_the_line(tmp_path: Path, text: str, line: int) -> None:
    """Missing, another rate, width or number of channels, empty, not WAV at all: each is told where it is named."""
    recording = tmp_path / "recorded" / "notice.wav"
    assert _told(faults_of(tmp_path, text), line, "there is no recording notice.wav in recorded")
    for rate, width, channels, seconds, what in (
        (44_100, 2, 1, 0.1, "44100 Hz, 16 bit and 1 channel(s)"),
        (8000, 1, 1, 0.1, "8000 Hz, 8 bit"),
        (8000, 2, 2, 0.1, "16 bit and 2 channel(s)"),
        (8000, 2, 1, 0, "is empty"),
    ):
        write_recording(recording, rate=rate, width=width, channels=channels, seconds=seconds)
        assert _told(faults_of(tmp_path, text), line, what)
    for content in (b"", b"ID3 a song", b"RIFF\x00\x00\x00\x00WAVE"):
        recording.write_bytes(content)
        assert _told(faults_of(tmp_path, text), line, "is not a WAV file")
    write_recording(recording)
    assert load_script(tmp_path / "test.yaml").name == "test"


def test_a_recording_dropped_in_for_a_prompt_must_fit_the_line(tmp_path: Path) -> None:
    """Nothing need be there; what is there in a wrong format is refused at the prompt that it replaces."""
    write_recording(tmp_path / "recorded" / "test-hello.wav", rate=16_000)
    assert _told(faults_of(tmp_path, GOOD), 4, "the recording test-hello.wav has 16000 Hz")
    write_recording(tmp_path / "recorded" / "test-hello.wav")
    assert load_script(tmp_path / "test.yaml").name == "test"


def _going(script: str, entry: str) -> str:
    return GOOD.replace(
        "type: say, prompt: hello, next: person", f"type: go_to, script: {script}, entry: {entry}"
    ).replace("  hello: {zh-CN: 您好}\n", "")


@pytest.mark.parametrize(
    ("script", "entry", "what"),
    [
        ("nowhere", "start", "dead end: there is no script nowhere"),
        ("other", "menu", "dead end: script other has no entry menu"),
        ("test", "start", "loop without a way out: this entry comes round to itself"),
    ],
)
def test_go_to_leads_to_an_entry_that_is_there(tmp_path: Path, script: str, entry: str, what: str) -> None:
    """Over all scripts: another one, an entry of it, and not a ring."""
    (tmp_path / "other.yaml").write_text(GOOD, encoding="utf-8")
    line = 2 if "loop" in what else 7
    assert _told(faults_of(tmp_path, _going(script, entry)), line, what)


def test_go_to_a_script_that_cannot_be_read_is_not_a_fault_of_its_own(tmp_path: Path) -> None:
    """One broken file is told once, not at every place that leads to it."""
    (tmp_path / "other.yaml").write_text("- no script\n", encoding="utf-8")
    lines = faults_of(tmp_path, _going("other", "menu"))
    assert [line.split(":")[0] for line in lines if line.startswith("- ")] == ["- other.yaml"]


def test_a_ring_over_two_scripts_is_told_in_both(tmp_path: Path) -> None:
    """Neither asks the caller anything: the call would go round for as long as the line is open."""
    (tmp_path / "other.yaml").write_text(_going("test", "start"), encoding="utf-8")
    (tmp_path / "test.yaml").write_text(_going("other", "start"), encoding="utf-8")
    with pytest.raises(ScriptError, match=r"(?s)other\.yaml:2: .*loop.*test\.yaml:2: .*loop"):
        load_scripts(tmp_path)
