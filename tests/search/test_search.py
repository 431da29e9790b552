"""The ways of comparing, one by one, and questions of every odd kind."""

from __future__ import annotations

import random

import numpy as np
import pytest

from hotline.kb.city import City
from hotline.kb.model import Department, Kind, Outline, Phone, Procedure, Question, Synonym
from hotline.kb.search import elsewhere, latin, letters, order
from hotline.kb.search.grams import build
from hotline.kb.search.pieces import pieces, written_out
from hotline.kb.search.plain import codes, plain
from hotline.kb.search.sayings import together_at
from hotline.kb.search.search import Answer, Search
from hotline.kb.search.sound import folded, sounds

CITY = City(
    outline=Outline(name="小城"),
    departments=(
        Department(
            code="01",
            name="小城市公安局",
            aliases=("公安局",),
            former_names=("警察局",),
            phones=(Phone(number="0999-55501101"), Phone(number="110", label="报警")),
            duties="负责治安、户籍、出入境，查处聚众赌博",
        ),
        Department(
            code="02",
            name="小城市市场监督管理局",
            former_names=("工商局",),
            duties="负责食品、电梯和特种设备",
            directions="乘9路公交到望江路口站",
        ),
    ),
    procedures=(
        Procedure(code="0101", name="居民身份证遗失补领", departments=("01",), department_name="小城市公安局"),
        Procedure(code="0102", name="首次申领居民身份证", departments=("01",), department_name="小城市公安局"),
        Procedure(code="0103", name="普通护照首次申领", departments=("01",), english="Passport application"),
        Procedure(
            code="0104",
            name="个体工商户变更登记",
            departments=("02",),
            department_name="小城市市场监督管理局",
            fee="不收费",
        ),
        Procedure(code="0105", name="社会团体变更登记", departments=("02",)),
    ),
    questions=(Question(code="1001", question="未成年人可以办身份证吗", answer="可以，由监护人陪同。"),),
    synonyms=(
        Synonym(code="1", term="遗失 补领", sayings=("丢了", "弄丢", "找不到了")),
        Synonym(code="2", term="居民身份证", sayings=("身份证",), english=("id card",)),
        Synonym(code="3", term="个体工商户 变更登记", sayings=("店面转让", "换个老板", "铺子盘给别人", "执照改名字")),
        Synonym(code="4", term="主管 市场监督管理局", sayings=("过期牛奶", "缺斤少两")),
    ),
)


@pytest.fixture(scope="module")
def search() -> Search:
    """A small city, ready to be asked."""
    return Search.of(CITY)


def _first(answer: Answer) -> str:
    return answer.hits[0].title


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("身份证补领", "居民身份证遗失补领"),
        ("身份证丢了咋办", "居民身份证遗失补领"),
        ("身份正丢了", "居民身份证遗失补领"),
        ("sfzyszl 遗失", "居民身份证遗失补领"),
        ("shenfenzheng yishi buling", "居民身份证遗失补领"),
        ("居民身份證遺失補領", "居民身份证遗失补领"),
        ("lost my ID card, 丢了", "居民身份证遗失补领"),
        ("passport", "普通护照首次申领"),
        ("警察局", "小城市公安局"),
        ("公安局电话是多少", "小城市公安局"),
        ("个体变更", "个体工商户变更登记"),
        ("赌博归谁管", "小城市公安局"),
        ("电梯归哪个部门管", "小城市市场监督管理局"),
        ("超市卖过期牛奶，我该找哪个单位", "小城市市场监督管理局"),
        ("工商局现在叫什么", "小城市市场监督管理局"),
        ("喂你好我那个小面馆啊干了八年了干不动了想盘给我侄子干以后老板就是他了那墙上的执照咋弄", "个体工商户变更登记"),
        ("小孩能办身份证吗未成年人", "未成年人可以办身份证吗"),
    ],
)
def test_every_way_of_asking_leads_there(search: Search, asked: str, found: str) -> None:
    """By name, in everyday words, by ear, by letters, in other scripts and tongues, by duty."""
    assert _first(search.ask(asked)) == found


def test_an_answer_says_why_and_shows_a_passage(search: Search) -> None:
    """The saying that was understood, and the department."""
    hit = search.ask("身份证丢了").hits[0]
    assert (hit.kind, hit.code, hit.department) == (Kind.PROCEDURE, "0101", "小城市公安局")
    assert hit.why
    assert search.ask("个体工商户变更登记").hits[0].passage == "不收费"


def test_a_passage_holds_more_than_a_sign_of_what_was_asked(search: Search) -> None:
    """Who found something beside the road is not told which bus to take; who asks for the bus is."""
    found = {hit.code: hit.passage for hit in search.ask("路边摊卖过期牛奶").hits}
    assert "公交" not in found["02"]
    found = {hit.code: hit.passage for hit in search.ask("去工商局坐哪路公交").hits}
    assert found["02"] == "乘9路公交到望江路口站"


def test_only_the_wanted_kinds_are_found(search: Search) -> None:
    """As a field that takes a department needs it."""
    hits = search.ask("身份证去公安局办吗", kinds=frozenset({Kind.DEPARTMENT})).hits
    assert {hit.kind for hit in hits} == {Kind.DEPARTMENT}


