"""docs/voices.md says what is so."""

from __future__ import annotations

import ast
import re

from hotline.settings import ROOT, Settings
from hotline.speech.kokoro_install import ENGLISH_SUMS

PAGE = (ROOT / "docs" / "voices.md").read_text("utf-8")


def test_the_example_service_is_a_program() -> None:
    """What an operator copies from the page can at least be read by Python."""
    programs = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(programs) == 1
    ast.parse(programs[0])


def test_every_setting_it_names_exists_and_every_voice_setting_is_named() -> None:
    """So that nobody looks for one that there is not."""
    named = {name.lower() for name in re.findall(r"HOTLINE_([A-Z_]+)", PAGE)}
    assert named <= set(Settings.model_fields)
    assert {"voice", "voice_name", "voice_en_name", "voice_url", "voice_url_seconds", "speak_ahead"} <= named


def test_every_english_speaker_is_named() -> None:
    """The page lists those that can be installed."""
    assert all(name in PAGE for name in ENGLISH_SUMS)
