"""Open tickets in memory, found by what they are about.

Rule: one thread at a time; nothing of a citizen is in here but what the ticket itself says, without long numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from hotline.tickets.duplicates.likeness import SHOWN, Matter, matter_of, reasons_of, score_of, words_alike
from hotline.tickets.duplicates.pieces import PLACE, Keys, keys_of, keys_of_all, place_key
from hotline.tickets.duplicates.postings import Postings, kept, packed, postings_of

TOGETHER = 1000  # tickets whose pieces are made at once at the start
TAIL = 64  # tickets that are looked through one by one before they are sorted
LOOKED_AT = 48  # tickets that share the most words, and as many that share a place, are compared whole
SPARE = 20_000  # tickets that are gone, beyond as many as are there, before all are numbered anew
_COMMON = 0.1  # a piece that more tickets than this share hold tells nothing
_FEW = 1000  # as many tickets there are at least, for what a piece weighs


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An open ticket as it is put in."""

    number: str
    title: str
    content: str
    place: str
    district: str
    category: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An open ticket that may be about the same matter. score: 0 to 1; reasons: in Chinese, the strongest first."""

    number: str
    score: float
    reasons: tuple[str, ...]


class Index:
    """Open tickets by what they are about."""

    def __init__(self, entries: Iterable[Entry] = (), *, spare: int = SPARE) -> None:
        """With these in it; a hundred thousand take some seconds. spare: see SPARE."""
        self._spare = spare
        self._sorted: list[Postings] = []  # the largest first, each less than half as large as the one before
        self._tail: list[tuple[int, Keys]] = []
        self._numbers: list[str] = []
        self._matters: list[Matter | None] = []
        self._weights = np.zeros(0)  # of each slot's text
        self._slots: dict[str, int] = {}
        self._sorted = [postings_of([part for some in _by(TOGETHER, entries) for part in self._taken(some)])]
        self._weights = np.zeros(len(self._numbers))
        self._weigh()

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, number: str) -> bool:
        return number in self._slots

    def add(self, entry: Entry) -> None:
        """Put one in, instead of what was known of it."""
        self.remove(entry.number)
        slot, matter = len(self._numbers), self._take(entry)
        keys = keys_of(matter.text, matter.named.names)
        if slot >= len(self._weights):
            self._weights = np.append(self._weights, np.zeros(max(TAIL, slot)))
        self._weights[slot] = self._worth(keys)[keys < PLACE].sum()
        self._tail.append((slot, keys))
        if len(self._tail) >= TAIL:
            self._sort()

    def remove(self, number: str) -> None:
        """Take one out; nothing where it is not in."""
        slot = self._slots.pop(number, None)
        if slot is not None:
            self._matters[slot] = None

    def find(self, asked: Matter, limit: int, *, but: str = "") -> tuple[Hit, ...]:
        """The likeliest to be about the same, the likeliest first; none below SHOWN. but: one that is left out."""
        keys = keys_of(asked.text, asked.named.names)
        if not len(keys) or not self._slots:
            return ()
        found = []
        for slot, words, rare in self._likeliest(keys):
            matter = self._matters[slot]
            if matter is None or self._numbers[slot] == but:
                continue
            score = score_of(asked, matter, words=words, rare=rare)
            if score >= SHOWN:
                found.append((-score, self._numbers[slot], matter))
        found.sort(key=lambda one: one[:2])
        return tuple(
            Hit(number=number, score=-less, reasons=reasons_of(asked, matter)) for less, number, matter in found[:limit]
        )

    def _taken(self, entries: Sequence[Entry]) -> list[NDArray[np.int64]]:
        """The postings of many at once, which costs a fraction of one after the other."""
        first = len(self._numbers)
        matters = [self._take(entry) for entry in entries]
        keys, whose = keys_of_all([matter.text for matter in matters])
        at = [(place_key(core), slot) for slot, matter in enumerate(matters, first) for core in matter.named.names]
        places = np.array(at, np.int64).reshape(-1, 2)
        return [packed(keys, whose + first), packed(places[:, 0], places[:, 1])]

    def _take(self, entry: Entry) -> Matter:
        matter = matter_of(
            title=entry.title,
            content=entry.content,
            place=entry.place,
            district=entry.district,
            category=entry.category,
            at=entry.created,
        )
        self._slots[entry.number] = len(self._numbers)
        self._numbers.append(entry.number)
        self._matters.append(matter)
        return matter

    def _worth(self, keys: Keys) -> NDArray[np.float64]:
        """What each key tells, 0 to 1: the more, the fewer tickets hold it."""
        held = sum((postings.counts(keys) for postings in self._sorted), np.zeros(len(keys), np.int64))
        among = max(len(self._numbers), _FEW)
        worth = (np.log1p(among / (held + 0.5)) / np.log1p(among / 0.5)) ** 2
        return np.where(held > _COMMON * among, 0.0, worth)

    def _likeliest(self, keys: Keys) -> list[tuple[int, float, float]]:
        """The slots that are worth a look, with how alike their words are and how rare their places."""
        worth, is_place = self._worth(keys), keys >= PLACE
        words = self._summed(keys[~is_place], worth[~is_place])
        places = self._summed(keys[is_place], worth[is_place])
        weight = float(worth[~is_place].sum())
        near = np.where(places > 0, places + words, 0.0)
        looked_at = {int(slot) for by in (words, near) for slot in _most(by, LOOKED_AT)}
        return [
            (slot, words_alike(float(words[slot]), weight, float(self._weights[slot])), float(places[slot]))
            for slot in looked_at
        ]

    def _summed(self, keys: Keys, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each slot what the keys that it holds are worth."""
        slots = len(self._numbers)
        total = np.zeros(slots)
        told = worth > 0
        keys, worth = keys[told], worth[told]
        for postings in self._sorted:
            total += postings.summed(keys, worth, slots)
        for slot, held in self._tail:
            at = np.searchsorted(held, keys)
            at[at == len(held)] = 0
            total[slot] = worth[held[at] == keys].sum() if len(held) else 0.0
        return total

    def _sort(self) -> None:
        """The tail becomes sorted; what is not much larger is sorted with it, so that there are never many parts."""
        if len(self._numbers) > 2 * len(self._slots) + self._spare:
            self.number_anew()
            return
        parts = [packed(keys, slot) for slot, keys in self._tail]
        self._tail = []
        size = sum(map(len, parts))
        stay = np.arange(len(self._numbers), dtype=np.int64)
        while self._sorted and len(self._sorted[-1].slots) < 2 * size:
            parts.append(kept(self._sorted[-1], stay))
            size += len(self._sorted.pop().slots)
        self._sorted.append(postings_of(parts))

    def number_anew(self) -> None:
        """Those that are there, from 0 on: add() does it when too many are gone."""
        there = [slot for slot, matter in enumerate(self._matters) if matter is not None]
        fresh = np.full(len(self._numbers), -1, np.int64)
        fresh[there] = np.arange(len(there))
        parts = [kept(postings, fresh) for postings in self._sorted]
        parts += [packed(keys, int(fresh[slot])) for slot, keys in self._tail if fresh[slot] >= 0]
        self._sorted, self._tail = [postings_of(parts)], []
        self._numbers = [self._numbers[slot] for slot in there]
        self._matters = [self._matters[slot] for slot in there]
        self._slots = {number: slot for slot, number in enumerate(self._numbers)}
        self._weights = np.zeros(len(there))
        self._weigh()

    def _weigh(self) -> None:
        """What each text is worth, of the pieces as they are spread now."""
        for postings in self._sorted:
            worth = np.where(postings.keys < PLACE, self._worth(postings.keys), 0.0)
            each = np.repeat(worth, np.diff(postings.starts))
            self._weights += np.bincount(postings.slots, weights=each, minlength=len(self._weights))


def _most(values: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Where the largest are, as many as there are above 0 and at most so many."""
    found = np.flatnonzero(values)
    if len(found) > count:
        found = found[np.argpartition(values[found], -count)[-count:]]
    return found


def _by(size: int, entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while some := list(islice(rest, size)):
        yield some
