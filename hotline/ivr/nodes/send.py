"""The send node: a text or a form to a telephone."""

from __future__ import annotations

from typing import Literal

from hotline.errors import ScriptError
from hotline.ivr.nodes.node import Name, Turn, Words
from hotline.ivr.nodes.serving import Serving
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, NotSent, Send, SendWhat, Sent


class SendNode(Serving):
    """Sends what was found to the caller's own number, or to the number in the slot `to`.

    ```yaml
    send_form:
      type: send
      title: 表格发送
      what: form
      next: sent
      failing: not_sent
    ```
    """

    type: Literal["send"]
    what: SendWhat
    to: Name | None = None

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask for it to be sent."""
        if session.found is None:
            raise ScriptError(f"{session.node} has nothing to send")
        number = session.slot(self.to or "")
        patience = words.prompt("patience")
        wait = Send(what=self.what, item=session.found, number=number, language=session.language, patience=patience)
        return Turn(session=session, wait=wait)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """On its way, or not."""
        del words
        match answer:
            case Sent():
                return self.done(session, session.found.title if session.found else "")
            case NotSent(why=why):
                return self.failed(session, why)
        raise ScriptError(f"{session.node} asked for something to be sent")
