"""axe on every page: each screen of the router as each role, in three languages, with what opens on it.

The rule: no fault is let through; which screens there are is asked of the running page's router.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.acceptance.test_board import crowd
from tests.conftest import WALL_KEY
from tests.screens.axe import Axe
from tests.screens.busy_city import MOBILE
from tests.screens.visiting import axe, city, greeting, shelf, visitor
from tests.screens.visitor import MS, Visitor

__all__ = ["axe", "city", "shelf", "visitor"]  # the fixtures
pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(900)]
ROLES = (
    ("agent1", "zh-CN"),
    ("supervisor1", "zh-CN"),
    ("handler2", "zh-TW"),
    ("handler3", "en"),
    ("admin1", "en"),
)


@pytest.mark.parametrize(("user", "language"), ROLES)
async def test_every_screen_has_no_fault(visitor: Visitor, axe: Axe, user: str, language: str) -> None:
    """Each part of each screen, as this role sees it."""
    await visitor.sign_in(user, "" if user.startswith("handler") else greeting(user), language)
    faults = {}
    for address in await visitor.addresses():
        await visitor.opens(address)
        faults[address] = await axe.faults(visitor.page)
    assert len(faults) > 10
    assert {address: found for address, found in faults.items() if found} == {}


async def clicks(page: Page, *testids: str) -> None:
    """Press one after the other, each the first of its name."""
    for one in testids:
        await page.get_by_test_id(one).first.click(timeout=MS)


async def hit(page: Page) -> None:
    """What is found in the knowledge base while somebody types."""
    await page.get_by_test_id("kb-search").fill("社保卡丢了怎么补")
    await expect(page.get_by_test_id("kb-hit").first).to_be_visible(timeout=MS)


async def hit_opened(page: Page) -> None:
    """One of them in full."""
    await hit(page)
    await clicks(page, "kb-hit")
    await expect(page.get_by_test_id("kb-entry")).to_be_visible(timeout=MS)


async def filled_form(page: Page) -> None:
    """A ticket half written: the category's questions, alike tickets, whose it may be, and the faults of sending it."""
    await page.get_by_test_id("form-category").click()
    menus = page.locator(".el-cascader-menu:visible")
    await menus.nth(0).locator(".el-cascader-node").first.click()
    await menus.nth(1).locator(".el-cascader-node").first.click()
    await page.get_by_test_id("form-place").fill("桂江路18号")
    await page.get_by_test_id("form-content").fill("桂江路18号一带路灯不亮已经三天，晚上看不清路。")
    await expect(page.get_by_test_id("asks")).to_be_visible(timeout=MS)
    await expect(page.locator(".promised")).to_be_visible(timeout=MS)


async def open_category(page: Page) -> None:
    """The tree of categories."""
    await page.get_by_test_id("form-category").click()
    await expect(page.locator(".el-cascader-menu:visible").first).to_be_visible(timeout=MS)


async def open_department(page: Page) -> None:
    """The list of departments."""
    await page.get_by_test_id("form-department").click()
    await expect(page.locator(".el-select-dropdown__item:visible").first).to_be_visible(timeout=MS)


async def refused_form(page: Page) -> None:
    """A ticket sent without what it needs."""
    await clicks(page, "save-ticket")
    await expect(page.locator(".wrong").first).to_be_visible(timeout=MS)


def outcome(at: int) -> Callable[[Page], Awaitable[None]]:
    """What the form asks for when this becomes of the ticket."""

    async def choose(page: Page) -> None:
        await page.get_by_test_id("form-outcome").locator("label").nth(at).click()

    return choose


async def drilled(page: Page) -> None:
    """The tickets behind a figure of a report."""
    await page.locator('[data-testid^="drill-"]').first.click(timeout=MS)
    await expect(page.get_by_test_id("drill-item").first).to_be_visible(timeout=MS)


async def moves(page: Page) -> None:
    """Each thing that may be done with a ticket, with its form; the last stays open."""
    for one in await page.locator('[data-testid^="do-"]').all():
        await one.click()


async def pane(page: Page) -> None:
    """An agent's desk on the board."""
    await page.locator('[data-testid="board-agents"] button').first.click()
    await expect(page.get_by_test_id("agent-pane")).to_be_visible(timeout=MS)


async def acts(page: Page) -> None:
    """What supervisors did."""
    await clicks(page, "open-acts")
    await expect(page.get_by_test_id("acts")).to_be_visible(timeout=MS)


