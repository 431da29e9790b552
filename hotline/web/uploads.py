"""A file that somebody sends, and a file that somebody is handed.

Rule: a file leaves this server only as an attachment, with nosniff and a policy that lets nothing in it run.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from hotline.errors import InputError
from hotline.storage.contents import CONTENT_TYPES

AROUND = 64 * 1024  # bytes of a request beside the file
_CHUNK = 256 * 1024
_ESCAPED = re.compile(r"%(22|0[DA])|\\(?=[\\\"])")  # how browsers, new and old, write what would end a name early


async def received(request: web.Request, largest: int) -> tuple[str, bytes]:
    """The name and the content of the one file in the part `file`. largest: bytes. Raises InputError."""
    if (request.content_length or 0) > largest + AROUND:
        raise _too_large(largest)
    if request.content_type != "multipart/form-data":
        raise InputError("请选择一个文件。", fields={"file": "没有文件"})
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
                return _ESCAPED.sub("", part.filename), await _whole(part, largest)
    except ValueError as fault:  # of a body that is not what its header says
        raise InputError("上传的内容不完整，请再试一次。") from fault
    raise InputError("请选择一个文件。", fields={"file": "没有文件"})


def handed_out(path: Path, name: str, kind: str, **headers: str) -> web.FileResponse:
    """A file to be kept under this name, never to be shown. kind: its extension; headers: further ones."""
    return web.FileResponse(
        path,
        headers={
            "Content-Type": CONTENT_TYPES.get(kind, "application/octet-stream"),
            "Content-Disposition": f"attachment; filename=\"file.{kind}\"; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            **{title.replace("_", "-"): value for title, value in headers.items()},
        },
    )


async def _whole(part: BodyPartReader, largest: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        content += chunk
        if len(content) > largest:
            raise _too_large(largest)
    return bytes(content)


def _too_large(largest: int) -> InputError:
    told = f"超过{largest // 2**20}兆"
    return InputError(f"文件{told}。", fields={"file": told})
