"""The vectors of texts that a model has made once, in a file: a start does not make ten thousand anew.

Rule: a file that is broken, or of another model, is as none at all; it is replaced whole.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from hotline.kb.search.grams import Floats


class VectorFile:
    """Vectors by text. folder: is made; name: the model's."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.npz"

    def read(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Those of these texts that are at hand."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                keys, rows = kept["keys"], kept["rows"]
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return {}
        if rows.ndim != 2 or len(rows) != len(keys):
            return {}
        places = {str(key): place for place, key in enumerate(keys.tolist())}
        return {text: rows[places[key]].astype(np.float32) for text in texts if (key := _key(text)) in places}

    def write(self, vectors: Mapping[str, Floats]) -> None:
        """Keep these and no others. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new.npz")
        keys = np.array([_key(text) for text in vectors])
        np.savez(fresh, keys=keys, rows=np.array(list(vectors.values()), np.float16))
        fresh.replace(self._path)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
