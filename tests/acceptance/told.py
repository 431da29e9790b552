"""What the hotline told a caller: the text that its voice was given, and the sound of it in what the citizen heard.

The rule: the hotline's word is not enough. Which text it spoke is read in its log; the cache's sound of that text has
to be found in the citizen's ear, and has to be what a voice of the test's own makes of the normalised text.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hotline.ivr.effects import Pace
from hotline.settings import Settings
from hotline.speech import voices
from hotline.speech.prompts import PromptCache
from hotline.speech.reading import read_aloud
from hotline.speech.voice import pyttsx3_voice, pyttsx3_worker
from tests.fakes.tones import Samples, read_wav, spoken_seconds

ALIKE = 0.8  # least likeness of what was heard to the file that was played: from 0 to 1
SAME_WORDS = 0.85  # and of two readings of one text: 0.9 and more where one is whole, 0.8 where a syllable is another
READINGS = 4  # of the test's own: on a busy machine one may be cut short
FRAME, BLOCK, REACH = 160, 25, 8  # samples; frames that are compared together, and by how many they may lie apart
_SPOKEN = re.compile(r"\] spoken +call_id=(\S+) language=(\S+) name=(\S*) pace=(\S+) text=(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One sound on a caller's line. text: as the menu has it; name: of the prompt, "" for live text."""

    language: str
    name: str
    pace: Pace
    text: str

    @property
    def normalised(self) -> str:
        """The text as the voice of its language is given it."""
        return read_aloud(self.text, language=self.language)


class Told:
    """What was spoken on every call, as the hotline's log has it at debug level."""

    def __init__(self, log: Path) -> None:
        self._log, self._read = log, 0
        self._pieces: defaultdict[str, list[Piece]] = defaultdict(list)

    def on(self, call_id: str) -> Sequence[Piece]:
        """Everything on this call until now, in order."""
        with self._log.open("rb") as file:
            file.seek(self._read)
            fresh = file.read()
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._read += len(whole)
        for call, language, name, pace, text in _SPOKEN.findall(whole.decode()):
            written = str(ast.literal_eval(text)) if text[:1] in "'\"" else text
            self._pieces[call].append(Piece(language=language, name=name, pace=Pace(pace), text=written))
        return tuple(self._pieces[call_id])


class Sounds:
    """The sounds of pieces. settings: of the hotline; folder: where the test's own voices write."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings, self._folder = settings, folder
        self._spoken = voices.Voices(settings)
        self._worker = pyttsx3_worker()
        self._checked: set[Path] = set()
        self._places = itertools.count()

    async def sound(self, piece: Piece) -> Samples:
        """What has to be heard of a piece: a recording as it is, and a reading that is one of the normalised text."""
        path, recorded = self._path(piece)
        sound = read_wav(path)
        if not recorded and path not in self._checked:
            alike, readings = 0.0, 0
            while alike < SAME_WORDS and readings < READINGS:
                alike, readings = max(alike, same_words(sound, await self._read(piece))), readings + 1
            assert alike >= SAME_WORDS, f"{path.name} is not the whole of {piece.normalised!r} ({alike:.2f})"
            self._checked.add(path)
        return sound

    def made(self, piece: Piece) -> Samples:
        """The sound of a piece as it was made, at once: whether it is of the whole text is not looked at."""
        return read_wav(self._path(piece)[0])

    def _path(self, piece: Piece) -> tuple[Path, bool]:
        """Where the sound lies, and whether it is a recording."""
        reader = self._spoken.reader(piece.language, piece.pace)
        cache = PromptCache(reader, self._settings.prompts_dir, self._settings.recorded_dir)
        path = cache.at_hand(piece.text, name=piece.name)
        assert path is not None, f"no sound was made of {piece.text!r}"
        return path, path == cache.recording(piece.name)

    async def _read(self, piece: Piece) -> Samples:
        path = self._folder / f"{next(self._places)}.wav"
        speed = voices.SPEEDS[piece.pace]
        await pyttsx3_voice(piece.language, speed=speed, worker=self._worker).speak(piece.normalised, path)
        return read_wav(path)

    async def close(self) -> None:
        """End the voices."""
        await self._spoken.close()
        await self._worker.close()


def find(sound: Samples, heard: Samples) -> tuple[float, int]:
    """How alike the likest part of what was heard is to the whole of a sound, from 0 to 1, and where it begins."""
    if len(heard) < len(sound):
        return 0.0, 0
    size = 1 << (len(heard) + len(sound)).bit_length()
    total = np.fft.irfft(np.fft.rfft(heard / 32767.0, size) * np.conj(np.fft.rfft(sound / 32767.0, size)), size)
    energy = np.cumsum(np.concatenate(([0.0], (heard / 32767.0) ** 2)))
    here = np.sqrt(np.maximum(energy[len(sound) :] - energy[: len(heard) - len(sound) + 1], 1e-6))
    alike = total[: len(here)] / here / np.sqrt(np.sum((sound / 32767.0) ** 2))
    at = int(np.argmax(alike))
    return float(alike[at]), at


def as_long(sound: Samples, heard: Samples, at: int) -> bool:
    """Whether as much speech is heard from there on as the sound has, give or take a twentieth."""
    spoken, there = spoken_seconds(sound), spoken_seconds(heard[at : at + len(sound)])
    return abs(spoken - there) <= 0.05 * spoken


def same_words(one: Samples, other: Samples) -> float:
    """How alike two readings are where they are least: no breath is like another, but a syllable sounds like itself."""
    first, second = _picture(one), _picture(other)
    least, longer = min(len(first), len(second)) / max(len(first), len(second)), len(second) / len(first)
    # one reading ends in more silence than the other: its last block may lie beyond the other's end
    second = np.pad(second, ((0, REACH), (0, 0)), mode="edge")
    for at in range(0, len(first) - BLOCK + 1, BLOCK // 2):
        middle = round(at * longer)
        there = range(max(0, middle - REACH), min(len(second) - BLOCK, middle + REACH) + 1)
        block = first[at : at + BLOCK]
        least = min(least, max((_alike(block, second[place : place + BLOCK]) for place in there), default=0.0))
    return least


def _picture(sound: Samples) -> NDArray[np.float64]:
    """How loud each of sixteen bands is in every 20 ms."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME) / 32767.0
    bins = np.abs(np.fft.rfft(frames * np.hanning(FRAME), axis=1))[:, 1:]
    return np.asarray(np.log10(bins.reshape(len(bins), 16, 5).sum(axis=2) + 0.01), dtype=np.float64)


def _alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    first, second = one - one.mean(), other - other.mean()
    size = float(np.sum(first**2) * np.sum(second**2))
    return float(np.sum(first * second)) / size**0.5 if size > 0 else float(np.array_equal(first, second))
