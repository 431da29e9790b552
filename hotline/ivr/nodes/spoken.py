"""What the questions share that are answered by voice: two failures lead to the same question by keys.

The rule: a failure is counted here and nowhere else; the keys begin with all their tries, then comes a person.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.ivr.nodes.asking import Asking
from hotline.ivr.nodes.node import Turn, Words
from hotline.ivr.session import Session

YES, NO = "yes", "no"  # whether speech is recognised in this call
LONGEST = 200  # characters of what was heard that are kept
MISHEARD = 2  # times that speech led nowhere: the keys are surer then


class Spoken(Asking):
    """A question that is asked by voice where something listens and speech has not failed twice, else by keys."""

    def listens(self, session: Session) -> bool:
        """Whether the caller is listened to."""
        return session.ears == YES and session.misheard < MISHEARD

    def unheard(self, session: Session, words: Words, *, spoke: bool) -> Turn:
        """Silence, or nothing that was understood: once more, and after the second time by keys.

        spoke: something was said, and the caller is told that it was not understood.
        """
        session = replace(session, misheard=session.misheard + 1)
        if not self.listens(session):
            session = replace(session, wrongs=0, silences=0)
        return self.ask(session, words, *((words.prompt(self.wrong),) if spoke else ()))
