"""What is compared: all entries of a city in a few indexes of short pieces, made once for each version of it.

The rule: every text passes through plain() on its way in, as questions do; nothing here knows a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline.kb.model import Kind
from hotline.kb.search import filler, letters
from hotline.kb.search.document import Document
from hotline.kb.search.grams import NONE_COMMON, Common, Floats, Grams, build
from hotline.kb.search.letters import letters_of
from hotline.kb.search.pieces import written_out
from hotline.kb.search.plain import codes, plain
from hotline.kb.search.sound import initials, sounds
from hotline.kb.search.wording import Phrases

SIGNS = (1, 2)
SYLLABLES = (1, 2)
BODY = (2,)
NAMED = 3  # signs of a name that is looked for word for word
FORM_WORTH = 0.3  # of a sign of a word like 什么时候 in what a name holds in all
_FORM = Phrases(dict.fromkeys(filler.WORDS, True))
FIRST = ("首次", "初次", "申领", "设立", "参保登记")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Everything that is compared.

    names: of all documents; first: where each document's begin; bodies, offices: by document; everything: all three,
    by document; duties: single duties of departments, whose: the department of each; called: the names of departments
    alone, callers: the department of each, offices_by_name: the same to be found in a text; not_duties: of each
    document, what its department is asked for in vain; in_charge: the place of each document's department, -1 for
    none; first_time: whether it is how a matter begins.
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
    everything: Grams
    duties: Grams
    whose: NDArray[np.int64]
    called: Grams
    callers: NDArray[np.int64]
    offices_by_name: Phrases[tuple[int, ...]]
    not_duties: Grams
    kinds: NDArray[np.int64]
    in_charge: NDArray[np.int64]
    first_time: NDArray[np.bool_]


def index_of(documents: Sequence[Document], common: Common = NONE_COMMON, heard: Common = NONE_COMMON) -> Index:
    """Build the index: about a second for five thousand entries. common, heard: of signs and of syllables."""
    names = [plain(name) for document in documents for name in document.names]
    counts = np.array([len(document.names) for document in documents], np.int64)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])[:-1]
    points, owners = written_out(names)
    texts = [plain(document.body) for document in documents]
    bodies, body_owners = written_out(texts)
    in_office = [plain(" ".join(document.office)) for document in documents]
    offices, office_owners = written_out(in_office)
    told, tellers = written_out(
        [
            " ".join((*names[begin : begin + len(document.names)], office, text))
            for document, begin, office, text in zip(documents, first.tolist(), in_office, texts, strict=True)
        ]
    )
    duties = [(plain(duty), place) for place, document in enumerate(documents) for duty in document.duties]
    parts, part_owners = written_out([duty for duty, _ in duties])
    called = [
        (plain(name), place)
        for place, document in enumerate(documents)
        if document.kind is Kind.DEPARTMENT
        for name in document.names
    ]
    calls, call_owners = written_out([name for name, _ in called])
    return Index(
        documents=tuple(documents),
        names=tuple(names),
        initials=tuple(letters_of(initials(codes(name))) for name in names),
        first=first,
        signs=build(points, owners, len(names), SIGNS, counted=False, common=common, worth=_told(names)),
        syllables=build(sounds(points), owners, len(names), SYLLABLES, counted=False, common=heard, worth=_told(names)),
        letters=build(initials(points), owners, len(names), letters.SIZES, counted=False),
        bodies=build(bodies, body_owners, len(documents), BODY, counted=True, common=common),
        offices=build(offices, office_owners, len(documents), BODY, counted=False, common=common),
        everything=build(told, tellers, len(documents), SIGNS, counted=True),
        duties=build(parts, part_owners, len(duties), SIGNS, counted=False, common=common),
        called=build(calls, call_owners, len(called), SIGNS, counted=False, common=common),
        callers=np.array([place for _, place in called], np.int64),
        offices_by_name=Phrases(_by_name(called)),
        not_duties=_not_duties(documents, common),
        whose=np.array([place for _, place in duties], np.int64),
        kinds=np.array([list(Kind).index(document.kind) for document in documents], np.int64),
        in_charge=_in_charge(documents),
        first_time=np.array([any(word in document.title for word in FIRST) for document in documents], np.bool_),
    )


def _told(names: Sequence[str]) -> Floats:
    """What each sign of names written out counts in their totals: little for words of mere form, as in questions.

    Else 养老金什么时候涨 would have to be asked with the very same 什么时候 to be found whole.
    """
    worth = np.ones(sum(len(name) + 1 for name in names), np.float32)
    begin = 0
    for name in names:
        for place, word in _FORM.apart(name):
            if len(word) > 1:
                worth[begin + place : begin + place + len(word)] = FORM_WORTH
        begin += len(name) + 1
    return worth


def _by_name(called: Sequence[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """The departments that go by each name."""
    found: dict[str, tuple[int, ...]] = {}
    for name, place in called:
        if len(name) >= NAMED:
            found[name] = (*found.get(name, ()), place)
    return found


def _not_duties(documents: Sequence[Document], common: Common) -> Grams:
    points, owners = written_out([plain(" ".join(document.not_duties)) for document in documents])
    return build(points, owners, len(documents), BODY, counted=False, common=common)


def _in_charge(documents: Sequence[Document]) -> NDArray[np.int64]:
    offices = {one.title: place for place, one in enumerate(documents) if one.kind is Kind.DEPARTMENT}
    places = [offices.get(one.department, -1) for one in documents]
    return np.array(
        [-1 if one.kind is Kind.DEPARTMENT else place for one, place in zip(documents, places, strict=True)], np.int64
    )
