"""Telling a department's people: their mobiles by text, all of them on screen."""

from __future__ import annotations

from hotline.accounts.service import AccountService
from hotline.kb.reminder_store import Told, Way
from hotline.kb.reminders import Tell
from hotline.notices.model import Draft
from hotline.notices.service import Outbox

ABOUT = "kb-stale"


def telling(accounts: AccountService, outbox: Outbox) -> Tell:
    """What the daily round of the knowledge base asks for."""

    async def tell(department: str, text: str, about: str) -> tuple[Told, ...]:
        told = []
        for person in await accounts.handlers(department):
            draft = Draft(to=person.phone, text=text, kind=ABOUT, code=about)
            refused = await outbox.put(draft) if person.phone else True
            told.append(Told(username=person.username, way=Way.SCREEN if refused else Way.TEXT))
        return tuple(told)

    return tell
