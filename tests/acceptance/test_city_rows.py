"""What the lines of other cities answer, heard by telephone: a story for each row of the table of cities in domain.md.

Every answer is reached in at most four menu keys from pick-up, counted as single strokes: the two-digit number of a
line in a long list is two, and on 12345 the key that opens self-service is one. A code, a number or a spelling that is
typed, and a message that is spoken, is one answer however long it is, ended by #; no way has more than one. On 114 both
together are at most four but where a message is left; on 12345 they are but on the way to forms by their code.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from hotline.answering.city_lookups import today
from hotline.answering.openings import now, opening_said
from hotline.kb.load import load_city
from hotline.settings import ROOT, Settings
from hotline.speech.reading import clauses, read_aloud
from tests.acceptance.desk import PATIENCE
from tests.acceptance.story import Story, Telephones
from tests.acceptance.told import Sounds, Told
from tests.fakes.clock import works
from tests.fakes.keys import few_enough
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
_NUMBERS = (f"1391200{place:04d}" for place in itertools.count(1))


def story(
    what: str, line: str, entries: str, *answer: str, then: tuple[tuple[str, str], ...] = (), speaks: bool = False
) -> Story:
    """A story of somebody who has never called before. entries: parted by commas."""
    entered = tuple(filter(None, entries.split(",")))
    assert few_enough(entered), what
    return Story(what=what, number=next(_NUMBERS), line=line, entries=entered, answer=answer, then=then, speaks=speaks)


def open_now(code: str) -> tuple[str, ...]:
    """What is told of a department's hours at this moment, as the voice is given it."""
    department = load_city(ROOT / "kb").department(code)
    assert department is not None
    return tuple(map(read_aloud, clauses(opening_said(department, now(), works))))


@pytest_asyncio.fixture(scope="module")
async def phones(
    hotline: HotlineProcess, board: Desk, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Telephones]:
    """Telephones on which the text of what is spoken is known, and the sound of it."""
    recorded = Path(hotline.extra["HOTLINE_RECORDED_DIR"])
    settings = Settings(state_dir=hotline.state, recorded_dir=recorded, voice="pyttsx3")
    sounds = Sounds(settings, tmp_path_factory.mktemp("again"))
    yield Telephones(hotline=hotline, board=board, told=Told(hotline.state / "logs" / "controller.log"), sounds=sounds)
    await sounds.close()


@pytest_asyncio.fixture(autouse=True)
async def empty_line(hotline: HotlineProcess, board: Desk) -> AsyncIterator[None]:
    """After each row nobody is on the line."""
    yield
    await hotline.until(lambda: not board.calls, PATIENCE)


async def test_hengshui_12345_a_person(phones: Telephones) -> None:
    """A problem is told to a person, and so is a complaint about conduct: with no key, with 0, and from its menu."""
    await phones.walk(
        story("a problem, no key", "12345", "", "您好"),
        story("a problem, 0", "114", "0", "正在为您转接人工服务"),
        story("a complaint about conduct", "12345", "5,5,1,0", "正在为您转接人工服务"),
        ends="queued",
    )


async def test_hengshui_12345_self_service(phones: Telephones, board: Desk) -> None:
    """A department's window, what an approval needs, its forms, how far an application is, a complaint recorded."""
    await report(board, "620001", "accepted")
    forms = story("forms of an approval, sent", "12345", "5,3,0103#,9,2", "表格已经发送")
    conduct = story("a complaint recorded", "114", "5,1,12,#", "您的留言已经收到", speaks=True)
    await phones.walk(
        story(
            "a department's window",
            "12345",
            "5,3,01#",
            "市公安局",
            "零九九九，五五五零，幺幺零幺",
            "地址，云湖区新华路八十八号",
        ),
        story("what an approval needs", "12345", "5,2,1,3", "居民身份证丢失补领", "社会保障卡（原件一份"),
        story("how far an application is", "12345", "5,3,620001#", "受理号六二零零零幺"),
        story("which forms an approval needs", "12345", "5,3,0103#,7", "居民身份证申领登记表"),
        forms,
        conduct,
    )
    (sent,) = await texts(phones, board, forms.number)
    assert "居民身份证丢失补领所需表格" in sent
    (message,) = [one for one in (await board.get("/api/messages"))["messages"] if one["number"] == conduct.number]
    assert (message["about"], message["state"]) == ("conduct", "new")
    assert message["seconds"] > 1.0


