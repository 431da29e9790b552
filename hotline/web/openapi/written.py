"""docs/openapi.json: the document as it is committed, for those who read it without a server.

Rule: it is made of the same routes that the server serves, and a test compares the file with them.
"""

from __future__ import annotations

import json

from aiohttp import web

from hotline.settings import ROOT
from hotline.web.app import PARTS
from hotline.web.live import Live
from hotline.web.openapi.document import document
from hotline.web.openapi.schemas import Json

FILE = ROOT / "docs" / "openapi.json"


def all_routes() -> web.UrlDispatcher:
    """The routes of the application, without what stands behind them."""
    router = web.UrlDispatcher()
    for part in PARTS:
        router.add_routes(part.routes)
    live = Live.__new__(Live)  # only its name and docstring are read
    router.add_get("/api/live", live.connect)
    return router


def written(told: Json) -> str:
    """As the file holds it."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def whole() -> str:
    """The document of this checkout."""
    return written(document(all_routes().resources()))
