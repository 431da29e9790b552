"""A made-up city in the middle of a working day: all that the screens have to show, without a telephone.

Rule: everything is made by what the product itself offers; only the month before lies in the books as raw rows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hotline.cli.ui import UI, build_ui
from hotline.notices.model import Draft
from hotline.settings import ROOT, Settings
from hotline.storage.tables import KbEntryRow, KbMissRow, KbVersionRow, TicketCounterRow, UserRow
from tests.acceptance.made_oversight import inspected
from tests.adapters.storage import Clock
from tests.adapters.ticket_screens import LABOUR, Screens
from tests.adapters.web_hotline import Desk, Shelf, WebHotline, web_hotline
from tests.conftest import WALL_KEY
from tests.fakes.report_books import NOW, made, put
from tests.fakes.tickets import MONDAY
from tests.fakes.tones import tone, write_wav

MOBILE, HOUSING = "13800138000", "05"
MATTERS = (
    ("路灯不亮", "桂江路18号一带路灯不亮已经三天，晚上看不清路，老人出门不便。"),
    ("工地夜间施工", "文昌路26号旁工地凌晨两点仍在打桩，附近居民无法休息。"),
    ("拖欠工资", "某建筑公司拖欠十五名工人两个月工资，多次催要无果。"),
    ("小区停水", "湖滨花园三期昨晚八点起停水，物业电话无人接听。"),
    ("占道经营", "人民路菜市场门口每天早上占道摆摊，公交车进不了站。"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The running web side, and what stands in its books. ticket: one with everything that a ticket can have.

    inspection: the number of a call that is half scored.
    """

    web: WebHotline
    ticket: str
    query_code: str
    inspection: str

    @property
    def origin(self) -> str:
        """Where its pages are."""
        return self.web.origin


@asynccontextmanager
async def busy_city(folder: Path, shelf: Shelf) -> AsyncIterator[City]:
    """The city with its pages; they are built where they are ours to build."""
    settings = Settings(state_dir=folder, ui_dir=Settings().ui_dir, wall_key=WALL_KEY)
    if settings.ui_dir == UI / "dist":  # pages that somebody else built are left alone
        build_ui()
    clock = Clock(NOW)
    async with web_hotline(settings, shelf, now=clock, clock=clock) as web:
        await _month(web)
        screens = Screens(web, clock)
        ticket = await _tickets(screens)
        await _left_by_citizens(web)
        await _marks_and_words(screens)
        await _knowledge(web)
        await screens.be("supervisor1")
        whole = await screens.get(f"tickets/{ticket}")
        clock.now = MONDAY  # the week is over, and its calls are drawn
        called = await inspected(screens)
        await screens.be("")
        code = whole["ticket"]["query_code"]
        yield City(web=web, ticket=ticket, query_code=code, inspection=called["call"])


async def _month(web: WebHotline) -> None:
    books = made(20261031, calls=300, tickets=400)
    last = len(books.rows[next(table for table in books.rows if table.__tablename__ == "tickets")])
    for table in (UserRow, KbEntryRow, KbVersionRow, KbMissRow):
        books.rows.pop(table)  # the demo city has its own
    await put(web.database, books)
    async with web.database.transaction() as session:
        session.add(TicketCounterRow(year="26", last=last + 1))
    await web.services.reports.close("2026-10", by="supervisor1")


async def _tickets(screens: Screens) -> str:
    """Some in every state; returns the one with the longest history."""
    numbers = [await screens.new(title=title, content=content) for title, content in MATTERS]
    whole, replied, returned, called, urged = numbers
    await screens.move(whole, "sign", "handler2")
    await screens.attach(whole)
    await screens.move(whole, "note", note="已联系路灯管理所，明天上午到场。")
    await screens.move(whole, "ask_extension", days=3, reason="配件需从省城调运")
    await screens.move(whole, "ask_assisting", department=HOUSING, reason="配电箱在小区红线内")
    await screens.move(whole, "instruct", "supervisor1", reason="请抓紧办理，晚上先设临时照明。")
    await screens.move(whole, "add_assisting", department=LABOUR)
    await screens.move(replied, "sign", "handler2")
    await screens.move(replied, "reply", note="已责令停工", public_answer="工地已停止夜间施工。")
    await screens.move(
        returned, "return", "handler2", reason="属人社部门职责", basis="《保障农民工工资支付条例》第七条"
    )
    await screens.answered(called)
    await screens.move(urged, "urge", "supervisor1", reason="市民再次来电")
    await screens.be("handler2")
    (line, *_) = (await screens.get("oversight", open="1", watch="instruct"))["items"]
    await screens.post(f"oversight/{line['id']}/appeal", {"reason": "已在办理，当日回复。"}, 201)
    return whole


async def _left_by_citizens(web: WebHotline) -> None:
    folder = web.services.settings.messages_dir
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(3):
        write_wav(folder / f"message-{n}.wav", tone(440, 1.0))
        about = {"about": "conduct", "of": "08", "file": f"message-{n}.wav", "seconds": 21.0 + n}
        await web.services.requests.keep_message(call_id=f"m{n}", number=f"+861380013800{n}", **about)
        await web.services.requests.book(number=f"1390000010{n}", call_id=f"b{n}")
    text = {"text": "市人力资源和社会保障局：文昌路26号，工作日9:00至17:30。", "kind": "department", "code": "05"}
    await web.services.outbox.put(Draft(to=MOBILE, call_id="m0", **text))


async def _marks_and_words(screens: Screens) -> None:
    await screens.be("agent1")
    until = (screens.clock.now + timedelta(days=20)).isoformat()
    marks = [
        {"mark": "elderly", "reason": "独居，听力不好，请慢些说。"},
        {"mark": "nuisance", "reason": "一夜二十个空号来电", "until": until},
    ]
    await screens.call("PUT", f"citizens/{MOBILE}/marks", json={"marks": marks})
    await screens.be("supervisor1")
    await screens.post("broadcasts", {"text": "城南片区今晚停水至22:00，按停水口径答复。", "minutes": 480}, 201)


async def _knowledge(web: WebHotline) -> None:
    await web.services.forms.sync_pack(ROOT / "kb")
    desk = Desk(web)
    await desk.sign_in("agent1")
    question = {"question": "夜里打桩找谁", "answer": "请拨城管热线。", "department": "市公安局"}
    written = await desk.post("entries/question", {"fields": question}, 201)
    await desk.post(f"entries/question/{written['version']['code']}/1/submit")
    for words in ("猫丢了找谁", "共享单车押金不退"):
        await web.services.knowledge.missed(words)
