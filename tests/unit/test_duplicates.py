"""Open tickets about the same thing, found by their words and places."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hotline.tickets.duplicates.cleaning import LONGEST, cleaned, plain
from hotline.tickets.duplicates.index import TAIL, Entry, Hit, Index
from hotline.tickets.duplicates.likeness import SHOWN, common_phrase, matter_of
from hotline.tickets.duplicates.places import named_in
from tests.bench.duplicates_city import tickets

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
LAMP = Entry(
    number="2600000014",
    title="湖滨路路灯不亮",
    content="市民来电反映：湖滨路18号门前的路灯不亮已经三天，晚上一片漆黑，请有关部门尽快处理。",
    place="湖滨路18号",
    district="01",
    category="0303",
    created=NOW - timedelta(days=1),
)
OTHERS = (
    replace(LAMP, number="2", title="", content="新华路菜市场门口流动摊贩占道经营，早上车过不去。", place="新华路"),
    replace(LAMP, number="3", title="", content="文昌路26号附近夜间施工噪音很大，老人睡不着。", place="文昌路26号"),
    replace(LAMP, number="4", title="", content="湖滨路餐馆油烟直排，味道很重，窗户不能开。", place="湖滨路"),
    replace(LAMP, number="5", title="", content="柳堤街路灯不亮，行人看不清台阶。", place="柳堤街46号", district="04"),
)


def find(index: Index, content: str, limit: int = 5, but: str = "", **given: object) -> tuple[Hit, ...]:
    """What is found for a content that is being typed."""
    asked: dict[str, object] = {"title": "", "place": "", "district": "", "category": "", "at": NOW} | given
    return index.find(matter_of(content=content, **asked), limit, but=but)  # type: ignore[arg-type]


@pytest.fixture
def index() -> Index:
    """A small city's open tickets."""
    return Index((LAMP, *OTHERS))


def test_the_same_trouble_at_the_same_place_comes_first(index: Index) -> None:
    """In other words, with what it has in common said in Chinese."""
    first, *_ = find(index, "来电人说湖滨路20号这边的路灯一直不亮，晚上看不见")
    assert first.number == LAMP.number
    assert first.score >= SHOWN
    assert first.reasons[0] == "同一地点：湖滨路"
    assert "门牌号相近（相差2）" in first.reasons
    assert any(reason.startswith("相似：") for reason in first.reasons)


def test_a_half_typed_text_is_enough(index: Index) -> None:
    """The agent sees it while the citizen still speaks."""
    assert find(index, "湖滨路路灯不亮")[0].number == LAMP.number


def test_the_place_of_its_own_field_counts(index: Index) -> None:
    """Whether it stands in the text or beside it."""
    assert find(index, "路灯不亮", place="柳堤街50号")[0].number == "5"


def test_a_place_alone_is_no_duplicate(index: Index) -> None:
    """A road has many troubles."""
    assert find(index, "湖滨路井盖被偷，自行车摔倒") == ()


def test_the_same_trouble_elsewhere_weighs_less(index: Index) -> None:
    """Another road's lamp is another matter."""
    near = find(index, "湖滨路路灯不亮了", district="01")
    scores = {hit.number: hit.score for hit in near}
    assert scores.get("5", 0.0) < scores[LAMP.number]


def test_what_every_ticket_says_tells_nothing(index: Index) -> None:
    """Two that share only politeness are not alike."""
    polite = "市民来电反映：请有关部门尽快处理，谢谢。"
    assert cleaned(plain(polite)) == ""
    assert find(index, polite) == ()


@pytest.mark.parametrize("text", ["", "。", "路", "\x00\ud800", "🙂🙂🙂", "A" * 4000, "路灯" * 2000, "((((" * 900])
def test_hostile_texts_find_nothing_and_break_nothing(index: Index, text: str) -> None:
    """Whatever a screen may send."""
    assert find(index, text, title=text, place=text, district=text) == ()


