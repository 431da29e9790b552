"""Signs in their order, with others between: 个体变更 is in 个体工商户变更登记, and not in 社会团体变更登记. Pure."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 24  # signs of matter: of a longer question no name holds the order


def in_common(asked: str, name: str) -> int:
    """How many signs of the one stand in the other in the same order (the longest common subsequence, bit by bit)."""
    places: dict[str, int] = {}
    for place, sign in enumerate(asked):
        places[sign] = places.get(sign, 0) | (1 << place)
    full = (1 << len(asked)) - 1
    row = full
    for sign in name:
        hit = row & places.get(sign, 0)
        row = ((row + hit) | (row - hit)) & full
    return len(asked) - row.bit_count()


def likeness(asked: str, names: Iterable[str]) -> float:
    """0 to 1: the best of the names, by how much of the question runs through it and how little else it holds."""
    best = 0.0
    if not asked or len(asked) > LONGEST:
        return best
    for name in names:
        common = in_common(asked, name)
        best = max(best, common / len(asked) * (0.6 + 0.4 * common / max(len(name), 1)))
    return best
