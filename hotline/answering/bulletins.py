"""What is told by channel and by village on one day, as the items of menus. Pure.

Rule: whatever is offered has something to tell on this day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hotline.answering.items import bulletin_item, channel_item
from hotline.ivr.waits import Item
from hotline.kb.city import City


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletins:
    """A city's bulletins on this day."""

    city: City
    day: date

    def channels(self, keys: str) -> tuple[Item, ...]:
        """All that have a bulletin."""
        del keys
        return tuple(
            channel_item(one) for one in self.city.outline.channels if self.city.current_bulletins(one.name, self.day)
        )

    def of_channel(self, code: str) -> tuple[Item, ...]:
        """The bulletins of a channel, the newest first."""
        name = next((one.name for one in self.city.outline.channels if one.code == code), "")
        return tuple(map(bulletin_item, self.city.current_bulletins(name, self.day)))

    def of_code(self, code: str) -> tuple[Item, ...]:
        """The bulletin of this code."""
        told = (one for one in self.city.bulletins if one.code == code and one.is_current(self.day))
        return tuple(map(bulletin_item, told))

    def villages(self, code: str) -> tuple[Item, ...]:
        """The village of this code; "": all of them."""
        return tuple(
            Item(title=f"{one.town}{one.name}", code=one.code, kind="village")
            for one in self.city.outline.villages
            if code in ("", one.code)
        )

    def village_channels(self, village: str) -> tuple[Item, ...]:
        """What the village of this code publishes; "": what any may."""
        name = self._village_name(village)
        return tuple(
            channel_item(one)
            for one in self.city.outline.village_channels
            if not village or self.city.current_bulletins(one.name, self.day, village=name)
        )

    def of_village(self, channel: str, village: str) -> tuple[Item, ...]:
        """The bulletins of a village's channel, both by their codes, the newest first."""
        name = next((one.name for one in self.city.outline.village_channels if one.code == channel), "")
        told = self.city.current_bulletins(name, self.day, village=self._village_name(village))
        return tuple(map(bulletin_item, told)) if village else ()

    def _village_name(self, code: str) -> str:
        return next((one.name for one in self.city.outline.villages if one.code == code), "")
