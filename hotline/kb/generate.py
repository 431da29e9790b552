"""A city made up to any size, for measuring: believable offices, telephones and procedures, the same for the same seed.

Rule: every entry is marked as generated, so that nobody ever takes one for the truth.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, islice

from hotline.errors import InputError
from hotline.kb.generate_bodies import Body, bodies, districts_of
from hotline.kb.generate_fields import FIELDS
from hotline.kb.generate_words import FEES, HOURS, PHONE_LABELS, VILLAGE_STEMS, WAYS, Field, Service
from hotline.kb.model import Department, Entry, Outline, Phone, Procedure

SOURCE = "生成的测试资料"
DEPARTMENTS, PHONES, PROCEDURES = 700, 2_000, 3_290  # of Zhaoqing's 114: what it knew when it opened
_FIRST_OFFICE, _FIRST_PROCEDURE = 1_001, 100_001  # codes of their own, apart from those that people gave
_FIRST_NUMBER = 55_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One procedure to be made: what, how far, for whom and where; district "" is the whole city."""

    field: Field
    service: Service
    subject: str
    stage: str
    audience: str
    district: str

    @property
    def name(self) -> str:
        """How it stands in a catalogue."""
        where = f"，{self.district}" if self.district else ""
        return f"{self.stage.format(self.subject)}（{self.audience}{where}）"


def generate(
    outline: Outline,
    seed: int,
    *,
    known: Iterable[Entry] = (),
    departments: int = DEPARTMENTS,
    phones: int = PHONES,
    procedures: int = PROCEDURES,
) -> list[Entry]:
    """The entries that fill a city up to these numbers; of `known`, which are there already, none is repeated.

    departments: bodies and sub-bodies; phones: service telephones, at least one of each body. Raises InputError where
    the words do not suffice.
    """
    known = tuple(known)
    dice = random.Random(seed)  # noqa: S311 nothing secret
    offices = [entry for entry in known if isinstance(entry, Department)]
    there = sum(len(office.phones) for office in offices)
    made = _offices(outline, offices, max(departments - len(offices), 0), max(phones - there, 0), dice)
    names = {entry.name for entry in known if isinstance(entry, Procedure)}
    codes = {entry.code for entry in known if isinstance(entry, Procedure)}
    works = _works(outline, max(procedures - len(names), 0), names, dice)
    by_name = {office.name: office for office in (*offices, *made)}
    free = (code for number in count(_FIRST_PROCEDURE) if (code := str(number)) not in codes)
    return [*made, *(_procedure(work, code, by_name, outline, dice) for work, code in zip(works, free, strict=False))]


def _offices(
    outline: Outline, known: Sequence[Department], wanted: int, phones: int, dice: random.Random
) -> list[Department]:
    taken = {office.name: office.code for office in known}
    new: list[Body] = []
    for body in bodies(outline):
        if len(new) >= wanted:
            break
        if body.name not in taken and not (body.level == "市级部门" and _found(taken, body.name)):
            taken[body.name] = ""
            new.append(body)
    if len(new) < wanted:
        raise InputError(f"最多能生成{len(new)}个部门。")
    codes = {office.code for office in known}
    free = (code for number in count(_FIRST_OFFICE) if (code := str(number)) not in codes)
    taken |= {body.name: code for body, code in zip(new, free, strict=False)}
    area = next((number.split("-")[0] for office in known if "-" in (number := office.phone)), "0999")
    numbers = (f"{area}-{number}" for number in count(_FIRST_NUMBER))
    shares = _shares(len(new), phones, dice)
    return [_office(body, taken, list(islice(numbers, share)), dice) for body, share in zip(new, shares, strict=True)]


def _found(taken: dict[str, str], name: str) -> str:
    """The city's own office by this name, which may say more of the city before it."""
    return next((other for other in taken if other == name or other.endswith(name.removeprefix("市"))), "")