async def together(page: Page) -> None:
    """One act for all tickets of a list of the supervision desk."""
    await clicks(page, "desk-all", "together-adjudicate")
    await expect(page.get_by_test_id("act-together")).to_be_visible(timeout=MS)


async def keys(page: Page) -> None:
    """The sheet of keys."""
    await clicks(page, "help-open")
    await expect(page.get_by_test_id("key-sheet")).to_be_visible(timeout=MS)


async def more(page: Page) -> None:
    """The screens for which the bar has no room."""
    await page.set_viewport_size({"width": 1100, "height": 768})
    await clicks(page, "more-screens")


async def reviewed(page: Page) -> None:
    """A version that waits for whoever publishes it."""
    await page.locator('[data-testid="review"] button, .panel li button').first.click(timeout=MS)


OCTOBER = "from=2026-10-01&to=2026-10-31"
OPENED: tuple[tuple[str, str, str, Callable[[Page], Awaitable[None]]], ...] = (
    ("the sheet of keys", "agent1", "/", keys),
    ("more screens", "supervisor1", "/", more),
    ("hits", "agent1", "/", hit),
    ("a hit in full", "agent1", "/", hit_opened),
    ("a half written ticket", "agent1", "/", filled_form),
    ("the tree of categories", "agent1", "/", open_category),
    ("the departments", "agent1", "/", open_department),
    ("a refused ticket", "agent1", "/", refused_form),
    ("what is answered at once", "agent1", "/", outcome(1)),
    ("what is transferred", "agent1", "/", outcome(3)),
    ("what is declined", "agent1", "/", outcome(4)),
    ("an agent's desk", "supervisor1", "/board", pane),
    ("what supervisors did", "supervisor1", "/board", acts),
    ("one act for several", "supervisor1", "/supervision/desk?list=returned", together),
    ("the tickets of a figure", "supervisor1", f"/reports/assessment?{OCTOBER}", drilled),
    ("a month's telephone service", "supervisor1", f"/reports/telephone?{OCTOBER}", lambda page: page.bring_to_front()),
    ("a month corrected", "supervisor1", f"/reports/tickets?{OCTOBER}", lambda page: clicks(page, "close-month")),
    ("a new line", "supervisor1", "/dispatch", lambda page: clicks(page, "line-new")),
    ("an old line", "supervisor1", "/dispatch", lambda page: clicks(page, "line-edit")),
    (
        "a citizen called back",
        "agent1",
        "/callbacks",
        lambda page: page.locator('[data-testid^="claim-"]').first.click(),
    ),
    ("an entry", "agent1", "/knowledge/entries?kind=procedure&code=0407", lambda page: page.bring_to_front()),
    (
        "a department's entry",
        "agent1",
        "/knowledge/entries?kind=department&code=05",
        lambda page: page.bring_to_front(),
    ),
    ("writing an entry", "agent1", "/knowledge/edit", lambda page: clicks(page, "new-procedure")),
    ("writing an office's", "supervisor1", "/knowledge/edit", lambda page: clicks(page, "new-department")),
    ("a version to judge", "supervisor1", "/knowledge/review", reviewed),
)


@pytest.mark.parametrize(("user", "address", "opens"), [one[1:] for one in OPENED], ids=[one[0] for one in OPENED])
async def test_what_opens_on_a_screen_has_no_fault(
    visitor: Visitor, axe: Axe, user: str, address: str, opens: Callable[[Page], Awaitable[None]]
) -> None:
    """Dialogs, drawers, lists and forms, while they are open."""
    await visitor.sign_in(user, greeting(user))
    await visitor.opens(address)
    await opens(visitor.page)
    await visitor.settled()
    assert await axe.faults(visitor.page) == []


@pytest.mark.parametrize("user", ["handler2", "supervisor1"])
async def test_each_move_of_a_ticket_has_no_fault(visitor: Visitor, axe: Axe, user: str) -> None:
    """Every button with the form behind it."""
    await visitor.sign_in(user, greeting(user) if user == "supervisor1" else "")
    await visitor.opens(f"/tickets/{visitor.city.ticket}")
    buttons = await visitor.page.locator('[data-testid^="do-"]').all()
    assert buttons
    for one in buttons:
        await one.click()
        await visitor.settled()
        assert await axe.faults(visitor.page) == [], await one.inner_text()


