"""What anybody may ask without signing in, and what nobody learns by it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hotline.kb.model import Bulletin
from hotline.settings import ROOT, Settings
from hotline.tickets.number import number_of
from hotline.web.public import SEARCHES, TRIES
from tests.adapters.storage import Clock
from tests.adapters.ticket_screens import Screens
from tests.adapters.web_hotline import QUESTION, Desk, Shelf, web_hotline
from tests.fakes.tickets import MONDAY

Told = dict[str, Any]
NEVER = number_of("26", 999_999)
"""A number that was never given out."""
INSIDE = ("keeper", "source", "checked", "valid_until", "more", "head", "former_names", "variants", "not_duties")
"""Fields of entries that stay with those who keep them."""


@pytest_asyncio.fixture
async def desk(tmp_path: Path, shelf: Shelf) -> AsyncIterator[Screens]:
    """The demo city on a Monday, behind a proxy of its own."""
    clock = Clock(MONDAY)
    settings = Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui", trusted_proxies="127.0.0.1")
    async with web_hotline(settings, shelf, clock=clock) as web:
        await web.services.forms.sync_pack(ROOT / "kb")
        yield Screens(web, clock)


async def ask(desk: Screens, number: object, code: object, status: int = 200, address: str = "198.51.100.7") -> Told:
    """How far a ticket is, asked from a network address."""
    body = {"number": number, "code": code}
    return await desk.call("POST", "public/progress", status, json=body, headers={"X-Forwarded-For": address})


async def ticket(desk: Screens) -> tuple[str, str]:
    """A citizen's number and code; nobody is signed in."""
    number = await desk.new()
    code = (await desk.web.services.tickets.get(number)).query_code
    await desk.be("")
    return number, code


async def test_number_and_code_tell_what_the_telephone_tells(desk: Screens) -> None:
    """The same sentence and nothing else; blanks, strokes and full-width digits are the same number."""
    number, code = await ticket(desk)
    heard = await desk.web.services.tickets.progress(number, caller="13800138000")
    assert heard is not None
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    for written in (number, f" {number[:4]} {number[4:]}-", wide):
        assert await ask(desk, written, f" {code[:3]} {code[3:]}") == {"progress": heard}
    assert "13800138000" not in heard
    assert "王芳" not in heard
    assert "路灯" not in heard


async def test_whatever_is_wrong_the_answer_is_the_same(desk: Screens) -> None:
    """A wrong code, no code, another's number, a number that was never given out, nonsense."""
    number, code = await ticket(desk)
    wrong = "000000" if code != "000000" else "111111"
    answers = [
        await ask(desk, *tried, status=404)
        for tried in (
            (number, wrong),
            (number, ""),
            (number, code[:5]),
            (number, f"{code}0"),
            (NEVER, code),
            ("202611210001", code),  # of the older rule, never given out
            ("", ""),
            (number, None),
            (None, code),
            ([number], {"$ne": ""}),
            (int(number), int(code)),
            ("1' OR '1'='1", "' OR 1=1"),
            (number * 9, code),
            ("٢٦٠٠٠٠٠٠١٤", code),
            ("\x00" * 10, "\ud83d" * 6),
        )
    ]
    assert {json.dumps(one) for one in answers} == {json.dumps(answers[0])}
    assert answers[0]["error"]["code"] == "not-found"
    assert number not in json.dumps(answers[0])


async def test_a_body_that_is_no_object_is_told_as_such(desk: Screens) -> None:
    """A list, a text, no JSON at all."""
    for data in (b"[]", b'"x"', b"{", b"\xff"):
        assert await desk.status("POST", "public/progress", data=data) == 422


