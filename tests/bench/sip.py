"""The few words of SIP (RFC 3261) and SDP that a load generator needs; text in, text out, no socket.

Rule: one message is one string operation or two. A full parser would cost more than what is measured.
"""

from __future__ import annotations

import re

_MEDIA = re.compile(r"\r\nm=audio (\d+)")
_CONTACT = re.compile(r"\r\n(?:Contact|m): *<([^>]+)>", re.IGNORECASE)


def header(text: str, name: str) -> str:
    """The first header of this name, or ""; Asterisk writes names in full."""
    start = text.find(f"\r\n{name}: ")
    if start < 0:
        return ""
    start += len(name) + 4
    return text[start : text.find("\r\n", start)]


def status_of(text: str) -> int:
    """The status of a response, 0 for a request."""
    return int(text[8:11]) if text.startswith("SIP/2.0 ") else 0


def media_port(text: str) -> int:
    """The audio port in the SDP, 0 where there is none."""
    found = _MEDIA.search(text)
    return int(found[1]) if found else 0


def contact(text: str) -> str:
    """The address in Contact, or ""."""
    found = _CONTACT.search(text)
    return found[1] if found else ""


def sdp(port: int) -> str:
    """An offer of A-law and telephone events at this port."""
    return (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        "a=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n"
    )


def request(
    method: str, uri: str, *, port: int, call: str, number: str, to: str, sequence: int, body: str = ""
) -> bytes:
    """A request from 127.0.0.1:port. call is its Call-ID, and gives the tag and the branch as well."""
    kind = "Content-Type: application/sdp\r\n" if body else ""
    branch = f"z9hG4bK{call}{sequence}{'a' if method == 'ACK' else ''}"
    return (
        f"{method} {uri} SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch={branch};rport\r\n"
        f"From: <sip:{number}@127.0.0.1>;tag=t{call}\r\nTo: {to}\r\nCall-ID: {call}\r\nCSeq: {sequence} {method}\r\n"
        f"Contact: <sip:{number}@127.0.0.1:{port}>\r\nMax-Forwards: 70\r\n"
        f"{kind}Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def bye(invite: str, *, port: int, tag: str) -> bytes:
    """The end of a call, by whom it was offered to and who answered it with this tag."""
    dialogue = header(invite, "Call-ID")
    return (
        f"BYE {contact(invite)} SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKbye{tag};rport\r\n"
        f"From: {header(invite, 'To')};tag={tag}\r\nTo: {header(invite, 'From')}\r\n"
        f"Call-ID: {dialogue}\r\nCSeq: 1 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def answer(text: str, status: str, *, tag: str = "", extra: str = "", body: str = "") -> bytes:
    """An answer to a request: its Via, From, To, Call-ID and CSeq again. status: as in "200 OK"."""
    vias = "".join(f"{line}\r\n" for line in text.split("\r\n") if line.startswith("Via:"))
    kind = "Content-Type: application/sdp\r\n" if body else ""
    to = header(text, "To")
    tagged = f"{to};tag={tag}" if tag and ";tag=" not in to else to
    return (
        f"SIP/2.0 {status}\r\n{vias}From: {header(text, 'From')}\r\nTo: {tagged}\r\n"
        f"Call-ID: {header(text, 'Call-ID')}\r\nCSeq: {header(text, 'CSeq')}\r\n{extra}{kind}"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
