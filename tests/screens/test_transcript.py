"""The conversation on the agent's screen and at an inspection, in a browser over the web side alone.

The rule: what is said comes from the test, by the same way on which the hotline tells it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from hotline.answering.conversation import Became, News, Partly, State
from hotline.answering.five_elements import CITY_TIME
from hotline.calls.transcript import Note, Side, Utterance, Word
from hotline.cli.ui import UI, build_ui
from hotline.events import AgentRung, CallAnswered, CallArrived
from hotline.settings import ROOT, Settings
from hotline.web.transcript_shapes import news_json
from tests.acceptance.conftest import Browsers
from tests.acceptance.desk import AGENT_HERTZ, PATIENCE
from tests.adapters.conftest import shelf
from tests.adapters.quality_calls import put_call, record
from tests.adapters.storage import Clock
from tests.adapters.ticket_screens import Screens
from tests.adapters.web_hotline import Shelf, WebHotline, web_hotline
from tests.hotline_process import DEMO_PASSWORD

__all__ = ["shelf"]  # the fixture
pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]
MS = PATIENCE * 1000
SIZE: ViewportSize = {"width": 1366, "height": 768}
FOLDER = ROOT / ".state" / "screens"
CALL = "1763770000.1"
TALK = (
    "A您好，云川市一二三四五热线，请问有什么可以帮您",
    "C你好，我要反映个事，湖滨区新华路18号门口的下水道堵了",
    "A请问是什么时候开始的",
    "C昨天晚上八点多就开始往外冒脏水，已经两天了，物业也没人管",
    "C希望你们尽快派人来疏通一下",
)
SCROLLS = "(root => root.scrollHeight > innerHeight || root.scrollWidth > innerWidth)(document.documentElement)"


class Talk:
    """A conversation at agent1's desk."""

    def __init__(self, web: WebHotline) -> None:
        self.web = web

    async def begin(self) -> None:
        """A citizen calls, and agent1 answers."""
        seat, now = {"call_id": CALL, "extension": "1001"}, datetime.now(UTC)
        for event in (
            CallArrived(at=now, call_id=CALL, number="13800138000", dialled="12345", channel="x"),
            AgentRung(at=now, **seat),
            CallAnswered(at=now, waited=1, **seat),
        ):
            await self.web.bus.publish(event)

    def tell(self, news: News) -> None:
        """As the hotline tells it."""
        self.web.consoles.tell_desk(CALL, news_json(news))

    async def say(self, line: str, at: float, call_id: str = CALL) -> None:
        """An utterance, kept and told; three words a second."""
        side, text = (Side.AGENT if line[0] == "A" else Side.CITIZEN), line[1:]
        pieces = [text[place : place + 2] for place in range(0, len(text), 2)]
        words = tuple(Word(text=one, start=at + n / 3, end=at + (n + 1) / 3) for n, one in enumerate(pieces))
        one = Utterance(call_id=call_id, side=side, start=at, end=at + len(words) / 3, text=text, words=words)
        number = await self.web.services.transcripts.keep(one)
        self.tell(replace(one, id=number))