def _shares(bodies: int, phones: int, dice: random.Random) -> list[int]:
    """How many telephones each has: one, and the rest as it falls, up to as many as there are labels."""
    shares = [1] * bodies
    left = min(phones, bodies * len(PHONE_LABELS)) - bodies
    while left > 0:
        place = dice.randrange(bodies)
        if shares[place] < len(PHONE_LABELS):
            shares[place] += 1
            left -= 1
    return shares


def _office(body: Body, codes: dict[str, str], numbers: list[str], dice: random.Random) -> Department:
    parent = codes.get(body.parent) or codes.get(_found(codes, body.parent), "") if body.parent else ""
    return Department(
        code=codes[body.name],
        name=body.name,
        aliases=(body.alias,) if body.alias else (),
        level=body.level,
        parent=parent,
        address=f"{body.place}{dice.choice(VILLAGE_STEMS)}路{dice.randrange(1, 400)}号",
        directions=f"乘{dice.randrange(1, 90)}路公交到{dice.choice(VILLAGE_STEMS)}站下车",
        hours=dice.choice(HOURS),
        phones=tuple(Phone(number=number, label=PHONE_LABELS[place]) for place, number in enumerate(numbers)),
        complaint_phones=(Phone(number="12345"),),
        duties=body.duties,
        source=SOURCE,
    )


def _works(outline: Outline, wanted: int, taken: set[str], dice: random.Random) -> list[_Work]:
    """As many as are wanted of all that could be, in the order of the offices."""
    places = ("", *(district.name for district in districts_of(outline)))
    works = [
        work
        for field in FIELDS
        for service, subjects in field.subjects.items()
        for subject in subjects
        for stage in WAYS[service].stages
        for audience in WAYS[service].audiences
        for district in places
        if (
            work := _Work(
                field=field, service=service, subject=subject, stage=stage, audience=audience, district=district
            )
        ).name
        not in taken
    ]
    unique = list({work.name: work for work in works}.values())
    if len(unique) < wanted:
        raise InputError(f"最多能生成{len(unique)}个事项。")
    return [unique[place] for place in sorted(dice.sample(range(len(unique)), wanted))]


def _procedure(
    work: _Work, code: str, offices: dict[str, Department], outline: Outline, dice: random.Random
) -> Procedure:
    way, field = WAYS[work.service], work.field
    office = _in_charge(work, offices)
    promised, legal = dice.choice(way.limits)
    name = work.stage.format(work.subject)
    events = [event.name for event in outline.life_events]
    return Procedure(
        code=code,
        name=work.name,
        aliases=(f"办{work.subject}", f"{name}怎么办理"),
        departments=(office.code,) if office else (),
        department_name=office.name if office else "",
        conditions=f"{work.audience}在{work.district or '本市'}办理{name}，材料真实齐全，符合{field.law}规定的条件",
        process=way.steps,
        materials=way.materials,
        legal_basis=(field.law,),
        fee=dice.choice(FEES),
        time_limit=f"{promised}个工作日" if promised else "当场办结",
        legal_limit=f"{legal}个工作日",
        forms=(f"{work.subject}{work.service.value}申请表",),
        where=f"{work.district or '市'}政务服务中心{dice.randrange(1, 5)}楼{dice.randrange(1, 60)}号窗口",
        result=way.result,
        shared="营业执照、居民身份证等电子证照由窗口自行调取",
        events=(field.event if field.event in events or not events else events[len(field.event) % len(events)],),
        trades=(field.trade,),
        level="区县级" if work.district else "市级",
        source=SOURCE,
    )


def _in_charge(work: _Work, offices: dict[str, Department]) -> Department | None:
    """The district's office, else the city's, else any: an entry without one could not be imported."""
    own = offices.get(f"{work.district}{work.field.office}") if work.district else None
    city = offices.get(f"市{work.field.office}")
    alike = (one for name, one in offices.items() if name.endswith(work.field.office))
    return own or city or next(alike, None) or next(iter(offices.values()), None)
