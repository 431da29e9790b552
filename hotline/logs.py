"""Logs: one line an event, to standard error; citizens' numbers are masked whoever logs them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from hotline.settings import Settings

_LONG_NUMBER = re.compile(r"(?<![\d.])(\+?\d{3})\d{4,12}(\d{4})(?!\d|\.\d)")
_NOT_NUMBERS = frozenset({"call_id", "timestamp", "level", "event", "ticket", "port", "pid"})


def mask_numbers(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """138****5678 for 13812345678, in every value but those that are known to hold none (a call's id, a ticket)."""
    for name, value in entry.items():
        if isinstance(value, str) and name not in _NOT_NUMBERS:
            entry[name] = _LONG_NUMBER.sub(r"\1****\2", value)
    return entry


def configure_logs(settings: Settings) -> None:
    """Set up structlog and the standard library's logging for this process."""
    level = getattr(logging, settings.log_level.upper())
    last = structlog.processors.JSONRenderer(ensure_ascii=False) if settings.log_json else _plain()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask_numbers,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), format="%(levelname)s %(name)s %(message)s", stream=sys.stderr
    )


def _plain() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
