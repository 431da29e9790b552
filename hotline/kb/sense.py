"""The search by sense beside the search by words: vectors of what is published, and of each question.

Rule: nobody waits for a model. Entries' vectors are made in the background, a question's within its limit, and without
them the search answers by words.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict

import numpy as np
import structlog

from hotline.kb.embedding import Embedder, EmbeddingError
from hotline.kb.search.grams import Floats
from hotline.kb.search.meaning import texts_of, vectors_of
from hotline.kb.search.search import Search
from hotline.kb.vector_file import VectorFile

AT_ONCE = 16  # texts that a model is given together: a question waits for them
REMEMBERED = 500  # questions
log = structlog.get_logger(__name__)


class Sense:
    """embedder: makes vectors; kept: those of entries."""

    def __init__(self, embedder: Embedder, kept: VectorFile) -> None:
        self._embedder = embedder
        self._kept = kept
        self._asked: OrderedDict[str, Floats] = OrderedDict()

    async def given_to(self, search: Search) -> Search:
        """A search that knows its entries' vectors. Raises EmbeddingError, and what was made until then is kept."""
        texts = tuple(dict.fromkeys(texts_of(search.documents)))
        known = await asyncio.to_thread(self._kept.read, texts)
        wanting = [text for text in texts if text not in known]
        try:
            for first in range(0, len(wanting), AT_ONCE):
                some = wanting[first : first + AT_ONCE]
                known.update(zip(some, await self._embedder.entries(some), strict=True))
        finally:
            if wanting:
                await self._keep({text: known[text] for text in texts if text in known})
        try:
            rows = np.array([known[text] for text in texts_of(search.documents)], np.float32)
            return search.with_vectors(vectors_of(search.documents, rows))
        except ValueError as fault:  # a service that changed its model under the same name
            raise EmbeddingError(f"The vectors do not belong together: {fault}.") from fault

    async def of(self, question: str) -> Floats | None:
        """A question's vector; None where the model fails, and of what holds no word: a number, an empty text."""
        if not any(sign.isalpha() for sign in question):
            return None
        found = self._asked.pop(question, None)
        if found is None:
            try:
                found = await self._embedder.question(question)
            except EmbeddingError as fault:
                log.warning("question_without_vector", why=fault.message)
                return None
        self._asked[question] = found
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return found

    async def close(self) -> None:
        """Give the model back."""
        await self._embedder.close()

    async def _keep(self, vectors: dict[str, Floats]) -> None:
        try:
            await asyncio.to_thread(self._kept.write, vectors)
        except OSError as fault:
            log.warning("vectors_not_kept", why=fault.strerror)
