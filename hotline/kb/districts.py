"""The map of the city's districts: kb/districts.geojson, read and checked. Pure but for the one file.

Rule: a map that leaves a district out, or has one twice, is refused: what is not on it would seem to have no tickets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline.kb.faults import Faults
from hotline.kb.model import Outline
from hotline.kb.table import read_text

FILE = "districts.geojson"
MOST_BYTES = 4 * 1024 * 1024
MOST_POINTS = 40_000
"""Of all districts together: more are not seen on a screen."""
_FAR = 1e9  # neither a degree nor a metre is; NaN is not less either
Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Districts:
    """The shapes. rings: by the district's code, outer and inner ones alike; schematic: not as the land lies."""

    rings: Mapping[str, tuple[Ring, ...]]
    schematic: bool


def read_districts(kb_dir: Path, outline: Outline, faults: Faults) -> Districts | None:
    """The shapes of every district, None where the pack has no map; what is wrong is noted."""
    path = kb_dir / FILE
    if not path.exists():
        return None
    if path.stat().st_size > MOST_BYTES:
        faults.add(FILE, 1, "", f"文件太大，最多{MOST_BYTES // 2**20}MB，请先简化边界")
        return None
    text = read_text(path, FILE, faults)
    try:
        told = json.loads(text or "null")
    except json.JSONDecodeError as fault:
        faults.add(FILE, fault.lineno, "", f"不是JSON：第{fault.colno}个字符附近写错了")
        return None
    except RecursionError:
        faults.add(FILE, 1, "", "不是地图：括号套得太深")
        return None
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or told.get("type") != "FeatureCollection":
        faults.add(FILE, 1, "", "应为GeoJSON的FeatureCollection，有features")
        return None
    return _districts(features, outline, faults, schematic=told.get("schematic") is True)


def _districts(features: list[Any], outline: Outline, faults: Faults, *, schematic: bool) -> Districts | None:
    names = {one.code: one.name for one in outline.districts}
    rings: dict[str, tuple[Ring, ...]] = {}
    points = 0
    for at, feature in enumerate(features, 1):
        where = f"features第{at}个"
        told = feature.get("properties") if isinstance(feature, dict) else None
        properties: Mapping[str, Any] = told if isinstance(told, dict) else {}
        code = properties.get("code")
        if not isinstance(code, str) or code not in names:
            faults.add(FILE, 1, where, f"properties.code应为city.yaml里的区县编号，现在是“{str(code)[:20]}”")
            continue
        if properties.get("name", names[code]) != names[code]:
            faults.add(
                FILE, 1, where, f"编号{code}在city.yaml里是{names[code]}，这里是“{str(properties['name'])[:20]}”"
            )
        if code in rings:
            faults.add(FILE, 1, where, f"{names[code]}（{code}）出现了两次，分成几块的请写成MultiPolygon")
            continue
        rings[code] = tuple(_rings(feature.get("geometry"), where, faults))
        points += sum(map(len, rings[code]))
    for code in names.keys() - rings.keys():
        faults.add(FILE, 1, "", f"缺少{names[code]}（{code}）")
    if points > MOST_POINTS:
        faults.add(FILE, 1, "", f"共有{points}个点，最多{MOST_POINTS}个，请先简化边界")
    return Districts(rings=rings, schematic=schematic)


def _rings(geometry: Any, where: str, faults: Faults) -> Iterator[Ring]:
    """The rings of a Polygon or a MultiPolygon."""
    told = geometry if isinstance(geometry, dict) else {}
    kind, coordinates = told.get("type"), told.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list) or not coordinates:
        faults.add(FILE, 1, where, "geometry应为Polygon或MultiPolygon，有coordinates")
        return
    for polygon in [coordinates] if kind == "Polygon" else coordinates:
        for ring in polygon if isinstance(polygon, list) and polygon else [None]:
            points = [_point(one) for one in ring] if isinstance(ring, list) else []
            whole = tuple(point for point in points if point is not None)
            if len(whole) < 4 or len(whole) != len(points) or whole[0] != whole[-1]:
                faults.add(FILE, 1, where, "每一圈至少四个点，首尾相同，每个点是两个数")
                return
            yield whole


def _point(told: Any) -> Point | None:
    if not isinstance(told, list) or len(told) < 2:
        return None
    x, y = told[0], told[1]
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) and abs(one) < _FAR for one in (x, y))
    return (float(x), float(y)) if numbers else None
