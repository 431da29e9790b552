"""The addresses of forms: who is told one, and what the text says."""

from __future__ import annotations

from pathlib import Path

from hotline.agents.model import Board
from hotline.answering.checks import Checks
from hotline.answering.city_services import CityServices
from hotline.answering.form_links import FormLinks
from hotline.answering.recording import Recording
from hotline.answering.services import Caller
from hotline.answering.texts import FormLink
from hotline.calls.marks import Marks
from hotline.ivr.waits import Item, NotSent, Send, SendWhat, Sent, Why
from hotline.kb.city import City
from hotline.kb.forms.service import Forms
from hotline.kb.model import Outline, Procedure
from hotline.kb.uses import Way
from hotline.notices.service import Outbox
from hotline.requests.service import Requests
from tests.adapters.storage import fresh_database
from tests.adapters.test_notices import FakeGateway
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import works
from tests.fakes.forms import docx


async def test_an_address_is_told_only_where_the_city_can_be_reached(tmp_path: Path) -> None:
    """By the entry; a form that is no file has none."""
    async with fresh_database(tmp_path) as database:
        forms = Forms(database, tmp_path / "forms")
        form = await forms.put("申请表.docx", docx(), actor="a")
        guide = Procedure(code="0101", name="办证", forms=("申请表（窗口领取）", "登记表"))
        links = FormLinks(forms=forms, public_url="https://12345.example")
        address = f"https://12345.example/f/{form.code}"
        assert await links.of(guide) == {"申请表（窗口领取）": FormLink(name="申请表", address=address)}
        unknown = FormLinks(forms=forms, public_url="")
        assert await unknown.of(guide) == {}
        assert unknown.address(form) == ""


async def test_a_caller_gets_the_address_by_text(tmp_path: Path) -> None:
    """Of the form as it is published now; a landline gets none, and only what was sent is counted."""
    async with fresh_database(tmp_path) as database:
        forms, outbox = Forms(database, tmp_path / "forms"), Outbox(database, FakeGateway())
        form = await forms.put("申请表.docx", docx(), actor="a")
        requests = Requests(database, tmp_path)
        guide, used = Procedure(code="0101", name="办证", forms=("申请表",)), list[tuple[Way, str, str]]()
        services = CityServices(
            recording=Recording(folder=tmp_path, tone=tmp_path / "tone.wav", keep=requests.keep_message),
            put=outbox.put,
            requests=requests,
            checks=Checks(hours=lambda: (), board=Board, overload=10, citizens=Marks(database), works=works),
            city=lambda: City(outline=Outline(name="云川市"), procedures=(guide,)),
            links=FormLinks(forms=forms, public_url="https://12345.example").of,
            used=lambda *use: used.append(use),
        )
        wish = Send(what=SendWhat.FORM, item=Item(title="办证", kind="procedure", code="0101"))
        mobile = Caller(call_id="c1", number="13900000001", dialled="114", channel=FakeChannel())
        landline = Caller(call_id="c2", number="075788123456", dialled="114", channel=FakeChannel())
        assert await services.send(mobile, wish) == Sent()
        assert [notice.text for notice in await outbox.latest()] == [
            f"【云川市12345热线】办证所需表格\n下载申请表：https://12345.example/f/{form.code}"
        ]
        assert await services.send(landline, wish) == NotSent(why=Why.NUMBER)
        assert used == [(Way.FORMS, wish.item.kind, wish.item.code)]
