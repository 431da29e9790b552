"""The search itself: several ways to compare a question with every entry, added up to one order.

The rule: every way gives each entry a figure from 0 to about 1, in one pass over flat arrays; weights.py says what each
is worth, and was set on tests/search/tuning alone. A search never raises, whatever is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline.kb.model import Kind
from hotline.kb.search import letters, order
from hotline.kb.search.document import Document
from hotline.kb.search.filler import Wants
from hotline.kb.search.grams import Floats, Grams, build
from hotline.kb.search.letters import letters_of
from hotline.kb.search.pieces import Pieces, joined, pieces, written_out
from hotline.kb.search.plain import codes, plain
from hotline.kb.search.question import Analysis
from hotline.kb.search.sound import initials, sounds
from hotline.kb.search.weights import WEIGHTS, Weights

SIGNS = (1, 2)
SYLLABLES = (1, 2)
BODY = (2,)
COMMON = 8_000  # a piece that more names than this hold is left out of long questions
LONG = 24  # signs
LOOKED_AT = 40  # entries that are compared sign by sign
MATTERS = 0.5  # a sign's worth from which it is of the matter and not of form
FIRST = ("首次", "初次", "申领", "设立", "参保登记")
ACTS = frozenset("补换变销延丢失遗损坏停撤改转退续掉挂迁注消换更撤")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Everything that is compared.

    names: of all documents; first: where each document's begin; bodies, offices: by document;
    in_charge: the place of each document's department, -1 for none; first_time: whether it is how a matter begins.
    """

    documents: tuple[Document, ...]
    names: tuple[str, ...]
    initials: tuple[str, ...]
    first: NDArray[np.int64]
    signs: Grams
    syllables: Grams
    letters: Grams
    bodies: Grams
    offices: Grams
    kinds: NDArray[np.int64]
    in_charge: NDArray[np.int64]
    first_time: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How an analysed question compares with every document, by way."""

    signs: Floats
    sounds: Floats
    terms: Floats
    letters: Floats
    body: Floats
    office: Floats
    total: Floats


def index_of(documents: Sequence[Document]) -> Index:
    """Build the index: about a second for five thousand entries."""
    names = [plain(name) for document in documents for name in document.names]
    counts = np.array([len(document.names) for document in documents], np.int64)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])[:-1]
    points, owners = written_out(names)
    bodies, body_owners = written_out([plain(document.body) for document in documents])
    offices, office_owners = written_out([plain(" ".join(document.office)) for document in documents])
    return Index(
        documents=tuple(documents),
        names=tuple(names),
        initials=tuple(letters_of(initials(codes(name))) for name in names),
        first=first,
        signs=build(points, owners, len(names), SIGNS, counted=False),
        syllables=build(sounds(points), owners, len(names), SYLLABLES, counted=False),
        letters=build(initials(points), owners, len(names), letters.SIZES, counted=False),
        bodies=build(bodies, body_owners, len(documents), BODY, counted=True),
        offices=build(offices, office_owners, len(documents), BODY, counted=False),
        kinds=np.array([list(Kind).index(document.kind) for document in documents], np.int64),
        in_charge=_in_charge(documents),
        first_time=np.array([any(word in document.title for word in FIRST) for document in documents], np.bool_),
    )


def compare(asked: Analysis, index: Index, weights: Weights = WEIGHTS) -> Figures:
    """Every way's figure for every document."""
    most = COMMON if len(asked.plain) > LONG else 0
    by_size = (weights.single, 1.0)
    signs = pieces(asked.codes, asked.worth, SIGNS, by_size)
    terms = signs
    if asked.said:
        own = pieces(asked.codes, asked.covered, SIGNS, by_size)
        meant = [_pieces_of(term, by_size, one.worth) for one in asked.said for term in one.terms]
        terms = joined(own, *meant)
    heard = pieces(asked.sound, asked.sound_worth, SYLLABLES, (weights.single_sound, 1.0))
    figures = {
        "signs": _by_document(_likeness(index.signs, signs, weights.share, most), index),
        "terms": _by_document(_likeness(index.signs, terms, weights.term_share, most), index),
        "sounds": _by_document(_likeness(index.syllables, heard, weights.share, most), index),
        "letters": _letters(asked, index),
        "body": _covered(index.bodies, terms),
        "office": _covered(index.offices, signs),
    }
    total = (
        weights.signs * figures["signs"]
        + weights.terms * figures["terms"]
        + weights.sounds * figures["sounds"]
        + weights.letters * figures["letters"]
        + weights.body * figures["body"]
        + weights.office * figures["office"]
        + _asked_for(asked.wants, index, weights)
    )
    if not _names_an_act(asked):
        total = total + weights.first_time * index.first_time
    if asked.wants & (Wants.OFFICE | Wants.CONTACT) and not asked.wants & Wants.STEPS:
        part = 0.5 if len(asked.plain) > LONG else 1.0  # a long story says "who" in passing
        total = _with_their_matters(total, figures["body"], index, weights, part)
    return Figures(**figures, total=_in_order(total.astype(np.float32), asked, index, weights))


