"""The demo city: enough of it, each thing found by what citizens call it, and fit to be heard."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from hotline.cli.kb import summary
from hotline.kb.load import load_city
from hotline.kb.model import City, Department, Procedure, spoken_department, spoken_procedure
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
LONGEST_HEARD = 300  # characters: about a minute


@pytest.fixture(scope="module")
def city() -> City:
    """The pack that is shipped."""
    return load_city(ROOT / "kb")


def _tables() -> list[str]:
    return ["departments.csv", *(f"procedures/{path.name}" for path in (ROOT / "kb" / "procedures").iterdir())]


def test_the_city_is_large_enough_to_show(city: City) -> None:
    """At least 20 departments, 60 procedures that touch 20 of them, and two levels of ticket categories."""
    assert len(city.departments) >= 20
    assert len(city.procedures) >= 60
    assert len({procedure.department for procedure in city.procedures}) >= 20
    assert len(city.categories) >= 14
    assert sum(len(top.children) for top in city.categories) >= 80
    assert {line.number for line in city.lines} == {"12345", "114"}


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
        assert re.search("乘.+站|[公交地铁]", department.address), department.name
        assert "0999-5550" in department.phone, department.name
        assert department.complaint_phone != department.phone
        assert department.web.endswith(".yunchuan.example")
        assert department.head
        assert department.duties
        assert 3 <= len(department.aliases) <= 6, department.name


def test_no_two_procedures_are_alike(city: City) -> None:
    """Conditions, processes and aliases are each of their own."""
    aliases = Counter(alias for procedure in city.procedures for alias in {procedure.name, *procedure.aliases})
    assert [alias for alias, times in aliases.items() if times > 1] == []
    for name in ("conditions", "process"):
        values = [getattr(procedure, name) for procedure in city.procedures]
        assert len(set(values)) == len(values), name


def test_a_list_of_procedures_takes_one_key(city: City) -> None:
    """At most nine life events, each with one to nine procedures, so that no caller keys two digits."""
    counts = Counter(procedure.category for procedure in city.procedures)
    assert set(counts) == {event.code for event in city.life_events}
    assert len(city.life_events) <= 9
    assert max(counts.values()) <= 9


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("身份证丢了", "居民身份证丢失补领"),
        ("我的身份证丢了怎么办", "居民身份证丢失补领"),
        ("上户口", "新生儿出生登记"),
        ("社保卡补办", "社会保障卡挂失补办"),
        ("驾照到期要换驾照", "驾驶证期满换证"),
        ("老板不发工资", "拖欠工资投诉"),
        ("天然气 开户", "管道天然气开户通气"),
    ],
)
def test_a_procedure_is_found_by_what_citizens_say(city: City, said: str, found: str) -> None:
    """By an alias, by a sentence that holds one, by two words."""
    assert city.find_procedures(said)[0].name == found


@pytest.mark.parametrize(
    ("said", "found"),
    [("社保局", "市人力资源和社会保障局"), ("房管局电话多少", "市住房和城乡建设局"), ("民政", "市民政局")],
)
def test_a_department_is_found_by_what_citizens_call_it(city: City, said: str, found: str) -> None:
    """An old name leads to the department of today."""
    assert city.find_departments(said)[0].name == found


def test_no_words_find_all_and_strange_words_nothing(city: City) -> None:
    """All stay in the order of the pack."""
    assert city.find_departments("") == city.departments
    assert city.find_procedures("  ") == city.procedures
    assert city.find_procedures("火星移民") == ()


def test_width_and_case_do_not_matter(city: City) -> None:
    """Full-width digits find what half-width digits find."""
    assert city.find_departments("１２３４５热线") == city.find_departments("12345热线") != ()


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
    texts += [spoken_procedure(procedure) for procedure in city.procedures]
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


def test_a_procedure_is_heard_with_what_to_bring_first() -> None:
    """Things are counted, the fee stops before what it rests on, and the law is left to the screen."""
    heard = spoken_procedure(_procedure(("身份证（原件1份）", "照片2张；"), "每证40元。依据：某文件"))
    assert heard == (
        "补证。需要两项材料。第一，身份证（原件1份）。第二，照片2张。办理时限，7日。收费标准，每证40元。"
        "受理条件，丢了证，本市户口。承办单位，市公安局。"
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
    """However the clerk wrote it."""
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
        department="01",
        department_name="市公安局",
        category="01",
        conditions="丢了证；\n本市户口。",
        process=("申请",),
        materials=materials,
        time_limit="7日",
        fee=fee,
        forms="申请表",
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
        phone="0999-55501101",
        complaint_phone="0999-55501109",
        web="",
        head="",
        duties="治安",
    )
