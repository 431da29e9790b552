"""Files to train from: title, content, label; a row's weight and the source of its label where they are known.

Rule: a file's faults are told by row, all at once, and never with the words of a citizen.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path

from hotline.tickets.routing.table import TableFaults, TableRow, read_table
from hotline.tickets.routing.training import Example

MUST, MAY = ("title", "content", "label"), ("weight", "source")
LABEL, HEAVIEST = 60, 100.0  # characters of a label; times an ordinary row, at most


def read_examples(paths: Sequence[Path]) -> tuple[list[Example], str]:
    """The rows of all files in order, and the SHA-256 of the files, in hex. Raises InputError."""
    examples: list[Example] = []
    digest = hashlib.sha256()
    for path in paths:
        faults = TableFaults(file=path.name)
        rows = read_table(path, MUST, MAY, faults)
        digest.update(hashlib.sha256(path.read_bytes()).digest())
        examples += [_example(row, path.name if len(paths) > 1 else "", faults) for row in rows]
        faults.raise_all()
    return examples, digest.hexdigest()


def _example(row: TableRow, file: str, faults: TableFaults) -> Example:
    cells = row.cells
    if not (cells["title"] or cells["content"]):
        faults.add(row.line, "content", "标题和内容都是空的")
    if not cells["label"]:
        faults.add(row.line, "label", "没有标签")
    elif len(cells["label"]) > LABEL or not cells["label"].isprintable():
        faults.add(row.line, "label", f"标签超过{LABEL}个字或者含有控制字符")
    return Example(
        title=cells["title"],
        content=cells["content"],
        label=cells["label"],
        weight=_weight(cells["weight"], row.line, faults),
        source=cells["source"] or file,
        line=row.line,
    )


def _weight(cell: str, line: int, faults: TableFaults) -> float:
    try:
        weight = float(cell) if cell else 1.0
    except ValueError:
        weight = math.nan
    if not 0 < weight <= HEAVIEST:
        faults.add(line, "weight", f"应是大于0、不超过{HEAVIEST:g}的数")
        return 1.0
    return weight
