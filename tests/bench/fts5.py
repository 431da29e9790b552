"""The reference of `search`: plain SQLite FTS5 with its trigram tokenizer, as whoever has no search engine writes it.

Rule: as fair as plain FTS5 allows, on the same entries; its weights were chosen on tests/search/tuning, as ours were.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from hotline.kb.model import Kind
from hotline.kb.search.document import Document
from hotline.kb.search.search import Answer, Hit

SHORTEST = 3  # signs: below that there is no trigram, and LIKE looks through all texts
_CACHE_KB = 512 * 1024  # the whole index in memory
_WORDS = re.compile(r"\w+")
_TABLE = "fts5(kind UNINDEXED, code UNINDEXED, names, text, tokenize = 'trigram')"
_RANK = "bm25(0, 0, 10, 1)"  # names count ten times: first for 110 of tuning, with one column for all of it 90
_BY_TRIGRAMS = "SELECT kind, code FROM entries WHERE entries MATCH ? ORDER BY rank LIMIT ?"
_BY_LIKE = "SELECT kind, code FROM entries WHERE text LIKE ? ESCAPE '\\' ORDER BY length(text), rowid LIMIT ?"


class Fts5:
    """Entries in a table of FTS5. It has no notion of being unsure: it is where it finds nothing."""

    def __init__(self, path: Path) -> None:
        """Open what build() wrote."""
        self._books = sqlite3.connect(path)
        self._books.execute(f"PRAGMA cache_size = -{_CACHE_KB}")

    def ask(self, question: str, *, limit: int = 5) -> Answer:
        """The entries that answer best, by bm25 of the question's trigrams."""
        asked = expression(question)
        if asked:
            rows = self._books.execute(_BY_TRIGRAMS, (asked, limit)).fetchall()
        else:
            part = re.sub(r"([%_\\])", r"\\\1", question.strip())
            rows = self._books.execute(_BY_LIKE, (f"%{part}%", limit)).fetchall() if part else []
        hits = tuple(
            Hit(kind=Kind(kind), code=code, title="", department="", score=0.0, why="", passage="")
            for kind, code in rows
        )
        return Answer(hits=hits, unsure=not hits)

    def close(self) -> None:
        """Close the file."""
        self._books.close()


def build(documents: Sequence[Document], path: Path) -> None:
    """Write the table: one row an entry, with its names and with all its text."""
    books = sqlite3.connect(path)
    books.execute(f"CREATE VIRTUAL TABLE entries USING {_TABLE}")
    books.execute("INSERT INTO entries (entries, rank) VALUES ('rank', ?)", (_RANK,))
    rows = [(str(one.kind), one.code, "\n".join(one.names), text_of(one)) for one in documents]
    books.executemany("INSERT INTO entries (kind, code, names, text) VALUES (?, ?, ?, ?)", rows)
    books.execute("INSERT INTO entries (entries) VALUES ('optimize')")
    books.commit()
    books.close()


def text_of(document: Document) -> str:
    """All that is known of an entry, each part once."""
    parts = (*document.names, document.department, *document.office, document.body, *document.passages)
    return "\n".join(dict.fromkeys(part for part in (*parts, *document.phones) if part))


def expression(question: str) -> str:
    """A question's trigrams, any of which may be in an entry; "" where it has none."""
    words = "".join(_WORDS.findall(question))
    trigrams = dict.fromkeys(words[place : place + SHORTEST] for place in range(len(words) - SHORTEST + 1))
    return " OR ".join(f'"{trigram}"' for trigram in trigrams)
