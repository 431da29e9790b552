"""Signed tokens that open the SIP gateway: a subject and an expiry, HMAC-SHA256, nothing kept on the server."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

LONGEST_TOKEN = 512


def sign_token(secret: str, subject: str, expires: int) -> str:
    """A token for this subject, good until this Unix time in seconds. It is safe in a URL."""
    claim = f"{_base64(subject.encode())}.{expires}"
    return f"{claim}.{_signature(secret, claim)}"


def check_token(secret: str, token: str, now: int) -> str | None:
    """The token's subject, or None where it is forged, broken or no longer good."""
    claim, _, signature = token.rpartition(".")
    if len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    if not hmac.compare_digest(signature, _signature(secret, claim)):
        return None
    subject, _, expires = claim.partition(".")
    try:
        if now >= int(expires):
            return None
        return base64.urlsafe_b64decode(subject + "=" * (-len(subject) % 4)).decode()
    except (ValueError, binascii.Error):
        return None


def _signature(secret: str, claim: str) -> str:
    return _base64(hmac.new(secret.encode(), claim.encode(), hashlib.sha256).digest())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
