"""Which texts share which pieces: an inverted index of short runs of codes, in a few flat arrays.

A piece (gram) is one code or two neighbours; it weighs the more, the fewer texts hold it. Everything is numpy, so that
a hundred thousand texts are scored in a few milliseconds and the arrays can be kept in a file as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline.kb.search.plain import Codes

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
_SHIFT = 21  # bits of a code
SATURATION, LENGTH_SHARE = 1.2, 0.75  # BM25's k1 and b, as usual


def grams_of(codes: Codes, sizes: Sequence[int]) -> tuple[Codes, NDArray[np.int64]]:
    """Every piece of these sizes (1, 2, 3) as one number, with the place where it begins. A 0 parts runs."""
    keys, places = [], []
    for size in sizes:
        if len(codes) < size:
            continue
        key = codes[: len(codes) - size + 1].copy()
        whole = key > 0
        for step in range(1, size):
            after = codes[step : len(codes) - size + 1 + step]
            key = (key << _SHIFT) | after
            whole &= after > 0
        keys.append(key[whole])
        places.append(np.flatnonzero(whole))
    if not keys:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(keys), np.concatenate(places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """How much of its weight a piece keeps for being in everybody's mouth. keys: sorted; kept: 0 to 1 of each.

    A small city's names hold 许可 twice and 孩子 once; the language as a whole knows that neither tells much.
    """

    keys: Codes
    kept: Floats

    def of(self, keys: Codes) -> Floats:
        """What each piece keeps: all of it where nothing is known of it."""
        if not len(self.keys):
            return np.ones(len(keys), np.float32)
        places = np.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        return np.where(self.keys[places] == keys, self.kept[places], np.float32(1)).astype(np.float32)


NONE_COMMON = Common(keys=np.zeros(0, np.int64), kept=np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grams:
    """An index. keys: sorted; starts: of each key's texts; texts: their numbers; rarity: a key's weight.

    weights: of each posting (BM25), empty where only presence counts; totals: the sum of rarities of each text;
    common: what pieces weigh less for, whether a text holds them or not.
    """

    keys: Codes
    starts: NDArray[np.int64]
    texts: Ints
    rarity: Floats
    weights: Floats
    totals: Floats
    common: Common = NONE_COMMON

    def find(self, keys: Codes) -> NDArray[np.int64]:
        """The place of each key, -1 where no text holds it."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        places = np.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        return np.where(self.keys[places] == keys, places, -1)

    def rarities(self, keys: Codes) -> Floats:
        """The weight of each key; one that no text holds is as rare as can be."""
        places = self.find(keys)
        rarest = np.float32(np.log(1 + 2 * (len(self.totals) + 0.5))) * self.common.of(keys)
        return np.where(places >= 0, self.rarity[places] if len(self.rarity) else rarest, rarest).astype(np.float32)

    def overlap(self, keys: Codes, weights: Floats, *, most: int = 0) -> Floats:
        """For each text the weighted sum of what it shares with these keys.

        most: keys that more texts than this hold are left out (they say little and cost much); 0 leaves none out.
        """
        places = self.find(keys)
        held = places >= 0
        if most:
            held[held] &= (self.starts[places[held] + 1] - self.starts[places[held]]) <= most
        places, weights = places[held], weights[held]
        if not len(places):
            return np.zeros(len(self.totals), np.float32)
        begins, ends = self.starts[places], self.starts[places + 1]
        texts = np.concatenate([self.texts[begin:end] for begin, end in zip(begins, ends, strict=True)])
        worth = np.repeat(weights * self.rarity[places], ends - begins)
        if len(self.weights):
            worth *= np.concatenate([self.weights[begin:end] for begin, end in zip(begins, ends, strict=True)])
        return np.bincount(texts, weights=worth, minlength=len(self.totals)).astype(np.float32)


def build(
    codes: Codes,
    owners: NDArray[np.int64],
    texts: int,
    sizes: Sequence[int],
    *,
    counted: bool,
    common: Common = NONE_COMMON,
    worth: Floats | None = None,
) -> Grams:
    """An index of all texts, written one after the other with a 0 between them.

    owners: the text of each code; counted: how often a text holds a piece counts too, as in BM25; common: what
    pieces weigh less for; worth: how much each code counts in its text's total, 0 to 1.
    """
    keys, places = grams_of(codes, sizes)
    whose = owners[places]
    order = np.lexsort((whose, keys))
    keys, whose = keys[order], whose[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (whose[1:] != whose[:-1])
    begins = np.flatnonzero(fresh)
    times = np.diff(np.append(begins, len(keys)))
    keys, whose = keys[begins], whose[begins]
    is_first = np.ones(len(keys), bool)
    is_first[1:] = keys[1:] != keys[:-1]
    starts = np.append(np.flatnonzero(is_first), len(keys)).astype(np.int64)
    held_by = np.diff(starts)
    rarity = np.log(1 + (texts - held_by + 0.5) / (held_by + 0.5)).astype(np.float32)
    rarity *= common.of(keys[starts[:-1]])
    each = np.repeat(rarity, held_by)
    if worth is not None:
        each *= _least(worth, codes, sizes)[order][begins]
    return Grams(
        keys=keys[starts[:-1]],
        starts=starts,
        texts=whose.astype(np.int32),
        rarity=rarity,
        weights=_saturated(times, whose, texts) if counted else np.zeros(0, np.float32),
        totals=np.bincount(whose, weights=each, minlength=texts).astype(np.float32),
        common=common,
    )


def _least(worth: Floats, codes: Codes, sizes: Sequence[int]) -> Floats:
    """Of each piece, in the order of grams_of(), what its least code counts."""
    found = []
    for size in sizes:
        _, places = grams_of(codes, (size,))
        least = worth[places]
        for step in range(1, size):
            least = np.minimum(least, worth[places + step])
        found.append(least)
    return np.concatenate(found).astype(np.float32)


def common_of(grams: Grams, power: float) -> Common:
    """What pieces keep by how many texts of an index hold them. power: how fast that falls."""
    most = np.float32(np.log(1 + 2 * (len(grams.totals) + 0.5)))
    return Common(keys=grams.keys, kept=((grams.rarity / most) ** np.float32(power)).astype(np.float32))


def _saturated(times: NDArray[np.int64], whose: NDArray[np.int64], texts: int) -> Floats:
    lengths = np.bincount(whose, weights=times, minlength=texts)
    mean = max(float(lengths.mean()) if texts else 1.0, 1.0)
    room = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / mean)
    return (times / (times + room[whose])).astype(np.float32)
