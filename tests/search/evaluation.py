"""Questions of made-up citizens about a made-up city, and how many the search answers. See README.md here."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hotline.kb.city import City, city_of
from hotline.kb.faults import Faults
from hotline.kb.load import load_city
from hotline.kb.model import Kind, Outline, Synonym
from hotline.kb.records import entries_of
from hotline.kb.search.search import Answer
from hotline.kb.table import read_table
from hotline.settings import ROOT

HERE = Path(__file__).parent
UNANSWERABLE = "unanswerable"
CITIES = {
    "practice3": HERE / "heldout3",
    "practice4": ROOT / "kb",
    "heldout4": ROOT / "kb",
    "practice5": HERE / "heldout5",
}
"""Sets that ask about another set's city, or about the product's own demonstration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question. wanted: (kind, code) of every entry that a fair judge accepts; none where there is no answer."""

    category: str
    question: str
    wanted: frozenset[tuple[str, str]]


@dataclass(slots=True, kw_only=True)
class Score:
    """A category's score. first, five: how many were found at once, and among five; unsure: how many were so marked."""

    asked: int = 0
    first: int = 0
    five: int = 0
    unsure: int = 0


def read_city(folder: Path, synonyms: tuple[Synonym, ...]) -> City:
    """The city that a set asks about, with the product's synonyms."""
    folder = CITIES.get(folder.name, folder)
    if folder == ROOT / "kb":
        return replace(load_city(folder), synonyms=synonyms)
    faults = Faults()
    rows = [
        row
        for path in sorted(folder.glob("*.csv"))
        if path.stem != "asked"
        for row in read_table(path, path.name, faults)
    ]
    entries = entries_of(rows, Outline(name="评测市"), (), faults)
    faults.raise_all()
    return city_of(Outline(name="评测市"), [*entries, *synonyms])


def read_asked(folder: Path) -> Iterator[Asked]:
    """The questions of a set."""
    with (folder / "asked.csv").open(encoding="utf-8-sig", newline="") as table:
        for row in csv.DictReader(table):
            wanted = (part.partition(":") for part in row["答案"].split("、") if part)
            yield Asked(
                category=row["类别"],
                question=row["问题"],
                wanted=frozenset((kind, code) for kind, _, code in wanted),
            )


def evaluate(ask: Callable[[str], Answer], questions: list[Asked]) -> tuple[dict[str, Score], list[str]]:
    """Each category's score, and a line for every question that was not answered first."""
    scores: dict[str, Score] = {}
    missed = []
    for one in questions:
        answer = ask(one.question)
        found = [(str(hit.kind), hit.code) for hit in answer.hits]
        score = scores.setdefault(one.category, Score())
        score.asked += 1
        score.first += bool(found and found[0] in one.wanted)
        score.five += any(hit in one.wanted for hit in found[:5])
        score.unsure += answer.unsure
        if one.wanted and not (found and found[0] in one.wanted):
            titles = [f"{hit.title}({hit.score:.2f})" for hit in answer.hits[:3]]
            missed.append(f"{one.category} | {one.question} | {sorted(one.wanted)} | {titles} | {answer.unsure}")
        if not one.wanted and not answer.unsure:
            missed.append(f"{one.category} | {one.question} | sure of {answer.hits[0].title} {answer.hits[0].score}")
    return scores, missed


def only(kind: str) -> frozenset[Kind]:
    """One kind."""
    return frozenset({Kind(kind)})
