"""What each agent can do, kept in the database: by account, for a desk is shared and a skill is not."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select

from hotline.agents.skills import Held
from hotline.errors import NotFoundError
from hotline.storage.engine import Database
from hotline.storage.tables import AgentSkillRow, UserRow


class SkillStore:
    """The rows. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def held(self) -> Held:
        """Codes of skills by extension, of everybody who may sign in and has a telephone; also those without any."""
        asked = (
            select(UserRow.extension, AgentSkillRow.skill)
            .join(AgentSkillRow, AgentSkillRow.username == UserRow.username, isouter=True)
            .where(UserRow.active, UserRow.extension.is_not(None))
            .order_by(UserRow.extension, AgentSkillRow.skill)
        )
        found: dict[str, tuple[str, ...]] = {}
        async with self._database.reading() as session:
            for row in await session.execute(asked):
                had = found.get(row.extension, ())
                found[row.extension] = (*had, row.skill) if row.skill else had
        return found

    async def put(self, extension: str, skills: Iterable[str]) -> None:
        """These and no others, for whoever has this telephone. Raises NotFoundError where nobody has."""
        async with self._database.transaction() as session:
            username = await session.scalar(
                select(UserRow.username).where(UserRow.extension == extension, UserRow.active)
            )
            if username is None:
                raise NotFoundError("没有这个分机。")
            await session.execute(delete(AgentSkillRow).where(AgentSkillRow.username == username))
            session.add_all(AgentSkillRow(username=username, skill=skill) for skill in dict.fromkeys(skills))
