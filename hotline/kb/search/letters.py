"""First letters of pinyin (sfz, sfzbl) against names: the better, the more of a name they run through. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hotline.kb.search.grams import Floats, Grams
from hotline.kb.search.pieces import pieces
from hotline.kb.search.plain import Codes

SIZES = (2, 3)
MOST = 120  # names that are looked at letter by letter
GAP = 0.06  # what each letter left out between two costs
REST = 0.02  # what each letter of the name beyond costs


def letters_of(initials: Codes) -> str:
    """Letters as text; a 0 is a space."""
    return "".join(chr(one) if one else " " for one in initials.tolist())


def likeness(asked: Codes, grams: Grams, names: Sequence[str]) -> Floats:
    """For each name 0 to 1: 1 where the letters are all of it. names: letters_of() of each."""
    found = np.zeros(len(names), np.float32)
    wanted = letters_of(asked).replace(" ", "")
    if len(wanted) < 2:
        return found
    shared = pieces(asked, np.ones(len(asked), np.float32), SIZES, (1.0, 1.0))
    overlap = grams.overlap(shared.keys, shared.weights)
    most = min(MOST, len(names))
    for place in np.argpartition(-overlap, most - 1)[:most].tolist():
        if overlap[place] > 0:
            found[place] = in_order(wanted, names[place].replace(" ", ""))
    return found


def in_order(wanted: str, name: str) -> float:
    """How well letters run through a name: whole, as one piece, with gaps, or only for the most part."""
    if not name:
        return 0.0
    if wanted in name:
        return max(0.5, 1.0 - REST * (len(name) - len(wanted)))
    matched, gaps = _run(wanted, name)
    share = matched / len(wanted)
    fitted = share**2 - GAP * gaps - REST * max(0, len(name) - len(wanted)) / 2
    return max(0.0, 0.9 * fitted)


def _run(wanted: str, name: str) -> tuple[int, int]:
    """The most letters found in their order, and the fewest breaks between them: a small dynamic programme."""
    table: dict[int, tuple[int, int]] = {}  # by where in the name the last letter stands: letters, less their breaks
    for letter in wanted:
        fresh: dict[int, tuple[int, int]] = {}
        for place, sign in enumerate(name):
            if sign != letter:
                continue
            options = [(1, 0)]
            options += [
                (count + 1, breaks - (0 if before == place - 1 else 1))
                for before, (count, breaks) in table.items()
                if before < place
            ]
            fresh[place] = max(options)
        for place, value in fresh.items():
            table[place] = max(value, table.get(place, value))
    if not table:
        return 0, 0
    matched, breaks = max(table.values())
    return matched, -breaks
