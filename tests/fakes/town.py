"""A small town's books, for walking menus without a city pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline.ivr.waits import Item, LookUpKind

NAMES = ("教育局", "公安局", "民政局", "财政局", "人社局", "住建局", "交通局", "水利局", "商务局", "卫健委", "审计局")
SPELLED = ("595", "425", "695", "295", "775", "955", "585", "755", "795", "959", "755")  # pinyin initials as keys
TOLD_OF_THE_POLICE = (
    ("phone", "服务电话，5550。户政窗口，5551。"),
    ("web", "网址，gaj.town.example。"),
    ("web_fax_and_head", "网址，gaj.town.example。负责人，周明远。"),
)
DEPARTMENTS = tuple(
    Item(
        kind="department",
        title=name,
        code=f"{place:02d}",
        spoken=f"{name}，地址人民路。电话5550。",
        parts=(
            ("hours", f"{name}办公时间，九点到五点。"),
            *(TOLD_OF_THE_POLICE if place == 2 else ()),
            *((("procedures", "2"),) if place == 3 else ()),
            *((("number", f"5555{place:04d}"),) if place != 9 else ()),  # 商务局 is out of reach
        ),
    )
    for place, name in enumerate(NAMES, 1)
)
MARRIAGE = Item(
    kind="procedure",
    title="婚姻登记",
    code="0301",
    spoken="婚姻登记，需要身份证。当场办结。",
    parts=(
        ("department", "承办单位，民政局。"),
        ("materials", "需要两项材料。第一，身份证。第二，户口簿。"),
        ("limit_and_fee", "办理时限，当场办结。不收费。"),
        ("result_and_shared", "办理结果，结婚证。"),
        ("forms", "表格，结婚登记申请书。"),
    ),
)
ADOPTION = Item(kind="procedure", title="收养登记", code="0302", spoken="收养登记，六十日内办结。")
CHANNELS = (Item(title="市场价格", code="01"), Item(title="招工信息", code="02"))
BULLETINS = (
    Item(kind="bulletin", title="今日菜价", code="1102", spoken="十一月二十一日，今日菜价。白菜每斤一元。"),
    Item(kind="bulletin", title="昨日菜价", code="1101", spoken="十一月二十日，昨日菜价。白菜每斤两元。"),
)
VILLAGES = (Item(kind="village", title="柏林村", code="1001"), Item(kind="village", title="杨林村", code="1002"))
VILLAGE_CHANNELS = (Item(title="村务账目", code="1"), Item(title="村务公告", code="2"))
QUESTIONS = (
    Item(kind="question", title="结婚登记还要户口簿吗", code="0031", spoken="结婚登记还要户口簿吗。不要了。"),
    Item(kind="question", title="养老保险交多少年才能领", code="0037", spoken="养老保险交多少年才能领。十五年。"),
)
ACCOUNTS = Item(kind="bulletin", title="十月账目", code="2101", spoken="柏林村，十月账目。收入三千元。")
WHOLE = {
    LookUpKind.DEPARTMENT: DEPARTMENTS,
    LookUpKind.QUESTION: QUESTIONS,
    LookUpKind.CHANNEL: CHANNELS,
    LookUpKind.VILLAGE: VILLAGES,
    LookUpKind.CATEGORY: (Item(title="结婚生育", code="family"), Item(title="开办企业", code="business")),
    LookUpKind.TRADE: (Item(title="婚庆", code="婚庆"), Item(title="餐饮", code="餐饮")),
}
NARROWED: Mapping[LookUpKind, Mapping[str, tuple[Item, ...]]] = {
    LookUpKind.PROCEDURE: {"family": (MARRIAGE,)},
    LookUpKind.PROCEDURE_OF_TRADE: {"婚庆": (MARRIAGE,)},
    LookUpKind.PROCEDURE_OF_DEPARTMENT: {"03": (MARRIAGE, ADOPTION)},
    LookUpKind.BULLETIN: {"01": BULLETINS},
}
NUMBERED = (
    LookUpKind.TICKET,
    LookUpKind.APPLICATION,
    LookUpKind.PROCEDURE_CODE,
    LookUpKind.QUESTION_CODE,
    LookUpKind.BULLETIN_CODE,
    LookUpKind.VILLAGE_CODE,
    LookUpKind.DEPARTMENT_CODE,
)


SEALED = "2600000022"  # a ticket of another telephone; its query code is 123456


class FakeLookUps:
    """Implements LookUps with a small town's books."""

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """What fits."""
        del language, caller
        if keys == SEALED and kind in (LookUpKind.TICKET, LookUpKind.NUMBERED):
            return _sealed(kind, within)
        match kind:
            case LookUpKind.DEPARTMENT_SPELLED:
                return tuple(
                    item for item, letters in zip(DEPARTMENTS, SPELLED, strict=True) if letters.startswith(keys)
                )
            case LookUpKind.NUMBERED:
                return tuple(item for one in NUMBERED for item in _by_code(one) if item.code == keys)
            case LookUpKind.VILLAGE_CHANNEL:
                return VILLAGE_CHANNELS
            case LookUpKind.VILLAGE_BULLETIN:
                return (ACCOUNTS,) if (keys, within) == ("1", "1001") else ()
            case LookUpKind.SEARCH:
                fits = [item for item in (MARRIAGE, ADOPTION, *DEPARTMENTS) if item.title[:2] in keys]
                return tuple(replace(item, sure=len(fits) == 1) for item in fits)
        if kind in WHOLE:
            return WHOLE[kind]
        if kind in NARROWED:
            return NARROWED[kind].get(keys, ())
        return tuple(item for item in _by_code(kind) if item.code == keys)


def _sealed(kind: LookUpKind, code: str) -> tuple[Item, ...]:
    if kind is LookUpKind.NUMBERED:
        return (Item(kind="sealed_ticket", title="工单", code=SEALED),)
    told = Item(kind="ticket", title=SEALED, code=SEALED, spoken="您的工单已经办结。")
    return (told,) if code == "123456" else ()


def _by_code(kind: LookUpKind) -> tuple[Item, ...]:
    ticket = Item(kind="ticket", title="202611210001", code="202611210001", spoken="您的工单正在办理。")
    told = "您的申请已经受理，十二月一日前办结。"
    application = Item(kind="application", title="88001234", code="88001234", spoken=told)
    return {
        LookUpKind.DEPARTMENT_CODE: DEPARTMENTS,
        LookUpKind.PROCEDURE_CODE: (MARRIAGE, ADOPTION),
        LookUpKind.QUESTION_CODE: QUESTIONS,
        LookUpKind.BULLETIN_CODE: BULLETINS,
        LookUpKind.VILLAGE_CODE: VILLAGES,
        LookUpKind.TICKET: (ticket,),
        LookUpKind.APPLICATION: (application,),
    }[kind]
