"""A text as numbers: its runs of two signs, and its places, each one 39-bit key. Pure.

Runs of three find no more on the judged pairs, and take as much memory again.

Two pieces with one key are so rare (one in some million tickets' pieces) that nobody looks whether there are any.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from hotline.tickets.duplicates.cleaning import MARK

Keys = NDArray[np.int64]
KEY_BITS = 39
PLACE = np.int64(1) << np.int64(KEY_BITS - 1)
"""Set in the keys of places."""
_MASK = np.uint64((1 << (KEY_BITS - 1)) - 1)
_MIX, _SPIN, _DOWN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(23)
_SIGN_BITS = np.uint64(21)


def keys_of(text: str, places: Iterable[str]) -> Keys:
    """The keys of a cleaned text and of the cores of its places, each once, sorted."""
    keys, _ = keys_of_all([text])
    return np.unique(np.concatenate([keys, np.array([place_key(core) for core in places], np.int64)]))


def keys_of_all(texts: Sequence[str]) -> tuple[Keys, NDArray[np.int64]]:
    """The keys of many cleaned texts, not of their places, with the text of each; some more than once."""
    codes = np.frombuffer(MARK.join(texts).encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    whose = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])[: len(codes)]
    inside = codes != ord(MARK)
    pair = (codes[:-1] << _SIGN_BITS) | codes[1:]
    whole = inside[:-1] & inside[1:]
    return _hashed(pair[whole]), whose[:-1][whole]


def place_key(core: str) -> int:
    """The key of a place."""
    return zlib.crc32(core.encode()) | int(PLACE)


def _hashed(grams: NDArray[np.uint64]) -> Keys:
    mixed = grams * _MIX
    mixed ^= mixed >> _DOWN
    mixed *= _SPIN
    mixed ^= mixed >> _DOWN
    return (mixed & _MASK).astype(np.int64)
