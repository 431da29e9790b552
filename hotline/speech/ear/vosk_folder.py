"""A Vosk model's folder as it is loaded: the model's own files, and beside its own options how often it looks.

Rule: the installed folder is never written to, for its sum is checked; what the model itself says of an option stays.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

OPTION: Final = b"--frames-per-chunk"
FRAMES: Final = 6
"""Of 10 ms, heard at a time. Kaldi takes 20 where a model says nothing: a word is then shown an eighth of a second
later (half of all words) to a quarter (the slowest twentieth), for a sixth less work. With 9 the slowest come as late
as with 20; 3 is a quarter more work and 0.03 s sooner (the Korean model; also on sentences kept apart)."""


@contextmanager
def quick(folder: Path) -> Iterator[Path]:
    """A folder to load the model from, gone afterwards; the model's own where it has no configuration to add to."""
    options = folder / "conf" / "model.conf"
    told = options.read_bytes() if options.is_file() else OPTION
    if OPTION in told:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="hotline-vosk-") as name:
        view = Path(name)
        (view / "conf").mkdir()
        for file in (*folder.iterdir(), *options.parent.iterdir()):
            if file not in (options, options.parent):
                (view / file.relative_to(folder)).symlink_to(file.absolute())
        (view / "conf" / options.name).write_bytes(b"%b\n%b=%d\n" % (told.rstrip(), OPTION, FRAMES))
        yield view
