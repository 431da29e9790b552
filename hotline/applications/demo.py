"""A dozen made-up applications with which the register can be tried; their source says what they are.

Rule: their numbers are in the README; they stay the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from hotline.applications.draft import Report
from hotline.applications.model import CITY_TIME, Stage
from hotline.applications.names import Directory

SOURCE = "演示数据"
_FIRST = 100001
# the procedure; each stage with how many days ago it was; in how many days it is due, None where none is promised
_APPLICATIONS: tuple[tuple[str, tuple[tuple[Stage, int], ...], int | None], ...] = (
    ("首次申领居民身份证", ((Stage.ACCEPTED, 2),), 12),
    ("公共租赁住房申请", ((Stage.ACCEPTED, 20), (Stage.IN_PROGRESS, 12)), 43),
    ("个体工商户设立登记", ((Stage.ACCEPTED, 1), (Stage.SUPPLEMENT, 0)), None),
    ("残疾人证办理和换领", ((Stage.ACCEPTED, 9), (Stage.IN_PROGRESS, 7), (Stage.APPROVED, 1)), 3),
    ("网约车驾驶员证", ((Stage.ACCEPTED, 6), (Stage.REFUSED, 2)), 1),
    ("门店招牌和户外广告设置", ((Stage.ACCEPTED, 15), (Stage.WITHDRAWN, 10)), -1),
    ("社会保障卡挂失补办", ((Stage.ACCEPTED, 8), (Stage.APPROVED, 4), (Stage.DELIVERED, 1)), 1),
    ("取水许可", ((Stage.ACCEPTED, 40), (Stage.IN_PROGRESS, 35)), -8),
    ("生育津贴和生育医疗费申领", ((Stage.ACCEPTED, 5), (Stage.IN_PROGRESS, 3)), 9),
    ("居民用水开户和过户", ((Stage.ACCEPTED, 0),), 5),
    ("收养登记", ((Stage.ACCEPTED, 12), (Stage.SUPPLEMENT, 9), (Stage.IN_PROGRESS, 3)), 18),
    ("二手房转移登记", ((Stage.ACCEPTED, 1), (Stage.APPROVED, 0)), 0),
)


def demo_reports(city: Directory, now: datetime) -> tuple[Report, ...]:
    """The reports of the demo city's applications; none of a procedure that this city does not have."""
    known = {item.name for item in city.procedures}
    return tuple(
        report
        for place, (procedure, stages, due) in enumerate(_APPLICATIONS)
        if procedure in known
        for report in _reports(str(_FIRST + place), procedure, stages, due, now)
    )


def _reports(
    number: str, procedure: str, stages: tuple[tuple[Stage, int], ...], due: int | None, now: datetime
) -> Iterator[Report]:
    today = now.astimezone(CITY_TIME).date()
    for stage, ago in stages:
        yield Report(
            number=number,
            procedure=procedure,
            applicant=f"演示申请人{number[-2:]}",
            phone=f"0999-555019{number[-2:]}",
            stage=stage,
            updated=(now - timedelta(days=ago)).isoformat(timespec="seconds"),
            due="" if due is None else (today + timedelta(days=due)).isoformat(),
        )
