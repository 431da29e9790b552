"""A ticket's words, and what a draft must hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from hotline.errors import InputError
from hotline.tickets.draft import amended, checked, faults_of, fingerprint
from hotline.tickets.model import TicketDraft, TicketState, TicketType
from hotline.tickets.number import is_number, number_of
from hotline.tickets.offices import Office, Places, TicketCity
from hotline.tickets.words import spoken_progress
from tests.fakes.tickets import new_ticket

CODES = TicketCity(
    offices={"01": Office(code="01", name="市城管局")},
    categories={"0101"},
    places=Places(districts={"01": ("云湖区", ())}),
)
DRAFT = TicketDraft(
    type="complaint",
    category="0101",
    place="人民路 1 号",
    content="路灯坏了",
    department="01",
    confidential=True,
    citizen_number="+86 138 0013 8000",
    citizen_name="王女士",
    call_id="1.1",
)


def test_a_draft_that_is_put_right_keeps_the_extension_and_is_told_of_a_number_that_is_none() -> None:
    """As when it was first saved: 张三 does not silently become no number."""
    assert amended({"citizen_number": "0755-88866666转8012"}) == {
        "citizen_number": "075588866666",
        "citizen_extension": "8012",
    }
    assert set(faults_of(amended({"citizen_number": "张三"}), CODES)) == {"citizen_number"}


def test_the_caller_hears_where_the_ticket_is_and_nothing_of_what_it_is_about() -> None:
    """By the city's clock: late in the evening in UTC it is already the next day."""
    ticket = new_ticket(created=datetime(2026, 11, 21, 16, 30, tzinfo=UTC), department="01", place="人民路")
    told = {
        state: spoken_progress(replace(ticket, state=state, parent="2600000028"), "市城管局") for state in TicketState
    }
    assert told[TicketState.SIGNED] == "工单2600000014，11月22日受理，由市城管局正在办理。"
    assert len(set(told.values())) == len(TicketState)
    for words in told.values():
        assert not any(secret in words for secret in ("路灯", "人民路", "王芳", "13800138000", "123456"))


def test_the_caller_hears_until_when_and_that_it_is_handled_again() -> None:
    """While somebody is at it."""
    ticket = new_ticket(
        state=TicketState.SIGNED, department="01", round=2, due=datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    )
    assert spoken_progress(ticket) == "工单2600000014，11月23日受理，正在办理，应于12月1日前办结，这是重新办理。"


def test_the_caller_hears_the_year_of_a_limit_that_is_far_off() -> None:
    """As a limit set by hand may be."""
    ticket = new_ticket(state=TicketState.SIGNED, due=datetime(2028, 1, 5, 9, 30, tzinfo=UTC))
    assert "应于2028年1月5日前办结" in spoken_progress(ticket)


@pytest.mark.parametrize(
    "typed", ["2600000041", "2600000104", "6200000014", "260000001", "26000000141", "２６０００００１４"]
)
def test_a_mistyped_number_is_none(typed: str) -> None:
    """One wrong digit, two that changed places, too short, too long, or other signs."""
    assert is_number(number_of("26", 1))
    assert is_number("202611210001"), "as numbers were before"
    assert not is_number(typed)


def test_every_type_and_state_has_its_words() -> None:
    """Nothing is left without a label."""
    assert [kind.label for kind in TicketType] == ["咨询", "求助", "投诉", "举报", "建议", "表扬"]


def test_a_good_draft_is_kept_clean() -> None:
    """Trimmed, without control characters, its number normalised; only the content keeps its lines."""
    clean = checked(replace(DRAFT, content=" 第一行\r\n第二\x00行 ", place="人民路\n1 号"), CODES)
    assert (clean.content, clean.place, clean.citizen_number) == ("第一行\n第二行", "人民路 1 号", "13800138000")


@pytest.mark.parametrize(
    ("call_id", "came_by", "said"),
    [
        ("1.1", "phone", ""),
        ("1.1", "message", ""),
        ("", "walk_in", ""),
        ("1.1", "walk_in", "通话里登记的工单，来源只能是电话或语音留言。"),
        ("", "pigeon", "请选择来源渠道。"),
        ("", "", "请选择来源渠道。"),
    ],
)
def test_what_a_matter_came_by_goes_with_its_call(call_id: str, came_by: str, said: str) -> None:
    """One of the desk's ways; in a call the call itself, or what was left in it."""
    draft = replace(DRAFT, call_id=call_id, came_by=came_by)
    if not said:
        assert checked(draft, CODES).came_by == came_by
        return
    with pytest.raises(InputError) as fault:
        checked(draft, CODES)
    assert fault.value.details == {"fields": {"came_by": said}}


def test_all_faults_are_told_at_once() -> None:
    """One sentence for each field that is wrong."""
    bad = TicketDraft(
        type="gossip",
        category="9",
        place="路" * 201,
        content=" \x00 ",
        department="99",
        urgency="soon",
        district="广州市",
        assisting=("98",),
        title="题" * 101,
        citizen_name="王" * 65,
        call_id="1" * 65,
    )
    with pytest.raises(InputError) as fault:
        checked(bad, CODES)
    assert fault.value.details == {
        "fields": {
            "type": "请选择诉求类型。",
            "category": "请选择诉求分类。",
            "department": "请选择承办单位。",
            "content": "请填写诉求内容。",
            "urgency": "请选择紧急程度：一般、紧急或特急。",
            "district": "事发地不在本市的区县里，请选择本市的区县。",
            "assisting": "没有这些协办单位：98。",
            "title": "标题不能超过100个字，现有101个字。",
            "place": "地点不能超过200个字，现有201个字。",
            "citizen_name": "姓名不能超过64个字，现有65个字。",
            "call_id": "来电编号不能超过64个字，现有65个字。",
        }
    }


@pytest.mark.parametrize("name", [*TicketDraft.__dataclass_fields__])
def test_a_value_of_another_kind_is_a_fault_of_its_field(name: str) -> None:
    """Whatever a browser sends, the agent reads a sentence and nothing breaks."""
    wrong: dict[str, Any] = {name: ["x"]}
    with pytest.raises(InputError) as fault:
        checked(replace(DRAFT, **wrong), CODES)
    fields = fault.value.details["fields"]
    assert isinstance(fields, dict)
    assert list(fields) == [name]


def test_the_content_may_be_as_long_as_four_thousand_characters() -> None:
    """One more is too many, and the sentence says how many there are."""
    assert len(checked(replace(DRAFT, content="字" * 4000), CODES).content) == 4000
    with pytest.raises(InputError) as fault:
        checked(replace(DRAFT, content="字" * 4001), CODES)
    assert fault.value.details["fields"] == {"content": "诉求内容不能超过4000个字，现有4001个字。"}


def test_a_fingerprint_tells_drafts_and_users_apart() -> None:
    """The same draft of the same user has the same one."""
    mark = fingerprint(DRAFT, "agent1")
    assert mark == fingerprint(replace(DRAFT), "agent1")
    assert len({mark, fingerprint(DRAFT, "agent2"), fingerprint(replace(DRAFT, place=""), "agent1")}) == 3
