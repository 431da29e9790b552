"""What the nodes that use a service of the hotline share: where the call goes when the service fails."""

from __future__ import annotations

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark
from hotline.ivr.nodes.node import Name, Node, Turn
from hotline.ivr.session import Session
from hotline.ivr.waits import Why


class Serving(Node):
    """A node whose wait may fail. failing: where the call goes on then; left out, the apology and a person."""

    next: Name
    failing: Name | None = None

    def done(self, session: Session, heard: str) -> Turn:
        """It worked: into the history, and on."""
        return Turn(session=session, effects=(Mark(node=session.node, pressed="", heard=heard),), to=self.next)

    def failed(self, session: Session, why: Why) -> Turn:
        """It did not. Raises ScriptError, which is the apology and a person, where the script says nothing else."""
        if self.failing is None:
            raise ScriptError(f"{session.node} failed: {why}")
        mark = Mark(node=session.node, pressed="", heard=f"{self.title or session.node}：{why}")
        return Turn(session=session, effects=(mark,), to=self.failing)

    def targets(self) -> dict[str, str]:
        """On, and where it fails."""
        return {"next": self.next} | ({"failing": self.failing} if self.failing else {})

    def automatic(self) -> tuple[str, ...]:
        """It asks a service, not the caller."""
        return tuple(self.targets().values())
