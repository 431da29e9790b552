"""The model of sentences that a city may have configured for its knowledge search."""

from __future__ import annotations

from hotline.errors import SetupError
from hotline.kb.embedding import EmbeddingError, embedder_of
from hotline.kb.sense import Sense
from hotline.kb.vector_file import VectorFile
from hotline.settings import Settings


def sense_of(settings: Settings) -> Sense | None:
    """None where none is configured. Raises SetupError where the one that is cannot be had."""
    try:
        embedder = embedder_of(settings.embedding, settings.embedding_model)
    except EmbeddingError as fault:
        raise SetupError(f"HOTLINE_EMBEDDING = {settings.embedding!r}: {fault.message}") from fault
    return Sense(embedder, VectorFile(settings.vectors_dir, embedder.name)) if embedder else None
