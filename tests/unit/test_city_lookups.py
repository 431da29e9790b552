"""The menus' questions, answered from the city pack and the tickets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hotline.answering.city_lookups import CityLookUps
from hotline.answering.lookups import found
from hotline.answering.openings import opening_said
from hotline.answering.reaching import reaching
from hotline.errors import NotAllowedError
from hotline.ivr.waits import LookUp, LookUpKind
from hotline.kb.library import shelf
from hotline.kb.load import load_city
from hotline.kb.model import Bulletin, Channel, Phone, Village
from hotline.settings import ROOT
from tests.fakes.clock import works

CITY = load_city(ROOT / "kb")
DAY = date(2026, 11, 21)
STRANGER = "02055550000"


async def _progress(number: str, *, caller: str = "", code: str = "") -> str | None:
    if caller == STRANGER and code != "123456":
        raise NotAllowedError
    return "正在办理" if number == "202611210001" else None


@pytest.fixture(scope="module")
def books() -> CityLookUps:
    """The demo city and one ticket."""
    return CityLookUps(published=shelf(CITY), progress=_progress, today=lambda: DAY)


async def test_departments_come_in_the_order_of_the_pack(books: CityLookUps) -> None:
    """So that a department keeps its number; the most asked first."""
    items = await books.find(LookUpKind.DEPARTMENT, "")
    assert [item.code for item in items] == [department.code for department in CITY.departments]
    assert items[0].title == "市公安局"


async def test_one_department_is_found_by_its_code(books: CityLookUps) -> None:
    """Also without its nought; an unknown code finds none."""
    for code in ("02", "2"):
        (item,) = await books.find(LookUpKind.DEPARTMENT_CODE, code)
        assert item.spoken.startswith("市人力资源和社会保障局。服务电话，")
        assert item.part("complaint_phone").startswith("投诉电话，")
    assert await books.find(LookUpKind.DEPARTMENT_CODE, "99") == ()


@pytest.mark.parametrize(
    ("keys", "title"),
    [("425", "市公安局"), ("7425", "市公安局"), ("725", "市社会保险事业服务中心")],
)
async def test_a_department_is_found_by_the_letters_on_the_keys(books: CityLookUps, keys: str, title: str) -> None:
    """By the initials of its name, with or without the 市 before it, or of what it is also called."""
    assert title in [item.title for item in await books.find(LookUpKind.DEPARTMENT_SPELLED, keys)]


async def test_keys_that_spell_nothing_find_nothing(books: CityLookUps) -> None:
    """And no keys are no spelling."""
    assert await books.find(LookUpKind.DEPARTMENT_SPELLED, "999999999") == ()
    assert await books.find(LookUpKind.DEPARTMENT_SPELLED, "") == ()


async def test_the_categories_are_life_events_and_each_has_procedures(books: CityLookUps) -> None:
    """What a caller chooses always leads to a list, and every procedure is in one."""
    events = await books.find(LookUpKind.CATEGORY, "")
    assert [event.title for event in events][:2] == ["户口和证件", "生育和上学"]
    lists = [await books.find(LookUpKind.PROCEDURE, event.code) for event in events]
    assert all(lists)
    assert {item.code for items in lists for item in items} == {one.code for one in CITY.procedures}


async def test_a_life_event_without_procedures_is_not_offered() -> None:
    """Nobody is led to an empty list."""
    first = next(procedure for procedure in CITY.procedures if "婚姻养老和救助" in procedure.events)
    few = CityLookUps(published=shelf(replace(CITY, procedures=(replace(first, events=("婚姻养老和救助",)),))))
    assert [event.title for event in await few.find(LookUpKind.CATEGORY, "")] == ["婚姻养老和救助"]


async def test_a_procedure_is_told_whole_and_field_by_field(books: CityLookUps) -> None:
    """Its item is ready to be read; each of the eight public fields can be heard by itself."""
    items = await books.find(LookUpKind.PROCEDURE, "01")
    assert items[0].title == "首次申领居民身份证"
    assert "项材料" in items[0].spoken
    eight = ["department", "conditions", "process", "materials", "time_limit", "fee", "forms", "legal_basis"]
    assert [name for name, _ in items[0].parts] == [*eight, "result", "shared", "limit_and_fee", "result_and_shared"]
    assert items[0].part("result") == "办理结果，居民身份证。"
    assert "监护关系信息，由窗口直接核查" in items[0].part("result_and_shared")
    assert items[0].part("limit_and_fee") == items[0].part("time_limit") + items[0].part("fee")
    assert await books.find(LookUpKind.PROCEDURE, "99") == ()
    assert [one.code for one in await books.find(LookUpKind.PROCEDURE_CODE, items[0].code)] == [items[0].code]


async def test_a_question_has_a_number_like_everything_else(books: CityLookUps) -> None:
    """Its answer by its code, alone and among whatever has a number; no other code finds one."""
    first = CITY.questions[0]
    (item,) = await books.find(LookUpKind.QUESTION_CODE, first.code)
    assert (item.title, item.kind, item.code) == (first.question, "question", first.code)
    assert item.spoken.endswith("有效期三个月。")
    assert await books.find(LookUpKind.NUMBERED, first.code) == (item,)
    assert await books.find(LookUpKind.QUESTION_CODE, "9999") == ()


async def test_the_questions_that_callers_choose_most_come_first() -> None:
    """A few, one key each; in the order of their table while nobody has asked."""
    counts = {CITY.questions[40].question: 3, CITY.questions[20].question: 9}
    books = CityLookUps(published=shelf(CITY), asked=lambda title: counts.get(title, 0))
    codes = [item.code for item in await books.find(LookUpKind.QUESTION, "")]
    assert codes[:3] == [CITY.questions[20].code, CITY.questions[40].code, CITY.questions[0].code]
    assert len(codes) == 8


async def test_a_department_tells_its_procedures(books: CityLookUps) -> None:
    """All that it is in charge of."""
    items = await books.find(LookUpKind.PROCEDURE_OF_DEPARTMENT, "03")
    assert items
    assert all("03" in one.departments for one in CITY.procedures if one.code in {item.code for item in items})


def _with_bulletins() -> CityLookUps:
    outline = replace(
        CITY.outline,
        channels=(Channel(code="1", name="市场价格"), Channel(code="2", name="空频道")),
        village_channels=(Channel(code="1", name="村务账目"),),
        villages=(Village(code="1001", name="柏林村", town="柏林镇"),),
    )

    def told(code: str, day: int, **rest: str) -> Bulletin:
        return Bulletin(
            code=code,
            title=f"第{code}号",
            text="白菜每斤一元",
            published=date(2026, 11, day),
            **{"channel": "市场价格", **rest},
        )

    bulletins = (
        told("1001", 18),
        told("1002", 20),
        replace(told("1003", 19), valid_until=date(2026, 11, 20)),
        told("1004", 22),
        told("1005", 3, channel="村务账目", village="柏林村"),
    )
    city = replace(CITY, outline=outline, bulletins=bulletins)
    return CityLookUps(published=shelf(city), today=lambda: DAY)


async def test_bulletins_come_newest_first_and_only_while_they_hold() -> None:
    """One that has run out and one of tomorrow are not read; a channel with nothing to say is not offered."""
    books = _with_bulletins()
    assert [item.title for item in await books.find(LookUpKind.CHANNEL, "")] == ["市场价格"]
    items = await books.find(LookUpKind.BULLETIN, "1")
    assert [item.code for item in items] == ["1002", "1001"]
    assert items[0].spoken == "11月20日，第1002号。白菜每斤一元。"


async def test_a_village_tells_its_accounts() -> None:
    """By the village's code and the channel's."""
    books = _with_bulletins()
    assert [item.title for item in await books.find(LookUpKind.VILLAGE_CODE, "1001")] == ["柏林镇柏林村"]
    assert await books.find(LookUpKind.VILLAGE_CODE, "1002") == ()
    assert [item.code for item in await books.find(LookUpKind.VILLAGE_CHANNEL, "1001")] == ["1"]
    told = await books.find(LookUpKind.VILLAGE_BULLETIN, "1", within="1001")
    assert [item.code for item in told] == ["1005"]
    assert await books.find(LookUpKind.VILLAGE_BULLETIN, "1", within="1002") == ()


async def test_what_a_caller_says_is_looked_up_and_what_is_strange_is_not_guessed(books: CityLookUps) -> None:
    """A clear question has an answer, an unclear one none: a person then helps. Both are counted as searches."""
    counted: list[dict[str, str | bool]] = []
    books = replace(books, searched=lambda **told: counted.append(told))
    items = await books.find(LookUpKind.SEARCH, "我的身份证丢了怎么补办")
    assert items[0].title == "居民身份证丢失补领"
    assert await books.find(LookUpKind.SEARCH, "今晚的球赛几点开始") == ()
    assert counted == [
        {"words": "我的身份证丢了怎么补办", "nothing": False, "unsure": not items[0].sure},
        {"words": "今晚的球赛几点开始", "nothing": True, "unsure": True},
    ]
    assert await books.find(LookUpKind.SEARCH, "") == ()


async def test_what_is_certain_is_told_apart_from_what_must_be_asked(books: CityLookUps) -> None:
    """One that stands out is sure, and those behind it never are."""
    sure = await books.find(LookUpKind.SEARCH, "居住证怎么办理")
    assert [item.sure for item in sure][:1] == [True]
    assert not any(item.sure for item in sure[1:])
    vague = await books.find(LookUpKind.SEARCH, "身份证")
    assert vague
    assert not any(item.sure for item in vague)


async def test_a_department_tells_whether_it_is_open() -> None:
    """After its hours, whether it was found in a list, by its code, by its letters or by what was said."""
    noon = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
    books = CityLookUps(published=shelf(CITY), opening=lambda one: opening_said(one, noon, works))
    (civil,) = await books.find(LookUpKind.DEPARTMENT_CODE, "02")
    told = "现在休息。下次办公时间是今天下午1:30。"
    assert told in civil.spoken
    assert civil.part("hours").endswith(told)
    assert civil in await books.find(LookUpKind.DEPARTMENT, "")
    assert all("下次" not in part for name, part in civil.parts if name != "hours")


@pytest.mark.parametrize(
    ("trunk", "allowed", "written", "dialled"),
    [
        ("carrier", ("96119", "099955501201"), "0999-55501201", "099955501201"),
        ("carrier", ("99955501201",), "（0999）5550 1201转8001", ""),
        ("carrier", ("099955501201",), "（0999）5550 1201转8001", "099955501201"),
        ("carrier", ("099955501201",), "0999-55501202", ""),
        ("carrier", ("099955501201",), "", ""),
        ("", ("099955501201",), "0999-55501201", ""),
    ],
)
async def test_a_department_is_connected_only_where_its_telephone_can_be_dialled(
    trunk: str, allowed: tuple[str, ...], written: str, dialled: str
) -> None:
    """By a trunk that may dial it, however it is written; an extension behind it is not a part of the number."""
    first = replace(CITY.departments[0], phones=(Phone(number=written),) if written else ())
    city = replace(CITY, departments=(first,))
    books = CityLookUps(published=shelf(city), reach=reaching(trunk, allowed))
    (item,) = await books.find(LookUpKind.DEPARTMENT_CODE, first.code)
    assert item.part("number") == dialled


async def test_a_department_leads_to_its_procedures_where_it_has_some(books: CityLookUps) -> None:
    """Nobody is led to an empty list, and without a trunk nobody is offered to be connected."""
    for item in await books.find(LookUpKind.DEPARTMENT, ""):
        found = await books.find(LookUpKind.PROCEDURE_OF_DEPARTMENT, item.code)
        assert item.part("procedures") == (str(len(found)) if found else "")
        assert item.part("number") == ""


async def test_a_ticket_tells_its_progress_only(books: CityLookUps) -> None:
    """And an unknown one nothing."""
    answer = await found(books, LookUp(kind=LookUpKind.TICKET, keys="202611210001"))
    assert [item.spoken for item in answer.items] == ["正在办理"]
    assert (await found(books, LookUp(kind=LookUpKind.TICKET, keys="202611210002"))).items == ()


async def test_without_tickets_at_hand_none_is_found() -> None:
    """The directory works alone."""
    assert await CityLookUps(published=shelf(CITY)).find(LookUpKind.TICKET, "202611210001") == ()


async def test_a_ticket_of_another_telephone_is_told_by_its_code(books: CityLookUps) -> None:
    """Sealed without the code, nothing with a wrong one."""
    for kind in (LookUpKind.TICKET, LookUpKind.NUMBERED):
        (sealed,) = await books.find(kind, "202611210001", caller=STRANGER)
        assert (sealed.kind, sealed.code, sealed.spoken) == ("sealed_ticket", "202611210001", "")
    assert await books.find(LookUpKind.TICKET, "202611210001", within="654321", caller=STRANGER) == ()
    (told,) = await books.find(LookUpKind.TICKET, "202611210001", within="123456", caller=STRANGER)
    assert told.kind == "ticket"


async def test_whatever_has_a_number_is_found_by_it(books: CityLookUps) -> None:
    """A number with several meanings gives all of them, one that nothing has none."""
    for keys, kinds in (
        ("202611210001", ["ticket"]),
        ("0301", ["procedure"]),
        ("010001", ["bulletin"]),
        ("1001", ["village"]),
        ("03", ["department"]),
        ("777777", []),
        ("", []),
    ):
        assert [item.kind for item in await books.find(LookUpKind.NUMBERED, keys)] == kinds
    told = replace(CITY.bulletins[0], code="0301")
    both = CityLookUps(published=shelf(replace(CITY, bulletins=(told,))), today=lambda: DAY)
    assert [item.kind for item in await both.find(LookUpKind.NUMBERED, "0301")] == ["procedure", "bulletin"]


async def test_no_number_of_the_demo_city_has_two_meanings(books: CityLookUps) -> None:
    """A caller who keys a code in is never asked which."""
    entries = (*CITY.departments, *CITY.procedures, *CITY.bulletins, *CITY.outline.villages)
    found = [await books.find(LookUpKind.NUMBERED, one.code) for one in entries]
    assert [[item.title for item in items] for items in found if len(items) > 1] == []


async def test_procedures_are_found_by_trade(books: CityLookUps) -> None:
    """Every trade has a procedure, and the trade with the most comes first."""
    trades = await books.find(LookUpKind.TRADE, "")
    counts = [len(await books.find(LookUpKind.PROCEDURE_OF_TRADE, trade.code)) for trade in trades]
    assert counts == sorted(counts, reverse=True)
    assert min(counts) > 0
    assert await books.find(LookUpKind.PROCEDURE_OF_TRADE, "没有的行业") == ()
