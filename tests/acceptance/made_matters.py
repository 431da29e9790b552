"""What citizens tell of on a made-up Monday, and what is left of the month before it.

Rule: people, numbers and places are nobody's; what is done to a ticket is named by the steps of made_day.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a citizen tells of.

    days: since it was taken down, counted back from Monday at ten; steps: what was done then, one each hour; answer:
    the department's, to the citizen.
    """

    title: str
    content: str
    category: str
    department: str
    place: str
    steps: tuple[str, ...] = ()
    days: float = 0.1
    type: str = "help"
    urgency: str = "normal"
    district: str = "01"
    confidential: bool = False
    answer: str = "已派人到现场处理，三个工作日内办完，结果会短信告知您。"


def _m(title: str, content: str, coded: str, place: str, *steps: str, days: float = 0.1, **given: Any) -> Matter:
    category, _, department = coded.partition(" ")
    return Matter(
        title=title,
        content=content,
        category=category,
        department=department,
        place=place,
        steps=steps,
        days=days,
        **given,
    )


MATTERS: Sequence[Matter] = (
    _m(
        "校门口违法停车堵塞通道",
        "湖滨小学门口每天上午七点半至八点有十几辆车违法停放，占用消防通道，希望派人疏导并增设护栏。",
        "0202 01",
        "湖滨街道湖滨路18号湖滨小学门口",
        "sign",
        days=3.0,
        type="complaint",
        urgency="urgent",
    ),
    _m(
        "路口信号灯左转时间太短",
        "文昌路与柳堤路口由西向东左转灯只有12秒，早高峰每次只能过三四辆车，要求延长。",
        "0203 01",
        "文昌街道文昌路与柳堤路口",
        "sign",
        days=20,
        type="suggestion",
    ),
    _m(
        "身份证到期换证要多久",
        "市民身份证下月到期，本人在外地工作，想知道能不能异地换领、多久拿到。",
        "0102 01",
        "钟楼街道派出所",
        "sign",
        "reply",
        "approve",
        days=4.0,
        answer="可以在现居住地任一派出所换领，带旧证和户口簿，自受理起二十日内领取；急用可办临时身份证。",
        type="enquiry",
    ),
    _m(
        "夜间飙车扰民",
        "观澜大道每晚十一点后有摩托车飙车，噪声大，影响附近两个小区休息，已经持续两周。",
        "0104 01",
        "观澜街道观澜大道中段",
        "sign",
        "ask_extension",
        days=3.9,
        type="complaint",
        confidential=True,
    ),
    _m(
        "小区门口有人散发贷款传单",
        "每天傍晚有人在小区门口散发贷款传单并拦住老人推销，怀疑是诈骗。",
        "0105 01",
        "石桥街道石桥新村东门",
        days=0.05,
        type="report",
        urgency="urgent",
    ),
    _m(
        "未拴绳的大型犬在公园出没",
        "东湖公园早晨有人遛大型犬不拴绳，昨天追咬一名小学生，没有受伤，希望加强巡查。",
        "0106 01",
        "湖滨街道东湖公园南门",
        days=0.04,
    ),
    _m(
        "人行道上的共享单车没人管",
        "地铁口人行道被共享单车占满，盲道走不通。",
        "0202 01",
        "新华路街道新华路地铁站B口",
        "sign",
        "return",
        days=2.8,
    ),
    _m(
        "家里温度只有15度",
        "柳堤小区6号楼从上周起室内只有15度，家里有八十岁老人，打过热力公司电话没有人来。",
        "0505 17",
        "柳堤街道柳堤小区6号楼",
        "sign",
        "reply",
        days=2.95,
        answer="已更换6号楼供热阀门，今天下午室温升到20度。仍有问题请拨供热服务电话。",
        type="complaint",
        urgency="urgent",
    ),
    _m(
        "供热管道漏水",
        "楼前供热管道漏水，路面结冰，有人滑倒。",
        "0505 17",
        "望江街道望江路66号院",
        "sign",
        "reply",
        "approve",
        "unsolved",
        days=6.0,
        answer="已关阀抢修，路面结冰已经清除。",
        district="02",
        urgency="urgent",
    ),
    _m(
        "工地拖欠三个月工资",
        "在云谷二期工地做木工，8月至10月工资没有发，一共九人约二十一万元，老板不接电话。",
        "0701 02",
        "云谷街道云谷二期工地",
        "sign",
        days=7.0,
        type="complaint",
        district="03",
        urgency="urgent",
    ),
    _m(
        "退休金这个月没有到账",
        "往常每月15日到账，这个月到今天还没有，想查一下原因。",
        "0602 02",
        "南门街道建设巷3号",
        "sign",
        "reply",
        "approve",
        days=2.96,
        answer="因银行卡信息变更发放推迟，11月24日前到账。",
        type="enquiry",
        district="02",
    ),
    _m(
        "小区路灯三天不亮",
        "人民路路灯从周五起不亮，晚上看不清路，有老人摔倒。",
        "0303 12",
        "钟楼街道人民路1号至40号",
        days=1.9,
    ),
    _m(
        "自来水发黄",
        "早上打开水龙头水是黄的，放了十分钟还没有变清，整个单元都这样。",
        "0502 14",
        "文昌街道文昌里12号楼",
        days=0.03,
        type="complaint",
        urgency="urgent",
    ),
    _m(
        "",
        "想了解老旧小区加装电梯怎么申请，要多少户同意。",
        "0408 ",
        "老城街道",
        days=0.02,
        type="enquiry",
        district="02",
    ),
)
FORMER = {
    "": ("办事大厅周末开不开门", "想知道政务服务大厅星期六能不能办事。", "政务服务大厅"),
    "01": ("违法停车", "人行道上长期停放车辆，行人要走到机动车道。", "钟楼街道钟楼路"),
    "02": ("拖欠工资", "装修公司拖欠两个月工资，打电话不接。", "云谷街道云谷二期工地"),
    "03": ("异地就医报销", "在外地住院，出院三个月报销还没有到账。", "文昌街道文昌里"),
    "04": ("高龄补贴没有到账", "母亲满八十岁，申请高龄补贴两个月没有消息。", "柳堤街道柳堤小区"),
    "05": ("新房漏水", "交房半年，主卧外墙渗水，开发商一直没有维修。", "银杏街道银杏花园"),
    "06": ("预付卡不能用", "健身房关门，办的年卡不退钱。", "新华路街道新华路"),
    "07": ("商家不给开发票", "装修材料店收款后不肯开发票。", "铁西街道建材市场"),
    "08": ("不动产证办理慢", "过户材料交了一个多月还没有拿到证。", "东关街道"),
    "09": ("课后服务收费", "学校课后服务收费标准没有公示。", "湖滨街道湖滨小学"),
    "10": ("疫苗预约不上", "社区医院的疫苗连续两周约不上。", "石桥街道卫生服务中心"),
    "11": ("网约车绕路", "司机绕路多收二十元，平台不处理。", "南门街道汽车站"),
    "12": ("路灯不亮", "路灯不亮已经三天，晚上看不清路。", "钟楼街道人民路"),
    "13": ("公积金提取", "租房提取公积金被退回，不清楚缺什么材料。", "兴业路街道"),
    "14": ("停水没有通知", "从早上起停水，没有看到通知。", "文昌街道文昌里"),
    "15": ("电压不稳", "晚上空调跳闸，全楼都这样。", "望江街道望江路"),
    "16": ("燃气表不准", "上月燃气费比平时多一倍，怀疑表有问题。", "白塔街道"),
    "17": ("暖气不热", "室内温度只有16度。", "望江街道望江路66号院"),
    "18": ("公交车久等不来", "12路公交车等了四十分钟没有来。", "钟楼站"),
    "19": ("施工噪声", "工地夜里十二点还在施工，无法休息。", "云谷街道云谷二期工地"),
    "20": ("公证预约", "想办委托书公证，电话一直打不通。", "老城街道"),
}
"""What the month before was about, by department: title, content, place."""
MISSES = (
    ("老年公交卡丢了在哪儿补", 9, 2),
    ("加装电梯一楼不同意怎么办", 7, 1),
    ("新能源车上牌要不要预约", 5, 0),
    ("外地户口小孩上学积分", 4, 3),
    ("宠物狗火化去哪里", 3, 0),
)
TEXTS = (
    ("sent", "【云川12345】您反映的“身份证到期换证要多久”已答复：可以在现居住地任一派出所换领，二十日内领取。", ""),
    ("sent", "【云川12345】您的诉求已转市公安局办理，工单号2600000133，查询码682415。", ""),
    ("waiting", "【云川12345】居民身份证换领登记表：https://12345.yunchuan.example/f/102", "短信网关没有响应"),
    ("failed", "【云川12345】您的诉求已转云川热力集团办理，工单号2600000119，查询码120964。", "号码已停机"),
)
