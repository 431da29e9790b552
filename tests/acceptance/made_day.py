"""A made-up Monday of a city for the pictures: tickets in every state, cards, appeals, messages, questions, a month.

Rule: every move is one that people make on the screens, at a time at which they could; names, numbers and places are
nobody's. Only what is older than the day is put into the books as rows.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from hotline.calls.marks import Mark, NewMark
from hotline.events import AgentStateChanged, LinkChanged
from hotline.settings import ROOT
from hotline.storage.tables import (
    CallbackRow,
    CallRow,
    KbEntryRow,
    KbMissRow,
    KbVersionRow,
    MessageRow,
    OutboxRow,
    TicketAppealRow,
    TicketCounterRow,
    TicketOversightRow,
    TicketRow,
    UserRow,
)
from hotline.tickets.falling_due import FallingDue
from tests.acceptance.made_matters import FORMER, MATTERS, MISSES, TEXTS, Matter
from tests.acceptance.made_oversight import inspected, instructed, subscribed
from tests.adapters.ticket_screens import Screens
from tests.adapters.web_hotline import WebHotline
from tests.fakes.report_books import Books, made, put
from tests.fakes.tickets import MONDAY
from tests.fakes.tones import tone, write_wav

POLICE, HEATING = "01", "17"
HANDLERS = {POLICE: "handler2", "02": "handler1", HEATING: "handler3"}
BASIS = "《云川市城市管理职责分工规定》第六条"


class Day:
    """The Monday, made step by step on the screens. tickets: number by title; inspections: one to do and one told."""

    def __init__(self, web: WebHotline, screens: Screens) -> None:
        self.web, self.screens = web, screens
        self.tickets: dict[str, str] = {}
        self.inspections: dict[str, str] = {}
        self._due = FallingDue(web.database, web.bus, web.services.tickets.world, every=0)

    async def begin(self) -> None:
        """Everything, in the order of time; at the end it is Monday, ten o'clock."""
        await self._month()
        for matter in sorted(MATTERS, key=lambda one: -one.days):
            await self._until(MONDAY - timedelta(days=matter.days))
            await self._take_down(matter)
        await self._until(MONDAY)
        await self._supervised()
        await self._left()
        await self._written()
        self.inspections = await inspected(self.screens)
        await subscribed(self.screens)
        await self.web.bus.publish(LinkChanged(at=MONDAY, fresh=True, why=""))

    async def seat(self, extension: str) -> None:
        """Whoever sits here has been ready for some minutes; nobody's telephone is connected on the web side alone."""
        ready = AgentStateChanged(at=MONDAY - timedelta(minutes=7), extension=extension, state="ready", reason="")
        await self.web.bus.publish(ready)

    async def _until(self, moment: datetime) -> None:
        while self.screens.clock.now < moment:
            self.screens.clock.now = min(moment, self.screens.clock.now + timedelta(hours=8))
            await self._due.look()

    async def _month(self) -> None:
        books = made(20261031, calls=600, tickets=900)
        for table in (UserRow, KbEntryRow, KbVersionRow, KbMissRow):
            books.rows.pop(table)  # the demo city has its own
        _tell_of_a_city(books)
        await put(self.web.database, books)
        async with self.web.database.transaction() as session:
            counter = {"year": "26", "last": max(int(row["number"][2:-1]) for row in books.of(TicketRow))}
            await session.execute(insert(TicketCounterRow), [counter])
        self.screens.clock.now = MONDAY - timedelta(days=21)

    async def _take_down(self, one: Matter) -> None:
        place = len(self.tickets)
        number = await self.screens.new(
            type=one.type,
            urgency=one.urgency,
            category=one.category,
            district=one.district,
            place=one.place,
            title=one.title,
            content=one.content,
            department=one.department,
            confidential=one.confidential,
            citizen_number=f"139000007{place:02}",
            citizen_name=("王秀英", "李建军", "张敏", "陈志远", "")[place % 5],
            call_id=f"made-{place}",
        )
        self.tickets[one.title] = number
        for step in one.steps:
            self.screens.clock.pass_by(hours=1)
            await self._step(number, step, one)

    async def _step(self, number: str, step: str, one: Matter) -> None:
        move, handler = self.screens.move, HANDLERS[one.department]
        match step:
            case "sign":
                await move(number, "sign", handler)
            case "reply":
                await move(number, "reply", handler, note="已联系市民并核实情况。", public_answer=one.answer)
            case "approve":
                await move(number, "approve", "supervisor1")
            case "return":
                await move(number, "return", handler, reason="共享单车停放由城市管理部门负责。", basis=BASIS)
            case "ask_extension":
                await move(number, "ask_extension", handler, days=3, reason="需要连续三个夜间蹲守取证。")
            case "unsolved":
                said = {"contacted": True, "solved": "no", "satisfied": "no", "words": "来人看了一眼就走了，还在漏。"}
                await move(number, "call_back", "agent1", **said)

    async def _supervised(self) -> None:
        number = self.tickets["校门口违法停车堵塞通道"]
        reason = "家长反映强烈，请今天到现场，并在三天内增设护栏。"
        asked: dict[str, Any] = {"leader": "张副市长", "due": (MONDAY + timedelta(days=3)).isoformat()}
        await self.screens.move(number, "instruct", "supervisor1", reason=reason, **asked)
        await self.screens.be("handler2")
        lines = (await self.screens.get("oversight"))["items"]
        yellow = next(line for line in lines if line["watch"] == "yellow")
        why = {"reason": "12月信号灯改造已经立项，市民同意改造后再答复，当时已经电话说明。"}
        await self.screens.post(f"oversight/{yellow['id']}/appeal", why, 201)
        await instructed(self.screens, self.tickets["夜间飙车扰民"], "handler2")
        until = datetime.now(MONDAY.tzinfo) + timedelta(days=30)
        nuisance = NewMark(mark=Mark.NUISANCE, reason="一周内来电12次，接通后不说话。", until=until)
        await self.web.services.marks.put("13900000750", [nuisance], actor="agent2")

    async def _left(self) -> None:
        folder = self.web.services.settings.messages_dir
        folder.mkdir(parents=True, exist_ok=True)
        async with self.web.database.transaction() as session:
            await session.execute(insert(MessageRow), [_message(n) for n in range(4)])
            await session.execute(insert(CallbackRow), [_callback(n) for n in range(3)])
            await session.execute(insert(OutboxRow), [_text(n, *one) for n, one in enumerate(TEXTS)])
            misses = [
                (question, times, bad, times // 2, n % 2, times + bad - times // 2 - n % 2, MONDAY - timedelta(hours=n))
                for n, (question, times, bad) in enumerate(MISSES)
            ]
            names = ("question", "times", "unhelpful", "callers", "citizens", "agents", "last")
            await session.execute(insert(KbMissRow), [dict(zip(names, one, strict=True)) for one in misses])
        for n in range(4):
            write_wav(folder / f"message-{n}.wav", tone(440, 1.0))

    async def _written(self) -> None:
        """A new entry and a changed one wait for review, each by somebody else; and the forms are there."""
        answer = "带身份证到任一公交卡服务网点补办，工本费15元，当场领取。"
        question = {"question": "老年公交卡丢了怎么补", "department": "云川公交集团", "answer": answer}
        await self._hand_in("agent2", "kb/entries/question", question, "没查到里问了9次。")
        kept = self.web.services.library.city.questions[0]
        fields = {"question": kept.question, "variants": "\n".join(kept.variants), "department": "市公安局"}
        longer = f"{kept.answer}急用的可以当场办临时身份证。"
        fields |= {"answer": longer, "source": kept.source, "keeper": kept.keeper}
        fields |= {"valid_until": "2027-12-31", "checked": "2026-11-20"}
        await self._hand_in(
            "agent1", f"kb/entries/question/{kept.code}", fields, "市公安局来函：办证窗口可以当场出证。"
        )
        await self.web.services.forms.sync_pack(ROOT / "kb")
        await self.web.services.reminders.round()

    async def _hand_in(self, author: str, path: str, fields: dict[str, Any], note: str) -> None:
        await self.screens.be(author)
        told = (await self.screens.post(path, {"fields": fields, "note": note}, 201))["version"]
        await self.screens.post(f"kb/entries/{told['kind']}/{told['code']}/{told['version']}/submit")


def _tell_of_a_city(books: Books) -> None:
    """The rows of the months before this one, told as citizens do, and none of them still open."""
    begins = MONDAY - timedelta(days=21)
    books.rows[CallRow] = [row for row in books.of(CallRow) if row["arrived"] < begins]
    gone = {row["number"] for row in books.of(TicketRow) if row["created"] >= begins}
    for table, rows in books.rows.items():
        books.rows[table] = [row for row in rows if row.get("ticket_number") not in gone]
    books.rows[TicketRow] = [row for row in books.of(TicketRow) if row["number"] not in gone]
    for row in books.of(TicketRow):
        row["title"], row["content"], row["place"] = FORMER[row["department"]]
        if row["finished"] is None and row["state"] not in ("draft", "merged"):
            row |= {"state": "finished", "finished": row["created"] + timedelta(days=4)}
        elif row["state"] == "draft":
            row["created_by"] = "nobody"
    for line in books.of(TicketOversightRow):
        line |= {"answer": "已办理。", "answered_by": "handler2", "answered": line["at"] + timedelta(hours=5)}
    for appeal in books.of(TicketAppealRow):
        appeal |= {"decided_by": "supervisor1", "decided": appeal["at"], "upheld": bool(appeal["upheld"])}


def _message(n: int) -> dict[str, Any]:
    heard = n == 3
    return {
        "call_id": f"made-m{n}",
        "number": f"1390000076{n}",
        "about": ("progress", "conduct", "message", "message")[n],
        "of": ("", "08", "", "")[n],
        "file": f"message-{n}.wav",
        "seconds": (34.0, 51.5, 22.0, 47.0)[n],
        "created": MONDAY - timedelta(minutes=25 + 70 * n),
        "state": "heard" if heard else "new",
        "heard_by": "agent2" if heard else "",
        "heard": MONDAY - timedelta(hours=1) if heard else None,
    }


def _callback(n: int) -> dict[str, Any]:
    done = n == 2
    return {
        "number": f"1390000077{n}",
        "call_id": f"made-b{n}",
        "created": MONDAY - timedelta(minutes=8 + 17 * n),
        "state": "done" if done else "waiting",
        "done_by": "agent3" if done else "",
        "done": MONDAY - timedelta(minutes=5) if done else None,
    }


def _text(n: int, state: str, text: str, why: str) -> dict[str, Any]:
    created = MONDAY - timedelta(minutes=40 + 15 * n)
    return {
        "key": f"made-{n}",
        "channel": "sms",
        "to_number": f"1390000078{n}",
        "text": text,
        "about_kind": "",
        "about_code": "",
        "call_id": "",
        "state": state,
        "tries": 0 if state == "sent" else n,
        "next_try": MONDAY + timedelta(days=1),
        "created": created,
        "sent": created + timedelta(seconds=3) if state == "sent" else None,
        "why": why,
    }