@pytest_asyncio.fixture
async def talk(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> AsyncIterator[Talk]:
    """The web side of today."""
    ui = Settings().ui_dir
    if ui == UI / "dist":
        await asyncio.to_thread(build_ui)
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with web_hotline(Settings(state_dir=tmp_path_factory.mktemp("talk"), ui_dir=ui), shelf) as web:
        beating = asyncio.create_task(web.consoles.run())
        yield Talk(web)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def at(browser: Browser, web: WebHotline, user: str, path: str = "/") -> Page:
    """A page of this user."""
    context = await browser.new_context(locale="zh-CN", viewport=SIZE)
    page = await context.new_page()
    await page.goto(web.origin)
    await page.get_by_test_id("username").fill(user)
    await page.get_by_test_id("password").fill(DEMO_PASSWORD)
    await page.get_by_test_id("sign-in").click()
    await expect(page.get_by_test_id("sign-out")).to_be_visible(timeout=MS)
    if path != "/":
        await page.goto(web.origin + path)
    return page


async def until_gone(page: Page, key: str, offer: str) -> None:
    """Press until the offer that stands first is taken or left: a key does nothing for what has only just come."""
    while await page.get_by_test_id(offer).count():
        await page.keyboard.press(key)


async def keep(page: Page, name: str) -> None:
    """The page as a picture, to be looked at."""
    await page.screenshot(path=str(FOLDER / f"{name}.png"), animations="disabled", caret="hide")


async def test_a_conversation_becomes_a_ticket_by_keys_alone(talk: Talk, browsers: Browsers) -> None:
    """Words come while they are said; what is offered is taken and left by one key; nothing makes the page scroll."""
    page = await at(await browsers.saying(AGENT_HERTZ), talk.web, "agent1")
    await talk.begin()
    await expect(page.get_by_test_id("card-number")).to_contain_text("13800138000", timeout=MS)
    talk.tell(Became(call_id=CALL, state=State.ON))
    await expect(page.get_by_test_id("aside-transcript")).to_be_visible(timeout=MS)
    for place, line in enumerate(TALK):
        await talk.say(line, 6.0 * place)
    talk.tell(Partly(call_id=CALL, side=Side.CITIZEN, text="那你们什么时候"))
    await expect(page.get_by_test_id("utterance")).to_have_count(len(TALK), timeout=MS)
    await expect(page.get_by_test_id("partly")).to_contain_text("那你们什么时候")
    await expect(page.get_by_test_id("offer-content")).to_contain_text("下水道", timeout=MS)
    await expect(page.get_by_test_id("offer-known").first).to_be_visible(timeout=MS)
    await keep(page, "transcript")
    assert not await page.evaluate(SCROLLS)
    await until_gone(page, "Alt+i", "offer-type")  # an agent knows better
    for offer in ("offer-place", "offer-content"):
        await until_gone(page, "Alt+a", offer)
    await expect(page.get_by_test_id("form-content")).to_have_value(
        "时间：昨天晚上八点多（" + _yesterday() + "），已经两天了\n地点：湖滨区新华路18号门口\n"
        "经过：湖滨区新华路18号门口的下水道堵了。昨天晚上八点多就开始往外冒脏水，已经两天了，物业也没人管\n"
        "诉求：希望你们尽快派人来疏通一下"
    )
    await expect(page.get_by_test_id("form-place")).to_have_value("湖滨区新华路18号门口")
    await keep(page, "transcript-taken")
    await page.keyboard.press("F3")  # over the conversation, and back under it
    await expect(page.get_by_test_id("kb-search")).to_be_focused(timeout=MS)
    await page.keyboard.press("Alt+t")
    talk.tell(Became(call_id=CALL, state=State.BUSY))
    await expect(page.get_by_test_id("transcript-state")).to_contain_text("机器负载高", timeout=MS)
    await page.keyboard.press("Alt+t")
    await expect(page.get_by_test_id("kb-search")).to_be_visible()
    await keep(page, "transcript-stopped")


@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_the_conversation_fits_in_every_language(talk: Talk, browsers: Browsers, language: str) -> None:
    """Labels of other lengths push nothing off the screen."""
    await talk.begin()
    page = await at(await browsers.saying(AGENT_HERTZ), talk.web, "agent1")
    await page.get_by_test_id("language").first.select_option(language)
    talk.tell(Became(call_id=CALL, state=State.ON))
    for place, line in enumerate(TALK):
        await talk.say(line, 6.0 * place)
    await expect(page.get_by_test_id("offer-content")).to_be_visible(timeout=MS)
    await keep(page, f"transcript-{language}")
    assert not await page.evaluate(SCROLLS)


async def test_an_inspector_hears_from_the_word_that_is_pressed(talk: Talk, browsers: Browsers) -> None:
    """Nothing is read before it is asked for; the hints lead into the recording too."""
    now = datetime.now(UTC)
    await put_call(talk.web.database, "q1", now - timedelta(days=1), "agent1")
    record(talk.web.services.settings.recordings_dir, "q1", 40.0)
    for place, line in enumerate(("A喂", *TALK[1:], "A这个不归我管", "A再见")):
        await talk.say(line, 5.0 * place, "q1")
    screens = Screens(talk.web, Clock(now))
    await screens.new(type="enquiry", call_id="q1")
    await screens.be("supervisor1")
    chosen = (await screens.post("quality/choose", {"call_id": "q1", "reason": "抽听"}, 201))["inspection"]
    page = await at(await browsers.saying(AGENT_HERTZ), talk.web, "supervisor1", f"/quality/calls/{chosen['id']}")
    await expect(page.get_by_test_id("read")).to_be_visible(timeout=MS)
    await expect(page.get_by_test_id("utterance")).to_have_count(0)
    await page.get_by_test_id("read").click()
    await expect(page.get_by_test_id("hint")).to_have_count(2, timeout=MS)
    await page.get_by_test_id("hint").first.scroll_into_view_if_needed()
    await keep(page, "transcript-inspected")
    await page.get_by_test_id("word").filter(has_text="开始").first.click()
    moment = "document.querySelector('audio').currentTime"
    await page.wait_for_function(f"{moment} >= 12 && !document.querySelector('audio').paused", timeout=MS)
    await page.goto(f"{talk.web.origin}/quality/heard")
    await page.get_by_test_id("transcript-words").fill("下水道")
    await page.get_by_test_id("transcript-find").click()
    await expect(page.get_by_test_id("transcript-found")).to_contain_text("下水道堵了", timeout=MS)
    await keep(page, "transcript-search")


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
async def test_an_inspector_reads_why_a_transcript_is_not_whole(talk: Talk, browsers: Browsers, language: str) -> None:
    """It waits to be heard from the recording; what drifts from the ticket's type is told with its words."""
    now = datetime.now(UTC)
    await put_call(talk.web.database, "q2", now - timedelta(days=1), "agent1")
    record(talk.web.services.settings.recordings_dir, "q2", 40.0)
    for place, line in enumerate(("A您好", "C我要投诉物业，停车费收了三次", "A请问是哪个小区", "C幸福里小区", "A再见")):
        await talk.say(line, 5.0 * place, "q2")
    for at_second, note in ((7.0, Note.BUSY), (8.0, Note.AFTER), (14.0, Note.BEGUN)):
        one = Utterance(call_id="q2", side=Side.NOTE, start=at_second, end=at_second, text=note)
        await talk.web.services.transcripts.keep(one)
    screens = Screens(talk.web, Clock(now))
    await screens.new(type="enquiry", call_id="q2")
    await screens.be("supervisor1")
    chosen = (await screens.post("quality/choose", {"call_id": "q2", "reason": "抽听"}, 201))["inspection"]
    page = await at(await browsers.saying(AGENT_HERTZ), talk.web, "supervisor1", f"/quality/calls/{chosen['id']}")
    await page.get_by_test_id("language").first.select_option(language)
    await page.get_by_test_id("read").click()
    await expect(page.get_by_test_id("origin")).to_be_visible(timeout=MS)
    await expect(page.get_by_test_id("hint")).to_contain_text("我要投诉")
    await expect(page.get_by_test_id("utterance")).to_have_count(8)
    await page.get_by_test_id("utterance").last.scroll_into_view_if_needed()
    await keep(page, f"transcript-not-whole-{language}")
    await page.goto(f"{talk.web.origin}/quality/heard")
    await page.get_by_test_id("transcript-words").fill("没有的词")
    await page.get_by_test_id("transcript-find").click()
    await expect(page.get_by_test_id("transcripts-waiting")).to_contain_text("1", timeout=MS)
    await keep(page, f"transcript-waiting-{language}")


def _yesterday() -> str:
    day = datetime.now(CITY_TIME) - timedelta(days=1)
    return f"{day.month}月{day.day}日"
