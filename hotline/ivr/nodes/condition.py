"""The condition node: one way or another, by the hour, the load or the caller."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from hotline.errors import ScriptError
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Check, No, NotChecked, When, Yes


class Condition(Node):
    """Asks the hotline, not the caller, and goes to `yes` or `no`; to `failing` where nobody knows.

    `when`: hours (people answer now), holiday, overload (at least `value` callers wait), caller (is `value`: elderly,
    known, mobile), recogniser. Left out, `failing` is the apology and a person.

    ```yaml
    night:
      type: condition
      when: hours
      yes: greeting
      no: night_greeting
      failing: greeting
    ```
    """

    type: Literal["condition"]
    when: When
    value: str = ""
    yes: Name
    no: Name
    failing: Name | None = None

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask."""
        del words
        value = self.value or (session.language if self.when is When.RECOGNISER else "")
        return Turn(session=session, wait=Check(when=self.when, value=value))

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """One way or the other."""
        del words
        if self.when is When.RECOGNISER:
            session = replace(session, ears="yes" if isinstance(answer, Yes) else "no")
        match answer:
            case Yes():
                return Turn(session=session, to=self.yes)
            case No():
                return Turn(session=session, to=self.no)
            case NotChecked(why=why):
                if self.failing is None:
                    raise ScriptError(f"{session.node} failed: {why}")
                return Turn(session=session, to=self.failing)
        raise ScriptError(f"{session.node} asked for a yes or no")

    def targets(self) -> dict[str, str]:
        """Both ways, and where nobody knows."""
        return {"yes": self.yes, "no": self.no} | ({"failing": self.failing} if self.failing else {})

    def automatic(self) -> tuple[str, ...]:
        """The caller is not asked."""
        return tuple(self.targets().values())
