"""A ticket's words, and what a draft must hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from hotline.errors import InputError
from hotline.tickets.draft import Codes, checked, fingerprint
from hotline.tickets.model import Ticket, TicketDraft, TicketState, TicketType, day_of, spoken_progress

CODES = Codes(departments=frozenset({"01"}), categories=frozenset({"0101"}))
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


def test_the_caller_hears_where_the_ticket_is_and_nothing_else() -> None:
    """By the city's clock: late in the evening in UTC it is already the next day."""
    ticket = Ticket(
        number="202611220001",
        type=TicketType.COMPLAINT,
        category="0101",
        place="人民路",
        content="路灯坏了",
        department="01",
        confidential=False,
        citizen_number="13800138000",
        citizen_name="王女士",
        call_id="1.1",
        state=TicketState.ACCEPTED,
        created=datetime(2026, 11, 21, 16, 30, tzinfo=UTC),
        created_by="agent1",
        version=1,
    )
    assert spoken_progress(ticket) == "工单202611220001，已于11月22日受理，正在办理。"
    assert day_of(ticket.created) == "20261122"


def test_every_type_and_state_has_its_words() -> None:
    """Nothing is left without a label."""
    assert [kind.label for kind in TicketType] == ["咨询", "求助", "投诉", "举报", "建议", "表扬"]


def test_a_good_draft_is_kept_clean() -> None:
    """Trimmed, without control characters, its number normalised; only the content keeps its lines."""
    clean = checked(replace(DRAFT, content=" 第一行\r\n第二\x00行 ", place="人民路\n1 号"), CODES)
    assert (clean.content, clean.place, clean.citizen_number) == ("第一行\n第二行", "人民路 1 号", "13800138000")


def test_all_faults_are_told_at_once() -> None:
    """One sentence for each field that is wrong."""
    bad = TicketDraft(
        type="gossip",
        category="9",
        place="路" * 201,
        content=" \x00 ",
        department="",
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
            "place": "地点不能超过200个字。",
            "citizen_name": "姓名不能超过64个字。",
            "call_id": "来电编号不能超过64个字。",
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
