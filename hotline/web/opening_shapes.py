"""Whether an office is open, as the JSON that the screens read.

Rule: days are counted and named here, on the city's calendar; a screen's own clock may be wrong.
"""

from __future__ import annotations

from datetime import datetime

from hotline.kb.hours.model import Opening
from hotline.kb.hours.opening import CITY_TIME
from hotline.web.shapes import Json


def opening_json(opening: Opening, moment: datetime) -> Json:
    """open; until, admits, opens: a time or null (see hours.model.Opening); parts, occasions: texts."""
    return {
        "open": opening.open,
        **{name: _time(getattr(opening, name), moment) for name in ("until", "admits", "opens")},
        "parts": list(opening.parts),
        "occasions": list(opening.occasions),
    }


def _time(at: datetime | None, moment: datetime) -> Json | None:
    """at: with zone; days: from the city's today; weekday: 0 is Monday; date: 11-23; time: 9:00."""
    if at is None:
        return None
    here = at.astimezone(CITY_TIME)
    return {
        "at": here.isoformat(),
        "days": (here.date() - moment.astimezone(CITY_TIME).date()).days,
        "weekday": here.weekday(),
        "date": f"{here.month:02}-{here.day:02}",
        "time": f"{here.hour}:{here.minute:02}",
    }
