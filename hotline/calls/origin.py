"""Where a telephone number is from: province, city and network, by the numbering plan.

Rule: it is the place where the number was given out, not where the caller is: a mobile keeps its digits when its owner
moves, and since 2019-12-01 (携号转网服务管理规定) when it goes to another network. What the plan does not know is left
out and never guessed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from phone import Phone

from hotline.storage.citizens import normalise_number

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LINE = re.compile(r"0(10|2\d|[3-9]\d{2})[1-9]\d{6,7}", re.ASCII)
_ABROAD = re.compile(r"00[1-9]\d+", re.ASCII)
_HEAD = 8  # bytes before the first place in the file of the plan


def origin_of(number: str) -> str:
    """As an agent reads it: 广东佛山 电信, 四川成都 for a line with its area code, 境外; "" where it is not known."""
    digits = normalise_number(number)
    if _ABROAD.fullmatch(digits):
        return "境外"
    if line := _LINE.fullmatch(digits):
        return _areas().get(f"0{line[1]}", "")
    found = _plan().find(digits) if _MOBILE.fullmatch(digits) else None
    if not found:
        return ""
    return f"{_named(found['province'], found['city'])} {found['phone_type'] or ''}".strip()


@lru_cache(1)
def _plan() -> Phone:
    """Four megabytes, read once."""
    return Phone()


@lru_cache(1)
def _areas() -> dict[str, str]:
    """Places by area code; where several cities share one, all of them: 028 is 成都, 眉山 and 资阳."""
    plan, found = _plan(), dict[str, dict[str, set[str]]]()
    for place in plan.buf[_HEAD : plan.first_phone_record_offset].split(b"\0"):
        province, city, _, area = [*place.decode().split("|"), "", "", "", ""][:4]
        if area and city:
            found.setdefault(f"0{area.removeprefix('0')}", {}).setdefault(province, set()).add(city)
    return {
        area: "、".join(_named(province, "、".join(sorted(cities))) for province, cities in provinces.items())
        for area, provinces in found.items()
    }


def _named(province: str, city: str) -> str:
    """A city that is a province is said once."""
    return city if city == province else f"{province}{city}"
