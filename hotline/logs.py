"""Logs: one line an event, to standard error; citizens' numbers are masked whoever logs them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from aiohttp.http_exceptions import HttpProcessingError

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
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(_Masked("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[lines], force=True)
    logging.getLogger("aiohttp.server").addFilter(_without_strangers_words)


class _Masked(logging.Formatter):
    """What libraries log, with numbers masked as in our own lines."""

    def format(self, record: logging.LogRecord) -> str:
        return _LONG_NUMBER.sub(r"\1****\2", super().format(record))


def _without_strangers_words(record: logging.LogRecord) -> bool:
    """Whoever sends the web server something that is no HTTP gets one line, not a traceback with what was sent."""
    fault = record.exc_info[1] if record.exc_info else None
    if isinstance(fault, HttpProcessingError):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = "What called is not a browser: %s", (type(fault).__name__,)
        record.exc_info, record.exc_text = None, None
    return True


def _plain() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
