"""Which messages are about the same matter, in how many seconds; and what a person must read to judge it.

Rule: one half of the messages (by a hash of their numbers) was tuned on, the other is only judged; of the messages
nothing but totals leaves this file into the project. ROUTING_DATA names their folder (unlabelled.csv).

`python -m tests.bench.hot FILE` writes what is to be judged: 50 groups of the judged half, drawn by a fixed seed from
every size, with the messages of each, and 30 messages that are in no group.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import random
import re
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from hotline.reports.hot.grouping import Told, grouped
from hotline.reports.hot.issues import hot_issues
from hotline.reports.hot.model import Message
from hotline.reports.hot.wording import words_of
from tests.bench.figures import Figure, Outcome, at_most
from tests.bench.routing import folder

NAME = "hot"
SECONDS = 60.0
SEED = 20_261_121
SIZES = ((2, 2), (3, 4), (5, 9), (10, 10_000))
DRAWN = (15, 15, 12, 8)
"""Groups of each size that are judged; where there are fewer, the sizes below give more."""
OUTSIDE = 30
Group = tuple[int, ...]
NOTES = (
    "4,300 public messages of about a year, without districts and categories; each counts as a citizen's own",
    "grouped: share of messages in a group of two or more; in threes: in a group of three or more",
    "whether the groups are right is judged by hand: docs/hot-issues.md",
)


async def measure(rounds: int, *, quick: bool) -> Outcome:
    """Every round reckons the whole file; quick: one half of it."""
    title = "messages of one matter, of 4,300"
    if not (folder() / "unlabelled.csv").is_file():
        return Outcome(name=NAME, title=title, notes=(f"left out: no unlabelled.csv in {folder().name}",))
    messages = halves()[0] if quick else read()
    took = [await asyncio.to_thread(_reckon, messages) for _ in range(rounds)]
    groups = found(messages)
    return Outcome(
        name=NAME,
        title=title,
        figures=(
            at_most("hot issues of a year, longest", max(took), SECONDS, "s", f"<= {SECONDS:g} s"),
            Figure(what="messages", value=len(messages), unit=""),
            Figure(what="groups", value=len(groups), unit=""),
            Figure(what="groups of three and more", value=sum(len(group) > 2 for group in groups), unit=""),
            Figure(what="grouped", value=_share(groups, 2, messages), unit=""),
            Figure(what="in threes", value=_share(groups, 3, messages), unit=""),
        ),
        rounds=tuple({"seconds": round(seconds, 2)} for seconds in took),
        notes=NOTES,
    )


def read() -> list[Message]:
    """All messages, in the order of their numbers."""
    with (folder() / "unlabelled.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["id"])
    return [
        Message(
            id=row["id"], day=_day(row["time"]), title=row["title"], content=row["content"].strip(), citizen=row["id"]
        )
        for row in rows
    ]


def halves() -> tuple[list[Message], list[Message]]:
    """The half that is tuned on, and the half that is judged."""
    parts: tuple[list[Message], list[Message]] = [], []
    for message in read():
        parts[hashlib.sha256(message.id.encode()).digest()[0] % 2].append(message)
    return parts


def found(messages: Sequence[Message]) -> tuple[Group, ...]:
    """Their groups."""
    return grouped([Told(words=words_of(one)) for one in messages])


def drawn(groups: Sequence[Group]) -> list[Group]:
    """Those that are judged, of every size, the largest first."""
    dice = random.Random(SEED)  # noqa: S311 a draw that anybody can repeat
    picked: list[Group] = []
    missing = 0
    for (least, most), wanted in reversed(tuple(zip(SIZES, DRAWN, strict=True))):
        there = [group for group in groups if least <= len(group) <= most]
        taken = dice.sample(there, min(len(there), wanted + missing))
        missing += wanted - len(taken)
        picked += taken
    return sorted(picked, key=lambda group: (-len(group), group))


def outside(messages: Sequence[Message], groups: Sequence[Group]) -> list[int]:
    """Messages in no group, drawn."""
    inside = {at for group in groups for at in group}
    dice = random.Random(SEED)  # noqa: S311 a draw that anybody can repeat
    return sorted(dice.sample([at for at in range(len(messages)) if at not in inside], OUTSIDE))


def _reckon(messages: Sequence[Message]) -> float:
    last = max(one.day for one in messages)
    began = time.perf_counter()
    hot_issues(messages, first=last - timedelta(days=182), last=last)
    return time.perf_counter() - began


def _share(groups: Sequence[Group], least: int, messages: Sequence[Message]) -> float:
    return round(sum(len(group) for group in groups if len(group) >= least) / len(messages), 3)


def _day(text: str) -> date:
    """Written as 2019/2/28 11:25:05, or with dashes."""
    year, month, day = map(int, re.findall(r"\d+", text)[:3])
    return date(year, month, day)


def _told(message: Message) -> str:
    content = re.sub(r"\s+", " ", message.content)
    return f"{message.id} {message.day} {message.title.strip()} | {content[:160]}"


def main() -> None:
    """Write what is to be judged."""
    messages = halves()[1]
    groups = found(messages)
    lines = [f"{len(messages)} messages, {len(groups)} groups"]
    for number, group in enumerate(drawn(groups), 1):
        lines += [f"\n== {number}: {len(group)}", *(_told(messages[at]) for at in group)]
    lines += ["\n== in no group", *(_told(messages[at]) for at in outside(messages, groups))]
    Path(sys.argv[1]).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
