"""`hotline prompts`: what is spoken ahead, counted and made."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from hotline.cli.prompts import all_spoken, app
from hotline.errors import VoiceError
from tests.fakes.scripts import GOOD
from tests.fakes.tones import tone, write_wav


def test_prompts_are_counted_and_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing at first, all of it afterwards; a recording counts, one that cannot be played is named."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "12345.yaml").write_text(GOOD, encoding="utf-8")
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    write_wav(recorded / "12345-hello.wav", tone(500, 0.2))
    write_wav(recorded / "old-hello.wav", tone(500, 0.2, rate=16_000), rate=16_000)
    for name, value in {
        "STATE_DIR": tmp_path / "state",
        "IVR_DIR": tmp_path / "scripts",
        "RECORDED_DIR": recorded,
        "VOICE": "pyttsx3",
    }.items():
        monkeypatch.setenv(f"HOTLINE_{name}", str(value))
    run = CliRunner().invoke
    before = run(app, ["status", "--menus"])
    assert "普通话，正常语速：已合成1段，共3段。" in before.output
    assert "录音1个可用。" in before.output
    assert "old-hello.wav: " in before.output
    made = run(app, ["make", "--menus"])
    assert made.exit_code == 0, made.output
    assert "6 of 6 prompts spoken ahead" in made.output
    assert "普通话，慢速：已合成3段，共3段。" in run(app, ["status", "--menus"]).output


async def test_a_prompt_that_takes_too_long_is_tried_again_and_left_then() -> None:
    """The set-up goes on: the running hotline speaks it. Where nothing can be spoken at all, the voice is broken."""
    asked: list[str] = []

    async def make(prompt: str) -> None:
        asked.append(prompt)
        if prompt == "never" or (prompt == "late" and asked.count("late") == 1):
            raise VoiceError("It took too long.")

    assert await all_spoken(["a", "late", "b"], make) == ""
    assert asked == ["a", "late", "b", "late"]
    assert await all_spoken(["a", "never"], make) == "1 of 2 are left to the running hotline: It took too long."
    with pytest.raises(VoiceError, match="too long"):
        await all_spoken(["never"], make)