def test_an_old_ticket_weighs_less_than_a_new_one() -> None:
    """The same words: the nearer in time comes first."""
    index = Index((replace(LAMP, number="old", created=NOW - timedelta(days=80)), LAMP))
    assert [hit.number for hit in find(index, LAMP.content)] == [LAMP.number, "old"]


def test_who_asks_is_left_out(index: Index) -> None:
    """A ticket is no duplicate of itself."""
    assert LAMP.number not in [hit.number for hit in find(index, LAMP.content, but=LAMP.number)]


def test_what_is_taken_out_is_not_found(index: Index) -> None:
    """Nor does taking out what is not in do anything."""
    index.remove(LAMP.number)
    index.remove("nobody")
    assert LAMP.number not in index
    assert LAMP.number not in [hit.number for hit in find(index, LAMP.content)]


def test_what_is_put_in_again_has_its_new_text(index: Index) -> None:
    """A corrected ticket is found by what it says now."""
    index.add(replace(LAMP, title="", content="观澜街道停水两天没有通知", place="观澜街"))
    assert len(index) == 1 + len(OTHERS)
    assert find(index, "观澜街停水没有通知")[0].number == LAMP.number
    assert LAMP.number not in [hit.number for hit in find(index, "湖滨路路灯不亮")]


def test_putting_in_one_by_one_finds_what_building_at_once_finds() -> None:
    """Whatever is sorted when, and whatever is gone in between."""
    city = list(tickets(5 * TAIL + 7))
    whole, grown = Index(city), Index()
    for entry in city:
        grown.add(replace(entry, content="拖欠工资"))
    for entry in city:
        grown.remove(entry.number)
        grown.add(entry)
    for entry in city[:: TAIL // 4]:
        found = {hit.number for hit in find(whole, entry.content, place=entry.place, limit=1)}
        assert found == {hit.number for hit in find(grown, entry.content, place=entry.place, limit=1)}


def test_numbers_of_those_that_are_gone_are_used_again() -> None:
    """An index that runs for months stays as large as what is open."""
    index = Index((), spare=2 * TAIL)
    first, *rest = tickets(9 * TAIL)
    index.add(first)
    for entry in rest:
        index.add(entry)
        index.remove(entry.number)
    assert len(index) == 1
    assert len(index._numbers) < 4 * TAIL
    assert find(index, first.content, place=first.place)[0].number == first.number


def test_telephones_and_identity_numbers_do_not_stay() -> None:
    """Nor anything beyond the beginning of a long text."""
    kept = plain("请联系１３８００１３８０００或者11010519491231002X，座机0999-55501234，18号3栋")
    assert "18号3栋" in kept
    assert not any(number in kept for number in ("138", "1101", "5550"))
    assert len(plain("灯" * 5000)) == LONGEST


@pytest.mark.parametrize(
    ("text", "cores"),
    [
        ("位于湖滨路18号", {"湖滨路"}),
        ("湖滨路路灯", {"湖滨路"}),
        ("金玉花园小区门口", {"金玉花园", "花园小区"}),
        ("一条路上没有路灯,我们小区这边的马路", set()),
        ("新华路小学", {"新华路", "华路小学"}),
    ],
)
def test_places_are_known_by_how_they_end(text: str, cores: set[str]) -> None:
    """And what is no name is none."""
    assert set(named_in(text).names) == cores


def test_house_numbers_belong_to_their_road() -> None:
    """A metro line is no house."""
    named = named_in("湖滨路18号对面,新华路 7号线出口,文昌路26-3号")
    assert named.doors == {"湖滨路": (18,), "文昌路": (26,)}


def test_the_longest_phrase_is_shown() -> None:
    """Never over a sign, and never a short one."""
    assert common_phrase("晚上。路灯不亮三天", "说路灯不亮。三天") == "路灯不亮"
    assert common_phrase("路灯", "路灯") == ""
