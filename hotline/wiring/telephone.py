"""Asterisk's events, turned into ours and published; after a gap the truth is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from hotline.bus import Bus
from hotline.events import LinkChanged
from hotline.settings import Settings
from hotline.telephony.ami_link import AmiLink, LinkState
from hotline.telephony.provisioning import AMI_USER
from hotline.telephony.resync import resync
from hotline.telephony.secrets import Secrets
from hotline.telephony.translate import Translator
from hotline.web.services import Part


class Telephone:
    """The link to Asterisk, its words turned into our events and published."""

    def __init__(self, settings: Settings, secrets: Secrets, bus: Bus) -> None:
        self.settings, self.bus, self._translator = settings, bus, Translator()
        self.link = AmiLink(
            host="127.0.0.1",
            port=settings.ami_port,
            username=AMI_USER,
            secret=secrets.ami,
            on_event=self._hear,
            on_sync=self._resync,
            on_state=self._state,
        )

    async def _hear(self, message: Mapping[str, str]) -> None:
        event = self._translator.translate(message, datetime.now(UTC))
        if event is not None:
            await self.bus.publish(event)

    async def _resync(self, link: AmiLink) -> None:
        truth = await resync(link)
        self._translator.restart(truth)
        await self.bus.publish(truth)

    async def _state(self, state: LinkState) -> None:
        await self.bus.publish(LinkChanged(at=datetime.now(UTC), fresh=state.fresh, why=state.why))

    async def part(self) -> Part:
        """Whether Asterisk is heard."""
        return Part(ok=self.link.state.fresh, why=self.link.state.why)
