"""What the form of a question asks for: an office, a telephone, the way something is done, whether something is so.

General Chinese, not of one city. The rule: where an office and the way are both asked for, what is said last counts,
for speakers tell their story first and ask at the end.
"""

from __future__ import annotations

import re
from enum import Flag, auto


class Wants(Flag):
    """What the form of a question asks for."""

    NOTHING = 0
    CONTACT = auto()
    """A telephone, an address, opening hours: a department answers."""
    OFFICE = auto()
    """Who is in charge: a department answers."""
    STEPS = auto()
    """What to bring, how, how long, how much: a procedure answers."""
    WHETHER = auto()
    """Whether, why, from when, what is: a question with its answer does."""
    COMPLAINT = auto()
    """That something be put right: who is in charge, or a question with its answer."""


_BODY = "(?:部门|单位|机关|机构|科室|窗口|局|所|科|办)"
_WHO = rf"(?:谁|哪家|哪一家|哪头|哪个|哪边|哪方|[哪啥](?:个|一个|些)?{_BODY}|什么(?:{_BODY}|人))"
_WHERE = "(?:[去到上在搁往从来找]?(?:哪里|哪儿|哪点|哪块|哪头|哪边|哪凼|哪搭|哪|啥地方|什么地方|哪个地方|何处))"
_DEAL = "(?:管|查|审|批|搞|理|修|清|处理|处置|负责|解决|受理|主管|审批|监管|监督|执法|牵头|设|定|发|抓|治|接)"
_TELL = "(?:投诉|举报|反映|反应|告状|检举|申诉|告|维权|说理|评理|讨说法|求助|报警)"
_DO = (
    "(?:办(?!公)|报名|报到|报销|报(?!警)|领|考|评|换|补|交|缴|取|学|登记|打(?!电话|听)|查|开|做|申|改|转|迁|认|审"
    "|盖|买|卖|注销|销|弄|拿|提|签|贷|刻|验|上(?!班)|落户|过户|体检|挂号|续|鉴定|退|变更|参保|租|住|订|填|批|装|立案)"
)
_PLACE = "(?:局|委|办|站|公司|院|中心|所|科|大厅|单位|厂|校|馆|市场)"
_FORMS: dict[Wants, tuple[str, ...]] = {
    Wants.OFFICE: (
        rf"归.{{0,6}}?(?:{_WHO}|哪|啥|什么|{_DEAL})",
        rf"{_WHO}(?:能|来|在|去|该|可以|应该|会|要|给|才)*(?:帮|给)?.{{0,3}}?{_DEAL}",
        rf"{_DEAL}.{{0,8}}的?是?{_WHO}",
        rf"(?:找|跟|向|给|问|请|打|联系|求|寻|喊|是){_WHO}",
        rf"(?:找|问|打|跟){_WHERE}",
        rf"{_WHO}.{{0,6}}{_TELL}|{_WHERE}.{{0,3}}{_TELL}|{_TELL}.{{0,3}}{_WHERE}",
        r"(?:有没有人|有没得人|没得人|没人|哪个|有人|谁)(?:来|能|会)?(?:管|理|处理|解决)",
        r"哪[个家](?:部门|单位|科室|局|机构)|什么(?:部门|单位)|主管部门|(?:的|个|管.{1,10})(?:部门|单位|科室)",
        rf"{_PLACE}.{{0,8}}(?:搬|并到|合并|合到|换地方|还在不在|叫什么|叫啥|改成|改名叫|撤了)",
        rf"{_PLACE}.{{0,3}}(?:现在|如今|以前)|以前的.{{2,10}}(?:现在|如今)|在几楼|哪[个间]办公室",
    ),
    Wants.COMPLAINT: (
        _TELL,
        r"讨个说法|评评理|管一?管|派人|尽快处理|处理一下|解决一下",
    ),
    Wants.CONTACT: (
        r"(?<![打接])(?<![打接][了过个来到])电话(?![说来打叫让喊催通])|号码|联系方式|热线|传真|网址|官网|网站",
        r"地址|怎么走|咋走|咋个走|位置|坐几路|哪条[路街]",
        r"几点|开门|关门|上班|下班|办公时间|营业时间|周末|星期[六天日]|周[六日]|开不开|休息不",
        rf"(?:在|搁){_WHERE}(?!.{{0,2}}{_DO})|{_WHERE}(?:$| )",
    ),
    Wants.STEPS: (
        rf"{_WHERE}(?:能|可以|才能|去|个|里|给|才|头)*{_DO}",
        rf"(?:怎么|怎样|咋个|咋|如何|怎|咋样|啷个|点样|怎个)(?:样)?(?:才|能|去|来|给|个|可以)*{_DO}",
        r"材料|手续|流程|程序|步骤|带[什啥哪]|要[什啥]么?[东证资]|准备[什啥些哪]|要带|条件|表格|下载|代办",
        r"多少钱|收费标准|费用|要钱|几天|多久|多长时间|工作日|好久能|好久可以|申请|[想要得](?:办|申)",
    ),
    Wants.WHETHER: (
        r"能不能|可不可以|可以[吗不么]|能[吗不]|行不行|行[吗不]|是不是|有没有|有没得|会不会|为什么|为啥|什么时候",
        r"啥时候|啥子时候|几时|什么是|啥是|是什么|什么意思|区别|有什么|算不算|多大|多少岁|几岁|最多|最少|多少",
        r"合不合法|犯法|违法不",
    ),
}
_COMPILED = {wants: re.compile("|".join(f"(?:{form})" for form in forms)) for wants, forms in _FORMS.items()}


def wants_of(text: str) -> Wants:
    """What a plain text asks for. A form found within another of its kind adds nothing."""
    last = {wants: max((found.end() for found in form.finditer(text)), default=-1) for wants, form in _COMPILED.items()}
    office = max(last[Wants.OFFICE], last[Wants.CONTACT])
    if office >= 0 and last[Wants.STEPS] >= office:
        last[Wants.OFFICE] = last[Wants.CONTACT] = -1
    elif office > last[Wants.STEPS]:
        last[Wants.STEPS] = -1
    asked = Wants.NOTHING
    for wants, end in last.items():
        if end >= 0:
            asked |= wants
    return asked
