"""How soon words are found in what was said in a year: on either database, by the index and without it.

Rule: what is timed is what the product does for one page of the search, a connection out of the pool included; both
ways must find the same.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from hotline.calls.transcript_index import add_utterances
from hotline.calls.transcripts import Transcripts
from hotline.storage.engine import Database, open_database
from hotline.storage.migrate import migrate
from hotline.storage.tables import CallUtteranceRow
from tests.adapters.postgresql import PostgreSQL
from tests.adapters.storage import sqlite_url
from tests.bench.figures import Figure, Outcome, at_most, percentile

NAME = "transcripts"
LINES, QUICK_LINES = 300_000, 20_000
TOGETHER = 5_000
PAGE = 51
MOST_MS = 100.0
NOW = datetime(2026, 11, 22, tzinfo=UTC)
RARE = "幸福里小区七号楼"
ASKED = (("您好",), ("路灯",), ("下水道", "堵"), ("七号",), ("幸福里小区",), ("狗",), ("公积金", "贷款"), ("无此词语",))
_PARTS = (
    ("您好", "喂", "是这样的", "我想问一下", "麻烦您", "我要反映", "那个", "就是说", "请问", "好的"),
    ("我们小区的", "新华路", "解放街道", "学校门口的", "公交站", "医院", "楼下的", "市场里的", "单位的", "村里的"),
    ("路灯", "下水道", "垃圾桶", "电梯", "公积金", "社保卡", "停车位", "自来水", "暖气", "占道经营", "狗"),
    (
        "坏了",
        "堵了",
        "没有人管",
        "贷款怎么办",
        "报销多少",
        "一直漏水",
        "晚上太吵",
        "要什么材料",
        "在哪里办",
        "半个月了",
    ),
    (
        "希望尽快处理",
        "谢谢您",
        "已经打过电话",
        "物业说不归他们管",
        "从上个星期开始",
        "麻烦派人看看",
        "还没有回复",
        "行不行",
    ),
)


async def measure(rounds: int, *, quick: bool) -> Outcome:
    """Either database, filled once."""
    lines = QUICK_LINES if quick else LINES
    told: list[dict[str, Any]] = [{} for _ in range(rounds)]
    figures: list[Figure] = []
    for kind, place in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        async with place() as url:
            database = open_database(url)
            try:
                began = time.perf_counter()
                await _fill(database, lines)
                filled = time.perf_counter() - began
                indexed = [await _looks(database) for _ in range(rounds)]
                found = await _found(database)
                await _without_index(database)
                plain = [await _looks(database) for _ in range(min(rounds, 2))]
                if await _found(database) != found:
                    raise AssertionError(f"{kind} finds something else without its index")
            finally:
                await database.close()
        for one, looks in zip(told, indexed, strict=True):
            one[kind] = looks
        whole, bare = _all(indexed), _all(plain)
        figures += [
            Figure(
                what=f"{kind}: p50",
                value=round(percentile(whole, 0.5), 2),
                unit="ms",
                reference=round(percentile(bare, 0.5), 2),
            ),
            at_most(
                f"{kind}: p95", percentile(whole, 0.95), MOST_MS, "ms", f"<= {MOST_MS:g} ms", percentile(bare, 0.95)
            ),
            Figure(what=f"{kind}: most", value=round(max(whole), 2), unit="ms", reference=round(max(bare), 2)),
            Figure(what=f"{kind}: a line kept, with its index", value=round(filled / lines * 1e6, 1), unit="µs"),
        ]
    return Outcome(
        name=NAME,
        title=f"words found among {lines:,} lines of conversations: one page of the search",
        figures=tuple(figures),
        rounds=tuple(told),
        notes=(f"asked for: {'; '.join(' '.join(words) for words in ASKED)}",),
        beside="without the index",
    )


def _all(rounds: Sequence[dict[str, float]]) -> list[float]:
    return [ms for one in rounds for ms in one.values()]


async def _looks(database: Database) -> dict[str, float]:
    """Each search in ms; the first one warms up."""
    store, took = Transcripts(database), dict[str, float]()
    await store.search(("暖气",), limit=PAGE)
    for words in ASKED:
        began = time.perf_counter()
        await store.search(words, limit=PAGE)
        took[" ".join(words)] = round((time.perf_counter() - began) * 1000, 3)
    return took


async def _found(database: Database) -> list[list[int]]:
    store = Transcripts(database)
    return [[one.utterance.id for one in await store.search(words, limit=PAGE)] for words in ASKED]


async def _fill(database: Database, lines: int) -> None:
    """As they are kept; a year long, ten a call."""
    dice = random.Random(12345)  # noqa: S311 the same year every time
    for first in range(0, lines, TOGETHER):
        rows = [_row(dice, number, lines) for number in range(first, min(first + TOGETHER, lines))]
        async with database.transaction() as session:
            await add_utterances(session, rows)
    async with database.transaction() as session:
        await session.execute(text("ANALYZE call_utterances"))


def _row(dice: random.Random, number: int, lines: int) -> CallUtteranceRow:
    said = "，".join(dice.choice(part) for part in _PARTS[: dice.randint(2, len(_PARTS))])
    if number % 30_000 == 7:
        said += RARE
    return CallUtteranceRow(
        call_id=f"{1_700_000_000 + number // 10}.1",
        at=NOW - timedelta(days=365) * (1 - number / lines),
        side="citizen" if number % 2 else "agent",
        start=float(number % 10) * 9,
        end=float(number % 10) * 9 + 4,
        text=said,
        words=[],
    )


async def _without_index(database: Database) -> None:
    async with database.transaction() as session:
        if session.get_bind().dialect.name == "postgresql":
            await session.execute(text("DROP INDEX ix_call_utterances_pairs"))
        else:
            await session.execute(text("DROP TRIGGER call_utterances_forgotten"))
            await session.execute(text("DROP TABLE call_utterance_pairs"))


@asynccontextmanager
async def _sqlite() -> AsyncIterator[str]:
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as folder:
        url = sqlite_url(Path(folder))
        await migrate(url)
        yield url


@asynccontextmanager
async def _postgresql() -> AsyncIterator[str]:
    server = PostgreSQL(settings={})
    try:
        await server.start()
        async with server.database(with_tables=True) as url:
            yield url
    finally:
        await server.stop()
