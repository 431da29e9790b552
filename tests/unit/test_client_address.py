"""Whose address counts: the peer's, or what a named proxy says of it."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.errors import SetupError
from hotline.settings import Settings, read_settings
from hotline.web.client_address import client

OURS = (ip_network("10.0.0.0/24"), ip_network("2001:db8::/48"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "asks"),
    [
        ("203.0.113.9", ["198.51.100.7"], "203.0.113.9"),  # not a proxy of ours: its word is anybody's
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.7"], "198.51.100.7"),  # what stands before it the citizen may have written
        ("10.0.0.1", ["1.1.1.1", "198.51.100.7, 10.0.0.2"], "198.51.100.7"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.7, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7:51234"], "198.51.100.7"),
        ("2001:db8::1", ["[2a00::5]:443"], "2a00::5"),
        ("2001:db8::1", ["2a00::5"], "2a00::5"),
        ("::ffff:10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("", ["198.51.100.7"], "None"),
    ],
)
def test_only_what_a_named_proxy_says_is_believed(peer: str, forwarded: list[str], asks: str) -> None:
    """From the last hop backwards, as far as the hops are ours."""
    assert str(client(peer, forwarded, OURS)) == asks


@given(st.lists(st.text(max_size=60), max_size=4))
def test_whatever_a_stranger_writes_the_address_is_the_peers(forwarded: list[str]) -> None:
    """Nobody who is no proxy of ours can look like somebody else."""
    assert str(client("203.0.113.9", forwarded, OURS)) == "203.0.113.9"


@given(st.text(max_size=60))
def test_whatever_comes_through_a_proxy_is_an_address_or_the_proxy(header: str) -> None:
    """Nonsense raises nothing."""
    assert client("10.0.0.1", [header], OURS) is not None


def test_proxies_are_addresses_and_networks_but_not_the_whole_world() -> None:
    """Both are written as they are; a name, half an address and everybody are refused."""
    assert Settings(trusted_proxies="10.0.0.5,192.168.10.0/24,2001:db8::1").trusted_proxies
    for wrong in ("proxy.example", "10.0.0", "0.0.0.0/0", "::/0", "10.0.0.1;10.0.0.2", "10.0.0.1,"):
        with pytest.raises(SetupError, match="HOTLINE_TRUSTED_PROXIES"):
            read_settings(trusted_proxies=wrong)


def test_the_key_of_the_screen_is_long_and_fits_into_an_address() -> None:
    """A short one, and one with signs that an address would change, are refused."""
    assert Settings(wall_key="k3Y-_" * 4).wall_key
    for wrong in ("short", "x" * 101, "钥匙" * 10, "a b" * 10, "a&key=b" * 5):
        with pytest.raises(SetupError, match="HOTLINE_WALL_KEY"):
            read_settings(wall_key=wrong)
