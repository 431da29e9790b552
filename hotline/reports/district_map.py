"""The city's districts as they are drawn: the same outlines for the screen and for paper. Pure.

Rule: no map stands without the table of the same figures; one that is not as the land lies says so (示意图).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any

WIDTH = 600.0
HIGHEST = 520.0
_EDGE = 8.0
_DEGREES = (180.0, 90.0)
Point = tuple[float, float]
Rings = Sequence[Sequence[Point]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A district. path: its outline in SVG's words; at: where its name stands; wide: of its box, for the name."""

    code: str
    name: str
    path: str
    at: Point
    wide: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictMap:
    """All districts in a box of this size. schematic: laid out by hand, not as the land lies."""

    schematic: bool
    width: float
    height: float
    places: tuple[Place, ...]


def map_of(districts: Mapping[str, tuple[str, Rings]], *, schematic: bool) -> DistrictMap:
    """The map of these: name and rings by code. Degrees are drawn with their proper width in the middle of the map."""
    points = [point for _, rings in districts.values() for ring in rings for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    degrees = not schematic and max(abs(left), abs(right)) <= _DEGREES[0] and max(abs(low), abs(high)) <= _DEGREES[1]
    narrow = cos(radians((low + high) / 2)) if degrees else 1.0
    span = max((right - left) * narrow, 1e-9), max(high - low, 1e-9)
    scale = min((WIDTH - 2 * _EDGE) / span[0], (HIGHEST - 2 * _EDGE) / span[1])

    def place(point: Point) -> Point:
        return _EDGE + (point[0] - left) * narrow * scale, _EDGE + (high - point[1]) * scale

    return DistrictMap(
        schematic=schematic,
        width=round(span[0] * scale + 2 * _EDGE, 1),
        height=round(span[1] * scale + 2 * _EDGE, 1),
        places=tuple(
            _place(code, name, [[place(one) for one in ring] for ring in rings])
            for code, (name, rings) in districts.items()
        ),
    )


def map_json(drawn: DistrictMap) -> dict[str, Any]:
    """As the screen reads it."""
    return {
        "schematic": drawn.schematic,
        "width": drawn.width,
        "height": drawn.height,
        "districts": [
            {
                "code": one.code,
                "name": one.name,
                "path": one.path,
                "at": [round(one.at[0], 1), round(one.at[1], 1)],
                "wide": round(one.wide, 1),
            }
            for one in drawn.places
        ],
    }


def _place(code: str, name: str, rings: Rings) -> Place:
    path = "".join(f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in ring[:-1])}Z" for ring in rings)
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    xs = [x for x, _ in largest]
    return Place(code=code, name=name, path=path, at=_middle(largest), wide=max(xs) - min(xs))


def _area(ring: Sequence[Point]) -> float:
    """Twice, with its sign."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def _middle(ring: Sequence[Point]) -> Point:
    """The centre of gravity; of a ring without an area, of its points."""
    area = _area(ring)
    if abs(area) < 1e-6:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        part = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * part, y + (y1 + y2) * part
    return x / (3 * area), y / (3 * area)
