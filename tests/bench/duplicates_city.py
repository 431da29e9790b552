"""Made-up open tickets of a large city, and what agents type while somebody tells them of the same matters again.

Rule: every place and every trouble is put together from the lists below; nothing is taken from anybody's messages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hotline.tickets.duplicates.index import Entry

END = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
DISTRICTS = ("01", "02", "03", "04", "05", "06")
_FIRST = "湖文新观石柳钟南铁望老青科云兴银白东纺沙柏三凤茶梨马岭清双竹坝龙泉川河江金玉春秋海天松枫桂荷莲杏"
_SECOND = "滨昌华澜桥堤楼门西江城石创谷业杏塔关织渡林河台坪花渡门溪桥沟泉山阳安宁康福祥瑞和平乐丰盛景园"
_ROADS = ("路", "街", "大道", "巷", "东路", "西路", "北路")
_HOMES = ("小区", "花园", "家园", "苑", "公寓", "新村", "社区", "广场", "小学", "菜市场")
_WHAT: Sequence[tuple[Sequence[str], Sequence[str]]] = (
    (("路灯不亮", "路灯坏了", "晚上路灯一直没有亮"), ("晚上一片漆黑", "老人出门容易摔倒", "已经有一个星期了")),
    (("井盖破损", "井盖松动", "下水井盖不见了"), ("车辆经过声音很大", "行人随时会掉下去", "附近有学校，孩子多")),
    (("夜间施工噪音扰民", "工地半夜还在施工", "凌晨打桩声音很大"), ("家里有考生", "整夜睡不着", "打过电话仍然没有改")),
    (("餐馆油烟直排", "烧烤摊油烟很大", "楼下饭店没有油烟管道"), ("窗户都不敢开", "气味很重", "一直到凌晨两点")),
    (("停水没有通知", "水压太低", "自来水发黄有异味"), ("没法做饭", "高层完全没有水", "物业说不清楚原因")),
    (("电梯经常停运", "电梯多次困人", "电梯按键失灵"), ("住在十八楼", "物业说没有维修资金", "有老人坐轮椅")),
    (("垃圾堆满没人清运", "垃圾桶满溢", "垃圾站臭味很大"), ("苍蝇很多", "已经堆了三天", "小区门口都是污水")),
    (
        ("乱停车堵住消防通道", "人行道上停满了车", "车辆占道停放"),
        ("消防车进不来", "行人只能走机动车道", "下班时最严重"),
    ),
    (("路面坑洼", "道路塌陷", "路面破损积水"), ("电动车容易摔倒", "下雨就成了水塘", "修过一次又坏了")),
    (("暖气不热", "供暖温度不达标", "管道漏水停止供热"), ("室内只有十四度", "家里有新生儿", "交了全额取暖费")),
    (("流动摊贩占道经营", "夜市摊位占道", "商贩高音喇叭叫卖"), ("一走垃圾遍地", "城管走了又来", "影响孩子写作业")),
    (("拖欠工资", "工钱一直没有结", "老板不发工资"), ("有二十多个工人", "已经拖了四个月", "包工头不接电话")),
    (("物业乱收费", "停车费涨价没有公示", "物业费不透明"), ("业主没有同意", "收据也不给", "要求公开账目")),
    (("公交车不按时", "公交班次太少", "站台取消没有通知"), ("等了四十分钟", "老人看病不方便", "上班总是迟到")),
    (("违规搭建彩钢房", "楼顶私搭乱建", "一楼业主占用绿地"), ("漏水到楼下", "堵住了通道", "举报过没有人拆")),
)
_STORY: Sequence[Sequence[str]] = (
    ("从上个月底开始", "国庆节以后", "大概两周以前", "今年开春以来", "前天傍晚", "上周三起", "搬来的时候就"),
    (
        "门卫说不归他管",
        "楼下商户也在抱怨",
        "居委会来看过一次",
        "网格员拍过照片",
        "打过物业电话没人接",
        "拨过服务电话说已登记",
    ),
    (
        "每次只管两三天",
        "至今没有人来看",
        "答应的日子已经过了",
        "留的电话打不通",
        "说是要等上面通知",
        "换了负责人又没下文",
    ),
    ("愿意配合现场查看", "手机里有视频", "晚上七点以后在家", "邻居们都签了名", "可以先电话联系", "不愿意透露姓名"),
)
_BEGIN = ("", "市民来电反映，", "来电人反映：", "居民反映")
_END = ("。", "，请有关部门尽快处理。", "，希望尽快解决。", "，请核实处理并回复。", "，多次反映没有结果，请领导重视。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What an agent has typed so far, of a matter that is in the city already. number: of the ticket about it."""

    number: str
    content: str
    place: str
    district: str
    category: str


def tickets(count: int) -> Iterator[Entry]:
    """Open tickets, always the same ones."""
    drawn = random.Random(20261121)  # noqa: S311 the same city every time
    for sequence in range(count):
        yield _ticket(drawn, sequence)


def typed(entries: Sequence[Entry], count: int) -> Iterator[Typed]:
    """Of tickets drawn from these, told anew in other words; half of them only half typed."""
    drawn = random.Random(7)  # noqa: S311 the same questions every time
    for entry in drawn.choices(entries, k=count):
        trouble, _ = _WHAT[int(entry.category)]
        told = f"{drawn.choice(_BEGIN)}{entry.place.split('附近')[0]}{drawn.choice(trouble)}，{drawn.choice(_END)}"
        cut = len(told) if drawn.random() < 0.5 else max(12, len(told) // 2)
        category = entry.category if cut == len(told) else ""  # it is chosen when all is told
        yield Typed(number=entry.number, content=told[:cut], place="", district=entry.district, category=category)


def _ticket(drawn: random.Random, sequence: int) -> Entry:
    category = drawn.randrange(len(_WHAT))
    trouble, also = _WHAT[category]
    place = _place(drawn)
    said = "，".join(drawn.sample(also, k=drawn.randint(1, 3)))
    story = "，".join(drawn.choice(part) for part in drawn.sample(_STORY, k=drawn.randint(2, 4)))
    aside = f"，{_name(drawn)}{drawn.choice(_HOMES)}也是这样" if drawn.random() < 0.2 else ""
    content = f"{drawn.choice(_BEGIN)}{place}{drawn.choice(trouble)}，{said}{aside}，{story}{drawn.choice(_END)}"
    back = timedelta(minutes=drawn.randint(0, 30 * 24 * 60))
    return Entry(
        number=f"{2600000000 + sequence}",
        title=f"{place}{trouble[0]}" if drawn.random() < 0.5 else "",
        content=content,
        place=place if drawn.random() < 0.8 else "",
        district=drawn.choice(DISTRICTS),
        category=str(category),
        created=END - back,
    )


def _place(drawn: random.Random) -> str:
    road = f"{_name(drawn)}{drawn.choice(_ROADS)}"
    home = f"{_name(drawn)}{drawn.choice(_HOMES)}"
    return drawn.choice((f"{road}{drawn.randint(1, 400)}号", f"{road}{home}", f"{home}{drawn.randint(1, 40)}栋", road))


def _name(drawn: random.Random) -> str:
    return drawn.choice(_FIRST) + drawn.choice(_SECOND)
