"""Calls in the books with their recordings, for the quality inspection."""

from __future__ import annotations

import wave
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from hotline.storage.engine import Database
from hotline.storage.tables import AgentRingRow, CallHoldRow, CallRow, RatingRow

RATE = 8000
EXTENSIONS = {"agent1": "1001", "agent2": "1002", "agent3": "1003", "supervisor1": "1005"}


async def put_call(
    database: Database,
    call_id: str,
    at: datetime,
    *agents: str,
    number: str = "13800138000",
    talked: int = 120,
    rated: str = "",
    held: int = 0,
) -> None:
    """A call that was answered after 5 s of waiting, by these agents one after the other."""
    agents = agents or ("agent1",)
    answered = at + timedelta(seconds=5)
    async with database.transaction() as session:
        session.add(
            CallRow(
                id=call_id,
                number=number,
                dialled="12345",
                arrived=at,
                queued=at,
                answered=answered,
                released=answered + timedelta(seconds=talked),
                ended=answered + timedelta(seconds=talked),
                extension=EXTENSIONS[agents[-1]],
                waited=5,
                talked=talked,
                outcome="answered",
                cause=16,
            )
        )
        for place, agent in enumerate(agents):
            began = answered + timedelta(seconds=place)
            ring = AgentRingRow(call_id=call_id, extension=EXTENSIONS[agent], rung=began - timedelta(seconds=3))
            ring.answered, ring.over, ring.username, ring.outcome, ring.talked = began, None, agent, "answered", talked
            session.add(ring)
        if rated:
            session.add(RatingRow(call_id=call_id, question="satisfied", value=rated, at=answered))
        if held:
            hold = CallHoldRow(call_id=call_id, extension=EXTENSIONS[agents[-1]], began=answered)
            hold.ended = answered + timedelta(seconds=held)
            session.add(hold)


def record(folder: Path, call_id: str, seconds: float = 2.0) -> None:
    """Both sides and each, as Asterisk writes them: the citizen in the first half, the agent in the second."""
    folder.mkdir(parents=True, exist_ok=True)
    half = np.full(int(seconds * RATE / 2), 12000, dtype="<i2")
    sides = {"-citizen": (half, half * 0), "-agent": (half * 0, half), "": (half, half)}
    for side, parts in sides.items():
        with wave.open(str(folder / f"{call_id}{side}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(np.concatenate(parts).astype("<i2").tobytes())