def test_scores_fall_and_the_limit_holds(search: Search) -> None:
    """The best first, no more than asked for."""
    hits = search.ask("身份证", limit=3).hits
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("asked", ["红烧肉怎么做", "世界杯决赛几点开始", "上海落户要多少积分"])
def test_what_the_city_does_not_know_is_unsure(search: Search, asked: str) -> None:
    """Other places, other matters."""
    assert search.ask(asked).unsure


@pytest.mark.parametrize(
    "asked",
    [
        "",
        " ",
        "\x00\x1b[31m",
        "😀😀",
        "a",
        "1",
        "？？？",
        "%_[]*",
        "'; DROP TABLE--",
        "\ud800",
        "的",
        "丢了" * 5000,
        "x" * 9999,
        "٣",
    ],
)
def test_odd_questions_never_fail(search: Search, asked: str) -> None:
    """Nothing, signs, letters, far too much."""
    answer = search.ask(asked)
    assert len(answer.hits) <= 5


def test_random_text_never_fails(search: Search) -> None:
    """Any characters in any order; a city without entries; no room for an answer."""
    draw = random.Random(7)  # noqa: S311 the same odd texts every time
    for _ in range(200):
        text = "".join(
            chr(draw.choice((draw.randrange(0x20, 0x7F), draw.randrange(0x4E00, 0x9FFF), draw.randrange(0x110000))))
            for _ in range(30)
        )
        search.ask(text)
    empty = Search.of(City(outline=Outline()))
    assert empty.ask("身份证") == Answer()
    assert search.ask("身份证", limit=0) == Answer()


def test_new_synonyms_work_at_once(search: Search) -> None:
    """Without a new index."""
    assert search.ask("牌牌不见咯").unsure
    told = search.with_synonyms((Synonym(code="9", term="居民身份证 遗失补领", sayings=("牌牌不见",)),))
    assert _first(told.ask("牌牌不见咯")) == "居民身份证遗失补领"


def test_text_is_compared_in_one_form() -> None:
    """Width, case, script and signs do not matter; a Latin word is one piece, whatever its spelling."""
    assert plain("ＡＢ　補辦（證）") == "ab 补办 证"
    assert codes("licence")[0] == codes("license")[0] == codes("licences")[0]
    assert codes("port")[0] not in codes("passport")


def test_what_sounds_alike_is_alike() -> None:
    """Such as n and l, z and zh, an and ang; other sounds are not."""
    assert folded("zhang") == folded("zan")
    assert folded("nan") == folded("lan")
    assert folded("ming") != folded("ma")
    assert sounds(codes("证")).tolist() == sounds(codes("正")).tolist()


def test_letters_spell_chinese_or_do_not() -> None:
    """Full pinyin is taken apart; first letters are not."""
    assert latin.spells_chinese("shenfenzheng") == ("shen", "fen", "zheng")
    assert latin.spells_chinese("sfz") == ()


def test_first_letters_run_through_a_name() -> None:
    """A whole name beats a part, a part in one piece beats one with gaps, order matters."""
    assert letters.in_order("sfz", "sfz") > letters.in_order("sfz", "jmsfzysbl") > letters.in_order("sfz", "szfxxz")
    assert letters.in_order("sfzbl", "jmsfzysbl") > letters.in_order("sfzbl", "jmsfzhl")
    assert letters.in_order("sfz", "") == 0


def test_signs_in_their_order_count() -> None:
    """With others between."""
    assert order.in_common("个体变更", "个体工商户变更登记") == 4
    assert order.in_common("个体变更", "社会团体变更登记") == 3
    assert order.likeness("", ["x"]) == order.likeness("甲" * 99, ["甲"]) == 0


def test_most_of_a_saying_must_stand_together() -> None:
    """A word may be between; the ends of a long story are no saying."""
    assert together_at("取公积金", "想把公积金都取出来") >= 0
    assert together_at("工资还没发", "工地上的事我不清楚，家里老人还在医院，孩子没人管，钱也没发") == -1


def test_other_places_are_named_unless_something_moves() -> None:
    """A city elsewhere, and the way to it."""
    assert elsewhere.named("上海落户积分") == ("上海",)
    assert elsewhere.named("从上海迁回来") == ()
    assert elsewhere.named("身份证丢了") == ()


def test_rare_pieces_weigh_more() -> None:
    """What one text holds tells more than what all hold."""
    points, owners = written_out(["身份证补领", "身份证换领", "护照"])
    grams = build(points, owners, 3, (1, 2), counted=False)
    shared = grams.overlap(*_of("身份"))
    assert shared[0] == shared[1] > shared[2] == 0
    assert grams.overlap(*_of("补"))[0] > grams.overlap(*_of("领"))[0]
    assert grams.overlap(*_of("火星")).tolist() == [0, 0, 0]


def _of(text: str) -> tuple[np.ndarray, np.ndarray]:
    points = codes(text)
    found = pieces(points, np.ones(len(points), np.float32), (1, 2), (1.0, 1.0))
    return found.keys, found.weights