async def test_a_call_that_rings_has_no_fault(visitor: Visitor, axe: Axe) -> None:
    """The citizen's card with marks, steps, calls and tickets."""
    call = {"id": "p1", "state": "ringing", "number": MOBILE, "dialled": "12345", "extension": "1001"}
    since = "2026-11-20T08:00:00+00:00"
    card = {
        "call_id": "p1",
        "number": MOBILE,
        "name": "王芳",
        "dialled": "12345",
        "arrived": since,
        "steps": [{"at": since, "node": "main", "pressed": "5", "heard": ""}],
        "calls": [
            {"id": "c9", "arrived": since, "outcome": "answered", "extension": "1002", "waited": 9, "talked": 61}
        ],
        "tickets": [
            {"number": visitor.city.ticket, "type": "complaint", "content": content, "state": state, "open": is_open}
            for content, state, is_open in (("路灯不亮", "signed", True), ("井盖松动", "finished", False))
        ],
    }
    told = crowd()
    told["board"]["calls"].append({**call, "arrived": since, "since": since, "out": False})
    ringing = json.dumps({"type": "ringing", "call_id": "p1", "card": card}, ensure_ascii=False)
    await visitor.tells(greeting("agent1", board=told["board"]), ringing)
    await visitor.sign_in("agent1")
    await expect(visitor.page.get_by_test_id("card-number")).to_contain_text(MOBILE, timeout=MS)
    await expect(visitor.page.get_by_test_id("call-told")).to_contain_text(f"来电振铃 {MOBILE} 王芳", timeout=MS)
    await visitor.settled()
    assert await axe.faults(visitor.page) == []


async def test_signing_in_has_no_fault(visitor: Visitor, axe: Axe) -> None:
    """Before, and after a wrong password."""
    await visitor.page.goto(visitor.city.origin)
    await visitor.page.get_by_test_id("username").fill("agent1")
    assert await axe.faults(visitor.page) == []
    await visitor.page.get_by_test_id("password").fill("wrong")
    await clicks(visitor.page, "sign-in")
    await expect(visitor.page.get_by_role("alert")).not_to_be_empty(timeout=MS)
    assert await axe.faults(visitor.page) == []


async def test_the_citizens_page_has_no_fault(visitor: Visitor, axe: Axe) -> None:
    """Each part in each language and size, with an answer in it."""
    page = visitor.page
    for language, big in (("zh-CN", ""), ("zh-TW", "&size=big"), ("en", "")):
        for width, height in ((390, 844), (1366, 768)):
            await page.set_viewport_size({"width": width, "height": height})
            for tab in ("progress", "search", "departments", "bulletin"):
                await page.goto("about:blank")
                await page.goto(f"{visitor.city.origin}/public?lang={language}{big}#{tab}")
                await visitor.settled()
                assert await axe.faults(page) == [], f"{tab} {language} {width}"
    await page.goto(f"{visitor.city.origin}/public?lang=zh-CN#search")
    await page.get_by_test_id("question").fill("工伤认定要带什么材料")
    await page.get_by_test_id("question").press("Enter")
    await clicks(page, "hit")
    await expect(page.get_by_test_id("entry")).to_be_visible(timeout=MS)
    assert await axe.faults(page) == []
    await clicks(page, "tab-progress")
    await page.get_by_test_id("number").fill(visitor.city.ticket)
    await page.get_by_test_id("code").fill(visitor.city.query_code)
    await clicks(page, "look")
    await expect(page.get_by_test_id("progress")).to_be_visible(timeout=MS)
    assert await axe.faults(page) == []


async def test_the_halls_screen_has_no_fault(visitor: Visitor, axe: Axe) -> None:
    """Each of its panels, and without its key."""
    page = visitor.page
    await page.set_viewport_size({"width": 1920, "height": 1080})
    await page.goto(f"{visitor.city.origin}/wall")
    await expect(page.get_by_test_id("refused")).to_be_visible(timeout=MS)
    assert await axe.faults(page) == []
    await page.goto("about:blank")  # else the address differs by its key alone, and nothing is loaded
    await page.goto(f"{visitor.city.origin}/wall#key={WALL_KEY}&seconds=4")
    for panel in ("tickets", "queue"):
        await expect(page.get_by_test_id(f"panel-{panel}")).to_be_visible(timeout=MS)
        assert await axe.faults(page) == []
