"""A question taken apart: what each sign is worth, what its phrases stand for, how it sounds. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hotline.kb.search import filler
from hotline.kb.search.grams import Floats, Grams, grams_of
from hotline.kb.search.incharge import Charge
from hotline.kb.search.latin import spells_chinese
from hotline.kb.search.numbers import runs
from hotline.kb.search.pieces import pieces
from hotline.kb.search.plain import LONGEST, Codes, codes, plain
from hotline.kb.search.sayings import Said, Sayings
from hotline.kb.search.sound import initials, sounds, syllables
from hotline.kb.search.wants import Wants, wants_of
from hotline.kb.search.wording import Phrases

_FILLER = Phrases(dict.fromkeys(filler.WORDS, True))
_LETTERS = re.compile(r"[a-z]{2,}")
FILLER_WORTH = 0.12
GIST_SINGLE = 0.4
SAID_WORTH = 0.5  # of signs that a term stands for already


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """A question taken apart.

    plain: as compared; worth: of each sign of it; said: each saying found with its terms; wants: what its form asks
    for; initials: its first letters, where it holds letters that
    spell nothing; digits: its runs of digits; charges: the matters of offices of every city, with what each is worth;
    gist: the matters that it sounds like as a whole, with what each is worth.
    """

    plain: str
    worth: Floats
    codes: Codes
    sound: Codes
    sound_worth: Floats
    initials: Codes | None
    said: tuple[Said, ...]
    covered: Floats
    wants: Wants
    digits: tuple[str, ...]
    charges: Sequence[tuple[Charge, float]]
    gist: Sequence[tuple[str, float]]


def analyse(question: str, names: Grams, sayings: Sayings) -> Analysis:
    """Take a question apart. names: the index of names by signs, which tells words of mere form from parts of names."""
    text = plain(question)[:LONGEST].strip()
    points = codes(text)
    worth = _worth(text, points, names)
    sound, sound_worth, is_spelt = _heard(text, points, worth)
    said = sayings.find(text, points, worth, sound)
    return Analysis(
        plain=text,
        worth=worth,
        codes=points,
        sound=sound,
        sound_worth=sound_worth,
        initials=initials(_letter_by_letter(text)) if _LETTERS.search(text) and not is_spelt else None,
        said=said,
        covered=_covered(said, worth),
        wants=wants_of(text),
        digits=runs(text),
        charges=sayings.in_charge.find(text),
        gist=sayings.gist(pieces(points, worth, (1, 2), (GIST_SINGLE, 1.0))),
    )


def _worth(text: str, points: Codes, names: Grams) -> Floats:
    """1 for a sign that carries the matter, little for words of mere form; where all is form, all of it counts."""
    worth = np.ones(len(text), np.float32)
    for place, word in _FILLER.apart(text):
        if len(word) == 1 and _joins_a_neighbour(points, place, names):
            continue
        worth[place : place + len(word)] = FILLER_WORTH
    worth[points == 0] = 0
    if not (worth > FILLER_WORTH).any():
        worth[points > 0] = 1
    return worth


def _joins_a_neighbour(points: Codes, place: int, names: Grams) -> bool:
    """Whether a short word is a part of a longer one that names hold: 天 in 天然气."""
    keys, _ = grams_of(points[max(place - 1, 0) : place + 2], (2,))
    return bool((names.find(keys) >= 0).any())


def _covered(said: tuple[Said, ...], worth: Floats) -> Floats:
    """The worth of signs when the terms that some of them stand for are beside them."""
    covered = worth.copy()
    for one in said:
        if one.place >= 0:
            part = slice(one.place, one.place + len(one.saying))
            covered[part] = np.minimum(covered[part], SAID_WORTH)
    return covered


def _letter_by_letter(text: str) -> Codes:
    """Letters as first letters of what they may stand for."""
    return np.array([ord(sign) if sign != " " else 0 for sign in text], np.int64)


def _heard(text: str, points: Codes, worth: Floats) -> tuple[Codes, Floats, bool]:
    """The syllables of a text, letters that spell Chinese among them; and whether all its letters spell some."""
    sound, known = sounds(points), syllables()
    parts: list[Codes] = []
    worths: list[Floats] = []
    reached, is_spelt = 0, bool(_LETTERS.search(text))
    for run in _LETTERS.finditer(text):
        spelt = spells_chinese(run[0])
        is_spelt &= bool(spelt)
        if spelt:
            parts += [sound[reached : run.start()], np.array([known[one] for one in spelt], np.int64)]
            worths += [worth[reached : run.start()], np.ones(len(spelt), np.float32)]
            reached = run.end()
            if reached < len(text) - 1 and text[reached] == " " and _LETTERS.match(text, reached + 1):
                reached += 1  # she bao: syllables typed apart are neighbours
    parts.append(sound[reached:])
    worths.append(worth[reached:])
    spelt_signs = sum(map(len, worths[1::2]))
    return np.concatenate(parts), np.concatenate(worths), is_spelt and spelt_signs > 1
