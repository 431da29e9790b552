"""Which engine loads which model: the one place that knows them all.

The rule: called in a worker only (or in a command that hears one file); an engine's library is imported by the engine
alone, so that a hotline without it starts.
"""

from __future__ import annotations

from pathlib import Path

from hotline.errors import EarError
from hotline.speech.ear.models import WHISPER, read_model
from hotline.speech.ear.recogniser import Engine


def load_engine(folder: Path, *, ready: int = 0, gently: bool = False) -> Engine:
    """The engine of an installed model; so many streams are made ready at once, where that saves them work.

    gently: that takes no time from others.

    Raises EarError, and whatever the library raises over a broken model.
    """
    model = read_model(folder)
    try:
        if model.engine == WHISPER:
            from hotline.speech.ear.whisper_engine import WhisperEngine  # noqa: PLC0415 its library may not be there

            return WhisperEngine(folder, language=model.language)
        from hotline.speech.ear.vosk_engine import VoskEngine  # noqa: PLC0415 the same
    except ImportError as fault:
        missing = fault.name or str(fault)
        raise EarError(
            f"The model {model.name} needs a library: pip install '.[ear]' ({missing} is missing)."
        ) from fault
    return VoskEngine(folder, ready=ready, gently=gently)
