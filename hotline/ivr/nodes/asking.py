"""What the nodes that ask for keys share: 0 a person, * back, # once more; tries end, and silence is asked again."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from hotline.ivr.effects import Mark, Say, SayPart
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Digits

PERSON_KEY = "0"
BACK_KEY = "*"
REPEAT_KEY = "#"
COMMON_KEYS = PERSON_KEY + BACK_KEY + REPEAT_KEY


class Asking(Node):
    """A question to the caller.

    prompt: the question; wrong: said before it is asked again after a key that means nothing; tries: after how many
    such keys, silences: after how many silences the caller goes to `otherwise` (a person); timeout: seconds of silence;
    back: where * leads.
    """

    asks: ClassVar[bool] = True

    prompt: Name
    wrong: Name
    tries: Annotated[int, Field(ge=1, le=5)] = 3
    silences: Annotated[int, Field(ge=1, le=5)] = 2
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
        """What 0, * and # do everywhere, or None."""
        if keys == PERSON_KEY:
            return self.chosen(session, keys, words.title(words.person), words.person)
        if keys == BACK_KEY and self.back:
            return self.chosen(session, keys, words.title(self.back), self.back)
        return self.repeated(session, words) if keys == REPEAT_KEY else None

    def repeated(self, session: Session, words: Words) -> Turn:
        """Once more: what was told before the question, where something was, and the question."""
        before = session.teller or session.told
        return Turn(session=session, to=before) if before else self.ask(session, words)

    def chosen(self, session: Session, keys: str, heard: str, to: str) -> Turn:
        """The caller made a choice: mark it and go."""
        return Turn(session=session, effects=(Mark(node=session.node, pressed=keys, heard=heard),), to=to)

    def again(self, session: Session, keys: str, words: Words) -> Turn:
        """Nothing, or nothing that fits: ask again, and after the last try go where a person helps."""
        if keys:
            session = replace(session, wrongs=session.wrongs + 1)
        else:
            session = replace(session, silences=session.silences + 1)
        if session.wrongs >= self.tries or session.silences >= self.silences:
            return self.chosen(session, keys, "", self.otherwise or words.person)
        return self.ask(session, words, *((words.prompt(self.wrong),) if keys else ()))

    def targets(self) -> dict[str, str]:
        """The ways out that every question has."""
        return {field: to for field in ("otherwise", "back") if (to := getattr(self, field))}

    def automatic(self) -> tuple[str, ...]:
        """Where silence leads; a person needs no name."""
        return (self.otherwise,) if self.otherwise else ()

    def prompts(self) -> dict[str, str]:
        """The words that every question has."""
        return {"prompt": self.prompt, "wrong": self.wrong}
