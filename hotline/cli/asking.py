"""Questions to the search, from a terminal or one a line from another program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from hotline.kb.headings import sheet_of
from hotline.kb.search.search import Answer, Search

LONGEST_LINE = 100_000  # bytes of a question; the rest of its line is left out


def as_json(answer: Answer) -> str:
    """One line: a list of results, the best first; empty where nothing was found."""
    found = [
        {
            "kind": str(hit.kind),
            "id": hit.code,
            "title": hit.title,
            "department": hit.department,
            "score": hit.score,
            "why": hit.why,
            "passage": hit.passage,
            "unsure": answer.unsure,
        }
        for hit in answer.hits
    ]
    return json.dumps(found, ensure_ascii=False)


def as_text(answer: Answer) -> str:
    """A numbered list for a person."""
    if not answer.hits:
        return "没有找到。"
    lines = ["不确定：下面可能都不是要找的。"] if answer.unsure else []
    for place, hit in enumerate(answer.hits, start=1):
        by = f"，{hit.department}" if hit.department and hit.department != hit.title else ""
        lines.append(f"{place}. {hit.title}（{sheet_of(hit.kind).sheet} {hit.code}{by}）  {hit.score:.2f}  {hit.why}")
        if hit.passage:
            lines.append(f"   {' '.join(hit.passage.split())}")
    return "\n".join(lines)


def questions(stream: BinaryIO) -> Iterator[str]:
    """The lines of a stream until its end. Bytes that are no UTF-8 are asked as they can be read."""
    while line := stream.readline(LONGEST_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE)
        yield line.decode("utf-8", "replace").strip()


def answer_lines(search: Search, stream: BinaryIO, out: BinaryIO, *, limit: int, json_wanted: bool) -> None:
    """Answer every line of a stream at once with one of JSON, or for a person with several."""
    for question in questions(stream):
        answer = search.ask(question, limit=limit) if question else Answer()
        told = as_json(answer) if json_wanted else as_text(answer)
        out.write(told.encode("utf-8", "replace") + b"\n")
        out.flush()
