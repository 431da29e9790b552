"""Every screen as a picture, over a made-up day, and the help on each of them.

The rule: pictures are kept below .state/screens whenever this runs; those that the guides show are taken over into
docs/pictures/guide where KEEP_PICTURES is set (`make pictures`), and are compared with these everywhere else.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator, Awaitable, Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Page, expect

from hotline.cli.ui import UI, build_ui
from hotline.settings import ROOT, Settings
from tests.acceptance.conftest import Browsers, Pages
from tests.acceptance.desk import AGENT_HERTZ, PATIENCE, answer, through_the_menu
from tests.acceptance.made_day import Day
from tests.acceptance.screens import (
    APART,
    IN_A_CALL,
    PICTURES,
    SHOTS,
    TAKEN,
    WITH_TELEPHONES,
    Shot,
    routes,
    shown_in_guides,
)
from tests.acceptance.test_board import NOW as BUSY
from tests.acceptance.test_board import busy
from tests.acceptance.test_console import type_ticket
from tests.adapters.conftest import shelf
from tests.adapters.storage import Clock
from tests.adapters.ticket_screens import Screens
from tests.adapters.web_hotline import Shelf, web_hotline
from tests.conftest import WALL_KEY
from tests.fakes.citizen import Citizen
from tests.fakes.tickets import MONDAY
from tests.hotline_process import DEMO_PASSWORD, Desk, HotlineProcess
from tests.screens.visitor import Awaited

__all__ = ["shelf"]  # the fixture
pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]
MS = PATIENCE * 1000
SIZE = {"width": 1366, "height": 768}
FOLDER = ROOT / ".state" / "screens"
COLOURS = 256
SPOT, FAINT = 8, 16  # points a side of what is compared; how many of 255 steps of grey are no change
MOST_CHANGED, MOST_BY_CHANCE = 0.05, 0.15  # of all spots
BY_CHANCE = (*IN_A_CALL, *WITH_TELEPHONES, "inspection", "own-quality")
"""In a call the lists hold what other tests have left; which call is drawn for inspection is a matter of luck."""
SEATS = {"agent1": "1001", "supervisor1": "1005"}
NO_TELEPHONE = '[data-testid="phone-link"] { display: none }'  # the web side alone has none to connect
CITIZEN = "13900000711"
ON_TIME = {"numerator": 4127, "denominator": 4286, "value": 4127 / 4286}
TODAY = {
    "at": MONDAY.isoformat(),
    "accepted": 386,
    "pending": 112,
    "in_progress": 694,
    "finished": 341,
    "on_time": ON_TIME,
}
IN_THE_HALL = {
    "at": MONDAY.isoformat(),
    "city": "云川市",
    "numbers": ["12345", "114"],
    "queue": {"fresh": True, "waiting": 3, "longest": 21, "ready": 9, "talking": 26},
    "tickets": TODAY,
    "chosen": [{"title": "居民身份证到期换领", "calls": 214}],
    "hot": ["供暖温度"],
    "shows_hot": True,
}
"""What the hall's screen is told on a busy morning."""