async def test_hengshui_service_centre(phones: Telephones, board: Desk) -> None:
    """The stage of an application, and the six things public of an item: all items, then of one what it says."""
    for number, stage in (("620002", "accepted"), ("620003", "in_progress"), ("620004", "approved")):
        await report(board, number, stage)
    public = {
        "3": "可以提前在网上预约",
        "4": "双方居民身份证（原件各一份）",
        "5": "当场办结",
        "6": "办理结果，结婚证",
        "8": "民法典》",
    }
    await phones.walk(
        story("accepted", "114", "3,620002#", "受理号六二零零零二，已于"),
        story("in progress", "114", "3,620003#", "受理号六二零零零三，正在办理"),
        story("finished", "114", "3,620004#", "受理号六二零零零四，已于", "结果是准予"),
        story("items", "114", "2,3", "请选择办理事项", "请按一"),
        *(story(f"public thing {key} of an item", "114", f"3,0301#,{key}", heard) for key, heard in public.items()),
    )


async def test_hengshui_texts(phones: Telephones, board: Desk) -> None:
    """What a caller heard is sent to the telephone as a text."""
    asked = story("a department as a text", "114", "3,12#,9,1", "已经发送")
    needed = story("what an approval needs as a text", "114", "3,0103#,9,1", "已经发送")
    await phones.walk(asked, needed)
    (sent,) = await texts(phones, board, asked.number)
    assert "市城市管理局" in sent
    assert "网址：cgj.yunchuan.example" in sent
    (sent,) = await texts(phones, board, needed.number)
    assert "居民身份证丢失补领" in sent


async def test_hengshui_rural_lines(phones: Telephones, board: Desk) -> None:
    """Prices of the day, jobs and farm advice, published a moment ago."""
    await publish(
        board,
        bulletin("019001", "市场价格", "今日菜价", "大白菜每公斤0.9元。"),
        bulletin("029001", "招聘求职", "果园招短工", "每天130元，管午饭。"),
        bulletin("039001", "农技服务", "小麦越冬水", "气温3到5℃时浇水。"),
    )
    await phones.walk(
        story("prices", "114", "4,1,1", "今日菜价", "大白菜每公斤零点九元"),
        story("jobs", "114", "4,1,2", "果园招短工", "每天一百三十元"),
        story("farm advice", "114", "4,1,3", "小麦越冬水", "摄氏度时浇水"),
    )


async def test_hengshui_catalogue_of_powers(phones: Telephones) -> None:
    """Of the eight fields of an item its name is heard first, and the others by a key; fee and time by the same one."""
    fields = {
        "3": "到任一派出所",
        "4": "能证明身份的证件",
        "5": "每证四十元",
        "6": "人像和指纹信息，由窗口直接核查",
        "8": "第十一条",
    }
    await phones.walk(
        story("the name of an item", "114", "2,1,3", "居民身份证丢失补领。"),
        story("the time of an item", "12345", "5,3,0103#,5", "本市户口七个工作日", "法定时限", "依据是"),
        story("the result of an item", "12345", "5,3,0103#,6", "办理结果，居民身份证"),
        *(story(f"field {key} of an item", "114", f"2,1,3,{key}", heard) for key, heard in fields.items()),
    )


async def test_zhaoqing_114(phones: Telephones) -> None:
    """Telephone, address, hours, complaints and web site of a department: by code, by letters, from the list."""
    told = (
        "市医疗保障局。",
        "服务电话，零九九九，五五五零，幺三零幺",
        "地址，云湖区健康路九号",
        "办公时间，工作日八点三十分到十二点，十三点到十七点",
        "投诉电话，零九九九，五五五零，幺三零九",
    )
    await phones.walk(
        story("a department by its code", "114", "3,03#", *told),
        story("whether it is open now", "114", "3,03#", told[3], *open_now("03"), told[4]),
        story("each of its telephones", "114", "3,03#,1", "医保经办大厅，零九九九，五五五零，幺三零二"),
        story("the way to it", "114", "3,03#,2", "怎么走，乘十二路、二十五路公交"),
        story("its holidays", "114", "3,03#,3", "节假日安排，法定节假日休息", *open_now("03")),
        story("who does what it does not", "114", "3,03#,4", "居民医保缴费扣款找市税务局"),
        story("its web site, letter by letter", "114", "3,03#,6", "网址，歪必杰点歪优恩", "负责人，许清源"),
        story("where to complain about it", "114", "3,03#,7", "投诉电话，零九九九，五五五零，幺三零九"),
        story("a department by its letters", "114", "1,2,925#", *told[:2]),
        story("a department of several with those letters", "114", "1,2,775#,1", "市人力资源和社会保障局。"),
        story("a department from the list", "114", "1,1,13", *told[:2]),
        story("a service procedure", "114", "2,1,3", "居民身份证丢失补领。", "需要的材料"),
        story("a common question", "114", "4,4,1", "身份证丢了", "电子临时乘车身份证明"),
        story("a question by its code", "114", "3,0031#", "结婚登记还要户口簿吗"),
        story("an approval procedure", "114", "3,0703#", "食品经营许可。", "食品经营许可申请书（一份）"),
    )


