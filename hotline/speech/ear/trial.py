"""A model loaded once, in a process of its own, before it takes the place of another: what looks whole may not be.

The rule: whatever its library does over a broken model, this process alone ends with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hotline.errors import EarError
from hotline.speech.ear.engines import load_engine
from hotline.speech.ear.recogniser import BYTES_A_SECOND

LOAD_SECONDS = 300.0  # a large model from a slow disk
NICE = 10
LONGEST = 300  # characters of what a library says


def try_model(folder: Path) -> None:
    """Load the model of a folder with a manifest, and let it hear half a second. Raises EarError that says why not."""
    command = [sys.executable, "-m", "hotline.speech.ear.trial", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LOAD_SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise EarError(f"it was not loaded within {LOAD_SECONDS:.0f} s") from fault
    if done.returncode:
        said = done.stdout.strip().splitlines()
        raise EarError(said[-1][:LONGEST] if said else "its process ended: it is broken, or memory is short")


def main() -> None:
    """Try the folder named; one line says what is wrong with it."""
    os.nice(NICE)
    try:
        recogniser = load_engine(Path(sys.argv[1])).open(())
        recogniser.accept(bytes(BYTES_A_SECOND // 2))
        recogniser.finish()
    except EarError as fault:
        print(fault.message.rstrip("."))  # noqa: T201 to whoever started this process
        sys.exit(1)
    except Exception as fault:  # noqa: BLE001 whatever a library raises over a broken model is told
        print(" ".join(f"{type(fault).__name__}: {fault}".split()))  # noqa: T201
        sys.exit(1)


if __name__ == "__main__":
    main()
