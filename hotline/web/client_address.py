"""Whose network address asks: the peer's own, or what a proxy of ours says of it. Pure but for where it is read.

Rule: X-Forwarded-For is anybody's word; only what the named proxies wrote into it counts, read from its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web

from hotline.web.services import services

HOUSEHOLD = 64  # bits of an IPv6 address that one subscriber has: the rest he chooses himself
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def asker(request: web.Request) -> str:
    """By what tries are counted: the client's address, of IPv6 the subscriber's network."""
    trusted = _networks(services(request).settings.trusted_proxies)
    address = client(request.remote or "", request.headers.getall("X-Forwarded-For", ()), trusted)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), HOUSEHOLD), strict=False))
    return str(address or "")


def client(peer: str, forwarded: Sequence[str], trusted: Sequence[Network]) -> Address | None:
    """Who asks. peer: the other end of the connection; forwarded: the headers as they came; None: no address at all.

    From the last hop backwards, for as long as the hop before was one of the trusted proxies; where one of them wrote
    what is no address, it is the proxy itself.
    """
    address = _address(peer)
    hops = [hop for header in forwarded for hop in header.split(",")]
    while hops and address is not None and any(address in network for network in trusted):
        told = _address(hops.pop())
        if told is None:
            break
        address = told
    return address


def _address(text: str) -> Address | None:
    """As proxies write it: with or without a port, an IPv6 address in brackets or not."""
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


@lru_cache(maxsize=8)
def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(one.strip()) for one in text.split(",")) if text else ()
