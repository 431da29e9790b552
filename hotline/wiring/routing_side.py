"""Routing, joined: the directory with the city pack's lines read in, the classifier, the city as it is published."""

from __future__ import annotations

import asyncio

from hotline.kb.library import Library
from hotline.settings import Settings
from hotline.storage.engine import Database
from hotline.tickets.routing.lines import DispatchLines
from hotline.tickets.routing.service import Routing
from hotline.wiring.routing_pack import load_routing_pack, model_file, routing_city


async def routing_side(settings: Settings, database: Database, library: Library) -> Routing:
    """Raises CityPackError where the directory or the labels of the pack are faulty."""
    pack = await asyncio.to_thread(load_routing_pack, settings.kb_dir)
    city = routing_city(lambda: library.city)
    lines = DispatchLines(database, lambda: city().known)
    await lines.sync_pack(pack.lines)
    return Routing(lines, city=city, labels=pack.labels, model_file=model_file(settings))
