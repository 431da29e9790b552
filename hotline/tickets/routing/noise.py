"""Which labels are to be doubted, and which sources of labels to be relied on: read off held-out disagreement. Pure.

Rule: a doubted row is told, so that a person may look at it, and never thrown away: many that a classifier doubts are
right, and they are the ones from which it has most to learn. Leaving them out, weighing them by belief or giving them
the likelier label was measured beside the lexicon, and made no difference that 165 messages could show.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hotline.tickets.routing.classifier import Floats
from hotline.tickets.routing.figures import Ints

SURE = 0.7  # a classifier that doubts a label is at least so sure of another
_MOST_TRUSTED = 5.0  # times as much as the least
_LEAST_ROWS = 60  # of a source, to be judged
_BETTER = 1.5  # times the odds, squared, by which the best source stands out
_CLEAR = 3.5  # standard errors between two runs of rows, to be told apart

Bools = npt.NDArray[np.bool_]


def suspects(chances: Floats, given: Ints) -> Bools:
    """Rows whose label is probably wrong: another is as likely as it is, on average, where it is the given one.

    Confident learning (Northcutt, Jiang, Chuang 2021), with a floor of SURE. chances: held out, [rows, labels].
    """
    own = np.array([chances[given == at, at].mean() if (given == at).any() else 1.0 for at in range(chances.shape[1])])
    guess, sure = chances.argmax(axis=1), chances.max(axis=1)
    doubted: Bools = (guess != given) & (sure >= np.maximum(own[guess], SURE))
    return doubted


def reliability(sources: Sequence[str], belief: Floats) -> tuple[Floats, Bools]:
    """Weight by row, how much its source is to be relied on; and whether its source is the one relied on most.

    belief: held out, the probability of each row's own label. Where all rows have one source, a file put together of a
    clean and a noisy part is parted where belief changes. Nothing to part: weights of 1, and no row relied on most.
    """
    names = np.array(sources)
    if len(set(sources)) == 1:
        names = _runs(belief)
    told = {name: names == name for name in sorted(set(names.tolist()))}
    rates = {name: float(belief[rows].mean()) for name, rows in told.items() if rows.sum() >= _LEAST_ROWS}
    weight, trusted = np.ones(len(belief), dtype=np.float32), np.zeros(len(belief), dtype=np.bool_)
    if len(rates) < 2:
        return weight, trusted
    odds = {name: (min(rate, 0.98) / (1 - min(rate, 0.98))) ** 2 for name, rate in rates.items()}
    least, best = max(min(odds.values()), 1e-3), max(odds.values())
    for name, value in odds.items():
        weight[told[name]] = min(_MOST_TRUSTED, value / least)
        trusted |= told[name] & (value == best)
    return weight, trusted if best / least > _BETTER else np.zeros_like(trusted)


def _runs(belief: Floats) -> npt.NDArray[np.str_]:
    """A name for each row: before or after the place where belief changes most, if it changes clearly."""
    rows = len(belief)
    ends = np.arange(1, rows)
    before = np.cumsum(belief, dtype=np.float64)[:-1]
    spread = max(float(belief.std()), 1e-9) * np.sqrt(1 / ends + 1 / (rows - ends))
    apart = np.abs(before / ends - (float(belief.sum(dtype=np.float64)) - before) / (rows - ends)) / spread
    apart[(ends < _LEAST_ROWS) | (rows - ends < _LEAST_ROWS)] = 0
    if not len(apart) or apart.max() < _CLEAR:
        return np.full(rows, "one")
    return np.where(np.arange(rows) <= int(apart.argmax()), "before", "after")
