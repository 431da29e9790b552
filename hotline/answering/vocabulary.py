"""What callers are likely to say, for a recogniser that hears by a vocabulary: the city's names, and how one asks.

The rule: bounded, places and offices before procedures before sayings, so that a large city loses the rarest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from hotline.kb.city import City
from hotline.kb.search.incharge import IN_CHARGE

MOST = 3000  # words and names
KEPT = 64  # menus
LONGEST = 24  # signs of a name that anybody would say
_ASKING = """
我要 我想 想要 请问 帮我 你好 查 查询 问一下 咨询 办 办理 怎么办 怎么 如何 去哪里 在哪里 在哪 哪里
什么 需要 材料 手续 流程 多少 多少钱 收费 时间 几点 上班 下班 电话 号码 地址 部门 单位 投诉 举报
反映 申请 登记 补办 补领 丢了 换 注销 变更 转移 提取 缴费 报销 的 了 吗 是 不是 对 不对 人工
转人工 返回 一 二 三 四 五 六 七 八 九 零
"""
ASKING = tuple(_ASKING.split())


def vocabulary(city: City) -> tuple[str, ...]:
    """How one asks, then the names of places, offices, life events and procedures, then sayings; each once."""
    kept: dict[str, None] = {}
    for name in chain(ASKING, _names(city)):
        if 0 < len(name) <= LONGEST:
            kept[name] = None
        if len(kept) == MOST:  # a city has many times as many sayings, and callers wait meanwhile
            break
    return tuple(kept)


@lru_cache(KEPT)
def together(hints: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    """A menu's own words, then those of the city, each once: the same tuple for every caller who comes to it."""
    return tuple(dict.fromkeys((*hints, *words)))


def _names(city: City) -> Iterator[str]:
    outline = city.outline
    yield outline.name
    for district in outline.districts:
        yield district.name
        yield from district.streets
    for village in outline.villages:
        yield from (village.town, village.name)
    for department in city.departments:
        yield from (department.name, *department.aliases)
    yield from (event.name for event in city.life_events)
    for procedure in city.procedures:
        yield from (procedure.name, *procedure.aliases)
    for synonym in city.synonyms:
        if synonym.term.startswith(IN_CHARGE):  # words that come together, which nobody says like that
            continue
        yield from (synonym.term, *synonym.sayings)


def words_of(city: Callable[[], City]) -> Callable[[], tuple[str, ...]]:
    """The vocabulary of the city as it is now, made anew only when another is published."""
    kept: list[tuple[City, tuple[str, ...]]] = []

    def words() -> tuple[str, ...]:
        now = city()
        if not kept or kept[0][0] is not now:
            kept[:] = [(now, vocabulary(now))]
        return kept[0][1]

    return words
