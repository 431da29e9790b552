"""The search itself: several ways to compare a question with every entry, added up to one order.

The rule: every way gives each entry a figure from 0 to about 1, in one pass over flat arrays; weights.py says what each
is worth, and was set on tests/search/tuning and practice. A search never raises, whatever is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hotline.kb.model import Kind
from hotline.kb.search import charge, letters, order
from hotline.kb.search.contested import without_contested
from hotline.kb.search.grams import Floats
from hotline.kb.search.index import SIGNS, SYLLABLES, Index
from hotline.kb.search.likeness import by_document, covered, likeness, meant
from hotline.kb.search.pieces import joined, pieces
from hotline.kb.search.question import Analysis
from hotline.kb.search.wants import Wants
from hotline.kb.search.weights import WEIGHTS, Weights

COMMON = 8_000  # a piece that more names than this hold is left out of long questions
LONG = 24  # signs
LOOKED_AT = 40  # entries that are compared sign by sign
MATTERS = 0.5  # a sign's worth from which it is of the matter and not of form
ACTS = frozenset("补换变销延丢失遗损坏停撤改转退续掉挂迁注消换更撤")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How an analysed question compares with every document, by way."""

    signs: Floats
    sounds: Floats
    terms: Floats
    letters: Floats
    body: Floats
    office: Floats
    gist: Floats
    duties: Floats
    charge: Floats
    not_duties: Floats
    story: Floats
    total: Floats


def compare(asked: Analysis, index: Index, offices: charge.Offices, weights: Weights = WEIGHTS) -> Figures:
    """Every way's figure for every document."""
    asked = without_contested(asked, index)
    figures = _figures(asked, index, offices, weights)
    is_long = len(asked.plain) > LONG
    count = charge.counts(asked.wants, weights, is_brief=len(asked.plain) < charge.BRIEF)
    total = (
        weights.signs * figures["signs"]
        + weights.terms * figures["terms"]
        + weights.sounds * figures["sounds"]
        + weights.letters * figures["letters"]
        + weights.body * figures["body"]
        + weights.office * figures["office"]
        + (weights.gist_long if is_long else weights.gist) * figures["gist"]
        + (weights.part_long if is_long else 1.0)
        * count
        * (weights.duty * figures["duties"] + weights.charge * figures["charge"])
        + weights.named * (weights.part_long * count if is_long else 1.0) * charge.named(asked, index)
        - weights.not_duties * figures["not_duties"]
        + (weights.push_long if is_long else 1.0) * _asked_for(asked.wants, index, weights)
    )
    is_for_office = bool(asked.wants & (Wants.OFFICE | Wants.CONTACT))
    total = total + (weights.story_office if is_for_office else weights.story) * figures["story"]
    if not _names_an_act(asked):
        total = total + weights.first_time * index.first_time
    if is_for_office:
        part = weights.matters_long if is_long else 1.0  # a long story says "who" in passing
        total = charge.with_their_matters(total, figures["body"], index, weights, part)
    total = _in_order(total.astype(np.float32), asked, index, weights)
    if asked.wants & Wants.OFFICE:
        total = charge.lifted(total, index, weights)
    return Figures(**figures, total=total)


def _figures(asked: Analysis, index: Index, offices: charge.Offices, weights: Weights) -> dict[str, Floats]:
    most = COMMON if len(asked.plain) > LONG else 0
    by_size = (weights.single, 1.0)
    signs = pieces(asked.codes, asked.worth, SIGNS, by_size)
    terms = signs
    if asked.said:
        own = pieces(asked.codes, asked.covered, SIGNS, by_size)
        terms = joined(own, *(meant(term, by_size, one.worth) for one in asked.said for term in one.terms))
    gist = joined(*(meant(term, by_size, worth) for term, worth in asked.gist))
    heard = pieces(asked.sound, asked.sound_worth, SYLLABLES, (weights.single_sound, 1.0))
    return {
        "signs": by_document(likeness(index.signs, signs, weights.share, most), index),
        "terms": by_document(likeness(index.signs, terms, weights.term_share, most), index),
        "gist": by_document(likeness(index.signs, gist, weights.term_share, most), index),
        "sounds": by_document(likeness(index.syllables, heard, weights.share, most), index),
        "letters": _letters(asked, index),
        "body": covered(index.bodies, terms),
        "office": covered(index.offices, signs),
        "duties": charge.by_duty(terms, gist, index, weights, most),
        "charge": charge.by_charge(asked, offices, len(index.documents)),
        "not_duties": covered(index.not_duties, terms),
        "story": _story(asked, index, most),
    }


def _story(asked: Analysis, index: Index, most: int) -> Floats:
    """How much of a long story is in all that an entry holds, as a share of what the best holds; 0 for what is short.

    Single signs count as much as pairs: a story tells of the matter in other words than an entry does.
    """
    if len(asked.plain) <= LONG:
        return np.zeros(len(index.documents), np.float32)
    told = pieces(asked.codes, asked.worth, SIGNS, (1.0, 1.0))
    held = index.everything.overlap(told.keys, told.weights, most=most)
    return held / np.float32(max(float(held.max(initial=0.0)), 1e-6))


def _names_an_act(asked: Analysis) -> bool:
    """Whether a question says what is to be done with the thing: then it is not the first time."""
    told = asked.plain + "".join(term for one in asked.said for term in one.terms)
    return not ACTS.isdisjoint(told)


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


def _letters(asked: Analysis, index: Index) -> Floats:
    if asked.initials is None:
        return np.zeros(len(index.documents), np.float32)
    return by_document(letters.likeness(asked.initials, index.letters, index.initials), index)


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
