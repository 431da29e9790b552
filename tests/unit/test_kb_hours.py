"""When people answer, as a clerk writes it into city.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import CityPackError
from hotline.kb.load import load_outline
from hotline.kb.model import Hours, OpenDays
from tests.unit.test_kb_faults import CATEGORIES, CITY

README = (Path(__file__).parents[2] / "kb" / "README.md").read_text(encoding="utf-8")


def written(folder: Path, hours: str) -> Path:
    """A pack with these hours."""
    (folder / "city.yaml").write_text(CITY + hours, encoding="utf-8")
    (folder / "categories.yaml").write_text(CATEGORIES, encoding="utf-8")
    return folder


def test_the_hours_of_the_readme_are_understood(tmp_path: Path) -> None:
    """Minutes of the day; without any there are none, which is round the clock."""
    example = README.split("```yaml\n")[1].split("```")[0]
    assert load_outline(written(tmp_path, example)).hours == (
        Hours(days=OpenDays.WORKDAYS, begins=510, ends=720),
        Hours(days=OpenDays.WORKDAYS, begins=810, ends=1050),
        Hours(days=OpenDays.REST_DAYS, begins=540, ends=1020),
    )
    assert load_outline(written(tmp_path, "")).hours == ()
    assert load_outline(written(tmp_path, 'hours: [{days: 每天, from: "00:00", to: "24:00"}]\n')).hours[0].ends == 1440


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ('{days: 周一, from: "08:00", to: "12:00"}', "hours.0.days"),
        ('{days: 每天, from: "8:00", to: "12:00"}', "hours.0.from"),
        ('{days: 每天, from: "08:00", to: "24:30"}', "hours.0.to"),
        ('{days: 每天, from: "20:00", to: "08:00"}', "hours.0"),
        ('{days: 每天, from: "20:00"}', "hours.0.to"),
    ],
)
def test_hours_that_are_none_are_told_by_line_and_field(tmp_path: Path, hours: str, field: str) -> None:
    """A day that there is not, a time without its nought, an end before the beginning."""
    with pytest.raises(CityPackError) as fault:
        load_outline(written(tmp_path, f"hours:\n  - {hours}\n"))
    assert f"city.yaml:{len(CITY.splitlines()) + 2} {field}: " in fault.value.message
    assert "数字" not in fault.value.message, "a time is no number"
