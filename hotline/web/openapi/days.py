"""Periods."""

from __future__ import annotations

from typing import TypedDict

from hotline.web.openapi.schemas import Day

_From = TypedDict("_From", {"from": Day})


class Days(_From):
    """A period, both days included."""

    to: Day
