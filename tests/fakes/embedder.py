"""A model of sentences that knows a few words: texts that share one are near to each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hotline.kb.embedding import EmbeddingError
from hotline.kb.search.grams import Floats


class FakeEmbedder:
    """words: one dimension each, and one more. down: it fails; given: the texts of entries that it made vectors of."""

    name = "fake-1"

    def __init__(self, *words: tuple[str, ...]) -> None:
        self._words = words
        self.down = False
        self.given: list[str] = []
        self.asked: list[str] = []
        self.closed = False

    async def entries(self, texts: Sequence[str]) -> Floats:
        """See Embedder."""
        if self.down:
            raise EmbeddingError
        self.given += texts
        return np.array([self._of(text) for text in texts], np.float32)

    async def question(self, text: str) -> Floats:
        """See Embedder."""
        if self.down:
            raise EmbeddingError
        self.asked.append(text)
        return np.array(self._of(text), np.float32)

    async def close(self) -> None:
        """See Embedder."""
        self.closed = True

    def _of(self, text: str) -> list[float]:
        return [0.1, *(float(any(word in text for word in some)) for some in self._words)]
