"""What a question is about and whom it asks for: forms, duties, common words, and stories told at length."""

from __future__ import annotations

import pytest

from hotline.kb.city import city_of
from hotline.kb.model import Department, Outline, Synonym
from hotline.kb.search import duties
from hotline.kb.search.charge import Offices, named
from hotline.kb.search.contested import without_contested
from hotline.kb.search.document import documents_of
from hotline.kb.search.engine import compare
from hotline.kb.search.grams import NONE_COMMON, build, common_of
from hotline.kb.search.incharge import Charge, InCharge, in_charge_of
from hotline.kb.search.index import index_of
from hotline.kb.search.pieces import Pieces, whole, written_out
from hotline.kb.search.question import analyse
from hotline.kb.search.sayings import sayings_of
from hotline.kb.search.search import Search
from hotline.kb.search.wants import Wants, wants_of
from hotline.kb.search.weights import WEIGHTS


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
        ("夜里还在打桩 谁能让它停", Wants.OFFICE),
        ("有人把水田挖成坑 往哪里报", Wants.OFFICE),
        ("便宜点的房子 是去哪个单位申请的", Wants.OFFICE),
        ("驾照换证 是去哪个单位 要什么材料", Wants.STEPS),
        ("水管爆了一直在淌", Wants.TROUBLE),
        ("请问什么时候医院开始排号", Wants.WHETHER),
        ("领证那天要带什么 周六去行吗", Wants.STEPS | Wants.WHETHER),
        ("公积金中心周六去行吗", Wants.CONTACT | Wants.WHETHER),
        ("怎么证明我名下没有房子", Wants.STEPS),
        ("在外地交的年头能接过来吗", Wants.WHETHER),
        ("不服城管罚我", Wants.COMPLAINT),
        ("有没有政府帮忙的地方", Wants.OFFICE | Wants.WHETHER),
        ("有没有地方停车", Wants.WHETHER),
        ("水费又涨 想提个意见", Wants.COMPLAINT),
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


def in_charge(**sayings: tuple[str, ...]) -> InCharge:
    """Matters by the office that is in charge of each."""
    return in_charge_of(
        Synonym(code=str(number), term=f"主管 {office}", sayings=told)
        for number, (office, told) in enumerate(sayings.items())
    )


def test_words_that_come_together_prove_a_matter() -> None:
    """More than either alone, in whatever order, and the less the further apart."""
    known = in_charge(城管局=("烧烤/烤串+烟/呛",), 烟草局=("烟", "假烟"))
    both, _ = known.find("楼下烤串呛得很")[0], known.find("")
    assert both[0] == Charge(offices=("城管局",))
    assert known.find("烟是从烧烤那里来的")[0][0].offices == ("城管局",)
    assert known.find("有人卖假烟")[0][0].offices == ("烟草局",)
    far = dict(known.find("烧烤" + "啊" * 60 + "呛人"))
    assert far[Charge(offices=("城管局",))] < both[1]


def test_two_words_of_a_saying_do_not_share_a_sign() -> None:
    """水 and 水管 in 水管 are one word."""
    known = in_charge(供水公司=("水管/水表+水/漏",))
    assert known.find("水管漏了")[0][1] > known.find("水管")[0][1]


def test_a_word_of_many_matters_proves_less() -> None:
    """Than one that only one matter has."""
    known = in_charge(甲局=("孩子", "疫苗"), 乙局=("孩子", "学校"), 丙局=("孩子",))
    assert known.find("孩子的疫苗")[0][0].offices == ("甲局",)
    assert known.find("孩子的学校")[0][0].offices == ("乙局",)


def test_what_is_scattered_over_a_story_proves_less() -> None:
    """Than what stands in one clause."""
    known = in_charge(甲局=("苹果", "梨子", "葡萄"), 乙局=("石头", "泥巴"))
    story = "苹果" + "啊" * 30 + "石头泥巴" + "啊" * 30 + "梨子" + "啊" * 30 + "葡萄"
    assert known.find(story)[0][0].offices == ("乙局",)


def test_a_matter_names_its_offices_and_its_duties() -> None:
    """Offices with the likeliest first; nothing is no saying."""
    known = in_charge_of([Synonym(code="1", term="主管 路灯所/城管局：路灯 照明", sayings=("路灯", "+", "灯+"))])
    assert known.charges == (Charge(offices=("路灯所", "城管局"), duties="路灯 照明"),)
    assert len(known.sayings) == 1


