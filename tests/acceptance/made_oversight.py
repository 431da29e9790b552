"""What supervisors have on a made-up Monday: last week's calls drawn, scored and told, an instruction, reports by mail.

Rule: as in made_day.py; calls, recordings and what was mailed are rows and files, all else is done on the screens.
"""

from __future__ import annotations

import wave
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, select

from hotline.storage.tables import ReportMailRow, ReportSubscriptionRow
from tests.acceptance.made_matters import MATTERS
from tests.adapters.quality_calls import RATE, put_call
from tests.adapters.ticket_screens import Screens, Told
from tests.fakes.tickets import MONDAY

AGENTS = ("agent1", "agent2", "agent3")
WEEK = "2026-W47"
YES = {"answer": "yes", "note": ""}
LISTENED = {"answer": "partial", "note": "只复述了路名，没有复述门牌。"}
MARKS = [{"at": 12.5, "note": "问候语完整"}, {"at": 41.0, "note": "没有复述门牌号"}]
SECONDS = 96
LOUD = 26000


async def inspected(screens: Screens) -> dict[str, str]:
    """Last week was drawn; one call that is half scored, and one that its agent was told, by their ids."""
    hotline = screens.web
    for place, one in enumerate(sorted(MATTERS, key=lambda matter: -matter.days)):
        if 2 < one.days <= 7:
            call_id, at = f"made-{place}", MONDAY - timedelta(days=one.days)
            given: dict[str, Any] = (
                {"rated": "unsatisfied"} if place % 4 == 0 else {"held": 18} if place % 3 == 0 else {}
            )
            who = AGENTS[place % len(AGENTS)]
            await put_call(hotline.database, call_id, at, who, number=f"139000007{place:02}", talked=SECONDS, **given)
            _speak(hotline.services.settings.recordings_dir, call_id)
    await screens.be("supervisor1")
    await screens.post("quality/draws", {"period": WEEK}, 201)
    form = (await screens.get("quality/book"))["form"]["items"]
    answers = dict.fromkeys((item["code"] for item in form), YES) | {"listening": LISTENED}
    mine = [one for one in (await screens.get("quality/inspections"))["items"] if one["inspector"] == "supervisor1"]
    told = next(one for one in mine if one["agent"] == "agent1")
    begun = next(one for one in mine if one["agent"] != "agent1")
    words = "态度耐心，要素问得齐；地点记得复述到门牌。"
    sheet: Told = {"version": told["version"], "answers": answers, "marks": MARKS, "note": words}
    await screens.post(f"quality/inspections/{told['id']}/submit", sheet)
    half = {code: said for code, said in answers.items() if code in [item["code"] for item in form[:4]]}
    draft: Told = {"version": begun["version"], "answers": half, "marks": MARKS, "note": ""}
    await screens.call("PUT", f"quality/inspections/{begun['id']}/draft", json=draft)
    await _calibrated(screens, [one for one in mine if one not in (told, begun)], told["id"], answers)
    return {"call": str(begun["id"]), "told": str(told["id"])}


async def _calibrated(screens: Screens, theirs: list[Told], told: int, answers: Told) -> None:
    """The supervisor scores some more calls, and the administrator scores them too, a little differently."""
    scored = [told]
    for one in theirs[1:4]:
        sheet = {"version": one["version"], "answers": answers, "marks": [], "note": ""}
        await screens.post(f"quality/inspections/{one['id']}/submit", sheet)
        scored.append(one["id"])
    await screens.be("admin1")
    for place, number in enumerate(scored):
        other = answers | {"listening": YES} if place % 2 else answers | {"greeting": LISTENED}
        await screens.post(f"quality/inspections/{number}/calibration", {"answers": other, "note": ""}, 201)
    await screens.be("supervisor1")


def _speak(folder: Path, call_id: str) -> None:
    """Two who talk in turn, as Asterisk writes them: each side, and both."""
    chance = np.random.default_rng(sum(call_id.encode()))
    folder.mkdir(parents=True, exist_ok=True)
    sides = [np.zeros(SECONDS * RATE, dtype="<i2") for _ in range(2)]
    at, turn = RATE, 0
    while at < (SECONDS - 8) * RATE:
        long = int(chance.uniform(2, 7) * RATE)
        swell = np.abs(np.sin(np.arange(long) / RATE * chance.uniform(6, 9))) * chance.uniform(0.4, 1)
        sides[turn % 2][at : at + long] = (chance.normal(0, 0.3, long).clip(-1, 1) * swell * LOUD).astype("<i2")
        at, turn = at + long + int(chance.uniform(0.2, 1.2) * RATE), turn + 1
    agent, citizen = sides
    for side, sound in {"-citizen": citizen, "-agent": agent, "": agent + citizen}.items():
        with wave.open(str(folder / f"{call_id}{side}.wav"), "wb") as out:
            out.setparams((1, 2, RATE, 0, "NONE", ""))
            out.writeframes(sound.tobytes())


async def instructed(screens: Screens, number: str, handler: str) -> None:
    """A leader's instruction that the department has answered."""
    reason = "请现场查看，一周内拿出办法，并向反映人说明。"
    asked: dict[str, Any] = {"leader": "李副市长", "due": (MONDAY + timedelta(days=2)).isoformat()}
    await screens.move(number, "instruct", "supervisor1", reason=reason, **asked)
    await screens.be("supervisor1")
    items = (await screens.get("supervision/instructions"))["items"]
    line = next(one for one in items if one["ticket"] == number)
    said = "已到现场，方案今天下午会商，明天答复反映人。"
    await screens.move(number, "explain", handler, note=said, answers=line["id"])


async def subscribed(screens: Screens) -> None:
    """Two reports go out by mail: the leader's brief every day, the assessment every month."""
    leader, office = "liu.zhuren@yunchuan.gov.cn", "12345@yunchuan.gov.cn"
    await screens.be("supervisor1")
    for report, every, hour, form, to in (
        ("brief", "daily", 8, "pdf", [leader, office]),
        ("assessment", "monthly", 9, "xlsx", [leader]),
    ):
        body = {"report": report, "department": "", "every": every, "hour": hour, "format": form, "recipients": to}
        await screens.post("reports/mails", body, 201)
    async with screens.web.database.transaction() as session:
        ids = list(await session.scalars(select(ReportSubscriptionRow.id).order_by(ReportSubscriptionRow.id)))
        rows = [
            _mail(ids[0], date(2026, 11, 22), date(2026, 11, 22)),
            _mail(ids[0], date(2026, 11, 21), date(2026, 11, 21)),
            _mail(ids[1], date(2026, 10, 1), date(2026, 10, 31)),
        ]
        await session.execute(insert(ReportMailRow), rows)


def _mail(subscription: int, first: date, last: date) -> dict[str, Any]:
    due = MONDAY - timedelta(hours=2)
    sent = due + timedelta(minutes=1)
    times = {"due": due, "next_try": due, "sent": sent}
    return {"subscription": subscription, "first": first, "last": last, "state": "sent", "tries": 1, "why": "", **times}
