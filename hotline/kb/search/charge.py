"""Which department a matter belongs to: by its own duties, by what such offices do everywhere, by who does the work.

The rule: each figure is of departments only and 0 for every other entry, so that without a question for an office it
can be made to count little (counts()).
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from hotline.kb.model import Kind
from hotline.kb.search.contested import is_meant
from hotline.kb.search.grams import Floats
from hotline.kb.search.incharge import Charge
from hotline.kb.search.index import SIGNS, Index
from hotline.kb.search.likeness import likeness, meant
from hotline.kb.search.pieces import Pieces, pieces
from hotline.kb.search.plain import codes
from hotline.kb.search.question import Analysis
from hotline.kb.search.wants import Wants
from hotline.kb.search.weights import Weights

_KIND = re.compile(
    "(?:(?<=..)(?:监督|行政)?(?:管理|事业|服务)?(?:局|处|站|中心|委员会|办公室)|联合会|有限公司|集团|公司|委|办|所|队|大队|支队|院|馆|会)+$"
)
BRIEF = 8  # signs: a name, and no story
OFFICE_SHARE = 0.7  # how much an office's general name counts in its likeness to a department's
KIND_WORTH = 0.5  # of a sign of 局 or 联合会 beside one that tells which
LIKE = 0.5  # a likeness from which a duty is such a matter
ALIKE = 0.4  # a likeness of names from which a department is such an office
ELSE = 0.25  # one up to which it is another: 人民医院 is no 人民法院, for all that they share
UNLIKE = 0.02  # a figure that is none
LESS_LIKELY = 0.93  # what each office is worth beside the one named before it


def counts(wants: Wants, weights: Weights, *, is_brief: bool) -> float:
    """How much it counts what a department is for, by what the question asks for."""
    if wants & (Wants.OFFICE | Wants.CONTACT):
        return 1.0
    if wants & Wants.STEPS:
        return weights.duty_steps
    if wants & Wants.COMPLAINT:
        return weights.duty_complaint
    if is_brief:
        return weights.duty_brief
    return weights.duty_trouble if wants & Wants.TROUBLE else weights.duty_else


def by_duty(terms: Pieces, gist: Pieces, index: Index, weights: Weights, most: int) -> Floats:
    """How like the likest single duty of each department is, to what was said or to what it sounds like."""
    said = likeness(index.duties, terms, weights.duty_share, most)
    sounded = likeness(index.duties, gist, weights.duty_share, most)
    return _best(np.maximum(said, np.float32(weights.duty_gist) * sounded), index.whose, len(index.documents))


class Offices:
    """Who in a city is in charge of a matter that every city has. Each matter is looked up once and then known."""

    def __init__(self, index: Index, weights: Weights) -> None:
        self._index = index
        self._weights = weights
        self._known: dict[Charge, tuple[NDArray[np.int64], Floats]] = {}

    def of(self, matter: Charge) -> tuple[NDArray[np.int64], Floats]:
        """The places of departments with how far each is in charge: 1 for the likest, more where its duties say so."""
        if matter not in self._known:
            figures = self._figures(matter)
            places = np.flatnonzero(figures > UNLIKE)
            self._known[matter] = (places, figures[places])
        return self._known[matter]

    def _figures(self, matter: Charge) -> Floats:
        index, weights = self._index, self._weights
        by_size = (weights.single, 1.0)
        like = np.zeros(len(index.called.totals), np.float32)
        for place, office in enumerate(matter.offices):
            alike = likeness(index.called, _called(office, by_size), OFFICE_SHARE, 0)
            like = np.maximum(like, np.float32(LESS_LIKELY**place) * alike)
        offices = _beside_the_best(_best(like, index.callers, len(index.documents)), ELSE, ALIKE)
        if not matter.duties:
            return offices
        own = likeness(index.duties, meant(matter.duties, by_size, 1.0), weights.duty_share, 0)
        own = _beside_the_best(_best(own, index.whose, len(index.documents)), 0.0, LIKE)
        return (offices + np.float32(weights.charge_duty) * own).astype(np.float32)


def _called(office: str, by_size: tuple[float, ...]) -> Pieces:
    """The pieces of an office's name, those that many kinds of offices have worth little: 联合会 tells no 妇女."""
    worth = np.ones(len(office), np.float32)
    kind = _KIND.search(office)
    if kind:
        worth[kind.start() :] = KIND_WORTH
    return pieces(codes(office), worth, SIGNS, by_size)


def by_charge(asked: Analysis, offices: Offices, documents: int) -> Floats:
    """How far each department is one of those that are in charge, in every city, of what was said."""
    found = np.zeros(documents, np.float32)
    for matter, worth in asked.charges:
        places, figures = offices.of(matter)
        found[places] = np.maximum(found[places], np.float32(worth) * figures)
    return found


def _beside_the_best(like: Floats, least: float, full: float) -> Floats:
    """Likenesses as shares of the best, the others falling off fast; less where the best is below full, none at least.

    So a matter of an office that the city has not falls to nobody whose name merely looks like it.
    """
    top = float(like.max(initial=0.0))
    if top <= least:
        return np.zeros_like(like)
    sure = min(1.0, (top - least) / (full - least))
    return ((like / np.float32(top)) ** 2 * np.float32(sure)).astype(np.float32)


def named(asked: Analysis, index: Index) -> Floats:
    """1 for each department that is named word for word, by whichever of its names, former ones among them.

    Not for one that sent the citizen away, 城管说不归他们, or whose decision is contested: that is another's to judge.
    """
    found = np.zeros(len(index.documents), np.float32)
    for place, name in index.offices_by_name.everywhere(asked.plain):
        if is_meant(asked.plain, place, place + len(name)):
            found[list(index.offices_by_name.meanings[name])] = 1
    return found


def with_their_matters(total: Floats, body: Floats, index: Index, weights: Weights, part: float) -> Floats:
    """Who is in charge of what was found, and whose duties hold what was asked. part: of the weights that counts."""
    is_office = index.kinds == list(Kind).index(Kind.DEPARTMENT)
    found = _in_charge_of(total, index)
    return np.where(is_office, total + part * (weights.matters * found + weights.duties * body), total).astype(
        np.float32
    )


def lifted(total: Floats, index: Index, weights: Weights) -> Floats:
    """Whoever is in charge of what fits best comes before it, where it is asked who is in charge."""
    is_office = index.kinds == list(Kind).index(Kind.DEPARTMENT)
    found = _in_charge_of(total, index)
    return np.where(is_office, np.maximum(total, found + np.float32(weights.lift)), total).astype(np.float32)


def _in_charge_of(total: Floats, index: Index) -> Floats:
    """The best figure of what each department is in charge of."""
    found = np.zeros(len(total), np.float32)
    has_office = index.in_charge >= 0
    np.maximum.at(found, index.in_charge[has_office], total[has_office])
    return found


def _best(figures: Floats, whose: NDArray[np.int64], documents: int) -> Floats:
    """The best figure of each document. whose: the document of each figure, in rising order."""
    found = np.zeros(documents, np.float32)
    if len(whose):
        starts = np.flatnonzero(np.append(True, whose[1:] != whose[:-1]))
        found[whose[starts]] = np.maximum.reduceat(figures, starts)
    return found
