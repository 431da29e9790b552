"""The menu node: one key, one way on."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hotline.errors import ScriptError
from hotline.ivr.nodes.asking import Asking
from hotline.ivr.nodes.node import Key, Name, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Digits, DigitsAnswer


class Menu(Asking):
    """Asks for one key and goes where it leads. 0, * and # are not written: they do the same everywhere.

    ```yaml
    main:
      type: menu
      title: 自助查询
      prompt: main
      wrong: wrong
      keys:
        1: departments
        2: categories
    ```
    """

    is_menu: ClassVar[bool] = True

    type: Literal["menu"]
    keys: Annotated[dict[Key, Name], Field(min_length=1)]

    def digits(self, session: Session) -> Digits:
        """One key; # is a key like any other."""
        del session
        return Digits(max=1, timeout=self.timeout, finish="")

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """Go where the key leads."""
        if not isinstance(answer, DigitsAnswer):
            raise ScriptError(f"{session.node} asked for a key")
        to = self.keys.get(answer.keys)
        if to:
            return self.chosen(session, answer.keys, words.title(to), to)
        return self.common_key(session, answer.keys, words) or self.again(session, answer.keys, words)

    def targets(self) -> dict[str, str]:
        """Each key's."""
        return {**super().targets(), **{f"keys.{key}": to for key, to in self.keys.items()}}
