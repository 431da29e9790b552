"""What the city tells a caller: departments, procedures, categories. Values only; nothing here reads a file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department or public body (Open Government Information Regulation, Art. 12 and 20).

    code: two digits; level: 市级, 公用事业 and so on; address: with how to get there; web and head may be empty.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    level: str
    address: str
    hours: str
    phone: str
    complaint_phone: str
    web: str
    head: str
    duties: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One thing a citizen can get done, with its eight public fields, and the words citizens use for it.

    code: four digits; department: a Department's code, department_name: the same in words; category: a life event's
    code; process, materials and legal_basis: one entry a line.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    department: str
    department_name: str
    category: str
    conditions: str
    process: tuple[str, ...]
    materials: tuple[str, ...]
    time_limit: str
    fee: str
    forms: str
    legal_basis: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A ticket category (two levels) or a life event (one level, no children)."""

    code: str
    name: str
    children: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district and its streets (街道, 镇)."""

    code: str
    name: str
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number that citizens dial, and what it is called."""

    number: str
    name: str


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


_T = TypeVar("_T", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A whole city pack. categories: of tickets; life_events: of procedures (Procedure.category is a code of these)."""

    name: str
    lines: tuple[Line, ...]
    districts: tuple[District, ...]
    departments: tuple[Department, ...]
    procedures: tuple[Procedure, ...]
    categories: tuple[Category, ...]
    life_events: tuple[Category, ...]

    def department(self, code: str) -> Department | None:
        """The department of this code."""
        return next((department for department in self.departments if department.code == code), None)

    def procedure(self, code: str) -> Procedure | None:
        """The procedure of this code."""
        return next((procedure for procedure in self.procedures if procedure.code == code), None)

    def find_departments(self, words: str) -> tuple[Department, ...]:
        """Those whose name or alias holds every word, or is said in it; the closest first; no words are all."""
        return _find(self.departments, words)

    def find_procedures(self, words: str) -> tuple[Procedure, ...]:
        """As find_departments."""
        return _find(self.procedures, words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _find(items: tuple[_T, ...], words: str) -> tuple[_T, ...]:
    wanted = _plain(words).split()
    ranked = [(_distance(item, wanted), item) for item in items]
    return tuple(item for distance, item in sorted(ranked, key=lambda pair: pair[0]) if distance < _FAR)


_FAR = 4


def _distance(item: _Named, wanted: list[str]) -> int:
    labels = [_plain(label) for label in (item.name, *item.aliases)]
    return max((min(_word_distance(label, word) for label in labels) for word in wanted), default=0)


def _word_distance(label: str, word: str) -> int:
    """0 the same, 1 begins with it, 2 holds it, 3 is said in it (身份证丢了 in 我的身份证丢了怎么办)."""
    if label == word:
        return 0
    if label.startswith(word):
        return 1
    if word in label:
        return 2
    return 3 if len(label) > 1 and label in word else _FAR


def spoken_department(department: Department) -> str:
    """What a caller hears of a department: the phone first, for it is what most ask for."""
    return (
        f"{department.name}。服务电话，{department.phone}。地址，{_clause(department.address)}。"
        f"办公时间，{_clause(department.hours)}。投诉电话，{department.complaint_phone}。"
    )


def spoken_procedure(procedure: Procedure) -> str:
    """What a caller hears of a procedure: what to bring first; process, forms and law are for the agent's screen."""
    return (
        f"{procedure.name}。{_spoken_materials(procedure.materials)}办理时限，{_clause(procedure.time_limit)}。"
        f"{_spoken_fee(procedure.fee)}。受理条件，{_clause(procedure.conditions)}。承办单位，{procedure.department_name}。"
    )


def _spoken_materials(materials: tuple[str, ...]) -> str:
    if len(materials) < 2:
        return "".join(f"需要的材料，{_clause(material)}。" for material in materials)
    count = "两" if len(materials) == 2 else str(len(materials))
    listed = "".join(
        f"第{_ORDINALS[place] if place < len(_ORDINALS) else place + 1}，{_clause(material)}。"
        for place, material in enumerate(materials)
    )
    return f"需要{count}项材料。{listed}"


def _spoken_fee(fee: str) -> str:
    """The first sentence; what it rests on is for the screen."""
    amount = _clause(_FEE_ENDS.split(fee, maxsplit=1)[0]) or "请咨询承办单位"
    return amount if amount.startswith("不收费") else f"收费标准，{amount}"


_FEE_ENDS = re.compile(r"。|\n|(?:收费)?依据[:：]")
_ORDINALS = "一二三四五六七八九十"


def _clause(text: str) -> str:
    """Written text as one clause: no line breaks, no closing full stop."""
    return "，".join(line.strip().rstrip("。；;，,：:") for line in text.splitlines() if line.strip())
