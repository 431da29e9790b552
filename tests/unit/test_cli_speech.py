"""`hotline speech`: models put in place, listed, and what is said where one cannot be used."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hotline.cli.speech import add_models, app
from hotline.errors import EarError
from hotline.settings import Settings
from hotline.speech.ear.models import write_manifest
from tests.fakes.tones import tone, write_wav


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty state folder."""
    monkeypatch.setenv("HOTLINE_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_model_brought_by_hand_that_does_not_load_is_not_installed(tmp_path: Path, state: Path) -> None:
    """With its sum and one sentence; the list says what there is, and which have a name."""
    (tmp_path / "vosk-tiny" / "am").mkdir(parents=True)
    (tmp_path / "vosk-tiny" / "am" / "final.mdl").write_bytes(b"sounds")
    run = CliRunner().invoke
    done = run(app, ["install", str(tmp_path / "vosk-tiny"), "--language", "yue"])
    assert isinstance(done.exception, EarError)
    assert done.exception.message.startswith("The speech model vosk-tiny does not load (")
    assert f"sha256 {hashlib.sha256(b'sounds').hexdigest()}  final.mdl（未核对" in done.output
    assert "已安装" not in run(app, ["list"]).output
    folder = state / "ear" / "vosk-small"
    folder.mkdir()
    write_manifest(folder, engine="vosk", language="yue")
    told = run(app, ["list"]).output
    assert "已安装：vosk-small（vosk，yue，0 MB）" in told
    assert "可安装：vosk-model-small-cn-0.22" in told


def test_what_cannot_be_checked_has_one_sentence(tmp_path: Path, state: Path) -> None:
    """No model named, one that is not there."""
    write_wav(tmp_path / "a.wav", tone(500, 0.2))
    run = CliRunner().invoke
    nameless = run(app, ["check", str(tmp_path / "a.wav")]).exception
    assert isinstance(nameless, EarError)
    assert "--model NAME" in nameless.message
    missing = run(app, ["check", str(tmp_path / "a.wav"), "--model", "vosk-tiny"]).exception
    assert isinstance(missing, EarError)
    assert "hotline speech install vosk-tiny" in missing.message


def test_models_that_are_there_are_not_fetched_again(tmp_path: Path) -> None:
    """Nor is one that has no name: its keeper brings it."""
    folder = tmp_path / "ear" / "whisper-base"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"mine")
    write_manifest(folder, engine="whisper", language="zh-CN")
    add_models(Settings(state_dir=tmp_path, ear="whisper-base", ear_conversation="our-own-model"))
    assert (folder / "model.bin").read_bytes() == b"mine"
    assert [path.name for path in (tmp_path / "ear").iterdir()] == ["whisper-base"]
