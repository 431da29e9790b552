"""The words from which the generator makes a city up: what offices there are, what they grant, to whom.

Nothing here is told to a citizen: whatever is made of it is marked as generated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Service(StrEnum):
    """What an office does with its subject matter."""

    LICENCE = "许可"
    """It permits a trade."""
    REGISTER = "登记"
    """It enters something in a register."""
    RECORD = "备案"
    """It takes note."""
    GRANT = "补助"
    """It pays."""
    PROOF = "证明"
    """It certifies."""
    TITLE = "认定"
    """It recognises a quality."""
    INSURANCE = "参保"
    """It insures."""
    SUPPLY = "供应"
    """It supplies a home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a service is done. stages: patterns of names; limits: working days, promised and legal."""

    stages: tuple[str, ...]
    audiences: tuple[str, ...]
    steps: tuple[str, ...]
    materials: tuple[str, ...]
    result: str
    limits: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What one office is in charge of. office: its name without a place; units: of its district offices."""

    office: str
    duties: str
    law: str
    event: str
    trade: str
    units: tuple[str, ...]
    subjects: dict[Service, tuple[str, ...]]


_COMPANY = ("企业", "个体工商户", "事业单位", "社会组织")
_PERSON = ("居民", "老年人", "残疾人", "外来务工人员")
WAYS = {
    Service.LICENCE: Way(
        stages=("{}许可新办", "{}许可变更", "{}许可延续", "{}许可证补发", "{}许可注销"),
        audiences=_COMPANY,
        steps=("网上或窗口提交申请", "受理人员当场核对材料", "需要现场核查的约定时间上门核查", "作出决定并送达许可证"),
        materials=("申请书（原件1份）", "营业执照（复印件1份）", "场所使用证明（复印件1份）", "管理制度（1份）"),
        result="许可证",
        limits=((5, 20), (8, 20), (3, 10), (10, 30)),
    ),
    Service.REGISTER: Way(
        stages=("{}首次登记", "{}变更登记", "{}注销登记", "{}登记证明补发", "{}登记信息更正"),
        audiences=("个人", *_COMPANY[:2], "委托代理人"),
        steps=("填写登记申请表", "提交材料并核对身份", "审核登记", "领取登记证明"),
        materials=("登记申请表（原件1份）", "申请人身份证件（原件1份）", "权属或来源证明（原件和复印件各1份）"),
        result="登记证明",
        limits=((1, 5), (3, 15), (5, 30)),
    ),
    Service.RECORD: Way(
        stages=("{}备案", "{}备案变更", "{}备案注销", "{}备案回执补打"),
        audiences=_COMPANY,
        steps=("在政务服务网填报备案信息", "上传材料", "系统核验后出具备案回执"),
        materials=("备案表（1份）", "单位身份证明（复印件1份）", "经办人身份证件（复印件1份）"),
        result="备案回执",
        limits=((0, 5), (1, 10)),
    ),
    Service.GRANT: Way(
        stages=("{}申领", "{}续领", "{}资格复核", "{}停发后恢复", "{}发放账户变更"),
        audiences=_PERSON,
        steps=("向社区或村提出申请", "街道、镇初审并公示", "主管部门审核", "按月发放到本人账户"),
        materials=("申请表（原件1份）", "居民身份证（原件1份）", "户口簿（复印件1份）", "银行账户（复印件1份）"),
        result="按月发放，发放记录可以查询",
        limits=((10, 20), (15, 30), (20, 45)),
    ),
    Service.PROOF: Way(
        stages=("{}开具", "{}补开", "{}更正", "{}真伪核验"),
        audiences=("本人", "委托代办", "单位"),
        steps=("网上申请或到窗口取号", "核对身份和用途", "出具证明"),
        materials=("申请人身份证件（原件1份）", "用途说明（1份）"),
        result="证明文件（纸质或电子）",
        limits=((0, 3), (1, 5)),
    ),
    Service.TITLE: Way(
        stages=("{}认定", "{}复核认定", "{}变更", "{}证书补发"),
        audiences=("个人", "企业", "社会组织"),
        steps=("网上申报", "形式审查", "专家评审或部门核查", "公示并颁发证书"),
        materials=("申报书（原件1份）", "身份或资质证明（复印件1份）", "业绩或成果材料（复印件1套）"),
        result="认定证书",
        limits=((20, 45), (30, 60)),
    ),
    Service.INSURANCE: Way(
        stages=("{}参保登记", "{}关系转入", "{}关系转出", "{}缴费记录更正", "{}停保"),
        audiences=("职工", "灵活就业人员", "城乡居民", "用人单位"),
        steps=("网上或窗口提交申请", "经办人员核对参保信息", "办结后短信告知"),
        materials=("居民身份证或社会保障卡（原件1份）", "参保信息登记表（1份）"),
        result="办结告知",
        limits=((0, 5), (5, 15)),
    ),
    Service.SUPPLY: Way(
        stages=("{}报装", "{}过户", "{}暂停使用", "{}恢复使用", "{}用量复核"),
        audiences=("居民用户", "商业用户", "工业用户", "农村用户"),
        steps=("电话、网上或营业厅申请", "上门勘察", "答复方案并签订合同", "施工接通"),
        materials=("用户身份证件（原件1份）", "房屋权属证明（复印件1份）"),
        result="开通或者办结通知",
        limits=((2, 8), (5, 15)),
    ),
}
DISTRICT_UNITS = ("行政审批窗口", "执法大队", "信访接待室")
STREET_BODIES = (  # what it is called, whose part it is ("" the street's own), what for
    ("便民服务中心", "", "受理街道、镇一级的社保、医保、民政、残联等事项"),
    ("派出所", "公安局", "负责辖区治安、户籍和居住登记"),
    ("市场监督管理所", "市场监督管理局", "负责辖区市场主体日常监管和消费投诉处理"),
    ("司法所", "司法局", "负责人民调解、社区矫正和法律援助初审"),
    ("卫生院", "卫生健康委员会", "负责基本医疗、预防接种和家庭医生签约"),
    ("中心小学", "教育局", "负责学区内义务教育阶段招生和学籍管理"),
    ("自然资源所", "自然资源和规划局", "负责宅基地、耕地保护和地质灾害巡查"),
    ("税务所", "税务局", "负责辖区纳税服务和社会保险费征收"),
    ("退役军人服务站", "退役军人事务局", "负责退役军人信息采集、帮扶和优待证申领"),
    ("综合行政执法队", "城市管理局", "负责占道经营、违法建设和市容环境执法"),
    ("供电服务站", "供电公司", "负责辖区用电报装、抢修和电费服务"),
    ("文化站", "文化广电和旅游局", "负责公共文化活动和场馆开放"),
)
VILLAGE_BODIES = (
    ("居民委员会", "负责社区公共事务、低保初审和居住证明"),
    ("卫生服务站", "负责常见病诊疗、慢性病随访和预防接种"),
    ("养老服务站", "负责助餐、助浴和日间照料"),
    ("幼儿园", "负责学前教育招生和保教"),
)
VILLAGE_STEMS = (
    "东风", "和平", "红旗", "胜利", "光明", "幸福", "团结", "建设", "友谊", "新民", "永安", "长宁",
    "太平", "兴隆", "福安", "康乐", "金桥", "银河", "清泉", "翠竹", "梅园", "桂花", "松林", "柳树",
    "杨梅", "荷塘", "桃源", "杏花", "石榴", "枫林", "南山", "北岭", "西坡", "东河", "上湾", "下湾",
    "大桥", "小桥", "古井", "新村", "学府", "书院", "文峰", "凤鸣", "龙头", "麒麟", "白鹤", "金鸡",
    "鹿角", "马场",
)  # fmt: skip
PHONE_LABELS = ("", "办事窗口", "值班电话", "办公室", "业务咨询", "预约", "传达室", "投诉受理", "抢修", "档案查询")
HOURS = (
    "工作日9:00—12:00，13:30—17:00",
    "工作日8:30—12:00，14:00—17:30",
    "工作日9:00—17:00，中午不休息；周六9:00—12:00",
    "周一至周日8:00—18:00",
)
FEES = ("不收费", "不收费", "不收费", "工本费5元", "工本费10元", "按照物价部门核定的标准收取", "80元")
