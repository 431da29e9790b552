"""The demo city: enough of it, each thing found by what citizens call it, and fit to be heard."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from hotline.cli.kb import summary
from hotline.kb.city import City
from hotline.kb.load import load_city
from hotline.kb.model import Department, Phone, Procedure
from hotline.kb.spoken import department_parts, procedure_parts, spoken_department, spoken_procedure
from hotline.settings import ROOT
from hotline.speech.reading import read_aloud

PUBLIC = (
    "department_name",
    "conditions",
    "process",
    "materials",
    "time_limit",
    "fee",
    "forms",
    "legal_basis",
)
HEARD = re.compile("[\u4e00-\u9fff，。；、：“”《》（）]+")
LONGEST_HEARD = 320  # characters: about a minute
PHONE = re.compile(r"0999-5550\d{4}|9\d{4}|1\d{2,4}")


@pytest.fixture(scope="module")
def city() -> City:
    """The pack that is shipped."""
    return load_city(ROOT / "kb")


def _tables() -> list[str]:
    return ["departments.csv", *(f"procedures/{path.name}" for path in (ROOT / "kb" / "procedures").iterdir())]


def test_the_city_is_large_enough_to_show(city: City) -> None:
    """As many departments as Zhaoqing's 114 had, procedures of twenty of them, questions, bulletins and villages."""
    assert len(city.departments) == 51
    assert len(city.procedures) == 120
    assert len({procedure.department for procedure in city.procedures}) >= 20
    assert len(city.questions) == 60
    assert len(city.outline.channels) == 5
    assert len(city.outline.villages) == 3
    told = {(bulletin.village, bulletin.channel) for bulletin in city.bulletins}
    assert {("", channel.name) for channel in city.outline.channels} <= told
    for village in city.outline.villages:
        assert {(village.name, channel.name) for channel in city.outline.village_channels} <= told
    assert len(city.outline.categories) >= 14
    assert sum(len(top.children) for top in city.outline.categories) >= 80
    assert {line.number for line in city.outline.lines} == {"12345", "114"}


def test_every_procedure_shows_its_eight_public_fields(city: City) -> None:
    """None is empty, the fee says what it rests on, and what citizens call it is known."""
    for procedure in city.procedures:
        assert all(getattr(procedure, name) for name in PUBLIC), procedure.name
        assert "依据：" in procedure.fee, procedure.name
        assert len(procedure.process) >= 2, procedure.name
        assert len(procedure.aliases) >= 3, procedure.name


def test_every_department_can_be_reached_and_found(city: City) -> None:
    """An address with its way, hours, two phones, a web page, a head, duties and what citizens call it."""
    for department in city.departments:
        assert department.directions, department.name
        assert department.hours, department.name
        assert PHONE.fullmatch(department.phone), department.name
        assert department.complaint_phone != department.phone
        assert department.web.endswith(".yunchuan.example")
        assert department.head
        assert department.duties
        assert 1 <= len(department.aliases) <= 8, department.name
        assert department.source, department.name
        assert department.checked, department.name


def test_no_two_procedures_are_alike(city: City) -> None:
    """Conditions, processes and aliases are each of their own."""
    aliases = Counter(alias for procedure in city.procedures for alias in {procedure.name, *procedure.aliases})
    assert [alias for alias, times in aliases.items() if times > 1] == []
    for name in ("conditions", "process"):
        values = [getattr(procedure, name) for procedure in city.procedures]
        assert len(set(values)) == len(values), name


def test_a_list_of_procedures_takes_at_most_two_keys(city: City) -> None:
    """At most eight life events or nine, and never more procedures than two digits can name."""
    counts = Counter(event for procedure in city.procedures for event in procedure.events)
    assert set(counts) == {event.name for event in city.life_events}
    assert len(city.life_events) <= 9
    assert max(counts.values()) <= 79


def test_codes_lead_to_things(city: City) -> None:
    """An unknown code leads nowhere."""
    first = city.departments[0]
    assert city.department(first.code) == first
    assert city.department("99") is None
    assert city.procedure(city.procedures[0].code) == city.procedures[0]
    assert city.procedure("9999") is None


def test_every_text_can_be_read_aloud(city: City) -> None:
    """No digit, letter or sign is left that a voice would stumble over, and nothing is too long to hear."""
    texts = [spoken_department(department) for department in city.departments]
    texts += [part for department in city.departments for part in department_parts(department).values()]
    texts += [spoken_procedure(procedure) for procedure in city.procedures]
    texts += [procedure_parts(procedure)["limit_and_fee"] for procedure in city.procedures]
    titles = [department.name for department in city.departments]
    titles += [procedure.name for procedure in city.procedures]
    titles += [event.name for event in city.life_events]
    for text in (*texts, *titles):
        heard = read_aloud(text)
        assert HEARD.fullmatch(heard), heard
        assert not re.search("[，。；：、]{2}|二项", heard), heard
        assert len(heard) <= LONGEST_HEARD, heard


