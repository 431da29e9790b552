"""The knowledge's tables in and out over the web: told before, all or nothing, each fault by its place.

Rule: what goes out is what comes in: an export that is imported changes nothing.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from aiohttp import web

from hotline.errors import CityPackError, InputError
from hotline.kb.faults import Faults
from hotline.kb.hours.telling import hints
from hotline.kb.reading import read_rows
from hotline.kb.writing import write_entries
from hotline.storage.text import plain_text
from hotline.web.knowledge_shapes import plan_json
from hotline.web.rights import Action, allowed
from hotline.web.services import services

LARGEST_FILE = 20 * 1024 * 1024  # bytes
LONGEST_NAME = 60  # characters of a file's name: it has to be one of ours for a moment
SUFFIXES = (".xlsx", ".csv", ".json")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
routes = web.RouteTableDef()


@routes.post("/api/kb/import")
async def import_file(request: web.Request) -> web.Response:
    """The body is a file (name=...xlsx, .csv, .json); dry_run=1 only tells what it would change, replace=1 withdraws.

    All or nothing: with any fault, 422 with every fault by file, row and column, and nothing is changed. hints: what is
    not understood of the hours of departments, which are read out as they are written.
    """
    account = await allowed(request, Action.TABLES)
    name = _file_name(request)
    knowledge = services(request).knowledge
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        await _receive(request, path)
        faults = Faults()
        rows = await asyncio.to_thread(read_rows, path, faults)
    try:
        faults.raise_all()
        plan = await knowledge.plan(rows, replace=request.query.get("replace") == "1")
    except CityPackError as fault:
        told = [{"file": one.file, "line": one.line, "column": one.name, "what": one.what} for one in _faults(fault)]
        raise InputError("文件有错误，没有导入。", faults=told) from fault
    revision = 0
    if request.query.get("dry_run") != "1":
        revision = await knowledge.carry_out(plan, source=name, actor=account.username)
    unread = await asyncio.to_thread(hints, rows)
    return web.json_response(plan_json(plan) | {"revision": revision, "hints": unread})


@routes.get("/api/kb/export.xlsx")
async def export(request: web.Request) -> web.Response:
    """Everything that is published, as a workbook that import takes."""
    return await _written(request, "knowledge.xlsx", XLSX)


@routes.get("/api/kb/export.json")
async def export_document(request: web.Request) -> web.Response:
    """Everything that is published, as a document that import takes: lists by kind, each entry by its columns."""
    return await _written(request, "knowledge.json", "application/json")


async def _written(request: web.Request, name: str, kind: str) -> web.Response:
    """A file as `hotline kb export` writes it."""
    await allowed(request, Action.TABLES)
    city = services(request).library.city
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        await asyncio.to_thread(write_entries, path, city.everything())
        body = await asyncio.to_thread(path.read_bytes)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=body, content_type=kind, headers=headers)


def _file_name(request: web.Request) -> str:
    """The file's own name, such as a file here may have. Raises InputError for a kind that is not read."""
    path = Path(plain_text(request.query.get("name", "")))
    if path.suffix.lower() not in SUFFIXES:
        raise InputError("只能导入.xlsx、.csv或.json文件。", fields={"name": "只能导入.xlsx、.csv或.json文件"})
    return path.stem[:LONGEST_NAME] + path.suffix


async def _receive(request: web.Request, path: Path) -> None:
    size = request.content_length or 0
    with path.open("wb") as file:
        if size <= LARGEST_FILE:
            size = 0
            async for block in request.content.iter_chunked(1 << 16):
                size += len(block)
                if size > LARGEST_FILE:
                    break
                file.write(block)
    if size > LARGEST_FILE:
        raise InputError(f"文件超过{LARGEST_FILE // 2**20}兆，请分成几个文件。")


def _faults(fault: CityPackError) -> Any:
    return fault.details["faults"]