@pytest.fixture(scope="module", autouse=True)
def _kept() -> Iterator[None]:
    """Pictures of screens that are gone do not stay; the guides' are taken over at the end: the pages hold them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob("*.png"):
        file.unlink()
    yield
    if os.environ.get("KEEP_PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        for file in FOLDER.glob("*.png"):
            if file.stem in shown_in_guides():
                (PICTURES / file.name).write_bytes(file.read_bytes())


@pytest_asyncio.fixture(scope="module")
async def day(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> AsyncIterator[Day]:
    """A Monday at ten, with all that was done before."""
    ui = Settings().ui_dir
    if ui == UI / "dist":  # pages that somebody else built are left alone
        await asyncio.to_thread(build_ui)
    clock = Clock(MONDAY)
    settings = Settings(
        state_dir=tmp_path_factory.mktemp("day"),
        ui_dir=ui,
        smtp_host="mail.yunchuan.gov.cn",  # nothing goes out here
        smtp_sender="12345@yunchuan.gov.cn",
    )
    async with web_hotline(settings, shelf, now=clock, clock=clock) as web:
        made = Day(web, Screens(web, clock))
        await made.begin()
        beating = asyncio.gather(web.day.run(), web.consoles.run())
        yield made
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def keep(page: Page, name: str, *meanwhile: Awaitable[None]) -> None:
    """The page as a small picture. meanwhile: done on the page while the picture is made small."""
    taken = await page.screenshot(animations="disabled", caret="hide")
    await asyncio.gather(asyncio.to_thread(_small, taken, name), *meanwhile)


def _small(picture: bytes, name: str) -> None:
    """With a palette."""
    with Image.open(io.BytesIO(picture)) as image:
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)


async def signed_in(browser: Browser, origin: str, user: str) -> Awaited:
    """A page on which it is Monday at ten, and this user is signed in; nobody where it is empty."""
    context = await browser.new_context(locale="zh-CN", viewport=SIZE)
    page = await context.new_page()
    await page.clock.install(time=MONDAY)
    await page.goto(origin)
    if user:
        await page.get_by_test_id("username").fill(user)
        await page.get_by_test_id("password").fill(DEMO_PASSWORD)
        await page.get_by_test_id("sign-in").click()
        await expect(page.get_by_test_id("sign-out")).to_be_visible(timeout=MS)
    return Awaited(page=page)


async def take(seen: Awaited, shot: Shot, origin: str, **places: str) -> None:
    """Go there, press what is to be pressed, take the picture when all has come; then look at the help."""
    page = seen.page
    await page.goto(origin + shot.path.format(**places))
    if shot.brings:
        table = {"name": "questions.csv", "mimeType": "text/csv", "buffer": shot.brings.encode()}
        await page.get_by_test_id("file").set_input_files([table])
    for pressed in shot.press:
        await page.locator(pressed).first.click(timeout=MS)
    await expect(page.locator(shot.sees).first, shot.name).to_be_visible(timeout=MS)
    await page.add_style_tag(content=NO_TELEPHONE)
    await seen.settled()
    await keep(page, shot.name, helps(page, shot.name))


async def helps(page: Page, name: str) -> None:
    """The question mark opens the help at a section, and Escape closes it."""
    if not await page.get_by_test_id("help-body").is_visible():
        await page.evaluate("document.activeElement?.blur()")
        await page.keyboard.press("?")
    await expect(page.get_by_test_id("help-body").locator("h2"), name).to_be_visible(timeout=MS)
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("help-body"), name).to_be_hidden(timeout=MS)


async def test_every_screen_of_a_day(day: Day, browsers: Browsers) -> None:
    """As everybody who works there sees it; on each of them the help has something to say."""
    browser = await browsers.saying(AGENT_HERTZ)
    places = {"ticket": day.tickets["校门口违法停车堵塞通道"], **day.inspections}
    shots = sorted((shot for shot in SHOTS if shot.name not in WITH_TELEPHONES), key=lambda shot: shot.user)
    for user, theirs in groupby(shots, key=lambda shot: shot.user):
        seen = await signed_in(browser, day.web.origin, user)
        if user in SEATS:
            await day.seat(SEATS[user])
        for shot in theirs:
            await take(seen, shot, day.web.origin, **places)
        await seen.page.context.close()


async def test_the_screens_that_need_telephones(hotline: HotlineProcess, pages: Pages) -> None:
    """The citizens' web telephone when it can call, and the menus that callers hear."""
    for shot in SHOTS:
        if shot.name in WITH_TELEPHONES:
            page = await (pages.agent(shot.user, ready=False) if shot.user else pages.blank())
            await take(Awaited(page=page), shot, hotline.web)


