"""The map of the districts: what a pack's file may be, and how it is drawn."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hotline.errors import CityPackError
from hotline.kb.load import load_city, load_outline
from hotline.reports.definitions import DEFINITIONS
from hotline.reports.district_map import map_of
from hotline.reports.figures import Amount, Figure
from hotline.reports.period import Period
from hotline.reports.report import Report, Row, section_of
from hotline.reports.writers import WRITERS
from hotline.reports.writers.map_drawing import STEPS, map_drawing, step_of
from hotline.settings import ROOT
from hotline.wiring.report_side import map_in

RING = [[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]
Json = dict[str, Any]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The demo city's pack, to be broken."""
    return Path(shutil.copytree(ROOT / "kb", tmp_path / "kb"))


def features() -> list[Any]:
    """As the demo city has them."""
    told: Json = json.loads((ROOT / "kb" / "districts.geojson").read_text(encoding="utf-8"))
    return list(told["features"])


def written(pack: Path, told: Any) -> str:
    """The faults of a pack with this map."""
    text = told if isinstance(told, str) else json.dumps({"type": "FeatureCollection", "features": told})
    (pack / "districts.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(CityPackError) as raised:
        map_in(pack, load_outline(pack))
    return raised.value.message


def test_every_fault_of_a_map_is_told(pack: Path) -> None:
    """A district that is missing, unknown, named otherwise or drawn twice; a ring that is none."""
    known = features()
    strange = {"type": "Feature", "properties": {"code": "77"}, "geometry": known[0]["geometry"]}
    renamed = {**known[1], "properties": {"code": "02", "name": "川北区"}}
    flat = {**known[2], "geometry": {"type": "LineString", "coordinates": RING}}
    open_ring = {**known[3], "geometry": {"type": "Polygon", "coordinates": [RING[:-1]]}}
    told = written(pack, [known[0], known[0], renamed, flat, open_ring, strange, known[4]])
    for what in (
        "features第2个: 云湖区（01）出现了两次",
        "features第3个: 编号02在city.yaml里是川南区，这里是“川北区”",
        "features第4个: geometry应为Polygon或MultiPolygon",
        "features第5个: 每一圈至少四个点",
        "features第6个: properties.code应为city.yaml里的区县编号，现在是“77”",
        "缺少清溪县（06）",
    ):
        assert f"districts.geojson:1 {what}" in told or f"districts.geojson:1: {what}" in told


@pytest.mark.parametrize(
    "point", ["[1, NaN]", "[1, 1e999]", f"[1, {'9' * 400}]", '["1", 2]', "[1]", "null", "[true, 1]", "{}"]
)
def test_a_point_is_two_numbers(pack: Path, point: str) -> None:
    """Whatever else stands there is told, and breaks nothing."""
    ring = f"[[0,0],[1,0],{point},[0,0]]"
    geometry = f'{{"type": "Polygon", "coordinates": [{ring}]}}'
    one = f'{{"type": "Feature", "properties": {{"code": "01"}}, "geometry": {geometry}}}'
    assert "每个点是两个数" in written(pack, f'{{"type": "FeatureCollection", "features": [{one}]}}')


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"type": "Feature"}', "[" * 100_000])
def test_what_is_no_map_is_told(pack: Path, text: str) -> None:
    """Not JSON, or not a collection of features."""
    assert "districts.geojson:1" in written(pack, text)


def test_a_pack_is_checked_with_its_map_and_does_without_one(pack: Path) -> None:
    """`hotline kb check` reads it too; where there is none, there is no map."""
    (pack / "districts.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(CityPackError, match=r"districts\.geojson:1"):
        load_city(pack)
    (pack / "districts.geojson").unlink()
    assert map_in(pack, load_outline(pack)) is None


def test_degrees_are_drawn_with_their_own_width() -> None:
    """At sixty degrees north a degree is half as wide as it is high; north is above."""
    south, north = [(10.0, 59.0), (12.0, 59.0), (12.0, 60.0), (10.0, 60.0), (10.0, 59.0)], [(10.0, 60.0), (12.0, 60.0)]
    north += [(12.0, 61.0), (10.0, 61.0), (10.0, 60.0)]
    drawn = map_of({"01": ("南", [south]), "02": ("北", [north])}, schematic=False)
    assert drawn.width / drawn.height == pytest.approx(0.5, abs=0.02)
    below, above = drawn.places
    assert above.at[1] < below.at[1]
    square = map_of({"01": ("南", [south]), "02": ("北", [north])}, schematic=True)
    assert square.width / square.height == pytest.approx(1.0, abs=0.02)


def test_a_value_has_its_step() -> None:
    """Equal parts from the least to the most; where all are the same, the middle."""
    values = [0.0, 50.0, 100.0]
    assert [step_of(one, values) for one in (0.0, 19.9, 20.0, 99.0, 100.0)] == [0, 0, 1, 4, 4]
    assert step_of(5.0, [5.0, 5.0]) == len(STEPS) // 2


def report(code: str, *parts: tuple[int, int]) -> Report:
    """A report by district."""
    rows = [
        Row(
            key=f"{n:02d}",
            name=f"<b>{n}",
            figures=(Figure(definition=DEFINITIONS[code], amount=Amount(numerator=top, denominator=of)),),
            filters={},
        )
        for n, (top, of) in enumerate(parts, 1)
    ]
    october = Period(first=date(2026, 10, 1), last=date(2026, 10, 31))
    places = map_in(ROOT / "kb", load_outline(ROOT / "kb"))
    return Report(
        name="tickets",
        title="工单统计",
        period=october,
        before=october,
        year_ago=october,
        made=datetime(2026, 11, 1, tzinfo=UTC),
        sections=(section_of("district", "按区县", "district", rows),),
        places=places,
    )


def test_few_cases_are_hatched_on_paper() -> None:
    """And no colour compares them; a district without a row says that there is nothing."""
    whole = report("finished", (90, 100), (10, 29), (50, 100))
    svg = map_drawing(whole, whole.sections[0])
    assert svg.count('fill="url(#few)"') == 2  # the district, and the legend
    assert "少于30件不比较" in svg
    assert "示意图，不表示实际边界" in svg
    assert svg.count("没有数据") == 3
    assert f"#{STEPS[4]}" in svg
    assert "<b>" not in svg


def test_a_printed_report_has_its_map_above_its_table() -> None:
    """Never the map alone, and none where the pack has none."""
    whole = report("accepted", (90, 0), (10, 0), (50, 0))
    page = WRITERS["html"].write(whole).decode()
    assert page.index("示意图") < page.index("<table>")
    assert "示意图" not in WRITERS["html"].write(replace(whole, places=None)).decode()
