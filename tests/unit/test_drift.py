"""What a citizen said, against the type of the ticket that was written: half of the table must give no hint."""

from __future__ import annotations

import pytest

from hotline.quality.book import load_book
from hotline.quality.hints import Heard, Hint, hints_of
from hotline.settings import ROOT

BOOK = load_book(ROOT / "kb")
DRIFTS = [
    ("我要投诉物业，乱收停车费。", "enquiry", "complaint", "我要投诉"),
    ("我要举报，楼下饭店半夜往河里倒油。", "help", "report", "我要举报"),
    ("喂，我投诉一下公交公司，司机甩站。", "enquiry", "complaint", "我投诉"),
    ("你们给我记下来，我要投诉这家医院。", "help", "complaint", "我要投诉"),
    ("窗口的人态度恶劣，问什么都说不知道。", "enquiry", "complaint", "态度恶劣"),
    ("他们互相踢皮球，跑了三趟都没办成。", "enquiry", "complaint", "踢皮球"),
    ("学校乱收费，一个学期收了三次。", "enquiry", "complaint", "乱收费"),
    ("物业不作为，态度又恶劣，电梯坏了半个月。", "help", "complaint", "不作为"),
    ("昨天他骂我，我要投诉他。", "enquiry", "complaint", "我要投诉"),
    ("我要举报有人聚众赌博。", "suggestion", "report", "我要举报"),
    ("我要投诉，我的电话是一三八零零。", "enquiry", "complaint", "我要投诉"),
    ("我建议在路口装一个红绿灯。", "enquiry", "suggestion", "我建议"),
    ("我给你们提个建议，公交站加个雨棚。", "enquiry", "suggestion", "提个建议"),
    ("我要表扬三路车的司机，他帮我找回了手机。", "enquiry", "praise", "我要表扬"),
    ("想给社区的小王送锦旗，事情办得太好了。", "complaint", "praise", "送锦旗"),
    ("办事的人故意刁难，材料交了五次。", "enquiry", "complaint", "刁难"),
    ("我跟你们说，我要投诉，今天必须投诉。", "help", "complaint", "我要投诉"),
]
NONE = [
    ("我不是要投诉，就想问一下怎么办。", "enquiry"),
    ("我不投诉，我就是咨询一下。", "enquiry"),
    ("请问投诉电话是多少？", "enquiry"),
    ("请问怎么投诉物业？", "enquiry"),
    ("我要投诉的话找哪个部门？", "enquiry"),
    ("上次我投诉的那个事情处理得怎么样了？", "enquiry"),
    ("之前我投诉过，一直没有回复，想问问进度。", "enquiry"),
    ("邻居说要投诉我，我该怎么办？", "enquiry"),
    ("有人要举报我们店，我想了解一下规定。", "enquiry"),
    ("这样算不算乱收费？", "enquiry"),
    ("补课费会不会是乱收费，我想咨询一下。", "enquiry"),
    ("路灯坏了，物业态度不好，麻烦派人修一下。", "help"),
    ("我要投诉物业。", "complaint"),
    ("我要举报无证经营。", "complaint"),
    ("我要投诉，算了吧，还是先问清楚。", "enquiry"),
    ("医生建议我去办特殊病种，要什么材料？", "enquiry"),
    ("你能给我建议吗，护照怎么办快？", "enquiry"),
    ("我建议你们快点来修，水漏得厉害。", "help"),
    ("社保卡丢了怎么补？", "enquiry"),
    ("我要表扬信的模板，在哪里下载？", "praise"),
    ("没有人刁难我，就是材料不知道怎么写。", "enquiry"),
    ("什么叫不作为？", "enquiry"),
]


def hint(said: str, written: str) -> tuple[str, str] | None:
    """For which type the words speak, and which words."""
    assert BOOK is not None
    talk = [
        Heard(text="您好，这里是政务服务热线。", at=0.0, agent=True),
        Heard(text=said, at=5.0, agent=False),
        Heard(text="还有什么可以帮您？再见。", at=20.0, agent=True),
    ]
    found = [one for one in hints_of(BOOK.words, talk, [written]) if one.hint is Hint.DRIFT]
    assert all(one.at == 5.0 for one in found)
    return (found[0].like, found[0].words) if found else None


@pytest.mark.parametrize(("said", "written", "like", "words"), DRIFTS)
def test_what_was_said_outright_and_written_as_less_is_told_with_its_words(
    said: str, written: str, like: str, words: str
) -> None:
    """A complaint as an enquiry; also a suggestion, and praise."""
    assert hint(said, written) == (like, words)


@pytest.mark.parametrize(("said", "written"), NONE)
def test_what_is_denied_asked_of_another_time_or_somebody_elses_gives_no_hint(said: str, written: str) -> None:
    """Nor does what was written as it was said."""
    assert hint(said, written) is None


def test_the_table_has_as_many_that_give_none() -> None:
    """Or it would be won by hinting always."""
    assert len(DRIFTS) + len(NONE) >= 30
    assert len(NONE) >= len(DRIFTS)


def test_what_is_taken_back_later_gives_no_hint() -> None:
    """In another sentence of the same call."""
    assert BOOK is not None
    talk = [
        Heard(text="您好", at=0.0, agent=True),
        Heard(text="我要投诉那个司机", at=5.0, agent=False),
        Heard(text="那我帮您登记投诉", at=9.0, agent=True),
        Heard(text="算了吧，我先不投诉了，就问一下失物招领的电话", at=14.0, agent=False),
        Heard(text="好的，再见", at=20.0, agent=True),
    ]
    assert hints_of(BOOK.words, talk, ["enquiry"]) == ()


def test_the_agents_own_words_are_none_of_the_citizens() -> None:
    """您是要投诉吗 is a question of the agent's."""
    assert BOOK is not None
    talk = [Heard(text="您好，您是说我要投诉吗", at=0.0, agent=True), Heard(text="再见", at=3.0, agent=True)]
    assert hints_of(BOOK.words, talk, ["enquiry"]) == ()