async def test_whoever_guesses_codes_waits_by_address(desk: Screens) -> None:
    """Thirty wrong ones an hour, of whatever tickets; then even the right one is refused there, and not elsewhere."""
    number, code = await ticket(desk)
    others = [await other(desk, n) for n in range(TRIES // 10)]
    await desk.be("")
    for n in range(TRIES):
        await ask(desk, others[n % len(others)], f"{n:06d}", 404)
        if n % 10 == 0:
            await ask(desk, number, code)  # being right with one's own does not give back the tries
    told = await ask(desk, number, code, 429)
    assert told["error"]["code"] == "too-many-tries"
    await ask(desk, number, code, address="203.0.113.9")


async def other(desk: Screens, n: int) -> str:
    """A ticket whose code is far from the first thirty."""
    while True:
        number = await desk.new(call_id=f"other-{n}")
        if int((await desk.web.services.tickets.get(number)).query_code) >= TRIES:
            return number


async def test_whoever_guesses_codes_waits_by_ticket(desk: Screens) -> None:
    """From however many addresses; of a number that does not exist it looks the same; other tickets are not touched."""
    number, code = await ticket(desk)
    free, freed = await ticket(desk)
    wrong = "000000" if code != "000000" else "111111"
    for asked in (number, NEVER):
        for n in range(TRIES):
            await ask(desk, asked, wrong, 404, address=f"203.0.113.{n}")
        await ask(desk, asked, code, 429, address="203.0.113.200")
    await ask(desk, free, freed, address="203.0.113.200")


async def test_addresses_of_one_household_are_one(desk: Screens) -> None:
    """A network of IPv6 addresses has no more tries than one; what its owner writes as a forwarder is not believed."""
    number, _ = await ticket(desk)
    others = [await other(desk, n) for n in range(2)]
    await desk.be("")
    for n in range(TRIES):
        await ask(desk, others[n % 2], f"{n:06d}", 404, address=f"10.9.8.{n}, 2001:db8:1:2::{n:x}")
    await ask(desk, number, "000001", 429, address="2001:db8:1:2:ffff::1")
    await ask(desk, NEVER, "000001", 404, address="2001:db8:1:3::1")


async def test_what_cannot_be_a_ticket_costs_no_try(desk: Screens) -> None:
    """A slip of the finger is known without asking the books."""
    number, code = await ticket(desk)
    slipped = number[:-1] + str((int(number[-1]) + 1) % 10)
    for _ in range(TRIES + 1):
        await ask(desk, slipped, code, 404)
    await ask(desk, number, code)


async def test_what_is_published_is_found_and_read(desk: Screens) -> None:
    """A question in one's own words, an entry in full with its forms and telephones, and nothing that stays inside."""
    found = await desk.get("public/search", q="工伤认定要带什么材料")
    hit = found["hits"][0]
    assert (hit["kind"], set(hit)) == ("procedure", {"kind", "code", "title", "passage"})
    entry = (await desk.get(f"public/entries/procedure/{hit['code']}"))["entry"]
    assert entry["title"] == hit["title"]
    assert entry["materials"]
    assert any(form["path"].startswith("/f/") for form in entry["forms"])
    city = desk.web.services.library.city
    keepers = {one.keeper for one in (*city.procedures, *city.departments, *city.questions) if one.keeper}
    for kind, code in (("procedure", hit["code"]), ("department", "01"), ("question", "0001")):
        told = (await desk.get(f"public/entries/{kind}/{code}"))["entry"]
        assert not set(told) & set(INSIDE)
        assert not [keeper for keeper in keepers if keeper in json.dumps(told, ensure_ascii=False)]
    for form in entry["forms"]:
        if form["path"]:
            async with desk.web.client.get(form["path"]) as response:
                assert response.status == 200


async def test_departments_say_where_and_whether_they_are_open(desk: Screens) -> None:
    """All of them, with address, hours and telephones; neither the head nor the keeper is told."""
    told = (await desk.get("public/departments"))["departments"]
    city = desk.web.services.library.city
    assert [one["code"] for one in told] == [one.code for one in city.departments]
    first = told[0]
    assert (first["name"], first["phones"][0]["number"]) == (city.departments[0].name, city.departments[0].phone)
    assert isinstance(first["opening"]["open"], bool)
    for one in told:
        assert not set(one) & set(INSIDE)
    text = json.dumps(told, ensure_ascii=False)
    assert not [one.name for one in city.departments if one.head and one.head in text]


@pytest.mark.parametrize(
    "path", ["synonym/0001", "procedure/999999", "department/%2e%2e", "draft/01", "bulletin/1%00", "__class__/01"]
)
async def test_what_is_not_public_is_not_there(desk: Screens, path: str) -> None:
    """Synonyms are read to nobody, and whatever else is asked for is no entry."""
    assert await desk.status("GET", f"public/entries/{path}") == 404


async def test_a_draft_is_found_by_nobody(desk: Screens) -> None:
    """Only when somebody else has published it."""
    editor = Desk(desk.web)
    await editor.sign_in("agent1")
    written = await editor.post("entries/question", {"fields": QUESTION}, 201)
    code = str(written["version"]["code"])
    await editor.renew()
    await desk.be("")
    assert await desk.status("GET", f"public/entries/question/{code}") == 404
    assert code not in [hit["code"] for hit in (await desk.get("public/search", q=QUESTION["question"]))["hits"]]


async def test_news_that_is_over_is_told_to_nobody(desk: Screens) -> None:
    """Not as an entry, and not among what was found."""
    city, today = desk.web.services.library.city, datetime.now(UTC).date()
    for one in city.bulletins:
        status = await desk.status("GET", f"public/entries/bulletin/{one.code}")
        assert (status == 200) is one.is_current(today)
    over: list[Bulletin] = [one for one in city.bulletins if not one.is_current(today)]
    for one in over[:3]:
        hits = (await desk.get("public/search", q=one.title))["hits"]
        assert ("bulletin", one.code) not in [(hit["kind"], hit["code"]) for hit in hits]


async def test_searches_are_bounded(desk: Screens) -> None:
    """An empty question is none; a long one is cut; too many a minute of one address wait."""
    await desk.get("public/search", 422)
    await desk.get("public/search", 422, q="  ")
    await desk.get("public/search", q="身份证" * 150)
    await desk.get("public/search", q="<script>'\";--\x00\u202e")
    for _ in range(SEARCHES - 2):
        await desk.get("public/search", q="a")
    assert (await desk.get("public/search", 429, q="a"))["error"]["code"] == "too-many-tries"


async def test_the_bulletin_is_read_when_its_month_is_closed(desk: Screens) -> None:
    """Not before, not of other reports, and without who closed it, why it was corrected, or ways to its tickets."""
    await desk.be("")
    assert (await desk.get("public/bulletins"))["months"] == []
    for month in ("2026-10", "2026-13", "2026-11"):
        await desk.get(f"public/bulletins/{month}", 404)
    reports = desk.web.services.reports
    await reports.close("2026-10", by="supervisor1")
    await reports.close("2026-09", by="supervisor1")
    await reports.close("2026-10", by="supervisor1", correction="补录漏登的工单2600000014")
    listed = (await desk.get("public/bulletins"))["months"]
    assert [(one["month"], one["correction"]) for one in listed] == [("2026-10", 1), ("2026-09", 0)]
    told = await desk.get("public/bulletins/2026-10")
    assert (told["month"], told["correction"]) == ("2026-10", 1)
    assert [one["code"] for one in told["sections"]][:3] == ["telephone", "tickets", "handled"]
    figure = told["sections"][0]["rows"][0]["figures"][0]
    assert (figure["code"], figure["value"], figure["numerator"]) == ("arrived", 0, 0)
    text = json.dumps(told, ensure_ascii=False)
    for inside in ("supervisor1", "补录", "2600000014", "query", '"key"'):
        assert inside not in text, inside
    assert await desk.status("GET", "reports/bulletin?from=2026-10-01&to=2026-10-31") == 401
    assert await desk.status("GET", "public/bulletins/..%2f..%2freports") == 404


async def test_no_cookie_is_set_and_none_is_needed(desk: Screens) -> None:
    """And the lines to be called are told."""
    await desk.be("")
    async with desk.web.client.get("/api/public") as response:
        told = await response.json()
        assert "Set-Cookie" not in response.headers
    assert told["city"] == "云川市"
    assert told["lines"][0]["number"] == "12345"
