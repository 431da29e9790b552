"""Every screen by keys alone: reached, seen where one is, used; the same at twice the size of the text.

The rule: which screens there are is asked of the running page's router; nobody here has a mouse.
"""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.screens.busy_city import MATTERS, MOBILE
from tests.screens.keyboard import tab_to, walk
from tests.screens.visiting import city, greeting, shelf, visitor
from tests.screens.visitor import MS, Visitor

__all__ = ["city", "shelf", "visitor"]  # the fixtures
pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(900)]
TWICE = {"width": 683, "height": 384}
"""An office's screen of 1366 by 768 at 200%."""
OVERFLOWS = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("user", ["supervisor1", "handler2", "handler3"])
async def test_every_screen_is_walked_by_tab(visitor: Visitor, user: str) -> None:
    """All that can be used is reached in the order of the page, in sight, with a mark on it; no key is a trap."""
    await visitor.sign_in(user, greeting(user))
    faults = {}
    for n, address in enumerate(await visitor.addresses()):
        await visitor.opens(address)
        found = await walk(visitor, content=n > 0)
        if found.faults:
            faults[address] = found.faults
    assert faults == {}


@pytest.mark.parametrize("user", ["supervisor1", "handler3"])
async def test_nothing_is_lost_at_twice_the_size(visitor: Visitor, user: str) -> None:
    """No page is wider than its window, and whatever can be used is still reached and comes into sight."""
    await visitor.sign_in(user, greeting(user))
    await visitor.page.set_viewport_size(TWICE)
    faults: dict[str, object] = {}
    for n, address in enumerate(await visitor.addresses()):
        await visitor.opens(address)
        wider = await visitor.page.evaluate(OVERFLOWS)
        found = await walk(visitor, content=n > 0)
        if wider > 0 or found.missed or found.out_of_sight:
            faults[address] = (wider, found.missed, found.out_of_sight)
    assert faults == {}


IN_THE_WAY = "field => field.addEventListener('keydown', event => event.key === 'Tab' && event.preventDefault())"
UNMARKED = """field => {
  const bare = new CSSStyleSheet()
  bare.replaceSync('* { outline: none !important; box-shadow: none !important; border-color: red !important }')
  document.adoptedStyleSheets.push(bare)
}"""
PUT_IN = {
    "left out of the way of Tab": ("field => { field.tabIndex = -1 }", "not reached"),
    "a trap": (IN_THE_WAY, "not reached"),
    "no mark": (UNMARKED, "without a visible focus"),
    "beside the page": ("field => { field.style = 'position: fixed; left: -900px' }", "out of sight"),
    "nothing to see": ("field => { field.style = 'width: 0; height: 0; padding: 0; border: 0' }", "out of sight"),
    "a place of its own in the order": ("field => { field.tabIndex = 1 }", "not reached"),
}


@pytest.mark.parametrize(("fault", "kind"), PUT_IN.values(), ids=PUT_IN.keys())
async def test_the_walk_finds_a_fault_that_is_put_in(visitor: Visitor, fault: str, kind: str) -> None:
    """What is put in by hand is found, and was not there before."""
    await visitor.sign_in("agent1", greeting("agent1"))
    await visitor.opens("/tickets")
    assert (await walk(visitor)).faults == {}
    await visitor.page.get_by_test_id("tickets-number").evaluate(fault)
    assert kind in (await walk(visitor)).faults


OCTOBER = "from=2026-10-01&to=2026-10-31"
ACTIONS = (
    ("board", "supervisor1", "/board", '[data-testid="board-agents"] button', '[data-testid="agent-pane"]'),
    ("callbacks", "agent1", "/callbacks", '[data-testid^="claim-"]', '[data-testid="call-back-ask"]'),
    ("dispatch", "supervisor1", "/dispatch", '[data-testid="line-new"]', "aside form"),
    ("knowledge", "agent1", "/knowledge/edit", '[data-testid="new-question"]', '[data-testid="editor"]'),
    ("menus", "agent1", "/menus", "button.node", '[data-testid="menu-detail"] h2'),
    ("phone", "agent1", "/phone", '[data-testid="key-5"]', '.typed:text("5")'),
    ("policies", "handler2", "/policies", ".profiles button", '.profiles [aria-pressed="true"]'),
    ("reports", "supervisor1", f"/reports/assessment?{OCTOBER}", '[data-testid^="drill-"]', '[data-testid="drill"]'),
    ("requests", "agent1", "/requests/callbacks", '[data-testid="callback-done"]', ':text("✓ 已回拨"), .done'),
    ("supervision", "handler2", "/supervision", '[data-testid="tab-appeals"]', '[data-testid="appeal-item"]'),
    ("ticket", "handler2", "ticket", '[data-testid="do-note"]', '[data-testid="move-note"] textarea'),
    ("work", "handler2", "/work", '[data-testid="work-item"] a.text', '[data-testid="ticket-number"]'),
)


