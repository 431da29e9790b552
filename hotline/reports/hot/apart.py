"""Hot issues reckoned in a process of their own: minutes of reckoning must never hold up a call.

Rule: the process is told everything through its pipe, knows no database, steps back behind whatever else the machine
has to do, and is ended when nobody waits for it any more.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

import structlog
from pydantic import TypeAdapter, ValidationError

from hotline.errors import HotlineError
from hotline.reports.hot.model import HotReport, HotRule, Message

SECONDS = 900.0  # after which a reckoning is given up
NICE = 10
_MODULE = "hotline.reports.hot.apart"
_FAILED = "热点问题没有算出来，请稍后再试；问题已记录。"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be reckoned: as issues.hot_issues() is asked."""

    messages: tuple[Message, ...]
    first: date
    last: date
    rule: HotRule


Reckon = Callable[[Work], Awaitable[HotReport]]
_WORK, _REPORT = TypeAdapter(Work), TypeAdapter(HotReport)


async def reckoned_apart(work: Work) -> HotReport:
    """The report, from another process. Raises HotlineError where that fails or takes longer than SECONDS."""
    asked = await asyncio.to_thread(_WORK.dump_json, work)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", _MODULE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=None
    )
    try:
        async with asyncio.timeout(SECONDS):
            told, _ = await process.communicate(asked)
        return await asyncio.to_thread(_REPORT.validate_json, told)
    except (TimeoutError, OSError, ValidationError) as fault:
        # without its words, which may be a citizen's
        log.error("hot_issues_failed", why=type(fault).__name__, status=process.returncode)  # noqa: TRY400
        raise HotlineError(_FAILED) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def main() -> int:
    """The other process: reads work, writes the report. What libraries print goes to where errors go."""
    os.nice(NICE)
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        from hotline.reports.hot.issues import hot_issues  # noqa: PLC0415 only who reckons loads the libraries

        work = _WORK.validate_json(sys.stdin.buffer.read())
        report = hot_issues(work.messages, first=work.first, last=work.last, rule=work.rule)
    except Exception as fault:  # noqa: BLE001 the words of any error may be a citizen's: only its kind and place are told
        sys.stderr.write(f"{type(fault).__name__}\n{''.join(traceback.format_tb(fault.__traceback__))}")
        return 1
    with answer:
        answer.write(_REPORT.dump_json(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
