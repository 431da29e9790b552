"""What a city's hotline is asked and cannot answer: other places' affairs, and what is nobody's office at all.

General knowledge, not of one city, and data for one figure only: a word counts against an entry that does not itself
hold it, so that a city which does answer for such a thing loses nothing.
"""

from __future__ import annotations

from hotline.kb.search.wording import Phrases

_PLACES = """
北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 石家庄 太原
沈阳 长春 哈尔滨 南京 杭州 合肥 福州 南昌 济南 郑州 武汉 长沙 广州 南宁 海口 成都 贵阳 昆明
拉萨 西安 兰州 西宁 银川 乌鲁木齐 呼和浩特 深圳 苏州 青岛 大连 宁波 厦门 无锡 东莞 佛山 珠海
三亚 温州 雄安 美国 英国 日本 韩国 法国 德国 俄罗斯 加拿大 澳大利亚 澳洲 新西兰 泰国 越南 新加坡
马来西亚 印度 巴西 意大利 西班牙 欧洲 迪拜 东京 纽约 伦敦 清华 北大 协和医院 华西
"""
_MOVING = (
    "港澳",
    "台胞",
    "异地",
    "外地",
    "转入",
    "转到",
    "转回",
    "迁",
    "回来",
    "过来",
    "回国",
    "签注",
    "通行证",
    "去香港",
    "去澳门",
    "往来",
)
_MATTERS = """
股票 炒股 股市 基金 彩票 中奖号码 期货 比特币 外汇 理财产品 信用卡 花呗 借呗 贷款利率 汇率 银行卡密码 存款利息
网银 征信 信用报告 电影票 追剧 电视剧 综艺 明星 演唱会 游戏账号 王者荣耀 打游戏 象棋 球赛 世界杯 足球赛 奥运会 比分 歌词
歌名 小说 菜谱 红烧 炖 食谱 好吃的 减肥 瑜伽 护肤 化妆 面膜 发型 穿搭 星座 算命 风水 解梦 做梦 塔罗 笑话 讲故事
猜谜 作文 写诗 翻译成 背单词 数学题 物理题 编程 代码 电脑蓝屏 手机卡顿 微信密码 微信群 抖音 快手 机票 飞机票
航班 改签 登机 高铁票 抢票 旅游攻略 自驾游 景点推荐 谈恋爱 失恋 追女孩 男朋友 女朋友 相亲对象 婆媳 猫粮 狗粮
钓鱼 天文 宇宙 恐龙 外星人 历史人物 皇帝 三国 红楼梦 感冒吃什么 发烧吃什么 吃什么药 偏方 症状 治疗方案 看什么科
怀孕食谱 宝宝辅食 孩子不听话 成绩不好 补课老师 钢琴老师 监狱 探监 探视 看守所会见 起诉状 开庭时间 检察院 检察长 抗诉
军校 征兵体检 国防 航天 卫星 火箭 核电 导弹 潜艇 大使馆 领事馆 外国签证 签证面签 移民申请 绿卡 关税 进口清关
专利 国际商标 书号 电影审查 上市公司 发行股票 保险理赔 车险理赔 人寿保险 房价会涨 房价走势 油价 金价 猪价预测
民航 飞行员 船员 海员 船舶 空姐 出家 当和尚 尼姑 道士 国家公务员 国考 省考 考研分数 雅思 托福 博士 院士 红包
份子钱 对联 春联 生肖 几点日出 月食 地震预报 世界首富 总统
"""
PLACES = frozenset(_PLACES.split())
MATTERS = frozenset(_MATTERS.split())
_FOUND = Phrases(dict.fromkeys(PLACES | MATTERS, True))


def named(text: str) -> tuple[str, ...]:
    """The places and matters elsewhere that a plain text names; no places where something moves from or to one."""
    found = tuple(phrase for _, phrase in _FOUND.everywhere(text))
    if any(word in text for word in _MOVING):
        found = tuple(phrase for phrase in found if phrase not in PLACES)
    return found
