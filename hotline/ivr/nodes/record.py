"""The record node: the caller leaves a message."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark, Say
from hotline.ivr.nodes.asking import BACK_KEY, PERSON_KEY
from hotline.ivr.nodes.node import Name, Turn, Words
from hotline.ivr.nodes.serving import Serving
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, DigitsAnswer, NotRecorded, Record, Recorded

OF_WHAT_WAS_FOUND = ("conduct", "progress")  # a message of another sort may follow anything that was looked up


class RecordNode(Serving):
    """Says the prompt, then records until # or `seconds`; 0 throws the message away and leads to a person, * to `back`.

    `about` says what the message is to whoever hears it; for `conduct` and `progress`, what was found last stands
    beside it. `into` keeps its name.

    ```yaml
    conduct_message:
      type: record
      title: 作风投诉留言
      prompt: conduct_message
      about: conduct
      seconds: 120
      into: message
      next: message_kept
      failing: person
    ```
    """

    asks: ClassVar[bool] = True

    type: Literal["record"]
    prompt: Name
    about: Name
    seconds: Annotated[float, Field(ge=5, le=600)] = 120
    into: Name | None = None
    back: Name | None = None

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask for the message."""
        at_once = PERSON_KEY + (BACK_KEY if self.back else "")
        of = session.found.code if session.found and self.about in OF_WHAT_WAS_FOUND else ""
        wait = Record(seconds=self.seconds, at_once=at_once, about=self.about, of=of)
        return Turn(session=session, effects=(Say(parts=(words.prompt(self.prompt),)),), wait=wait)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """Kept, thrown away, or nothing."""
        match answer:
            case Recorded(name=name, seconds=seconds):
                heard = f"{self.title or self.about}：{round(seconds)}秒"
                return self.done(session.with_slot(self.into or "", name), heard)
            case NotRecorded(why=why):
                return self.failed(session, why)
            case DigitsAnswer(keys=keys):
                to = self.back if keys == BACK_KEY and self.back else words.person
                mark = Mark(node=session.node, pressed=keys, heard=words.title(to))
                return Turn(session=session, effects=(mark,), to=to)
        raise ScriptError(f"{session.node} asked for a message")

    def targets(self) -> dict[str, str]:
        """Back too."""
        return super().targets() | ({"back": self.back} if self.back else {})

    def automatic(self) -> tuple[str, ...]:
        """Silence is a message that was not recorded."""
        return (self.failing,) if self.failing else ()

    def prompts(self) -> dict[str, str]:
        """Its words."""
        return {"prompt": self.prompt}
