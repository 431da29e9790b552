"""One telephone has one number, however the network writes it."""

from __future__ import annotations

import pytest

from hotline.calls.number import normalise_number
from hotline.storage.text import plain_text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("013800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("(0755) 8311 1111", "075583111111"),
        ("+86 755 8311 1111", "075583111111"),
        ("0086 010 1234 5678", "01012345678"),
        ("+86 10 1234 5678", "01012345678"),
        ("+86 12345", "12345"),
        ("+1 415 555 0100", "0014155550100"),
        ("0755-83111111转8012", "075583111111"),
        ("0755-83111111-8012", "075583111111"),
        ("（0755）83111111-12", "075583111111"),
        ("+86 755 83111111 ext. 12", "075583111111"),
        ("010-12345678,,301", "01012345678"),
        ("83111111 分机 8", "83111111"),
        ("138-0013-8000", "13800138000"),
        ("1380013 8000", "13800138000"),
        ("0755-8311-1111", "075583111111"),
        ("400-8123-456", "4008123456"),
        ("13800138000-1", "13800138000"),
        ("anonymous", ""),
        ("", ""),
        ("9" * 40, "9" * 24),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str, kept: str) -> None:
    """China's country code goes, a foreign number keeps its own, and a hidden one is empty."""
    assert normalise_number(written) == kept
    assert normalise_number(kept) == kept


def test_text_from_outside_loses_what_cannot_be_stored_or_shown() -> None:
    """Control characters, lone surrogates and turned text go; line breaks stay only where they are wanted."""
    hostile = "  路灯\x00坏了\r\n第二行\u202e\ud800\x1b[31m\t完 "
    assert plain_text(hostile, lines=True) == "路灯坏了\n第二行[31m 完"
    assert plain_text(hostile) == "路灯坏了 第二行[31m 完"