async def test_zhaoqing_one_stop(phones: Telephones) -> None:
    """Items by department, by what somebody has in mind, and by trade."""
    await phones.walk(
        story("items of a department", "114", "3,01#,5", "首次申领居民身份证，请按一一"),
        story("items for who opens a shop", "114", "2,7", "个体工商户设立登记，请按二"),
        story("items for a restaurant", "114", "5,4,1", "食品经营许可，请按三"),
        story("one of them", "114", "5,4,1,3", "食品经营许可。", "食品经营许可申请书（一份）"),
    )


async def test_deqing_village_affairs(phones: Telephones, board: Desk) -> None:
    """Policies, matters, accounts and fees of a village by its code; a text by the code printed beside it."""
    await publish(
        board,
        bulletin("109001", "村务账目", "本月收支", "月末结存20.5万元。", village="柏林村"),
        bulletin("109002", "村务公开", "村道拓宽", "村道拓宽1.2公里。", village="柏林村"),
        bulletin("109003", "惠农政策", "耕地补贴", "每亩补贴75元。", village="柏林村"),
        bulletin("109004", "收费公示", "水费", "自来水每吨1.6元。", village="柏林村"),
    )
    await phones.walk(
        story("accounts of a village", "114", "4,2,1001#,1", "本月收支", "结存二十点五万元"),
        story("matters of a village", "114", "3,1001#,2", "村道拓宽", "一点二公里"),
        story("policies of a village", "12345", "5,3,1001#,3", "耕地补贴", "每亩补贴七十五元"),
        story("fees of a village", "12345", "5,3,1001#,4", "水费", "自来水每吨一点六元"),
        story("accounts by their code", "114", "3,109001#", "本月收支", "结存二十点五万元"),
        story("a policy by its code", "114", "3,109003#", "耕地补贴", "每亩补贴七十五元"),
        story("fees by their code", "114", "3,109004#", "水费", "自来水每吨一点六元"),
    )


async def test_chengdu_hall(phones: Telephones) -> None:
    """A procedure is found by its code, its forms are told, and the menu speaks English and Cantonese."""
    await phones.walk(
        story("a procedure by its code", "114", "3,0703#", "食品经营许可"),
        story("its forms", "114", "3,0703#,7", "食品经营许可申请书"),
        story("in English", "114", "5,5,3", "Departments, press 1."),
        story("in Cantonese", "114", "5,5,2", "部門電話地址請按一"),
    )


async def test_the_overview_paper(phones: Telephones, board: Desk) -> None:
    """A complaint is left in the box, and whoever works at the desk has it."""
    complaint = story("a complaint left as a message", "114", "5,2,#", "您的留言已经收到", speaks=True)
    await phones.walk(complaint)
    found = [one for one in (await board.get("/api/messages"))["messages"] if one["number"] == complaint.number]
    assert [one["about"] for one in found] == ["message"]


def bulletin(code: str, channel: str, title: str, text: str, *, village: str = "") -> dict[str, str]:
    """A bulletin of today that is over tomorrow."""
    day = today()
    told = {"code": code, "channel": channel, "village": village, "title": title, "text": text}
    return told | {"published": str(day), "valid_until": str(day + timedelta(days=1))}


async def publish(board: Desk, *bulletins: dict[str, str]) -> None:
    """Import them, and wait until the desk finds them: callers do so too."""
    told = await board.post("/api/kb/import?name=today.json", {"bulletins": bulletins})
    assert told.get("revision"), told
    codes = {one["code"] for one in bulletins}

    async def there() -> bool:
        entries = (await board.get("/api/kb/entries/bulletin"))["entries"]
        return codes <= {one["code"] for one in entries}

    await board.hotline.until(there, PATIENCE)


async def report(board: Desk, number: str, stage: str) -> None:
    """A department tells how far an application is."""
    told = {"number": number, "procedure": "结婚登记", "stage": stage, "updated": str(today())}
    answer = await board.post("/api/applications", told)
    assert answer.get("counts"), answer


async def texts(phones: Telephones, board: Desk, number: str) -> list[str]:
    """What was sent to a number, once something was."""

    async def sent() -> list[str]:
        found = (await board.get("/api/outbox?state=sent"))["outbox"]
        return [str(one["text"]) for one in found if one["to"] == number]

    found: list[str] = await phones.hotline.until(sent, PATIENCE)
    return found
