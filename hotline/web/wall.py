"""The hall's big screen: figures without anybody's name, number or words, for whoever has the key of its address.

Rule: nobody who looks waits or makes anything slower: figures are kept and read anew every few seconds.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiohttp import web

from hotline.accounts.throttle import Throttle
from hotline.errors import HotlineError, NotAllowedError, TooManyTriesError
from hotline.reports.standing import Chosen, Standing, today_of
from hotline.web.client_address import asker
from hotline.web.kept import Kept
from hotline.web.services import Services, services
from hotline.web.wall_shapes import hot_names, queue_json, standing_json

KEY = "X-Wall-Key"
WRONG_KEYS = 30  # from one network address within an hour
_TICKETS, _CHOSEN, _HOT = timedelta(seconds=5), timedelta(minutes=10), timedelta(minutes=30)
"""How often they are read anew."""
_HOT_DAYS = 7
_HOT_WAIT = 600.0  # seconds: nobody waits for it
_SHOWN = 10  # matters, and procedures
routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What the screen shows beside the live queue, and who tried which keys."""

    tickets: Kept[Standing]
    chosen: Kept[tuple[Chosen, ...]]
    hot: Kept[tuple[str, ...]]
    wrong: Throttle

    async def close(self) -> None:
        """End what is being read."""
        for one in (self.tickets, self.chosen, self.hot):
            await one.close()


WALL = web.AppKey("WALL", Wall)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def wall_of(hotline: Services) -> Wall:
    """The screen of a running hotline."""

    async def chosen() -> tuple[Chosen, ...]:
        names = {one.name for one in hotline.library.city.procedures}
        return await hotline.reports.chosen_this_month(names, _SHOWN)

    async def hot() -> tuple[str, ...]:
        return await _hot_names(hotline)

    return Wall(
        tickets=Kept("wall tickets", hotline.reports.standing, every=_TICKETS, now=utc_now),
        chosen=Kept("wall procedures", chosen, every=_CHOSEN, now=utc_now),
        hot=Kept("wall hot issues", hot, every=_HOT, now=utc_now),
        wrong=Throttle(WRONG_KEYS, timedelta(hours=1)),
    )


@routes.get("/api/wall")
async def wall(request: web.Request) -> web.Response:
    """What the screen shows now; for whoever has the key (the header X-Wall-Key)."""
    _check_key(request)
    hotline, kept, now = services(request), request.app[WALL], utc_now()
    tickets, chosen, hot = kept.tickets.look(), kept.chosen.look(), kept.hot.look()
    told = {
        "at": now.isoformat(),
        "city": hotline.library.city.name,
        "numbers": [line.number for line in hotline.library.city.outline.lines],
        "queue": queue_json(hotline.agents.board, now),
        "tickets": standing_json(tickets.value, tickets.at) if tickets else None,
        "chosen": [{"title": one.title, "calls": one.calls} for one in chosen.value] if chosen else None,
        "hot": list(hot.value) if hot else None,
        "shows_hot": hotline.settings.wall_hot != "nothing",
    }
    return web.json_response(told, headers={"Cache-Control": "no-store"})


def _check_key(request: web.Request) -> None:
    """The right key is always let in: whoever shares its address cannot put out the screen by guessing."""
    key, given = services(request).settings.wall_key, request.headers.get(KEY, "")
    if key and hmac.compare_digest(given.encode("utf-8", "replace"), key.encode()):
        return
    if not request.app[WALL].wrong.may_try(asker(request), utc_now()):
        raise TooManyTriesError("尝试的次数太多，请一小时后再试。")
    raise NotAllowedError("这块大屏没有开通，或者地址不完整。")


async def _hot_names(hotline: Services) -> tuple[str, ...]:
    """Of the last days, those that are warned of first. Raises HotlineError while they are not reckoned yet."""
    which = hotline.settings.wall_hot
    if which == "nothing":
        return ()
    last = today_of(utc_now())
    made = await hotline.hot.report(last - timedelta(days=_HOT_DAYS - 1), last, wait=_HOT_WAIT)
    if made is None:
        raise HotlineError("热点问题还没有算出来。")
    return hot_names(made.report.issues, hotline.library.city, in_words=which == "names")[:_SHOWN]
