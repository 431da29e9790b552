"""The season with which a piece of hours begins: 夏季（5月1日至9月30日）, 其他时间, 非供暖期. Pure.

Rule: a season has dates; a name alone is one that was given its dates before.
"""

from __future__ import annotations

from hotline.kb.hours import phrases
from hotline.kb.hours.draft import REST_OF_YEAR, Draft, HoursError, Scope
from hotline.kb.hours.words import dates


def after_heading(draft: Draft, piece: str) -> tuple[Scope, str]:
    """The places of the seasons named and the rest of the piece; (None, piece) where none is named. Notes a new one.

    Raises HoursError for days that there are not.
    """
    if found := phrases.OTHERWISE.match(piece):
        draft.has_rest_of_year = True
        return frozenset({REST_OF_YEAR}), piece[found.end() :]
    if found := phrases.SEASON.match(piece):
        span = dates(found["dates"])
        if span is None:
            raise HoursError(piece, "没有这样的日期")
        draft.seasons.append((found["name"] or "", *span))
        return frozenset({len(draft.seasons) - 1}), piece[found.end() :]
    for place, (name, _, _) in enumerate(draft.seasons):
        for beginning, scope in ((f"非{name}", _others(draft, place)), (name, frozenset({place}))):
            if name and piece.startswith(beginning):
                return scope, piece[len(beginning) :]
    return None, piece


def _others(draft: Draft, place: int) -> frozenset[int]:
    return frozenset({*range(len(draft.seasons)), REST_OF_YEAR} - {place})
