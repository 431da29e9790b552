"""The collect node: a number keyed in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hotline.errors import ScriptError
from hotline.ivr.nodes.asking import BACK_KEY, PERSON_KEY, Asking
from hotline.ivr.nodes.node import Name, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Digits, DigitsAnswer


class Collect(Asking):
    """Takes a number of known length, ended by # or by a pause, into a slot. A first 0 leads to a person at once.

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
    length: Annotated[int, Field(ge=1, le=20)]
    into: Name
    next: Name

    def digits(self, session: Session) -> Digits:
        """Room for one key too many: else the # after the last digit would fall into the next question."""
        del session
        back = BACK_KEY if self.back else ""
        return Digits(max=self.length + 1, timeout=self.timeout, between=4.0, at_once=PERSON_KEY + back)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """Keep the number and go on."""
        if not isinstance(answer, DigitsAnswer):
            raise ScriptError(f"{session.node} asked for a number")
        keys = answer.keys
        if len(keys) == self.length and keys.isdigit() and keys != PERSON_KEY:
            return Turn(session=session.with_slot(self.into, keys), to=self.next)
        return self.common_key(session, keys, words) or self.again(session, keys, words)

    def targets(self) -> dict[str, str]:
        """Where the number is taken."""
        return {**super().targets(), "next": self.next}
