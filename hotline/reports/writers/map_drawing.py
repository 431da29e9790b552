"""The city's map as SVG, for the printed page: districts in five steps of one colour by a figure. Pure.

Rule: it shows nothing that the table below has not; who has too few cases to compare is hatched and not coloured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from hotline.reports.district_map import DistrictMap, Place
from hotline.reports.figures import FEW, Figure, Kind
from hotline.reports.names import By
from hotline.reports.report import Report, Section
from hotline.reports.writers.wording import value_text

STEPS = ("dbe9f6", "a9cbe8", "6ea6d6", "3b7fbd", "1d5a96")
"""From little to much; the last two bear light letters."""
_LIGHT_FROM = 3
_HATCHED = "url(#few)"
_LEGEND = 24.0
_LINE = 19.0


def has_map(report: Report, section: Section) -> bool:
    """Whether a section is drawn as a map."""
    return report.places is not None and section.by == By.DISTRICT and len(section.rows) > 1


def map_drawing(report: Report, section: Section) -> str:
    """The section's first figure on the map, as an SVG element with its legend; "" where there is no map."""
    places = report.places
    if places is None or not has_map(report, section):
        return ""
    figures = {row.key: row.figures[0] for row in section.rows}
    name = section.rows[0].figures[0].definition.name
    values = [value for one in places.places if (value := _value(figures.get(one.code))) is not None]
    height = places.height + 2 * _LEGEND
    label = escape(f"{section.title}：{name}{'（示意图）' if places.schematic else ''}")
    body = (text for place in places.places for text in _place(place, figures.get(place.code), values))
    head = (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {places.width:.0f} {height:.0f}" class="map" width="100%">'
    )
    return "".join((head, _HATCH, *body, *_legend(values, places, figures), "</svg>"))


_HATCH = (
    '<defs><pattern id="few" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#f1f4f7"/><line x1="0" x2="0" y1="0" y2="6" stroke="#8a97a5" stroke-width="2"/>'
    "</pattern></defs>"
)


def step_of(value: float, values: Sequence[float]) -> int:
    """Which of the steps a value is in: equal parts from the least to the most."""
    low, high = min(values), max(values)
    if high <= low:
        return len(STEPS) // 2
    return min(len(STEPS) - 1, int((value - low) / (high - low) * len(STEPS)))


def _value(figure: Figure | None) -> float | None:
    """What is compared; None where there is nothing or too little."""
    if figure is None or figure.amount.few(figure.definition.kind):
        return None
    return figure.amount.value(figure.definition.kind)


def _place(place: Place, figure: Figure | None, values: Sequence[float]) -> Iterator[str]:
    value = _value(figure)
    step = None if value is None else step_of(value, values)
    fill = _HATCHED if figure is not None and value is None else "#f1f4f7" if step is None else f"#{STEPS[step]}"
    ink = "#ffffff" if step is not None and step >= _LIGHT_FROM else "#1c2733"
    yield f'<path d="{place.path}" fill="{fill}" fill-rule="evenodd" stroke="#ffffff" stroke-width="2"/>'
    told = "没有数据" if figure is None else value_text(figure.amount, figure.definition.kind)
    for line, text in enumerate((place.name, told)):
        x, y = place.at[0], place.at[1] + line * _LINE
        yield f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" style="fill:{ink}">{escape(text)}</text>'


def _legend(values: Sequence[float], places: DistrictMap, figures: dict[str, Figure]) -> Iterator[str]:
    y, x = places.height + 6, 8.0
    kind = next((one.definition.kind for one in figures.values()), Kind.COUNT)
    if values:
        for colour in STEPS:
            yield f'<rect x="{x:.0f}" y="{y:.0f}" width="26" height="12" fill="#{colour}"/>'
            x += 26
        yield f'<text x="{x + 8:.0f}" y="{y + 11:.0f}">{_bound(min(values), kind)} – {_bound(max(values), kind)}</text>'
    y += 20
    yield f'<rect x="8" y="{y:.0f}" width="26" height="12" fill="{_HATCHED}"/>'
    schematic = "　示意图，不表示实际边界" if places.schematic else ""
    yield f'<text x="42" y="{y + 11:.0f}">少于{FEW}件不比较{schematic}</text>'


def _bound(value: float, kind: Kind) -> str:
    return f"{value * 100:.1f}%" if kind is Kind.SHARE else f"{value:,.0f}"
