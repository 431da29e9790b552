"""Publish what has happened to those who asked. Publish only after the commit; a listener's fault stays its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from hotline.events import Event

Listener = Callable[[Event], Awaitable[None]]
log = structlog.get_logger(__name__)


class Bus:
    """The bus of one process: listeners are called in the order in which they joined, one event after the other."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def join(self, listener: Listener) -> Callable[[], None]:
        """Hear every event from now on; call what is returned to leave."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def publish(self, event: Event) -> None:
        """Tell every listener. A listener that fails is logged, and the others still hear."""
        for listener in tuple(self._listeners):
            try:
                await listener(event)
            except Exception:  # one screen's fault must not silence the others
                log.exception("listener_failed", fact=type(event).__name__)
