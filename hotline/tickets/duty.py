"""A city's rules of the texts to departments' duty telephones: for what, to whom, at which hours. Pure.

Rule: a city that says nothing sends nothing; what may not wait is named by its urgency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hotline.tickets.call_hours import DAYTIME, CallHours
from hotline.tickets.life.duty import Occasion, Pressing
from hotline.tickets.model import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRules:
    """As kb/duty.yaml says it.

    arrived: the urgencies of which a new ticket is told; late_soon: so long before the limit, zero for not at all;
    hours: in which texts go out, every day; at_once: the urgencies whose texts never wait; phones: mobiles by the
    department's code, where there are none those of its handlers' accounts get the texts.
    """

    arrived: frozenset[Urgency] = frozenset()
    urged: bool = False
    carded: bool = False
    late_soon: timedelta = timedelta()
    hours: CallHours = DAYTIME
    at_once: frozenset[Urgency] = frozenset()
    phones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def wants(self, pressing: Pressing) -> bool:
        """Whether a text is sent for it."""
        match pressing.occasion:
            case Occasion.ARRIVED:
                return pressing.urgency in self.arrived
            case Occasion.URGED:
                return self.urged
            case Occasion.CARDED:
                return self.carded
            case Occasion.LATE_SOON:
                return bool(self.late_soon)

    def not_before(self, pressing: Pressing, now: datetime) -> datetime:
        """When it may be sent: now, or when the hours begin."""
        return now if pressing.urgency in self.at_once else self.hours.next(now)


SILENT = DutyRules()
"""Where a city says nothing."""
