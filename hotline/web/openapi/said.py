"""A sentence in parts, for pages in another language than Chinese."""

from __future__ import annotations

from typing import TypedDict


class Said(TypedDict):
    """One of the hotline's own sentences (hotline/sentences.py), of which the text beside it is made."""

    code: str
    params: dict[str, str]
