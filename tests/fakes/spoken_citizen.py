"""Citizens who speak Mandarin: a voice of Kokoro's, not the hotline's own, at telephone band, in noise if wanted.

The rule: what is said is spoken once and kept in a folder; noise is the same for the same sentence.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hotline.cli.setup import CITIZEN
from hotline.errors import VoiceError
from hotline.settings import Settings
from hotline.speech.kokoro_install import kokoro_files
from hotline.speech.reading import read_aloud
from hotline.speech.voice import WorkerVoice, kokoro_voice, kokoro_worker
from tests.fakes.tones import Samples, from_alaw, read_wav, to_alaw

TRIES = 3  # the model's start may take longer than a sentence may on a busy machine


class SpokenCitizen:
    """One voice in one process. folder: of the sentences."""

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        self._settings = (settings or Settings()).model_copy(update={"voice_name": CITIZEN})
        self._folder = folder
        self._worker = kokoro_worker(self._settings)

    @property
    def missing(self) -> str:
        """What is not on this machine, "" where it can speak."""
        lacking = [path.name for path in kokoro_files(self._settings) if not path.exists()]
        return f"{', '.join(lacking)} not in the state folder (hotline setup --for-tests)" if lacking else ""

    async def says(self, text: str, *, speed: float = 1.0, signal_to_noise: float | None = None) -> Samples:
        """The sentence as a telephone carries it. signal_to_noise: in dB, None is without noise. Raises VoiceError."""
        path = self._folder / f"{speed:g}-{text}.wav"
        if not path.exists():
            await self._speak(kokoro_voice(self._settings, speed=speed, worker=self._worker), text, path)
        return from_alaw(to_alaw(_in_noise(read_wav(path), signal_to_noise)))

    async def close(self) -> None:
        """End the process."""
        await self._worker.close()

    async def _speak(self, voice: WorkerVoice, text: str, path: Path) -> None:
        for left in reversed(range(TRIES)):
            try:
                await voice.speak(read_aloud(text), path)
                break
            except VoiceError:
                if not left:
                    raise


def _in_noise(samples: Samples, signal_to_noise: float | None) -> Samples:
    """Noise as loud as that, a street's: more low than high."""
    if signal_to_noise is None:
        return samples
    white = np.random.default_rng(len(samples)).normal(0, 1, len(samples))
    street = np.convolve(white, np.ones(4) / 4, mode="same")
    level = float(np.sqrt(np.mean(samples.astype(float) ** 2))) * 10 ** (-signal_to_noise / 20)
    noisy = samples + street / float(np.sqrt(np.mean(street**2))) * level
    return noisy.clip(-32768, 32767).astype(np.int16)
