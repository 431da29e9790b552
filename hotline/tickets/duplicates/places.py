"""The places that a ticket names, as far as their names can be told by how they end. Pure.

Chinese does not part words, so a name's beginning is not known: places are compared by the two signs before what they
end with (湖滨+路), and shown by the longest ending that both tickets have in common.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_KINDS = (
    "大道|路|东路|西路|南路|北路|中路|街|东街|西街|南街|北街|巷|胡同|桥|大桥|立交桥",
    "小区|花园|家园|公寓|新村|村|社区|苑|宿舍|大院|新城|名都|公馆|华府|御府|豪庭|半岛|名邸|国际",
    "公园|大厦|广场|商城|商场|超市|市场|菜场|工地|停车场|工业园|产业园|车站|火车站|地铁站",
    "小学|中学|学校|幼儿园|大学|学院|医院",
)
_ENDS = "|".join(sorted("|".join(_KINDS).split("|"), key=len, reverse=True))
_NAMED = re.compile(rf"(?:{_ENDS})(?![道线灯面况过由人])")
_TWO = 2  # signs before its ending, by which a place is known
_BEFORE = 4  # signs of a name that are kept before those two, to be shown
_DOOR = re.compile(r"^[^0-9一-鿿]{0,2}([0-9]{1,4})\s*(?:-[0-9]+)?\s*(?:号(?!线|楼)|弄)")
_NO_NAMES = re.compile(
    r"[的了在是我们这那条本该每个到和与及等有不没过往来去从对把被为于上下内外里前后旁边同某几多整全各两一二三附近周靠]"
    r"|公交|加油|道路|马路|公路|高速|农村|乡村|城市|居民|住宅|业主|商业|建筑|施工|大型|地下|露天|临时|职工|员工|学生|"
    r"综合|农贸|批发|老旧|新建|安置|回迁|中心|人行|地铁|十字|水泥|铁皮|步行|天桥|红绿|菜市|街道|沿路|修路|走路|让路|线路|网络|铁路|政府|业学|培训|管理|出路|思路"
)
_LEAD = re.compile(r"^.*(?:位于|座落|坐落|反映|就在|住在|关于|投诉|举报|咨询|[的在和与及到从至是由将请问市区县])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Places of one ticket. names: each by its last two signs and its ending; doors: house numbers of each."""

    names: Mapping[str, str] = field(default_factory=dict)
    doors: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def named_in(text: str) -> Named:
    """The places in a text that cleaning.plain() has made."""
    names: dict[str, str] = {}
    doors: dict[str, tuple[int, ...]] = {}
    for match in _NAMED.finditer(text):
        begin, end = match.start() - _TWO, match.end()
        before, core = text[max(begin, 0) : match.start()], text[max(begin, 0) : end]
        if len(before) < _TWO or not before.isalnum() or before.isascii() or _NO_NAMES.search(before):
            continue
        names.setdefault(core, _written(text, begin, end))
        number = _DOOR.match(text[end : end + 8])
        if number:
            doors[core] = (*doors.get(core, ()), int(number.group(1)))
    return Named(names=names, doors=doors)


def _written(text: str, begin: int, end: int) -> str:
    """The name with what stands right before it, back to the last sign that is no letter."""
    first = begin
    while first > 0 and begin - first < _BEFORE and text[first - 1].isalnum():
        first -= 1
    return text[first:end]


def shared(one: Named, other: Named) -> tuple[str, ...]:
    """The cores of the places that both name."""
    return tuple(core for core in one.names if core in other.names)


def shown(core: str, one: Named, other: Named) -> str:
    """The name that both have, as people read it."""
    before = [named.names[core][: -len(core)][::-1] for named in (one, other)]
    same = itertools.takewhile(lambda signs: signs[0] == signs[1], zip(*before, strict=False))
    return _LEAD.sub("", "".join(sign for sign, _ in same)[::-1]) + core


def door_distance(cores: Iterable[str], one: Named, other: Named) -> int | None:
    """How far apart the nearest house numbers of a place are that both name; None where either names none."""
    pairs = (
        abs(mine - theirs) for core in cores for mine in one.doors.get(core, ()) for theirs in other.doors.get(core, ())
    )
    return min(pairs, default=None)
