"""The survey node: one question, each key an answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark, Rated
from hotline.ivr.nodes.asking import Asking
from hotline.ivr.nodes.node import Key, Name, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Digits, DigitsAnswer

_Value = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Survey(Asking):
    """Asks one question and keeps what the key stands for, under the question's code.

    ```yaml
    satisfied:
      type: survey
      title: 满意度
      question: satisfied
      prompt: satisfied
      wrong: wrong
      values:
        1: very_satisfied
        2: satisfied
        3: unsatisfied
      next: thanks
      otherwise: goodbye
    ```
    """

    type: Literal["survey"]
    question_code: Name = Field(alias="question")
    values: Annotated[dict[Key, _Value], Field(min_length=2)]
    next: Name

    def digits(self, session: Session) -> Digits:
        """One key."""
        del session
        return Digits(max=1, timeout=self.timeout, finish="")

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """Keep it and go on."""
        if not isinstance(answer, DigitsAnswer):
            raise ScriptError(f"{session.node} asked for a key")
        value = self.values.get(answer.keys)
        if value is None:
            return self.common_key(session, answer.keys, words) or self.again(session, answer.keys, words)
        rated = Rated(question=self.question_code, value=value)
        mark = Mark(node=session.node, pressed=answer.keys, heard=value)
        return Turn(session=session, effects=(rated, mark), to=self.next)

    def targets(self) -> dict[str, str]:
        """Where the answer leads."""
        return {**super().targets(), "next": self.next}
