"""What callers, citizens and agents asked and found nothing for, gathered while the hotline runs.

Rule: gathering is adding in memory, where only what tells nobody who asked is kept; it neither waits nor raises, and
what is too much between two writings is dropped and logged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import structlog

from hotline.kb.misses import Asked, Door, add_misses, question_of
from hotline.storage.engine import Database

MOST_WAITING = 1_000  # different questions in memory
log = structlog.get_logger(__name__)


class Unanswered:
    """The questions of a process, which it adds to those of the database. now: the clock."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._asked: Counter[Asked] = Counter()

    def add(self, door: Door, words: str, *, unhelpful: bool = False) -> None:
        """Somebody asked this in vain. unhelpful: there were answers, and none was wanted."""
        try:
            question = question_of(words)
        except Exception:  # whoever asked is answered all the same
            log.exception("question_not_understood")
            return
        if question:
            self._count(Asked(question=question, door=door, unhelpful=unhelpful), 1)

    def _count(self, one: Asked, many: int) -> None:
        if one in self._asked or len(self._asked) < MOST_WAITING:
            self._asked[one] += many
        else:
            log.warning("unanswered_question_dropped", door=str(one.door))

    async def write(self) -> None:
        """Write what was gathered. Raises StorageError, and then nothing is lost."""
        asked, self._asked = self._asked, Counter()
        if not asked:
            return
        try:
            async with self._database.transaction() as session:
                await add_misses(session, asked, at=self._now())
        except BaseException:
            for one, many in asked.items():
                self._count(one, many)
            raise
