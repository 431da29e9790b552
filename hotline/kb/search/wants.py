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
    TROUBLE = auto()
    """Nothing, but that something is wrong is told: as COMPLAINT, less surely."""


_BODY = (
    "(?:部门|单位|机关|机构|组织|科室|窗口|衙门|主管|所|科|办(?!理|法|事)"
    "|[一-龥]{0,6}(?:局|委|大队|支队|执法队|处室|公司|热线|站|院))"
)
_WHICH = (
    "(?:哪一?个|哪一?家|哪些个?|哪边的?|哪方|哪级|哪|什么(?!时候|时间|意思|样|材料|手续|条件)|啥子?(?!时候|意思)|何)"
)
_WHO = rf"(?:谁|哪家|哪一家|哪头|哪个|哪边|哪方|{_WHICH}{_BODY}|什么人|啥人|啥子人)"
_WHERE = (
    "(?:[去到上在搁往从来找打]?(?:哪里|哪儿|哪点|哪块|哪头|哪边|哪凼|哪搭|哪|啥子?地方|什么地方|哪一?个地方|何处"
    "|边度|邊度))"
)
_DEAL = (
    "(?:管|查|审|批|搞|理|修|清|处理|处置|负责|解决|受理|主管|审批|监管|监督|执法|牵头|设|定|发|抓|治|接|拆|拦|扫|运|收拾"
    "|制止|协调|主持|出面|做主|作主|说了算|救|捞|填|堵|罚|赔|断|安排|落实|整改|整治|维护|养护|指导|认定|鉴定|检测|编|调解)"
)
_TELL = "(?:投诉|举报|反映|反应|告(?!诉|别|示)|检举|申诉|维权|说理|评理|讨说法|讨个说法|求助|报警|报案|喊冤|申冤|裁决)"
_ASK = "(?:找|跟|向|给|问|请|打|联系|求|寻|喊|叫|是|归|由|属|交给?|送到?|报给?|告诉|通知|对|让|靠|拜托|托|同)"
_DO = (
    "(?:办(?!公)|证明|报名|报到|报销|领|考|评|换|补|交|缴|取|学|登记|打(?!电话|听)|查|开|做|申|改|转|迁|认|审"
    "|整|盖|买|卖|注销|销|弄|拿|提|签|贷|刻|验|上(?!班)|落户|过户|体检|挂号|续|鉴定|退|变更|参保|租|住|订|填|批|装|立案)"
)
_PLACE = "(?:局|委|办|站|公司|院|中心|所|科|大厅|单位|厂|校|馆|市场)"
_FORMS: dict[Wants, tuple[str, ...]] = {
    Wants.OFFICE: (
        rf"归.{{0,6}}?(?:{_WHO}|哪|啥|什么|{_DEAL})",
        rf"{_WHO}(?:能|来|在|去|该|可以|应该|会|要|给|才|有权|敢)*(?:帮|给)?.{{0,3}}?{_DEAL}",
        rf"{_DEAL}.{{0,8}}的?是?{_WHO}",
        rf"{_ASK}{_WHO}",
        rf"(?:[往向]{_WHERE}|{_WHERE}去?)(?:报告|上报|报案|报一声|报备|发证|审批|批)|[往向]{_WHERE}报|报给?{_WHO}",
        r"谁(?:能|来|该|可以|应该|去|给|帮|会|才能|有权|敢)",
        rf"(?:找|问|打|跟){_WHERE}|打(?:哪个|什么|啥|几号|哪的|多少).{{0,3}}(?:电话|号|热线)",
        rf"{_WHO}.{{0,6}}{_TELL}|{_WHERE}.{{0,3}}{_TELL}|{_TELL}.{{0,3}}{_WHERE}",
        rf"{_WHERE}(?:能|可以|才能|去|给|来)*(?:管|受理|解决|处理|负责|监管|讨|要钱|要债|查(?:一下|查|他|它|她|处))",
        r"(?:有没有人|有没得人|没得人|没人|哪个|有人|谁)(?:来|能|会)?(?:管|理|处理|解决)",
        rf"{_WHICH}(?:部门|单位|科室|机构|机关|衙门|局|委)|主管部门|(?:的|个|管.{{1,10}})(?:部门|单位|科室)",
        rf"{_WHICH}[一-龥]{{0,6}}(?:局|大队|支队|执法队|中心|公司)",
        rf"{_PLACE}.{{0,8}}(?:搬|并到|合并|合到|换地方|还在不在|叫什么|叫啥|改成|改名叫|撤了)",
        rf"{_PLACE}.{{0,3}}(?:现在|如今|以前)|以前的.{{2,10}}(?:现在|如今)|在几楼|哪[个间]办公室",
        r"(?:有没有|有没得|有无|能不能找个?|能找个?|找个|有个)(?!时间|空).{0,8}(?:地方|单位|部门|机构|衙门)(?!停|放|住|坐)",
        r"谁说了算|说了算|谁做主|谁牵头|有关部门|相关部门|政府.{0,4}(?:管不管|能不能管|管吗)",
    ),
    Wants.COMPLAINT: (
        _TELL,
        r"不服.{0,10}(?:罚|处分|决定|认定|裁决|没收|拘留)|(?:罚|处分|决定|认定|裁决|没收|拘留).{0,8}不服",
        r"提(?:一?个|点|条|些)?(?:意见|建议)|(?:让|请|叫|求|找)(?:上头|上面|上级|政府)",
        r"讨个说法|评评理|管一?管|派人|尽快处理|处理一下|解决一下",
    ),
    Wants.TROUBLE: (
        r"没人|没了|坏了?|爆|不给|不肯|不让|不送|不修|不理|不管|天天|老是|总是|死活|骂|跑了|偷|有人|怕|危险|吓|吵|臭|堵|欺",
        r"骗|烂|乱|停电|漏|冒|推来|爱答不理|没牌|黑车|非法|违|气[死惨人]|难闻|睡不|宰|赖|赌|打人|占|脏|塌|缺斤|过期|假|拖欠|拒",
    ),
    Wants.CONTACT: (
        r"(?<![打接])(?<![打接][一-龥])(?<![打接][一-龥]{2})电话(?![说来打叫让喊催通])|号码|联系方式|热线|传真|网址|官网|网站",
        r"地址|怎么走|咋走|咋个走|位置|坐几路|哪条[路街]|[哪几]一?[栋幢座层楼]|几号(?!线|开|发|到|来|停|放|交|能|可|去|办)",
        r"几点|开门|关门|(?:上班|下班)(?:时间|吗|不|没|到)|办公时间|营业时间|开不开|休息不",
        rf"(?:在|搁){_WHERE}(?!.{{0,2}}{_DO})",
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
        r"合不合法|犯法|违法不|(?:能|可以|会|要)[^ ]{1,8}[吗不](?:$| )",
    ),
}
_COMPILED = {wants: re.compile("|".join(f"(?:{form})" for form in forms)) for wants, forms in _FORMS.items()}
_BY_NAME = re.compile(
    rf"{_WHICH}(?:部门|单位|机关|机构|组织|衙门|局|委|[一-龥]{{0,5}}(?:大队|支队|执法队))|谁(?:管|负责)|归谁"
)
_SOMEWHERE = re.compile(rf"{_WHERE}(?:$| )")
_DAY = re.compile(r"周末|(?:星期|礼拜)[六天日]|周[六日]")
_WAY = re.compile("|".join(f"(?:{form})" for form in _FORMS[Wants.STEPS][1:3]))


