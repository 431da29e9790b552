"""How alike two tickets are: what they say, where it is, and when; a share from 0 to 1 with its reasons. Pure.

Rule: a place alone makes no duplicate (湖滨路 has many troubles), and what is alike elsewhere is another matter; the
numbers were set on hand-judged pairs of public messages (which have no category, district or house number: what those
count is a guess), so change none without judging pairs again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from hotline.sentences import sentence
from hotline.tickets.duplicates.cleaning import MARK, cleaned, plain
from hotline.tickets.duplicates.places import Named, door_distance, named_in, shared, shown

SHOWN = 0.36
"""From here on an agent sees it."""
SAME = 0.55
"""From here on it counts as the same matter where nobody has looked: for massed complaints."""
_SAME_PLACE, _RARE_PLACE, _OTHER_PLACE = 0.15, 0.17, 0.1  # added, added where it is rare, taken away
_RAREST = 2.0  # two places that nobody else names
_ALONE = 0.6  # share of a place that counts without any words
_SAME_CATEGORY, _SAME_CATEGORY_THERE = 0.06, 0.2  # added; added at the same place
_NEEDED = 0.1  # likeness of the words from which a place counts whole
_NEAR_DOOR, _NEAR, _FAR_DOOR, _FAR = 20, 0.12, 100, 0.08
_OTHER_DISTRICT = 0.7  # times
_AGED, _AGED_DAYS = 0.1, 90.0  # taken away at most, and after so long
_TOLD = 110  # signs of a text that are compared: what follows them is the story, and differs
_DAY = 86400  # seconds
_ENOUGH = 4.0  # weight of a text that says enough: less of it may lie in another by chance
_SHORTEST, _LONGEST = 3, 12  # signs of a common phrase that is shown
_PARTICLES = "的了在是有和就也都"
_HEAD = 90  # signs in which a matter is named: a phrase from there says more than a longer one from further on
_MOST_PLACES = 2  # that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a ticket is about. text: cleaned, without its places; district, category: codes or ""."""

    text: str
    named: Named
    district: str
    category: str
    at: datetime


def matter_of(*, title: str, content: str, place: str, district: str, category: str, at: datetime) -> Matter:
    """A ticket's matter. A title that the content begins with counts once."""
    said = plain(content if content.startswith(title) else f"{title}{MARK}{content}")
    named = named_in(f"{plain(place)}{MARK}{said}")
    text = cleaned(said)
    for core in named.names:
        text = text.replace(core, MARK)
    return Matter(text=text[:_TOLD], named=named, district=district, category=category, at=at)


def score_of(asked: Matter, other: Matter, *, words: float, rare: float) -> float:
    """How alike two matters are, 0 to 1.

    words: how alike their texts are, 0 to 1; rare: how few tickets name the places that both do, 0 to 1 and above, both
    as the index has reckoned them.
    """
    score = words
    both = shared(asked.named, other.named)
    if both:
        score += (_SAME_PLACE + _RARE_PLACE * min(_RAREST, rare)) * (_ALONE + (1 - _ALONE) * min(1.0, words / _NEEDED))
        apart = door_distance(both, asked.named, other.named)
        if apart is not None:
            score += _NEAR if apart <= _NEAR_DOOR else -_FAR if apart > _FAR_DOOR else 0.0
    elif asked.named.names and other.named.names:
        score -= _OTHER_PLACE
    if asked.category and asked.category == other.category:
        score += _SAME_CATEGORY_THERE if both else _SAME_CATEGORY
    if asked.district and other.district and asked.district != other.district:
        score *= _OTHER_DISTRICT
    days = abs((asked.at - other.at).total_seconds()) / _DAY
    score -= _AGED * min(1.0, days / _AGED_DAYS)
    return round(max(0.0, min(1.0, score)), 3)


def reasons_of(asked: Matter, other: Matter) -> tuple[str, ...]:
    """Why, in Chinese: the places and the words that both have."""
    found = []
    both = shared(asked.named, other.named)
    if both:
        names = dict.fromkeys(shown(core, asked.named, other.named) for core in both[:_MOST_PLACES])
        found.append(sentence("same_place", places="、".join(names)))
        apart = door_distance(both, asked.named, other.named)
        if apart is not None and apart <= _NEAR_DOOR:
            found.append(sentence("doors_near", apart=apart) if apart else sentence("same_door"))
    if asked.category and asked.category == other.category:
        found.append(sentence("same_category"))
    phrase = common_phrase(asked.text[:_HEAD], other.text[:_HEAD]) or common_phrase(asked.text, other.text)
    if phrase:
        found.append(sentence("words_alike", words=phrase))
    return tuple(found)


def words_alike(common: float, asked: float, other: float) -> float:
    """How alike two texts are, of the weights of what is common, and of either. A half-typed text lies in the other."""
    least = min(asked, other)
    if least <= 0:
        return 0.0
    return 0.5 * common / math.sqrt(asked * other) + 0.5 * common / least * min(1.0, least / _ENOUGH)


def common_phrase(one: str, other: str) -> str:
    """The longest run of signs that both have, "" below _SHORTEST; cut to _LONGEST, without particles around it."""
    best = ""
    for begin in range(len(one)):
        size = max(len(best) + 1, _SHORTEST)
        while begin + size <= len(one) and MARK not in one[begin : begin + size]:
            if one[begin : begin + size] not in other:
                break
            best = one[begin : begin + size]
            size += 1
    return best[:_LONGEST].strip(_PARTICLES)