@pytest.mark.parametrize(
    ("user", "address", "press", "then"), [one[1:] for one in ACTIONS], ids=[one[0] for one in ACTIONS]
)
async def test_the_main_action_of_a_screen_is_done_by_keys(
    visitor: Visitor, user: str, address: str, press: str, then: str
) -> None:
    """Tab to it, Enter, and what follows is there."""
    await visitor.sign_in(user, greeting(user))
    await visitor.opens(f"/tickets/{visitor.city.ticket}" if address == "ticket" else address)
    await tab_to(visitor.page, visitor.page.locator(press).first)
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.page.locator(then).first).to_be_visible(timeout=MS)


async def test_a_ticket_is_found_by_keys(visitor: Visitor) -> None:
    """The citizen's number, Enter, and what that citizen told is left."""
    await visitor.sign_in("agent1", greeting("agent1"))
    await visitor.opens("/tickets")
    field = visitor.page.get_by_test_id("tickets-number")
    await tab_to(visitor.page, field)
    await visitor.page.keyboard.type(MOBILE)
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.page.get_by_test_id("tickets").locator("tbody tr")).to_have_count(len(MATTERS), timeout=MS)


async def test_a_ticket_is_written_and_sent_by_keys(visitor: Visitor) -> None:
    """Alt and a letter to the fields, Control and Enter to send: it is saved, or what is missing is said."""
    await visitor.sign_in("agent1", greeting("agent1"))
    page = visitor.page
    await page.keyboard.press("Alt+p")
    await expect(page.get_by_test_id("form-place")).to_be_focused()
    await page.keyboard.type("桂江路18号")
    await page.keyboard.press("Alt+n")
    await page.keyboard.type("路灯不亮已经三天。")
    await page.keyboard.press("Control+Enter")
    told = page.locator('[data-testid="saved-number"], .wrong [role="alert"]').first
    await expect(told).to_be_visible(timeout=MS)


async def test_the_first_key_skips_to_the_content(visitor: Visitor) -> None:
    """The link is in sight while it has the focus, and the next Tab is within the content."""
    await visitor.sign_in("agent1", greeting("agent1"))
    await visitor.opens("/tickets")
    page = visitor.page
    await page.evaluate("document.activeElement.blur()")
    await page.reload()
    await visitor.settled()
    await page.keyboard.press("Tab")
    await expect(page.get_by_test_id("skip")).to_be_focused()
    await expect(page.get_by_test_id("skip")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.querySelector('main').contains(document.activeElement)")


async def test_going_to_a_screen_is_told_by_title_and_focus(visitor: Visitor) -> None:
    """The window's title names the screen, and the focus is on its content, which bears the name."""
    await visitor.sign_in("supervisor1", greeting("supervisor1"))
    page = visitor.page
    titles = set()
    for address in await visitor.addresses():
        await visitor.opens(address)
        titles.add(await page.title())
    assert len(titles) > 10
    await visitor.opens("/tickets")
    await tab_to(page, page.get_by_test_id("nav-callbacks"), "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page).to_have_title("回访 · 12345 云川市政务服务热线", timeout=MS)
    await expect(page.get_by_role("main", name="回访")).to_be_focused()


async def test_the_menu_of_further_screens_is_walked_by_keys(visitor: Visitor) -> None:
    """Enter opens it, the arrows go round, Escape closes it on its button, Enter on a screen goes there."""
    await visitor.page.set_viewport_size({"width": 1024, "height": 768})
    await visitor.sign_in("supervisor1", greeting("supervisor1"))
    page = visitor.page
    button = page.get_by_test_id("more-screens")
    await tab_to(page, button)
    await page.keyboard.press("Enter")
    await expect(button).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_test_id("nav-menus")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(button).to_be_focused()
    await expect(page.get_by_test_id("nav-menus")).to_be_hidden()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main", name="语音菜单")).to_be_focused(timeout=MS)


async def test_a_lost_link_is_told_at_once(visitor: Visitor) -> None:
    """As an alert, which a screen reader reads out."""
    await visitor.sign_in("agent1", greeting("agent1", fresh=False, why="asterisk"))
    await expect(visitor.page.get_by_role("alert").filter(has_text="画面可能已过时")).to_be_visible(timeout=MS)


async def test_nothing_moves_for_whoever_asked_for_that(visitor: Visitor) -> None:
    """Every change is at once where the system says so."""
    await visitor.sign_in("supervisor1", greeting("supervisor1"))
    await visitor.opens("/reports")
    slow = """() => [...document.querySelectorAll('*')].flatMap(one => {
      const { transitionDuration, animationDuration } = getComputedStyle(one)
      return [...transitionDuration.split(','), ...animationDuration.split(',')].map(parseFloat)
    }).reduce((most, one) => Math.max(most, one), 0)"""
    assert await visitor.page.evaluate(slow) < 0.01
