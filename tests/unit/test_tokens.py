"""Tokens of the SIP gateway."""

from __future__ import annotations

import pytest

from hotline.telephony.tokens import check_token, sign_token


def test_a_token_tells_its_subject_until_it_expires() -> None:
    """Good before its time is up, and not at it."""
    token = sign_token("key", "电话 1001.x", 100)
    assert check_token("key", token, 99) == "电话 1001.x"
    assert check_token("key", token, 100) is None


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_token_changed_anywhere_is_refused(place: int) -> None:
    """Whatever character is changed, the signature does not fit."""
    token = sign_token("key", "1001", 100)
    place %= len(token) - 1  # a base64 text's last character may have spare bits
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    assert check_token("key", changed, 1) is None


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "张", "x" * 10_000])
def test_noise_is_no_token(token: str) -> None:
    """Nothing that comes in raises."""
    assert check_token("key", token, 1) is None
