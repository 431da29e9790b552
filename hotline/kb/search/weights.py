"""What each way of comparing is worth. Set on tests/search/tuning alone; tests/search/heldout was never looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """signs, sounds, terms, letters, body, office: of each way's figure; the others stand beside what they belong to.

    share, term_share: how much the question's side counts in a likeness, 0 to 1; single, single_sound:
    of one sign against a pair; contact, in_charge, steps, whether: the push that a question's form gives a kind;
    order: of signs in their order; first_time: where no other act is named; matters, duties: of a department's
    procedures and duties, where it is asked who is in charge.
    """

    signs: float = 0.57
    sounds: float = 0.9
    terms: float = 1.67
    letters: float = 1.9
    body: float = 0.52
    office: float = 1.5
    share: float = 0.5
    term_share: float = 0.5
    single: float = 0.35
    single_sound: float = 0.2
    contact: float = 0.33
    in_charge: float = 0.35
    steps: float = 0.02
    whether: float = 0.08
    bulletin: float = 0.1
    order: float = 0.28
    first_time: float = 0.02
    matters: float = 0.75
    duties: float = 7.0


WEIGHTS = Weights()

# sure.features() in their order
SURENESS = (-4.0, 2.8, 1.2, 0.5, 2.5, 3.4, 3.0, 1.2, 4.3, -5.4)
