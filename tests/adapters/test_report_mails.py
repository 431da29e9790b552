"""Reports by mail: each period once, however many processes look, over real SMTP to a real mailbox."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
import pytest_asyncio

from hotline.errors import GatewayError, NotFoundError, NoticeRefusedError
from hotline.reports.mail.model import PAUSES, Every, State, Wanted
from hotline.reports.mail.service import NO_POST, Mails, Way
from hotline.reports.mail.smtp import SmtpPost
from hotline.reports.period import Period
from hotline.storage.engine import Database
from tests.adapters.mail_server import PASSWORD, USER, mail_server, new_certificate
from tests.adapters.storage import Clock, Place, fresh_database
from tests.adapters.test_reports import over
from tests.fakes.report_books import made, put

BOOKS = made(7, calls=60, tickets=60)
START = datetime(2026, 11, 19, 4, 0, tzinfo=UTC)  # a Thursday noon of the city
LEADER, OFFICE, CHIEF = "leader@city.gov.cn", "office@city.gov.cn", "chief@city.gov.cn"
DAILY = Wanted(report="tickets", every=Every.DAY, hour=8, form="csv", recipients=(LEADER,))
MONTHLY = replace(DAILY, report="tickets", every=Every.MONTH, form="xlsx")
PLAIN = {"tls": "none", "host": "127.0.0.1"}


@dataclass
class Bag:
    """A mail server that never fails but when it is told to."""

    got: list[EmailMessage] = field(default_factory=list)
    fault: GatewayError | None = None

    async def send(self, message: EmailMessage) -> str:
        """Keep it."""
        await asyncio.sleep(0)
        if self.fault is not None:
            raise self.fault
        self.got.append(message)
        return ""


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A small month in a database."""
    async with fresh_database(place) as opened:
        await put(opened, BOOKS)
        yield opened


def mails(database: Database, clock: Clock, post: Bag | SmtpPost | None) -> Mails:
    """What goes out, by this way."""
    way = Way(post=post, sender="12345@city.gov.cn", domains=("city.gov.cn",))
    return Mails(database, over(database, clock), way, now=clock)


def file_of(message: EmailMessage) -> EmailMessage:
    """The attachment."""
    (found,) = message.iter_attachments()
    assert isinstance(found, EmailMessage)
    return found


async def test_a_day_goes_out_once_at_its_hour(database: Database) -> None:
    """Not before, not twice, by whichever process; the next day's the next day."""
    clock, bag = Clock(START), Bag()
    ours, theirs = mails(database, clock, bag), mails(database, clock, bag)
    await ours.add(DAILY, by="supervisor1")
    assert await ours.look() == 0
    clock.now = datetime(2026, 11, 19, 23, 59, tzinfo=UTC)
    assert await ours.look() == 0
    clock.now = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
    tried = await asyncio.gather(ours.look(), theirs.look(), ours.look())
    assert (sum(tried), len(bag.got)) == (1, 1)
    assert bag.got[0]["Subject"] == "【云川市12345】日报：工单统计 2026-11-19"
    clock.pass_by(hours=3)
    assert await theirs.look() == 0
    clock.pass_by(hours=21)
    assert await theirs.look() == 1
    (one,) = await ours.all_of()
    assert [(sending.period.first.day, sending.state) for sending in one.last] == [(20, State.SENT), (19, State.SENT)]


async def test_what_was_missed_goes_out_late_and_once(database: Database) -> None:
    """After four days of standing still four mails go out, and none of before the subscription."""
    clock, bag = Clock(START), Bag()
    await mails(database, clock, bag).add(DAILY, by="supervisor1")
    clock.pass_by(days=4)
    assert await mails(database, clock, bag).look() == 4
    assert await mails(database, clock, bag).look() == 0
    assert [message["Subject"][-10:] for message in bag.got] == [f"2026-11-{day}" for day in (19, 20, 21, 22)]
    assert len({message["Message-ID"] for message in bag.got}) == 4


async def test_a_process_that_dies_in_between_leaves_the_mail_to_the_next(database: Database) -> None:
    """The row falls due again when the lease is over."""

    class Dying(Bag):
        async def send(self, message: EmailMessage) -> str:
            raise asyncio.CancelledError

    clock, bag = Clock(START), Bag()
    await mails(database, clock, bag).add(DAILY, by="supervisor1")
    clock.pass_by(days=1)
    with pytest.raises(asyncio.CancelledError):
        await mails(database, clock, Dying()).look()
    assert await mails(database, clock, bag).look() == 0
    clock.pass_by(minutes=31)
    assert await mails(database, clock, bag).look() == 1
    assert len(bag.got) == 1


