"""What a format is: an ending, a media type, who writes it, and whether it can be written on this machine.

Rule: a format that lacks something says so before anybody waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hotline.reports.report import Report

Told = Callable[[int, int], None]
"""Is told, while a file is written, how many lines of how many are done."""


def unheard(_done: int, _of: int) -> None:
    """Nobody watches."""


def nothing_lacks() -> str:
    """It can be written everywhere."""
    return ""


class Write(Protocol):
    """Makes a report's file."""

    def __call__(self, report: Report, told: Told = ..., /) -> bytes:
        """The whole file. Raises HotlineError where a program fails that is needed for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A format. ending: of a file's name; type: the media type; lacks: why it cannot be written here, "" where it can.

    binary: nothing for a terminal.
    """

    ending: str
    type: str
    write: Write
    binary: bool = False
    lacks: Callable[[], str] = nothing_lacks