def _names_an_act(asked: Analysis) -> bool:
    """Whether a question says what is to be done with the thing: then it is not the first time."""
    told = asked.plain + "".join(term for one in asked.said for term in one.terms)
    return not ACTS.isdisjoint(told)


def _with_their_matters(total: Floats, body: Floats, index: Index, weights: Weights, part: float) -> Floats:
    """Who is in charge of what was found, and whose duties hold what was asked. part: of the weights that counts."""
    is_office = index.kinds == list(Kind).index(Kind.DEPARTMENT)
    found = np.zeros(len(total), np.float32)
    has_office = index.in_charge >= 0
    np.maximum.at(found, index.in_charge[has_office], total[has_office])
    return np.where(is_office, total + part * (weights.matters * found + weights.duties * body), total).astype(
        np.float32
    )


def _in_order(total: Floats, asked: Analysis, index: Index, weights: Weights) -> Floats:
    """The best so far, looked at once more sign by sign."""
    matter = "".join(
        sign for sign, worth in zip(asked.plain, asked.worth.tolist(), strict=True) if worth > MATTERS and sign != " "
    )
    most = min(LOOKED_AT, len(total))
    for place in np.argpartition(-total, most - 1)[:most].tolist():
        begin = int(index.first[place])
        names = index.names[begin : begin + len(index.documents[place].names)]
        total[place] += weights.order * order.likeness(matter, names)
    return total


def _pieces_of(term: str, by_size: tuple[float, ...], worth: float) -> Pieces:
    points = codes(term)
    return pieces(points, np.full(len(points), worth, np.float32), SIGNS, by_size)


def _likeness(grams: Grams, asked: Pieces, share: float, most: int) -> Floats:
    """How much of the question and of each name is in the other. share: how much the question's side counts."""
    whole = float((asked.weights * grams.rarities(asked.keys)).sum())
    room = share * whole + (1 - share) * grams.totals + 1e-6
    return (grams.overlap(asked.keys, asked.weights, most=most) / room).astype(np.float32)


def _covered(grams: Grams, asked: Pieces) -> Floats:
    """How much of the question is in each text."""
    whole = float((asked.weights * grams.rarities(asked.keys)).sum()) + 1e-6
    return (grams.overlap(asked.keys, asked.weights) / whole).astype(np.float32)


def _in_charge(documents: Sequence[Document]) -> NDArray[np.int64]:
    offices = {one.title: place for place, one in enumerate(documents) if one.kind is Kind.DEPARTMENT}
    places = [offices.get(one.department, -1) for one in documents]
    return np.array(
        [-1 if one.kind is Kind.DEPARTMENT else place for one, place in zip(documents, places, strict=True)], np.int64
    )


def _by_document(by_name: Floats, index: Index) -> Floats:
    if not len(index.first):
        return by_name
    return np.maximum.reduceat(by_name, index.first).astype(np.float32)


def _letters(asked: Analysis, index: Index) -> Floats:
    if asked.initials is None:
        return np.zeros(len(index.documents), np.float32)
    return _by_document(letters.likeness(asked.initials, index.letters, index.initials), index)


def _asked_for(wants: Wants, index: Index, weights: Weights) -> Floats:
    """What the form of the question asks for, as a small push for one kind of entry."""
    push = np.zeros(len(Kind), np.float32)
    kinds = list(Kind)
    if wants & (Wants.CONTACT | Wants.OFFICE) and not wants & Wants.STEPS:
        push[kinds.index(Kind.DEPARTMENT)] += weights.contact if wants & Wants.CONTACT else weights.in_charge
    if wants & Wants.STEPS:
        push[kinds.index(Kind.PROCEDURE)] += weights.steps
    if wants & Wants.WHETHER and not wants & Wants.STEPS:
        push[kinds.index(Kind.QUESTION)] += weights.whether
    push[kinds.index(Kind.BULLETIN)] -= weights.bulletin
    return push[index.kinds]