async def test_a_failing_server_is_tried_less_and_less_often_and_then_given_up(database: Database) -> None:
    """The reason stands beside it all the while; sent by hand it is sent."""
    clock, bag = Clock(START), Bag(fault=GatewayError("邮件服务器没有及时应答。"))
    post = mails(database, clock, bag)
    number = (await post.add(replace(DAILY, every=Every.WEEK, hour=0), by="supervisor1")).id
    clock.now = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    for pause in PAUSES:
        assert await post.look() == 1
        (waiting,) = (await post.one(number)).last
        assert (waiting.state, waiting.why) == (State.WAITING, "邮件服务器没有及时应答。")
        clock.now += pause / 2
        assert await post.look() == 0
        clock.now += pause / 2
    assert await post.look() == 1
    (failed,) = (await post.one(number)).last
    assert (failed.state, failed.tries) == (State.FAILED, len(PAUSES) + 1)
    bag.fault = None
    assert await post.look() == 0
    assert await post.send_now(number) == (Period(first=date(2026, 11, 16), last=date(2026, 11, 22)), "")
    (sent,) = (await post.one(number)).last
    assert sent.state is State.SENT


async def test_a_refusal_for_good_is_not_tried_again(database: Database) -> None:
    """It has failed at once, with what the server said."""
    clock, bag = Clock(START), Bag(fault=NoticeRefusedError("不收这样的邮件"))
    post = mails(database, clock, bag)
    await post.add(DAILY, by="supervisor1")
    clock.pass_by(days=1)
    await post.look()
    ((failed,),) = [one.last for one in await post.all_of()]
    assert (failed.state, failed.tries, failed.why) == (State.FAILED, 1, "不收这样的邮件")


async def test_a_month_waits_until_it_is_closed_and_goes_out_as_closed(database: Database) -> None:
    """What it waits for is told; afterwards the mail says that it is closed."""
    clock, bag = Clock(datetime(2026, 10, 20, tzinfo=UTC)), Bag()
    post = mails(database, clock, bag)
    number = (await post.add(MONTHLY, by="supervisor1")).id
    clock.now = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)
    assert await post.look() == 0
    (waiting,) = (await post.one(number)).last
    assert (waiting.state, waiting.tries, waiting.why) == (State.WAITING, 0, "等待2026-10结账")
    await over(database, clock).close("2026-10", by="boss")
    clock.pass_by(minutes=10)
    assert await post.look() == 1
    (message,) = bag.got
    assert "已结账" in message.get_body().get_content()  # type: ignore[union-attr]
    assert file_of(message).get_filename() == "tickets-2026-10.xlsx"


async def test_what_is_stopped_or_changed_owes_nothing(database: Database) -> None:
    """A subscription that was off for a week does not make up for it; a removed one is gone with all that it sent."""
    clock, bag = Clock(START), Bag()
    post = mails(database, clock, bag)
    number = (await post.add(DAILY, by="supervisor1")).id
    await post.switch(number, on=False, by="supervisor1")
    clock.pass_by(days=7)
    assert await post.look() == 0
    await post.switch(number, on=True, by="supervisor1")
    changed = await post.change(number, replace(DAILY, hour=9, recipients=(LEADER, OFFICE)), by="admin1")
    assert (changed.wanted.hour, changed.changed_by, changed.active) == (9, "admin1", True)
    assert await post.look() == 0
    clock.pass_by(days=1)
    assert await post.look() == 1
    await post.remove(number)
    with pytest.raises(NotFoundError):
        await post.one(number)


async def test_a_week_is_not_taken_for_its_first_day(database: Database) -> None:
    """A daily one that becomes a weekly one sends the week, though its Monday was sent by itself."""
    clock, bag = Clock(datetime(2026, 11, 16, 4, 0, tzinfo=UTC)), Bag()
    post = mails(database, clock, bag)
    number = (await post.add(DAILY, by="supervisor1")).id
    clock.pass_by(days=1)
    assert await post.look() == 1
    await post.change(number, replace(DAILY, every=Every.WEEK), by="supervisor1")
    clock.pass_by(days=6)
    assert await post.look() == 1
    assert bag.got[-1]["Subject"].endswith(" 2026-11-16 至 2026-11-22")


async def test_without_a_mail_server_nothing_goes_out_and_it_says_why(database: Database) -> None:
    """By hand too."""
    post = mails(database, Clock(START), None)
    number = (await post.add(DAILY, by="supervisor1")).id
    with pytest.raises(GatewayError, match=NO_POST[:12]):
        await post.send_now(number)


async def test_a_domain_that_is_no_longer_allowed_gets_nothing(database: Database) -> None:
    """What is allowed is asked again whenever a mail goes out."""
    bag = Bag()
    post = mails(database, Clock(START), bag)
    number = (await post.add(replace(DAILY, recipients=("a@elsewhere.cn",)), by="supervisor1")).id
    with pytest.raises(NoticeRefusedError, match=r"elsewhere\.cn.*不在允许的域名内"):
        await post.send_now(number)
    assert bag.got == []


