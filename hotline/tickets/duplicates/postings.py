"""Which tickets hold which keys: one sorted array, made anew from itself when enough has changed. Pure.

Tickets are slots, 0 and up; a posting is a key and a slot in one 63-bit number, so that building is sorting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline.tickets.duplicates.pieces import Keys

Slots = NDArray[np.int32]
_SLOT_BITS = np.int64(24)
MOST_SLOTS = 1 << 24
_SLOT = np.int64(MOST_SLOTS - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """keys: sorted, each once; starts: where each key's slots begin, and the end of the last."""

    keys: Keys
    starts: NDArray[np.int64]
    slots: Slots

    def places_of(self, keys: Keys) -> NDArray[np.int64]:
        """Where each key is, -1 where no ticket holds it."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        found = np.searchsorted(self.keys, keys)
        found[found == len(self.keys)] = 0
        return np.where(self.keys[found] == keys, found, -1)

    def counts(self, keys: Keys) -> NDArray[np.int64]:
        """How many tickets hold each key."""
        at = self.places_of(keys)
        return np.where(at >= 0, self.starts[at + 1] - self.starts[at], 0)

    def summed(self, keys: Keys, weights: NDArray[np.float64], slots: int) -> NDArray[np.float64]:
        """For each of so many slots the sum of the weights of the keys that it holds."""
        at = self.places_of(keys)
        held = at >= 0
        at, weights = at[held], weights[held]
        if not len(at):
            return np.zeros(slots)
        begins, ends = self.starts[at], self.starts[at + 1]
        whose = np.concatenate([self.slots[begin:end] for begin, end in zip(begins, ends, strict=True)])
        total = np.bincount(whose, weights=np.repeat(weights, ends - begins), minlength=slots)
        return total.astype(np.float64, copy=False)


EMPTY = Postings(keys=np.zeros(0, np.int64), starts=np.zeros(1, np.int64), slots=np.zeros(0, np.int32))


def packed(keys: Keys, slots: NDArray[np.int64] | int) -> NDArray[np.int64]:
    """The postings of one ticket, or of each key's own."""
    return (keys << _SLOT_BITS) | slots


def postings_of(parts: Sequence[NDArray[np.int64]]) -> Postings:
    """An index of packed postings; the same one twice counts once."""
    if not parts:
        return EMPTY
    together = np.concatenate(parts)
    together.sort()
    once = np.ones(len(together), bool)
    once[1:] = together[1:] != together[:-1]
    together = together[once]
    keys = together >> _SLOT_BITS
    fresh = np.ones(len(keys), bool)
    fresh[1:] = keys[1:] != keys[:-1]
    begins = np.flatnonzero(fresh)
    return Postings(keys=keys[begins], starts=np.append(begins, len(keys)), slots=(together & _SLOT).astype(np.int32))


def kept(postings: Postings, new_slots: NDArray[np.int64]) -> NDArray[np.int64]:
    """The packed postings under new numbers. new_slots: by old slot, -1 for a ticket that is gone."""
    slots = new_slots[postings.slots]
    keys = np.repeat(postings.keys, np.diff(postings.starts))
    there = slots >= 0
    return (keys[there] << _SLOT_BITS) | slots[there]
