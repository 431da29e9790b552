"""How long a caller listens to a text, estimated: 4.5 Chinese characters or digits a second, 2.5 Latin words a second.

The rule: an estimate before anything is spoken; what a voice really takes is measured by the bench.
"""

from __future__ import annotations

import re

from hotline.ivr.effects import Pace

CHARACTERS = 4.5  # Chinese characters, and digits, a second
WORDS = 2.5  # Latin words a second
SLOWER = 1.3  # times as long at the slow pace
FIGURES = f"{CHARACTERS} characters/s, {WORDS} Latin words/s, slow speech {SLOWER} times as long"
_WORD = re.compile(r"[A-Za-z]+")
_CHARACTER = re.compile(r"[\u3400-\u9fff0-9]")


def seconds_of(text: str, pace: Pace = Pace.NORMAL) -> float:
    """Seconds, to a tenth."""
    spoken = len(_CHARACTER.findall(text)) / CHARACTERS + len(_WORD.findall(text)) / WORDS
    return round(spoken * (SLOWER if pace is Pace.SLOW else 1.0), 1)
