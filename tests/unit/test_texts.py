"""What was found, as a text for a telephone."""

from __future__ import annotations

from hotline.answering.texts import FormLink, text_of
from hotline.ivr.waits import Item, SendWhat
from hotline.kb.city import City
from hotline.kb.model import Department, Outline, Phone, Procedure
from hotline.notices.model import LONGEST_TEXT, short

OFFICE = Department(
    code="05",
    name="市人社局",
    phones=(Phone(number="88123456"), Phone(number="88120000", label="传真")),
    complaint_phones=(Phone(number="88126666"),),
    address="云湖区文昌路1号\n3楼",
    hours="工作日9:00—12:00。",
    web="http://rsj.example",
)
CARD = Procedure(
    code="0501",
    name="社会保障卡申领",
    departments=("05",),
    department_name="市人社局",
    materials=("身份证原件；", "照片1张"),
    process=("窗口申请", "领卡"),
    time_limit="5个工作日",
    fee="不收费",
    forms=("社会保障卡申领表", "委托书"),
)
CITY = City(outline=Outline(name="云川市"), departments=(OFFICE,), procedures=(CARD,))


def text(what: str, item: Item, city: City = CITY) -> str:
    """The text."""
    return text_of(SendWhat(what), item, city)


def test_a_department_is_telephone_first() -> None:
    """Whole, each thing on a line, and it says who sends it."""
    assert text("text", Item(title="人社局", kind="department", code="05")).splitlines() == [
        "【云川市12345热线】市人社局",
        "电话：88123456、88120000（传真）",
        "地址：云湖区文昌路1号，3楼",
        "投诉电话：88126666",
        "网址：http://rsj.example",
        "办公时间：工作日9:00—12:00",
    ]


def test_a_procedure_says_where_to_go_before_what_may_be_cut() -> None:
    """What is not known is left out."""
    assert text("text", Item(title="社保卡", kind="procedure", code="0501")).splitlines() == [
        "【云川市12345热线】社会保障卡申领",
        "承办单位：市人社局",
        "地点：云湖区文昌路1号，3楼",
        "电话：88123456",
        "办理时限：5个工作日",
        "收费：不收费",
        "材料：1.身份证原件；2.照片1张",
        "流程：1.窗口申请；2.领卡",
    ]


def test_forms_are_named_with_where_to_get_them() -> None:
    """There is nothing to send where a procedure has none, or where it is no procedure."""
    assert text("form", Item(title="社保卡", kind="procedure", code="0501")).splitlines() == [
        "【云川市12345热线】社会保障卡申领所需表格",
        "表格：1.社会保障卡申领表；2.委托书",
        "领取单位：市人社局",
        "地点：云湖区文昌路1号，3楼",
        "电话：88123456",
        "网址：http://rsj.example",
    ]
    assert text("form", Item(title="人社局", kind="department", code="05")) == ""
    bare = City(outline=CITY.outline, procedures=(Procedure(code="0501", name="社保卡"),))
    assert text("form", Item(title="社保卡", kind="procedure", code="0501"), bare) == ""


def test_forms_that_are_files_are_told_with_their_address() -> None:
    """Each address ends its line, before the way to get the others in person; the same form is told once."""
    link = FormLink(name="社会保障卡申领表", address="https://12345.example/f/abcdefghjk")
    item = Item(title="社保卡", kind="procedure", code="0501")
    assert text_of(SendWhat.FORM, item, CITY, {"社会保障卡申领表": link}).splitlines() == [
        "【云川市12345热线】社会保障卡申领所需表格",
        "下载社会保障卡申领表：https://12345.example/f/abcdefghjk",
        "其他表格：委托书",
        "领取单位：市人社局",
        "地点：云湖区文昌路1号，3楼",
        "电话：88123456",
        "网址：http://rsj.example",
    ]
    twice = text_of(SendWhat.FORM, item, CITY, {"社会保障卡申领表": link, "委托书": link})
    assert twice.count("https://") == 1
    assert "其他表格" not in twice


def test_a_text_that_is_too_long_is_cut_between_two_addresses() -> None:
    """Half an address leads nowhere."""
    names = tuple(f"第{number}号表" for number in range(20))
    guide = Procedure(code="0501", name="社保卡", forms=names)
    city = City(outline=CITY.outline, procedures=(guide,))
    links = {name: FormLink(name=name, address=f"https://12345.example/f/{name}x") for name in names}
    told = text_of(SendWhat.FORM, Item(title="社保卡", kind="procedure", code="0501"), city, links)
    assert len(told) > LONGEST_TEXT
    assert short(told).endswith("号表x")


def test_anything_else_is_sent_as_it_is_read() -> None:
    """A bulletin, a question, a ticket's progress; what was withdrawn meanwhile too."""
    assert text("text", Item(title="菜价", spoken="白菜每斤一元。", kind="bulletin", code="0001")).endswith(
        "菜价\n白菜每斤一元。"
    )
    assert text("text", Item(title="已受理", spoken="已受理", kind="ticket")) == "【云川市12345热线】已受理"
    assert text("text", Item(title="消失的事项", spoken="说明", kind="procedure", code="9999")).endswith("说明")
    assert text("text", Item(title="", spoken=" ", kind="ticket")) == ""
