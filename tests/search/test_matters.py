"""What a question is about and whom it asks for: forms, duties, common words, and stories told at length."""

from __future__ import annotations

import pytest

from hotline.kb.model import Department, Synonym
from hotline.kb.search import duties
from hotline.kb.search.grams import NONE_COMMON, build, common_of
from hotline.kb.search.pieces import Pieces, whole, written_out
from hotline.kb.search.sayings import sayings_of
from hotline.kb.search.wants import Wants, wants_of


def pieces_of(text: str) -> Pieces:
    """All pairs of signs of a text, each in full."""
    return whole(text, (2,), (1.0,))


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("噪音归谁管", Wants.OFFICE),
        ("这个事找哪个部门", Wants.OFFICE),
        ("卖假酒哪里可以投诉", Wants.OFFICE | Wants.COMPLAINT),
        ("民政局电话多少", Wants.CONTACT | Wants.WHETHER),
        ("民政局在哪里办公", Wants.CONTACT),
        ("身份证在哪里办", Wants.STEPS),
        ("我给社区打了电话 现在想问准生证咋办", Wants.STEPS),
        ("我不晓得要带什么材料 这个到底归谁管", Wants.OFFICE),
        ("不晓得归谁管 这个怎么办理", Wants.STEPS),
        ("租房能不能落户", Wants.WHETHER),
        ("身份证", Wants.NOTHING),
    ],
)
def test_the_form_tells_what_is_asked_for(asked: str, wanted: Wants) -> None:
    """Of an office and the way to do it, what is said last; a telephone call in a story asks for no number."""
    assert wants_of(asked) == wanted


def test_duties_are_told_one_by_one() -> None:
    """Without the words that open every notice."""
    assert duties.single("负责治安、户籍；组织 普法。") == ("治安", "户籍", "普法")


def test_what_one_sends_on_is_the_others_duty() -> None:
    """By whatever name the other goes; what names nobody known is nobody's."""
    told = (
        Department(code="01", name="小城市公安局", not_duties="电梯困人由市场监管局负责；离婚财产找人民法院"),
        Department(code="02", name="小城市市场监督管理局", aliases=("市场监管局",)),
    )
    assert duties.not_its(told[0].not_duties) == ("电梯困人", "离婚财产")
    assert duties.sent_on(told) == {"02": ("电梯困人",)}
    assert duties.not_its("不知道") == ()


def test_what_is_in_everybodys_mouth_weighs_less() -> None:
    """Whether a name holds it or not; what nobody says weighs all of it."""
    points, owners = written_out(["孩子上学", "孩子看病", "孩子户口", "护照"])
    common = common_of(build(points, owners, 4, (2,), counted=False), 1.0)
    shares = [float(common.of(pieces_of(word).keys)[0]) for word in ("孩子", "护照", "火星")]
    assert shares[0] < shares[1] < shares[2] == 1
    assert NONE_COMMON.of(pieces_of("孩子").keys).tolist() == [1]


def test_a_long_story_sounds_like_a_matter() -> None:
    """Though it holds none of the sayings; words of nothing known sound like none."""
    sayings = sayings_of(
        (
            Synonym(code="1", term="出生登记", sayings=("生了个娃", "名字取好了", "落户口本上")),
            Synonym(code="2", term="养犬登记", sayings=("养了只狗", "狗打疫苗")),
        )
    )
    gist = dict(sayings.gist(pieces_of("媳妇上周生了女儿名字也取了要写到本上")))
    assert gist["出生登记"] == 1 > gist["养犬登记"]
    assert sayings.gist(pieces_of("abc")) == []
    assert sayings_of(()).gist(pieces_of("生了")) == []
    assert sayings_of(()).in_charge.find("噪音") == ()
