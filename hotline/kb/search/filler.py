"""Words that carry a question and not its matter. Not of one city: general Chinese.

What is listed here is written as plain() leaves it. Longer phrases stand for themselves; order does not matter.
"""

from __future__ import annotations

CONTACT = """
电话 电话号码 联系电话 联系方式 号码 地址 在哪 在哪里 在哪儿 在什么地方 怎么走 什么位置 具体位置 几点上班
几点下班 几点开门 几点关门 上班时间 办公时间 开门 周六上班 周末上班 星期六上班 上班吗 营业时间 网址 官网 网站
传真 投诉电话 咋走 坐几路车 搁哪 搁哪儿 哪条路 联系
"""
OFFICE = """
归谁管 谁管 哪个部门 哪个单位 什么部门 哪个局 归哪管 归哪个 找谁 找哪个 找哪里 管 负责 归口 哪里管 谁负责 谁来管
是哪个部门管 哪家单位 找什么部门
"""
STEPS = """
材料 需要什么材料 要什么材料 什么材料 带什么 要带什么 带啥 要啥 需要带 手续 啥手续 什么手续 流程 程序 步骤
怎么办 怎么办理 咋办 咋办理 如何办理 办理 怎么弄 咋弄 咋整 咋个办 怎么申请 如何申请 申请 多少钱 收费 收费标准
费用 要钱吗 几天 多久 多长时间 几个工作日 条件 什么条件 表格 下载 去哪办 在哪办 到哪办 去哪里办 哪里办 在哪里办
哪儿办 怎样办 办个 办一个 想办 要办 怎么搞 代办
"""
WHETHER = """
能不能 可不可以 可以吗 能吗 行不行 行吗 是不是 有没有 会不会 为什么 为啥 什么时候 啥时候 从什么时候 什么是 啥是
是什么 什么意思 什么区别 区别 有什么 算不算 多大 多少岁 几岁 最多 最少 多少
"""
NOTHING = """
请问 请问一下 你好 您好 喂 喂你好 麻烦 麻烦问一下 麻烦您 我想问 我想问一下 我想问问 想问一下 想问 问一下 问问
问下 咨询 咨询一下 我想咨询 打听 打听一下 了解 了解一下 想了解 帮我查 查一下 帮忙 帮我 同志 师傅 小姑娘 姑娘
小伙子 领导 客服 接线员 谢谢 谢谢啊 谢谢你 谢谢您 不好意思 那个 这个 那个啥 就是 就是说 就是那个 然后 然后呢
所以 所以说 因为 但是 不过 其实 反正 好像 大概 可能 应该 现在 目前 今天 昨天 前天 刚才 刚刚 前两天 前几天 上个月
上周 去年 最近 一直 已经 还没 我们家 我家 我们 咱们 你们 他们 俺们 我们这 我们这边 这边 那边 这里 那里 我是 一个
一下 一些 这样 那样 怎么 怎样 如何 什么 怎么回事 咋回事 哪个 哪里 哪儿 咋个 想要 需要 应该 得要 必须 可以 或者
还是 如果 要是 的话 时候 之后 以后 以前 之前 以及 关于 对于 一般 具体 相关 有关 情况 事情 事儿 问题 方面 东西
听说 听人说 人家 人家说 别人说 有人说 告诉 知道 不知道 晓得 不晓得 搞不清楚 不清楚 不懂 不明白 明白 跑了一趟
跑了好几趟 跑了几趟 一趟 打电话 打了 打了好几个电话 好几次 好几天 好几个 好几年 半天 这么多 那么多 这么 那么
市里 本市 我市 咱市 我 你 您 他 她 它 俺 咱 的 了 吗 呢 啊 呀 吧 哦 嗯 呃 哎 唉 嘛 哈 噢 呐 喽 嘞 么 得 地 着 是
在 有 没 不 也 都 就 还 又 再 才 很 太 挺 好 个 啥 哪 谁 咋 要 想 能 会 去 来 到 给 把 被 让 跟 和 与 及 或 事
说 多 少 大 小 点 些 次 年 月 天 市 这 那 几
"""

ENGLISH = """
how to|how do i|how can i|where is|where can i|where to|what is|what do i|i want to|i need to|i would like to|can i
do i need|is there|please|the|a|an
for|of|to|my|i|is|in|on|at|do|need|want|what|which|who|when|how|get|and|or|with|from|me|we|our|it|have|has|am|are
be|can|you
"""


WORDS = frozenset(word for words in (NOTHING, CONTACT, OFFICE, STEPS, WHETHER) for word in words.split()) | frozenset(
    ENGLISH.replace("\n", "|").strip("|").split("|")
)
