"""The collect node: a number keyed in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hotline.errors import ScriptError
from hotline.ivr.nodes.asking import BACK_KEY, PERSON_KEY, Asking
from hotline.ivr.nodes.node import Name, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Digits, DigitsAnswer

_Count = Annotated[int, Field(ge=1, le=20)]


class Collect(Asking):
    """Takes a number into a slot, ended by # or by a pause. # alone repeats the question.

    `length` digits, or from `least` to `most`. A first 0 leads to a person at once; with `zero` numbers may begin with
    it, and 0 alone does so after # or a pause.

    ```yaml
    ticket_number:
      type: collect
      title: 输入工单号
      prompt: ticket_number
      wrong: ticket_wrong
      length: 12
      into: ticket
      next: ticket_progress
      back: main
    ```
    """

    type: Literal["collect"]
    length: _Count | None = None
    least: _Count | None = None
    most: _Count | None = None
    zero: bool = False
    into: Name
    next: Name

    @model_validator(mode="after")
    def _one_measure(self) -> Collect:
        ends = (self.least, self.most)
        if (self.length is None) == (ends == (None, None)) or (self.length is None and None in ends):
            raise PydanticCustomError("measure", "give either length, or both least and most")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise PydanticCustomError("measure_order", "least is more than most")
        return self

    @property
    def _sizes(self) -> range:
        if self.length is not None:
            return range(self.length, self.length + 1)
        return range(self.least or 1, (self.most or 1) + 1)

    def digits(self, session: Session) -> Digits:
        """Room for one key too many: else the # after the last digit would fall into the next question."""
        del session
        back = BACK_KEY if self.back else ""
        person = "" if self.zero else PERSON_KEY
        return Digits(max=self._sizes[-1] + 1, timeout=self.timeout, between=4.0, at_once=person + back)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """Keep the number and go on."""
        if not isinstance(answer, DigitsAnswer):
            raise ScriptError(f"{session.node} asked for a number")
        keys = answer.keys
        if not keys and answer.finished:
            return self.repeated(session, words)
        if len(keys) in self._sizes and keys.isdigit() and keys != PERSON_KEY:
            return Turn(session=session.with_slot(self.into, keys), to=self.next)
        return self.common_key(session, keys, words) or self.again(session, keys, words)

    def targets(self) -> dict[str, str]:
        """Where the number is taken."""
        return {**super().targets(), "next": self.next}
