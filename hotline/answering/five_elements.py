"""Who, when, where, what and why, out of a citizen's own words: a draft that an agent takes or leaves. Pure.

Rule: nothing is made up. Every element is made of words that were said (a day that was said as "yesterday" is written
with its date beside it), and one that was not said is empty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")
MOST_TEXT = 400  # characters of what happened
_N = "0-9零〇一二两三四五六七八九十"
_DAYS = {
    "前天": -2,
    "昨天": -1,
    "昨晚": -1,
    "昨日": -1,
    "今天": 0,
    "今早": 0,
    "今晚": 0,
    "今日": 0,
    "明天": 1,
    "后天": 2,
}
_DAY = (
    rf"(?:{'|'.join(_DAYS)}|上上?(?:个)?(?:周|星期|礼拜)[一二三四五六日天]?|(?:这|本)(?:个)?(?:周|星期)[一二三四五六日天]?"
    rf"|(?:周|星期|礼拜)[一二三四五六日天]|上(?:个)?月(?:底|初|中旬)?|(?:这|本)(?:个)?月(?:底|初)?"
    rf"|(?:[{_N}]{{2,4}}年)?[{_N}]{{1,3}}月(?:[{_N}]{{1,3}}[号日]|份|底|初)?|(?<![{_N}路街巷弄村道])[{_N}]{{1,3}}号(?![楼院门店线])|去年|今年|前几天|刚才|刚刚)"
)
_PART = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜)"
_CLOCK = rf"(?:[{_N}]{{1,3}}点(?:半|钟|[{_N}]{{1,3}}分?)?)"
_SPAN = (
    rf"(?:(?:已经|连续|持续|大概|快|有)?[{_N}几半多]{{1,4}}(?:个)?(?:小时|天|周|星期|礼拜|月|年)(?:了|多了|以来|多)"
    r"|每天|天天|一直|经常)"
)
_WHEN = re.compile(rf"{_DAY}的?{_PART}?{_CLOCK}?(?:左右|多)?|{_PART}{_CLOCK}?(?:左右|多)?|{_CLOCK}(?:左右|多)?|{_SPAN}")
_VAGUE = ("每天", "天天", "一直", "经常", "刚才", "刚刚")
_PLACE_END = (
    "街道|大道|社区|小区|花园|家园|新村|公寓|大厦|广场|公园|学校|小学|中学|大学|幼儿园|医院|市场|超市|车站|地铁站|路口|"
    "高架桥|立交桥|工地|酒店|饭店|餐馆|商场|写字楼|号楼|单元|工业园|产业园|路|街|巷|弄|村|镇|乡|桥|号|栋|室|楼|苑|站|门口|附近|旁边|对面"
)
_ENDS = frozenset(_PLACE_END.split("|"))
_PLACE = re.compile(rf"[A-Za-z0-9\u4e00-\u9fa5]{{0,8}}?(?:{_PLACE_END})")
_NOT_OF_A_NAME = re.compile(
    r".*(?:住在|位于|就在|还在|发生在|出在|开在|停在|在|到了|到|从|去|叫做|叫|是|有|把|被|给|离|靠近|我们|咱们|我|你们|他们|那个|这个|那边|这边|"
    r"一个|一家|一条|的话|然后|因为|而且|但是|反映|投诉|举报|咨询|关于|了|说|就)"
)
_TIMES = re.compile(r"[点天]|晚上|早上|上午|下午|中午|左右|半夜|凌晨")
_NO_PLACE = re.compile(
    r"^(?:的|那|这|哪|什么|一|几|马|走|让|后|同|多少|账|电话|手机|证|型|编|信|符|口|月|年)?(?:路|街|号|站|桥|楼|村|室|门口|附近|旁边|对面)$"
)
_NAME = re.compile(
    r"(?:我叫|我的名字叫|我的名字是|姓名是|免贵姓|我姓)([\u4e00-\u9fa5]{1,4}?)(?=[，。,、！]|$|住|家|电话|是|我|在|的|这)"
)
_WISH = re.compile(
    r"希望|要求|请你们|请相关|请有关|请帮|请派|能不能|可不可以|能否|可否|麻烦你|麻烦帮|想问|想咨询|咨询一下|问一下|请问|尽快|"
    r"想要|想知道|怎么办理|怎么办|怎样|建议|给个说法|处理一下|解决一下|帮我|帮忙"
)
_EMPTY_WORDS = re.compile(
    r"^(?:喂+|你好|您好|哎|嗯+|啊|对|对的|是的|好|好的|好好|行|可以|谢谢|谢谢你|谢谢您|再见|没有了|没了|哦+|呃+|那个|听得到|能听到|在)+"
    r"[，。！？,.!? ]*$"
)
_FILLER = re.compile(
    r"(?:^|(?<=[，。,]))(?:喂|嗯+|呃+|那个那个|就是说|然后呢|就是|你好|您好|我要反映个事|我(?:想|要)反映(?:一下|一个|个)?(?:情况|问题|事情?))(?:[，,。]|$)"
)
_WIDE = str.maketrans(",?!;", "，？！；")
"""Engines write Chinese with either sign."""
_CLAUSE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
_KINDS: tuple[tuple[str, str], ...] = (
    ("report", "举报"),
    ("complaint", "投诉|态度(?:很|太|特别)?(?:差|恶劣)|没人管|不作为|乱收费|拖着不"),
    ("praise", "表扬|感谢信|送锦旗"),
    ("suggestion", "建议"),
    ("help", "求助|帮帮忙|救助|维修|坏了|停水|停电|漏水|漏电|堵了|塌|积水|断了"),
    ("enquiry", "咨询|请问|想问|问一下|怎么办理|怎样办|需要什么(?:材料|手续)|几点(?:上班|开门)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that the city knows. district: its code; streets: names of its streets and towns."""

    district: str
    name: str
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """The draft. district: code, "" where none was named; kind: type of the ticket that the words speak for, or ""."""

    who: str = ""
    when: str = ""
    where: str = ""
    what: str = ""
    why: str = ""
    district: str = ""
    kind: str = ""
    said: tuple[str, ...] = field(default=(), compare=False)

    @property
    def content(self) -> str:
        """As it stands in a ticket, a line for each element that was said."""
        rows = (
            ("来电人", self.who),
            ("时间", self.when),
            ("地点", self.where),
            ("经过", self.what),
            ("诉求", self.why),
        )
        return "\n".join(f"{name}：{text}" for name, text in rows if text)


