"""Made-up messages of three kinds, and a small directory: enough to train and to route on."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.training import Example

SUBJECTS = {
    "供水": ("自来水", "停水", "水管漏水", "水压太低", "水表"),
    "道路": ("路面坑洼", "路灯不亮", "井盖坏了", "人行道", "红绿灯"),
    "学校": ("学校食堂", "老师补课", "入学报名", "幼儿园", "校车"),
}
FILLING = ("请尽快处理", "已经三天了", "我们小区", "谢谢你们", "没有人管", "希望有关部门", "天天这样", "打过电话")
LINES = (
    DispatchLine(number=1, category="0303", lead="12", note="城市照明"),
    DispatchLine(number=2, category="0303", keywords=("小区 路灯",), lead="05", assisting=("12",)),
    DispatchLine(number=3, category="03", lead="12"),
    DispatchLine(number=4, category="0303", place="清溪县", lead="33"),
    DispatchLine(number=5, keywords=("井盖 丢", "井盖 破"), lead="12"),
)


def examples(each: int, *, wrong: float = 0.0, seed: int = 1, labels: Sequence[str] = tuple(SUBJECTS)) -> list[Example]:
    """So many messages of each label; a share of them wrongly labelled."""
    chance = random.Random(seed)  # noqa: S311 the same town each time
    made = []
    for label in labels:
        for number in range(each):
            said = chance.choice(SUBJECTS[label])
            words = [said, *chance.sample(FILLING, 3)]
            chance.shuffle(words)
            given = chance.choice([one for one in labels if one != label]) if chance.random() < wrong else label
            made.append(Example(title=f"{said}的问题{number}", content="，".join(words), label=given, line=number + 2))
    return made