def test_the_city_tells_which_of_several_offices_it_has() -> None:
    """The first that is there; the one whose own duties hold the matter before it."""
    lights = Synonym(code="1", term="主管 路灯所/城市管理局：路灯 照明", sayings=("路灯+不亮",))
    offices = (
        Department(code="01", name="小城市城市管理局", duties="市容"),
        Department(code="02", name="小城市教育局", duties="学校"),
    )
    asked = "路灯不亮找谁"
    assert Search.of(city_of(Outline(), [*offices, lights])).ask(asked).hits[0].code == "01"
    other = Department(code="03", name="小城市电务段", duties="路灯照明")
    assert Search.of(city_of(Outline(), [*offices, other, lights])).ask(asked).hits[0].code == "03"


def test_a_matter_of_an_office_that_the_city_has_not_is_nobodys() -> None:
    """人民医院 looks like 人民法院 and judges nobody; an office that does the work by its own duties still gets it."""
    names = ("小城市第一人民医院", "小城市民政局", "小城市公安局", "小城市教育局", "小城市水务局")
    told = [Department(code=f"0{number}", name=name) for number, name in enumerate(names)]
    index = index_of(documents_of(city_of(Outline(name="小城市"), told)))
    offices = Offices(index, WEIGHTS)
    assert offices.of(Charge(offices=("人民法院",)))[0].tolist() == []
    assert offices.of(Charge(offices=("人民医院",)))[0].tolist() == [0]
    judging = Department(code="09", name="小城市诉讼服务中心", duties="诉讼、执行")
    index = index_of(documents_of(city_of(Outline(name="小城市"), [*told, judging])))
    assert Offices(index, WEIGHTS).of(Charge(offices=("人民法院",), duties="诉讼 执行"))[0].tolist() == [5]


def test_an_office_that_sent_the_citizen_away_is_not_asked_for() -> None:
    """Though it is named."""
    city = city_of(Outline(), [Department(code="01", name="小城市城管局"), Department(code="02", name="小城市教育局")])
    index, sayings = index_of(documents_of(city)), sayings_of(())
    told = [
        named(analyse(asked, index.signs, sayings), index).tolist() for asked in ("城管局电话", "城管局说不归他们管")
    ]
    assert told == [[1, 0], [0, 0]]


def test_words_of_form_in_a_name_need_not_be_asked() -> None:
    """They count little in what a name holds in all, so that its matter alone finds it well."""
    plainly = _totals_of("养老金涨")
    assert _totals_of("养老金什么时候涨") < 1.6 * plainly < _totals_of("养老金补贴申领涨")


def _totals_of(title: str) -> float:
    """What a department of this name holds in all, where nobody else has any name."""
    office = Department(code="1", name=title)
    index = index_of(documents_of(city_of(Outline(name="市"), [office])))
    return float(index.signs.totals[0])


@pytest.mark.parametrize("asked", ["交警支队罚我我不服", "不服交警支队罚我", "我不服市交警支队的决定"])
def test_an_office_whose_decision_is_contested_is_not_what_is_asked_for(asked: str) -> None:
    """交警队罚我我不服 asks who judges the traffic police, whichever is said first; how to pay them asks for them."""
    office = Department(code="1", name="交警支队")
    index = index_of(documents_of(city_of(Outline(name="市"), [office])))
    contested, asked_for = (analyse(text, index.signs, sayings_of(())) for text in (asked, "交警支队的罚款哪里交"))
    assert [named(one, index)[0] for one in (contested, asked_for)] == [0, 1]
    place = asked.index("交警支队")
    assert without_contested(contested, index).worth[place : place + 4].max() < 1
    assert without_contested(asked_for, index) is asked_for


def test_a_long_story_finds_what_is_told_in_an_entry() -> None:
    """Though its name holds none of it; a short question goes by names."""
    story = "我跟你说啊我那天下班回来一看家里水表在转可是龙头全都关上的我找了半天也没找到哪里在漏"
    told = Department(code="01", name="甲局", duties="水表在转，龙头关上，漏")
    index = index_of(documents_of(city_of(Outline(), [told, Department(code="02", name="乙局", duties="学校")])))
    sayings = sayings_of(())
    found = [
        compare(analyse(text, index.signs, sayings), index, Offices(index, WEIGHTS)).story.tolist()
        for text in (story, "水表在转")
    ]
    assert found == [[1, 0], [0, 0]]