def elements(said: Sequence[str], places: Collection[Place], now: datetime) -> Elements:
    """The elements of what a citizen said, in order. now: by which days are reckoned."""
    plain = (one.translate(_WIDE) for one in said)
    texts = [text for text in (_FILLER.sub("", one).strip() for one in plain) if text and not _EMPTY_WORDS.match(text)]
    clauses = [clause.strip() for text in texts for clause in _CLAUSE.findall(text)]
    whole = "。".join(texts)
    wishes = [clause for clause in clauses if _WISH.search(clause)]
    facts = [clause for clause in clauses if clause not in wishes and not _NAME.search(clause)]
    return Elements(
        who=_who(whole),
        when=_when(whole, now.astimezone(CITY_TIME).date()),
        where=_where(whole, places),
        what=_within(facts),
        why=_within(wishes),
        district=_district(whole, places),
        kind=next((kind for kind, words in _KINDS if re.search(words, whole)), ""),
        said=tuple(texts),
    )


def _who(text: str) -> str:
    found = _NAME.search(text)
    if not found:
        return ""
    return found[1] if len(found[1]) > 1 else f"{found[1]}姓市民"


def _when(text: str, today: date) -> str:
    said = list(dict.fromkeys(match[0] for match in _WHEN.finditer(text)))
    found = [one for one in said if one not in _VAGUE] or said
    return "，".join(_dated(one, today) for one in found[:3])


def _dated(said: str, today: date) -> str:
    for word, days in _DAYS.items():
        if said.startswith(word):
            day = today + timedelta(days=days)
            return f"{said}（{day.month}月{day.day}日）"
    return said


def _where(text: str, places: Collection[Place]) -> str:
    """What follows without a gap is one place: 湖滨区人民路幸福小区3号楼."""
    text = _WHEN.sub("，", text)  # 昨天晚上新华路 is 新华路
    found: list[tuple[int, int]] = []
    for match in _PLACE.finditer(text):
        start, end = match.span()
        if cut := _NOT_OF_A_NAME.match(match[0]):
            start += cut.end()
        name = text[start:end]
        if found and text[found[-1][1] : start] in ("", "的") and not _TIMES.search(name):
            found[-1] = (found[-1][0], end)
        elif end - start > 1 and not (_NO_PLACE.match(name) or name in _ENDS or _TIMES.search(name)):
            found.append((start, end))
    names = [text[start:end] for start, end in found]
    known = _named(text, places)
    if known and not any(known in name for name in names):
        names.insert(0, known)
    return "，".join(dict.fromkeys(names[:2]))


def _named(text: str, places: Collection[Place]) -> str:
    return next((name for place in places for name in (place.name, *place.streets) if name in text), "")


def _district(text: str, places: Collection[Place]) -> str:
    """By the district's own name, else by a street of it that no other district has."""
    for place in places:
        if place.name in text:
            return place.district
    named = {place.district for place in places for street in place.streets if _short(street) in text}
    return named.pop() if len(named) == 1 else ""


def _short(street: str) -> str:
    """People say 新华路 for 新华路街道, and never 南门 alone for 南门街道."""
    bare = street.removesuffix("街道")
    return bare if len(bare) > 2 else street


def _within(clauses: Sequence[str]) -> str:
    """As many whole clauses as there is room for."""
    text = ""
    for clause in clauses:
        joined = text + ("" if not text or text[-1] in "。！？!?；;" else "。") + clause
        if len(joined) > MOST_TEXT:
            break
        text = joined
    return text or (clauses[0][:MOST_TEXT] if clauses else "")
