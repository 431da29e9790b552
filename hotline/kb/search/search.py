"""The search as others use it: a question in, entries with their reasons out, and whether it is sure of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from hotline.kb.city import City
from hotline.kb.model import Kind, Synonym
from hotline.kb.search.charge import Offices
from hotline.kb.search.document import Document, documents_of
from hotline.kb.search.engine import LOOKED_AT, MATTERS, Figures, compare
from hotline.kb.search.grams import Floats
from hotline.kb.search.index import Index, index_of
from hotline.kb.search.meaning import Vectors, nearness
from hotline.kb.search.question import Analysis, analyse
from hotline.kb.search.sayings import Sayings, sayings_of
from hotline.kb.search.sure import confidence
from hotline.kb.search.telephones import telephones_of
from hotline.kb.search.weights import WEIGHTS, Weights

PASSAGE = 120  # characters
SURE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that answers. score: higher is better, about 0 to 1 and more; why: what of it matched, in words."""

    kind: Kind
    code: str
    title: str
    department: str
    score: float
    why: str
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found, the best first. unsure: that it may well be none of these; confidence: the same as 0 to 1."""

    hits: tuple[Hit, ...] = ()
    unsure: bool = True
    confidence: float = 0.0


class Search:
    """A city, ready to be asked. Frozen in what it knows; with_synonyms() gives one that speaks otherwise at once."""

    def __init__(
        self, index: Index, sayings: Sayings, weights: Weights = WEIGHTS, vectors: Vectors | None = None
    ) -> None:
        self._index = index
        self._sayings = sayings
        self._weights = weights
        self._vectors = vectors
        self._offices = Offices(index, weights)
        self._telephones = telephones_of(index.documents)

    @classmethod
    def of(cls, city: City) -> Search:
        """Build it: about a second for five thousand entries."""
        sayings = sayings_of(city.synonyms)
        return cls(index_of(documents_of(city), sayings.common, sayings.heard_common), sayings)

    def with_synonyms(self, synonyms: Iterable[Synonym]) -> Search:
        """The same entries with other synonyms."""
        return Search(self._index, sayings_of(synonyms), self._weights, self._vectors)

    def with_vectors(self, vectors: Vectors) -> Search:
        """The same entries, which may be put in order by their sense: vectors_of(documents, ...)."""
        return Search(self._index, self._sayings, self._weights, vectors)

    @property
    def documents(self) -> tuple[Document, ...]:
        """What can be found."""
        return self._index.documents

    def ask(
        self, question: str, *, limit: int = 5, kinds: frozenset[Kind] = frozenset(), sense: Floats | None = None
    ) -> Answer:
        """The entries that answer best. Whatever is asked, it never raises.

        kinds: only these; empty is all. sense: the question's vector, of the model that made the entries'.
        """
        documents = self._index.documents
        if not documents or limit < 1:
            return Answer()
        asked = analyse(question, self._index.signs, self._sayings)
        by_phone = self._phoned(self._telephones.whole(asked), kinds)
        if by_phone:
            return Answer(hits=tuple(by_phone[:limit]), unsure=False, confidence=1.0)
        if not asked.plain:
            return Answer()
        figures = self._by_sense(compare(asked, self._index, self._offices, self._weights), sense)
        ending = self._telephones.ending(asked)
        by_tail = self._phoned({place: ending[place] for place in _by_worth(ending, figures)}, kinds)
        if by_tail:
            return Answer(hits=tuple(by_tail[:limit]), unsure=False, confidence=1.0)
        order = self._order(figures, limit, kinds)
        if not order:
            return Answer()
        hits = tuple(self._hit(place, asked, figures) for place in order[:limit])
        certain = confidence(asked, figures, order, self._index)
        return Answer(hits=hits, unsure=certain < SURE, confidence=round(certain, 3))

    def _by_sense(self, figures: Figures, sense: Floats | None) -> Figures:
        """The likeliest, with what their sense is worth."""
        if sense is None or self._vectors is None:
            return figures
        total = figures.total.copy()
        most = min(LOOKED_AT, len(total))
        likeliest = np.argpartition(-total, most - 1)[:most]
        likeliest = likeliest[total[likeliest] > 0]
        total[likeliest] += self._weights.sense * nearness(self._vectors, sense)[likeliest]
        return replace(figures, total=total)

    def _order(self, figures: Figures, limit: int, kinds: frozenset[Kind]) -> list[int]:
        total = figures.total
        if kinds:
            wanted = [place for place, kind in enumerate(Kind) if kind in kinds]
            total = np.where(np.isin(self._index.kinds, wanted), total, np.float32(-1))
        most = min(max(limit, 2), len(total))
        best = np.argpartition(-total, most - 1)[:most]
        ordered = best[np.lexsort((best, -total[best]))]
        return [int(place) for place in ordered if total[place] > 0]

    def _phoned(self, found: Mapping[int, str], kinds: frozenset[Kind]) -> list[Hit]:
        """Those of documents with their numbers that are of the wanted kinds."""
        return [
            self._told(place, score=1.0, why=f"电话号码{number}")
            for place, number in found.items()
            if not kinds or self._index.documents[place].kind in kinds
        ]

    def _hit(self, place: int, asked: Analysis, figures: Figures) -> Hit:
        return replace(
            self._told(place, score=float(figures.total[place]), why=_why(place, asked, figures)),
            passage=_passage(self._index.documents[place], asked),
        )

    def _told(self, place: int, *, score: float, why: str) -> Hit:
        document = self._index.documents[place]
        return Hit(
            kind=document.kind,
            code=document.code,
            title=document.title,
            department=document.department,
            score=round(score, 4),
            why=why,
            passage=document.passages[0][:PASSAGE] if document.passages else "",
        )


def _by_worth(places: Iterable[int], figures: Figures) -> list[int]:
    """Of several the one that the other words fit comes first."""
    return sorted(places, key=lambda place: (-figures.total[place], place))


WAYS = (
    ("signs", "名称相近"),
    ("terms", ""),
    ("sounds", "读音相近"),
    ("letters", "拼音字母"),
    ("body", "内容提到"),
    ("duties", "职责相符"),
    ("gist", "说的是同一类事"),
    ("story", "整段话最相符"),
)
_BY_EAR = 0.9  # what sounds alike mostly is written alike too


def _why(place: int, asked: Analysis, figures: Figures) -> str:
    """The way that says most, and the sayings that were understood."""
    by_way = {way: float(getattr(figures, way)[place]) for way, _ in WAYS}
    by_way["sounds"] *= _BY_EAR
    best = max(by_way, key=lambda way: by_way[way])
    reasons = [words for way, words in WAYS if way == best and words]
    if asked.said and by_way["terms"] > by_way["signs"] * 1.05:
        said = asked.said[0]
        reasons.append(f"“{said.saying}”即“{said.terms[0]}”")
    return "；".join(reasons) or "名称相近"


def _passage(document: Document, asked: Analysis) -> str:
    """The part that holds most of what is asked for; the first where none holds more than a sign of it, by chance."""
    if not document.passages:
        return ""
    matter = "".join(
        sign if worth > MATTERS else " " for sign, worth in zip(asked.plain, asked.worth, strict=True)
    ).split()
    wanted = {two for run in matter for two in map("".join, pairwise(run))}.union(*matter)

    def held(part: str) -> float:
        found = [len(one) ** 2 for one in wanted if one in part]
        return sum(found) / (8 + len(part) ** 0.5) if len(found) > 1 else 0.0

    best = max(document.passages, key=lambda part: held(part[:400]))
    return best if len(best) <= PASSAGE else best[:PASSAGE] + "…"
