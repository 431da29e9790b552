"""What the nodes that ask for keys share: 0 is always a person, tries end, and silence is asked again."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from hotline.ivr.effects import Mark, Say, SayPart
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Digits

PERSON_KEY = "0"
BACK_KEY = "*"


class Asking(Node):
    """A question to the caller.

    prompt: the question; wrong: said before it is asked again after a key that means nothing; tries: how often in all;
    timeout: seconds of silence; otherwise: where the caller goes after the last try (a person); back: where * leads.
    """

    prompt: Name
    wrong: Name
    tries: Annotated[int, Field(ge=1, le=5)] = 3
    timeout: Annotated[float, Field(ge=1, le=20)] = 5
    otherwise: Name | None = None
    back: Name | None = None

    def question(self, session: Session, words: Words) -> tuple[SayPart, ...]:
        """What is asked; a list says its page."""
        del session
        return (words.prompt(self.prompt),)

    def digits(self, session: Session) -> Digits:
        """The keys that are waited for."""
        raise NotImplementedError

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask."""
        return self.ask(session, words)

    def ask(self, session: Session, words: Words, *before: SayPart) -> Turn:
        """Ask, after these words."""
        parts = (*before, *self.question(session, words))
        return Turn(session=session, effects=(Say(parts=parts),), wait=self.digits(session))

    def common_key(self, session: Session, keys: str, words: Words) -> Turn | None:
        """What 0 and * do everywhere, or None."""
        if keys == PERSON_KEY:
            return self.chosen(session, keys, words.title(words.person), words.person)
        if keys == BACK_KEY and self.back:
            return self.chosen(session, keys, words.title(self.back), self.back)
        return None

    def chosen(self, session: Session, keys: str, heard: str, to: str) -> Turn:
        """The caller made a choice: mark it and go."""
        return Turn(session=session, effects=(Mark(node=session.node, pressed=keys, heard=heard),), to=to)

    def again(self, session: Session, keys: str, words: Words) -> Turn:
        """Nothing, or nothing that fits: ask again, and after the last try go where a person helps."""
        session = replace(session, tries=session.tries + 1)
        if session.tries >= self.tries:
            return self.chosen(session, keys, "", self.otherwise or words.person)
        return self.ask(session, words, *((words.prompt(self.wrong),) if keys else ()))

    def targets(self) -> dict[str, str]:
        """The ways out that every question has."""
        return {field: to for field in ("otherwise", "back") if (to := getattr(self, field))}

    def prompts(self) -> dict[str, str]:
        """The words that every question has."""
        return {"prompt": self.prompt, "wrong": self.wrong}
