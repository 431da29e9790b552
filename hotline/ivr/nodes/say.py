"""The say node: words, then on; a key may cut them short."""

from __future__ import annotations

from typing import Literal

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark, Say
from hotline.ivr.nodes.asking import PERSON_KEY, REPEAT_KEY
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Digits, DigitsAnswer


class SayNode(Node):
    """Says a prompt and goes on. With a title it is marked in the call's history.

    key: where a key pressed during the prompt leads; 0 goes on at once, # says it again. Left out, nothing cuts in.

    ```yaml
    ticket_missing:
      type: say
      prompt: ticket_missing
      next: ticket_number
    ```
    """

    type: Literal["say"]
    prompt: Name
    next: Name
    key: Name | None = None

    def enter(self, session: Session, words: Words) -> Turn:
        """Say it."""
        return self._said(session, words, marked=True)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """A key leads where the script says, silence goes on."""
        if self.key is None or not isinstance(answer, DigitsAnswer):
            raise ScriptError(f"{session.node} did not ask for anything else than a key")
        if answer.keys in ("", PERSON_KEY):
            return Turn(session=session, to=self.next)
        if answer.keys == REPEAT_KEY:
            return self._said(session, words, marked=False)
        mark = Mark(node=session.node, pressed=answer.keys, heard=words.title(self.key))
        return Turn(session=session, effects=(mark,), to=self.key)

    def _said(self, session: Session, words: Words, *, marked: bool) -> Turn:
        effects = (*(self.marked(session) if marked else ()), Say(parts=(words.prompt(self.prompt),)))
        if self.key is None:
            return Turn(session=session, effects=effects, to=self.next)
        return Turn(session=session, effects=effects, wait=Digits(max=1, timeout=0, finish=""))

    def targets(self) -> dict[str, str]:
        """Where it goes on."""
        return {"next": self.next} | ({"key": self.key} if self.key else {})

    def automatic(self) -> tuple[str, ...]:
        """It never waits."""
        return (self.next,)

    def prompts(self) -> dict[str, str]:
        """Its words."""
        return {"prompt": self.prompt}
