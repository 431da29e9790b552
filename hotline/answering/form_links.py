"""Where a citizen gets the forms of a procedure as files: the addresses that a text carries.

Rule: an address is told only for what is published now and only where the city said how it is reached from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.answering.texts import FormLink
from hotline.kb.forms.model import Form
from hotline.kb.forms.service import Forms
from hotline.kb.model import Procedure

PATH = "/f/"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLinks:
    """The forms as addresses. public_url: by which citizens reach the web server, "" where nobody said it."""

    forms: Forms
    public_url: str

    def address(self, form: Form) -> str:
        """Where a form is downloaded, "" where that is not known."""
        return f"{self.public_url}{PATH}{form.code}" if self.public_url else ""

    async def of(self, procedure: Procedure) -> Mapping[str, FormLink]:
        """The forms of a procedure that are files, by the entry as it is written. Raises StorageError."""
        if not self.public_url:
            return {}
        meant = await self.forms.meant(procedure.forms)
        return {entry: FormLink(name=form.name, address=self.address(form)) for entry, form in meant.items()}


async def no_links(procedure: Procedure) -> Mapping[str, FormLink]:
    """Where no form is a file."""
    del procedure
    return {}