async def test_a_mail_is_read_in_a_mailbox(database: Database) -> None:
    """Chinese text with the figures, a workbook that opens, and a department's rows alone; nobody is named."""
    wanted = replace(
        DAILY, report="assessment", form="xlsx", department="01", recipients=(LEADER, CHIEF), every=Every.MONTH
    )
    async with mail_server() as box:
        post = mails(database, Clock(START), SmtpPost(port=box.port, **PLAIN))
        number = (await post.add(wanted, by="supervisor1")).id
        assert await post.send_now(number) == (Period(first=date(2026, 10, 1), last=date(2026, 10, 31)), "")
    (message,), (recipients,) = box.got, box.recipients
    assert recipients == [LEADER, CHIEF]
    assert (message["From"], message["To"]) == ("云川市12345热线 <12345@city.gov.cn>", f"{LEADER}, {CHIEF}")
    text = message.get_body().get_content()  # type: ignore[union-attr]
    assert "统计期：2026-10-01 至 2026-10-31" in text
    assert "派单次数：" in text
    attached = file_of(message)
    assert attached.get_filename() == "assessment-01-2026-10.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(attached.get_content()))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "派单次数" in cells
    assert not [cell for cell in (*cells, *text.split()) if "王芳" in cell or "13800" in cell]


async def test_some_recipients_refused_are_told_beside_the_others(database: Database) -> None:
    """Whoever is taken gets it; of the others stands what the server said, and nothing is tried again."""
    async with mail_server() as box:
        box.refused[OFFICE] = ("550 5.1.1 no such user", -1)
        post = mails(database, clock := Clock(START), SmtpPost(port=box.port, **PLAIN))
        number = (await post.add(replace(DAILY, recipients=(LEADER, OFFICE)), by="supervisor1")).id
        clock.pass_by(days=1)
        assert await post.look() == 1
        (sent,) = (await post.one(number)).last
    assert box.recipients == [[LEADER]]
    assert (sent.state, sent.why) == (State.SENT, f"{OFFICE}未收下：550 5.1.1 no such user")


MESSAGE = EmailMessage()
MESSAGE["From"], MESSAGE["To"], MESSAGE["Subject"] = "12345@city.gov.cn", LEADER, "试"
MESSAGE.set_content("试")


async def test_passwords_and_tls_are_as_the_settings_say(tmp_path: Path) -> None:
    """By STARTTLS and by TLS from the first byte, with the authority's certificate."""
    certificate = await new_certificate(tmp_path)
    for tls, first_byte in (("starttls", False), ("tls", True)):
        async with mail_server(certificate, first_byte=first_byte, asks_password=True) as box:
            post = SmtpPost(
                host="127.0.0.1", port=box.port, tls=tls, user=USER, password=PASSWORD, ca=f"{certificate}.crt"
            )
            assert await post.send(MESSAGE) == ""
            assert (len(box.got), box.users) == (1, [USER])
    assert PASSWORD not in repr(post)


async def test_each_failure_says_what_to_do(tmp_path: Path) -> None:
    """A wrong password, a strange certificate, no STARTTLS, nobody there, a busy server, nobody taken."""
    certificate = await new_certificate(tmp_path)
    async with mail_server(certificate, asks_password=True) as box:
        post = SmtpPost(
            host="127.0.0.1", port=box.port, tls="starttls", user=USER, password="no", ca=f"{certificate}.crt"
        )
        with pytest.raises(GatewayError, match="不接受用户名或密码") as wrong:
            await post.send(MESSAGE)
        assert not isinstance(wrong.value, NoticeRefusedError)
        with pytest.raises(GatewayError, match=r"证书不可信.*HOTLINE_SMTP_CA"):
            await replace(post, ca="").send(MESSAGE)
    async with mail_server() as box:
        plain = SmtpPost(port=box.port, **PLAIN)
        with pytest.raises(GatewayError, match=r"不支持STARTTLS.*HOTLINE_SMTP_TLS"):
            await replace(plain, tls="starttls").send(MESSAGE)
        box.busy = 1
        with pytest.raises(GatewayError, match="451") as busy:
            await plain.send(MESSAGE)
        assert not isinstance(busy.value, NoticeRefusedError)
        box.refused[LEADER] = ("550 unknown", -1)
        with pytest.raises(NoticeRefusedError, match=r"不收任何一个收件人.*550"):
            await plain.send(MESSAGE)
    with pytest.raises(GatewayError, match="连不上邮件服务器"):
        await plain.send(MESSAGE)
