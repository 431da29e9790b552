"""What a caller hears who asks for the time and the fee of a procedure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.kb.model import Procedure
from hotline.kb.spoken import procedure_parts, spoken_procedure

CARD = Procedure(code="0101", name="补证", materials=("身份证",), time_limit="7日", fee="不收费")


@pytest.mark.parametrize(
    ("fee", "heard"),
    [
        ("不收费。依据：《某法》第三条", "不收费。依据是《某法》第三条。"),
        ("每证40元，补领20元。邮寄另付。依据：某文件；", "收费标准，每证40元，补领20元。邮寄另付。依据是某文件。"),
        ("每证40元\n收费依据：某文件", "收费标准，每证40元。依据是某文件。"),
        ("每证40元", "收费标准，每证40元。"),
        ("依据：某文件", "收费标准，请咨询承办单位。依据是某文件。"),
        ("", "收费标准，请咨询承办单位。"),
    ],
)
def test_who_asks_for_the_fee_hears_what_it_rests_on(fee: str, heard: str) -> None:
    """After all of the amount; nothing is made up where the clerk wrote nothing."""
    assert procedure_parts(replace(CARD, fee=fee))["limit_and_fee"] == "办理时限，7日。" + heard


@pytest.mark.parametrize(
    ("promised", "legal", "heard"),
    [
        ("5个工作日", "15日", "办理时限，5个工作日。法定时限，15日。"),
        ("15日", "15日。", "办理时限，15日。"),
        ("当场办结", "", "办理时限，当场办结。"),
        ("", "15日", "办理时限，15日。"),
        ("", "", ""),
    ],
)
def test_who_asks_for_the_time_hears_what_the_law_allows(promised: str, legal: str, heard: str) -> None:
    """What is promised first; the law's limit only where it is another."""
    procedure = replace(CARD, time_limit=promised, legal_limit=legal)
    assert procedure_parts(procedure)["limit_and_fee"] == heard + "不收费。"
    assert "法定" not in spoken_procedure(procedure)
