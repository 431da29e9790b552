"""What an import would change, as lines for a clerk in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from hotline.kb.cells import told
from hotline.kb.headings import sheet_of
from hotline.kb.plan import Change, Plan

FIRST = 20  # entries that are told one by one


def plan_lines(plan: Plan, *, verbose: bool) -> Iterator[str]:
    """The counts, then entry by entry what changes; the first twenty, or all of them in full where verbose."""
    yield plan.summary
    marked = [
        *(("修改", change) for change in plan.changed),
        *(("撤下", change) for change in plan.withdrawn),
        *(("新增", change) for change in plan.added),
    ]
    for mark, change in islice(marked, None if verbose else FIRST):
        yield from _lines(mark, change, verbose=verbose)
    left = len(marked) - FIRST
    if left > 0 and not verbose:
        yield f"……还有{left}条，加上--verbose全部列出"


def _lines(mark: str, change: Change, *, verbose: bool) -> Iterator[str]:
    yield f"{mark} {sheet_of(change.kind).sheet} {change.code} {told(change.title)}"
    if mark == "新增" and not verbose:
        return
    for one in change.differences:
        before, after = (text if verbose else told(text) for text in (one.before, one.after))
        yield f"    {one.title}：{before or '（空）'} → {after or '（空）'}"