async def test_a_call_on_the_console(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """A citizen who has called before is on the line, and the ticket is half written; `?` shows the keys too."""
    for n, content in enumerate(("小区停电两小时，没有接到通知。", "公交12路晚高峰间隔太长。")):
        body = {"type": "help", "content": content, "citizen_number": CITIZEN, "citizen_name": "周明华"}
        coded = {"category": ("0503", "0204")[n], "department": ("15", "18")[n]}
        await board.post("/api/tickets", {**body, **coded}, **{"Idempotency-Key": f"picture-{n}"})
    page = await pages.agent("agent1")
    async with Citizen(hotline.ports["sip_port"], number=CITIZEN) as citizen:
        await through_the_menu(hotline, board, citizen, CITIZEN)
        await answer(page, CITIZEN)
        await page.get_by_test_id("form-type").get_by_text("求助").click()
        await type_ticket(page)
        await expect(page.get_by_test_id("suggestions")).to_be_visible(timeout=MS)
        await page.get_by_test_id("kb-search").fill("路灯坏了找谁")
        await expect(page.get_by_test_id("kb-hit").first).to_be_visible(timeout=MS)
        await expect(page.get_by_test_id("limits")).to_contain_text("《", timeout=MS)
        await keep(page, "console")
        await page.get_by_test_id("help-open").click()
        await expect(page.get_by_test_id("key-sheet")).to_be_visible(timeout=MS)
        await keep(page, "console-help")
        await helps(page, "console")


async def test_a_busy_board(hotline: HotlineProcess, pages: Pages) -> None:
    """Forty agents and twelve calls, as the live line tells of them."""
    page = await pages.agent("supervisor1", ready=False)
    await page.clock.install(time=BUSY)
    await page.route_web_socket("**/api/live", busy)
    await page.goto(f"{hotline.web}/board")
    await expect(page.locator('[data-testid="board-agents"] li')).to_have_count(40, timeout=MS)
    await expect(page.get_by_test_id("phone-link")).to_have_count(0, timeout=MS)
    await keep(page, "board")
    await helps(page, "board")


async def test_the_pages_beside_the_consoles(hotline: HotlineProcess, pages: Pages) -> None:
    """The hall's screen, and the citizens' page on a telephone."""
    page = await pages.blank()
    await page.set_viewport_size({"width": 1920, "height": 1080})
    await page.clock.install(time=MONDAY)
    await page.route("**/api/wall", lambda route: route.fulfill(json=IN_THE_HALL))
    await page.goto(f"{hotline.web}/wall#key={WALL_KEY}")
    await expect(page.get_by_test_id("accepted")).to_have_text("386", timeout=MS)
    await keep(page, "wall")
    await page.set_viewport_size({"width": 390, "height": 760})
    await page.goto(f"{hotline.web}/public?lang=zh-CN")
    await expect(page.get_by_test_id("number")).to_be_visible(timeout=MS)
    await keep(page, "public")


def test_the_guides_show_the_screens_as_they_are() -> None:
    """A screen that looks otherwise than in a guide has to be taken anew."""
    if not os.environ.get("KEEP_PICTURES"):
        changed = {name: _changed(PICTURES / f"{name}.png", FOLDER / f"{name}.png") for name in shown_in_guides()}
        allowed = dict.fromkeys(BY_CHANCE, MOST_BY_CHANCE)
        stale = {name: round(share, 3) for name, share in changed.items() if share > allowed.get(name, MOST_CHANGED)}
        assert not stale, f"run `make pictures`, look at docs/pictures/guide, and commit them: {stale}"


def _changed(before: Path, now: Path) -> float:
    """The share of spots that are lighter or darker than they were; 1 for another size."""
    old, new = _spots(before), _spots(now)
    return float((np.abs(old - new) > FAINT).mean()) if old.shape == new.shape else 1.0


def _spots(file: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    with Image.open(file) as image:
        size = (image.width // SPOT, image.height // SPOT)
        return np.asarray(image.convert("L").resize(size, Image.Resampling.BOX), dtype=np.float64)


def test_no_screen_was_left_out() -> None:
    """Every route of the router is in a picture that was taken just now."""
    there = {file.stem for file in FOLDER.glob("*.png")}
    assert there >= TAKEN
    seen = {shot.screen for shot in SHOTS if shot.name in there} | {IN_A_CALL[name] for name in there & set(IN_A_CALL)}
    missing = set(routes()) - seen
    assert not missing, f"add a line to SHOTS in tests/acceptance/screens.py for {sorted(missing)}"
    assert there >= set(APART)
