"""The call_back node: a person rings the caller later."""

from __future__ import annotations

from typing import Literal

from hotline.errors import ScriptError
from hotline.ivr.nodes.node import Name, Turn, Words
from hotline.ivr.nodes.serving import Serving
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Booked, CallBack, NotBooked


class CallBackNode(Serving):
    """Books a call to the caller's own number, or to the number in the slot `to`.

    ```yaml
    call_back:
      type: call_back
      title: 预约回拨
      next: call_back_booked
      failing: message
    ```
    """

    type: Literal["call_back"]
    to: Name | None = None

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask for the booking."""
        wait = CallBack(number=session.slot(self.to or ""), patience=words.prompt("patience"))
        return Turn(session=session, wait=wait)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """Promised, or not."""
        del words
        match answer:
            case Booked():
                return self.done(session, self.title)
            case NotBooked(why=why):
                return self.failed(session, why)
        raise ScriptError(f"{session.node} asked for a call back")
