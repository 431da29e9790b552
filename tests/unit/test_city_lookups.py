"""The menus' questions, answered from the city pack and the tickets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.answering.city_lookups import CityLookUps
from hotline.answering.lookups import found
from hotline.ivr.waits import LookUp
from hotline.kb.load import load_city
from hotline.settings import ROOT


async def _progress(number: str) -> str | None:
    return "正在办理" if number == "202611210001" else None


@pytest.fixture(scope="module")
def books() -> CityLookUps:
    """The demo city and one ticket."""
    return CityLookUps(city=load_city(ROOT / "kb"), progress=_progress)


async def test_departments_come_in_the_order_of_the_pack(books: CityLookUps) -> None:
    """So that a department keeps its number; the most asked first."""
    items = await books.departments("")
    assert [item.code for item in items] == [department.code for department in books.city.departments]
    assert items[0].title == "市公安局"


async def test_one_department_is_found_by_its_code(books: CityLookUps) -> None:
    """An unknown code finds none."""
    (item,) = await books.departments("02")
    assert item.spoken.startswith("市人力资源和社会保障局。服务电话，")
    assert await books.departments("99") == ()


async def test_the_categories_are_life_events_and_each_has_procedures(books: CityLookUps) -> None:
    """What a caller chooses always leads to a list, and all lists together are all procedures."""
    events = await books.categories()
    assert [event.title for event in events][:2] == ["户口和证件", "生育和上学"]
    lists = [await books.procedures(event.code) for event in events]
    assert all(lists)
    assert sum(map(len, lists)) == len(books.city.procedures)


async def test_a_life_event_without_procedures_is_not_offered(books: CityLookUps) -> None:
    """Nobody is led to an empty list."""
    city = books.city
    first = next(procedure for procedure in city.procedures if procedure.category == "03")
    few = CityLookUps(city=replace(city, procedures=(first,)))
    assert [event.code for event in await few.categories()] == ["03"]


async def test_a_procedure_is_told_with_what_to_bring(books: CityLookUps) -> None:
    """Its item is ready to be read."""
    items = await books.procedures("01")
    assert items[0].title == "首次申领居民身份证"
    assert "项材料" in items[0].spoken
    assert await books.procedures("99") == ()


async def test_a_ticket_tells_its_progress_only(books: CityLookUps) -> None:
    """And an unknown one nothing."""
    answer = await found(books, LookUp(kind="ticket", keys="202611210001"))
    assert [item.spoken for item in answer.items] == ["正在办理"]
    assert (await found(books, LookUp(kind="ticket", keys="202611210002"))).items == ()


async def test_without_tickets_at_hand_none_is_found(books: CityLookUps) -> None:
    """The directory works alone."""
    assert await CityLookUps(city=books.city).ticket("202611210001") is None