def test_a_department_is_heard_with_its_phone_first(city: City) -> None:
    """Then the address, the hours and where to complain."""
    heard = read_aloud(spoken_department(city.departments[0]))
    assert heard.startswith("市公安局。服务电话，零九九九，五五五零，幺幺零幺。地址，")
    assert heard.index("办公时间，") < heard.index("投诉电话，")


def test_each_field_of_a_department_is_heard_by_itself() -> None:
    """All of its telephones, each a sentence with what it is for; what is not known is no part."""
    phones = tuple(Phone(number=f"555000{place}", label="窗口" if place else "") for place in range(5))
    parts = department_parts(
        replace(
            _department("新华路8号"),
            phones=phones,
            directions="乘3路",
            hours="工作日9:00—17:00",
            holidays="休息",
            not_duties="物业找住建局",
            fax="5550009",
            head="周明远（局长）",
        ),
        "现在休息。",
    )
    assert parts["phone"] == "服务电话，5550000。" + "".join(f"窗口，555000{place}。" for place in range(1, 5))
    assert parts["address"] == "地址，新华路8号。怎么走，乘3路。"
    assert parts["hours"] == "办公时间，工作日9:00—17:00。节假日安排，休息。现在休息。"
    assert parts["duties"].endswith("不归本单位办理的，请这样找，物业找住建局。")
    assert parts["web_fax_and_head"] == "传真，5550009。负责人，周明远（局长）。"
    assert not {"web", "number"} & parts.keys()


def test_a_procedure_is_heard_with_what_to_bring_first() -> None:
    """Things are counted, the fee stops before what it rests on, and the law is left to those who ask for it."""
    heard = spoken_procedure(_procedure(("身份证（原件1份）", "照片2张；"), "每证40元。依据：某文件"))
    assert heard == (
        "补证。需要两项材料。第一，身份证（原件1份）。第二，照片2张。办理时限，7日。收费标准，每证40元。"
        "承办单位，市公安局。"
    )


@pytest.mark.parametrize(
    ("fee", "heard"),
    [
        ("不收费。依据：《某法》", "。不收费。"),
        ("每证40元，依据：某文件", "。收费标准，每证40元。"),
        ("每证40元\n收费依据：某文件", "。收费标准，每证40元。"),
        ("依据：某文件", "。收费标准，请咨询承办单位。"),
    ],
)
def test_a_fee_is_heard_without_its_basis(fee: str, heard: str) -> None:
    """At first; however the clerk wrote it."""
    assert heard in spoken_procedure(_procedure(("身份证",), fee))


def test_many_things_to_bring_are_all_counted() -> None:
    """Beyond ten the number is read by the reader of numbers."""
    heard = read_aloud(spoken_procedure(_procedure(tuple("甲乙丙丁戊己庚辛壬癸子"), "不收费")))
    assert "需要十一项材料" in heard
    assert "第十，癸。第十一，子。" in heard


def test_an_address_of_several_lines_is_one_clause() -> None:
    """Line breaks and closing stops do not break the sentence."""
    assert "地址，新华路8号，政务中心站下车。办公时间" in spoken_department(
        _department("新华路8号。\n政务中心站下车。")
    )


@pytest.mark.parametrize("name", _tables())
def test_a_spreadsheet_opens_the_tables(name: str) -> None:
    """They begin with the mark of UTF-8, without which Excel shows Chinese as rubbish."""
    assert (ROOT / "kb" / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_clerk_is_told_of_every_column_and_file() -> None:
    """README.md names each column title of the tables."""
    readme = (ROOT / "kb" / "README.md").read_text(encoding="utf-8")
    for name in ("departments.csv", "procedures/01-residence.csv"):
        titles = (ROOT / "kb" / name).read_text(encoding="utf-8-sig").partition("\n")[0].strip().split(",")
        assert [title for title in titles if f"| {title} |" not in readme] == []


def test_the_check_sums_up_the_city(city: City) -> None:
    """One line: how many of each."""
    assert summary(city).startswith(f"云川市资料包检查通过：部门{len(city.departments)}个")


def _procedure(materials: tuple[str, ...], fee: str) -> Procedure:
    return Procedure(
        code="0101",
        name="补证",
        aliases=(),
        departments=("01",),
        department_name="市公安局",
        conditions="丢了证；\n本市户口。",
        process=("申请",),
        materials=materials,
        time_limit="7日",
        fee=fee,
        forms=("申请表",),
        legal_basis=("某法",),
    )


def _department(address: str) -> Department:
    return Department(
        code="01",
        name="市公安局",
        aliases=(),
        level="市级部门",
        address=address,
        hours="工作日9:00—12:00",
        phones=(Phone(number="0999-55501101"),),
        complaint_phones=(Phone(number="0999-55501109"),),
        web="",
        head="",
        duties="治安",
    )
