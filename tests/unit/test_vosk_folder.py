"""The folder that Vosk loads a model from."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.speech.ear.vosk_folder import FRAMES, quick


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model's folder, with options of its own."""
    for file, told in {
        "am/final.mdl": "sounds",
        "conf/mfcc.conf": "--num-ceps=40\n",
        "conf/model.conf": "--beam=10",
    }.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(told)
    return tmp_path


def test_an_option_of_ours_stands_beside_the_models_own(model: Path) -> None:
    """All else is the model's, which is not written to; nothing is left behind."""
    with quick(model) as view:
        assert view != model
        assert (view / "am" / "final.mdl").read_text() == "sounds"
        assert (view / "conf" / "mfcc.conf").read_text() == "--num-ceps=40\n"
        assert (view / "conf" / "model.conf").read_text() == f"--beam=10\n--frames-per-chunk={FRAMES}\n"
    assert not view.exists()
    assert (model / "conf" / "model.conf").read_text() == "--beam=10"
    assert (model / "am" / "final.mdl").read_text() == "sounds"


@pytest.mark.parametrize("told", ["--frames-per-chunk=51\n", None])
def test_a_model_that_says_it_itself_or_has_no_options_is_loaded_as_it_is(model: Path, told: str | None) -> None:
    """Whoever made the model knows it better; the old kind of folder has no configuration to add to."""
    options = model / "conf" / "model.conf"
    options.unlink() if told is None else options.write_text(told)
    with quick(model) as view:
        assert view == model