def wants_of(text: str) -> Wants:
    """What a plain text asks for. A form found within another of its kind adds nothing."""
    last = {wants: max((found.end() for found in form.finditer(text)), default=-1) for wants, form in _COMPILED.items()}
    if _BY_NAME.search(text):  # 去哪个单位申请: only how and what to bring is asked for beside
        last[Wants.STEPS] = max((found.end() for found in _WAY.finditer(text)), default=-1)
    if last[Wants.STEPS] < 0:  # 想办个证 去哪里 asks for the way, and so does 要带什么 周六去行吗
        ends = (found.end() for form in (_SOMEWHERE, _DAY) for found in form.finditer(text))
        last[Wants.CONTACT] = max(last[Wants.CONTACT], *ends, -1)
    office = max(last[Wants.OFFICE], last[Wants.CONTACT])
    if office >= 0 and last[Wants.STEPS] >= office:
        last[Wants.OFFICE] = last[Wants.CONTACT] = -1
    elif office > last[Wants.STEPS]:
        last[Wants.STEPS] = -1
    if max(office, last[Wants.COMPLAINT]) >= 0:
        last[Wants.TROUBLE] = -1
    asked = Wants.NOTHING
    for wants, end in last.items():
        if end >= 0:
            asked |= wants
    return asked
