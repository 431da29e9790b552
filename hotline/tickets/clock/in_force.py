"""Which profile applies: the city's choice, by the day of the dispatch.

Rule: what was in force at the dispatch stays with the ticket; a new profile is for tickets dispatched from its day on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hotline.errors import NotFoundError
from hotline.tickets.clock.calendar import Calendar
from hotline.tickets.clock.limits import Deadlines, Matter, Moments, limits_of
from hotline.tickets.clock.policy import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A profile (its id) and the first day, by the city's clock, on which it applies."""

    profile: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """All that the city pack says of time.

    in_force: at least one, the earliest first; the first also applies before its day.
    """

    calendar: Calendar
    profiles: Mapping[str, Profile]
    in_force: tuple[InForce, ...]

    def profile(self, name: str) -> Profile:
        """The profile of this id. Raises NotFoundError."""
        if name not in self.profiles:
            raise NotFoundError(f"没有“{name}”这套时限规定，现有：{'、'.join(self.profiles)}", fields={"profile": name})
        return self.profiles[name]

    def profile_at(self, moment: datetime) -> Profile:
        """The profile in force at a moment."""
        day = moment.astimezone(self.calendar.zone).date()
        begun = [one for one in self.in_force if one.since <= day]
        return self.profiles[(begun or self.in_force)[-1 if begun else 0].profile]

    def deadlines(self, matter: Matter, moments: Moments) -> Deadlines:
        """The limits of a ticket by the profile in force when it was dispatched."""
        return limits_of(self.profile_at(moments.dispatched), self.calendar, matter, moments)
