"""What a caller hears of an entry: whole, and field by field. Written text; numbers are made speakable by the voice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hotline.kb.model import Bulletin, Department, Phone, Procedure, Question

_FEE_ENDS = re.compile(r"。|\n|(?:收费)?依据[:：]")
_FEE_RESTS = re.compile(r"[。，；,;\s]*(?:收费)?依据[:：]\s*")
_ORDINALS = "一二三四五六七八九十"
# a caller has eight keys for them; there are more fields
TOGETHER = {"limit_and_fee": ("time_limit", "fee"), "result_and_shared": ("result", "shared")}
OF_DEPARTMENTS_TOGETHER = {"web_fax_and_head": ("web", "fax", "head")}
UNKNOWN = "请咨询承办单位"


def spoken_department(department: Department, opening: str = "") -> str:
    """The phone first, for it is what most ask for; windows, the way and holidays are heard by those who ask.

    opening: what is said of this moment after the hours (hours.saying), sentences of their own.
    """
    before = _sentences(
        department.name,
        _told("服务电话", department.phone),
        _told("地址", department.address),
        _told("办公时间", department.hours),
    )
    return before + opening + _sentences(_told("投诉电话", department.complaint_phone))


def department_parts(department: Department, opening: str = "") -> Mapping[str, str]:
    """Each thing that can be heard by itself, by field, and those that the menus tell together.

    What is not known is left out. opening: see spoken_department.
    """
    hours = _sentences(_told("办公时间", department.hours), _told("节假日安排", department.holidays))
    parts = {
        "phone": _spoken_phones("服务电话", department.phones),
        "address": _sentences(_told("地址", department.address), _told("怎么走", department.directions)),
        "hours": hours + opening if hours else "",
        "duties": _sentences(
            _told("主要职责", department.duties), _told("不归本单位办理的，请这样找", department.not_duties)
        ),
        "complaint_phone": _spoken_phones("投诉电话", department.complaint_phones),
        "web": _sentences(_told("网址", department.web)),
        "fax": _sentences(_told("传真", department.fax)),
        "head": _sentences(_told("负责人", department.head)),
    }
    return _with_those_together({field: part for field, part in parts.items() if part}, OF_DEPARTMENTS_TOGETHER)


def spoken_procedure(procedure: Procedure) -> str:
    """What to bring first; conditions, process, forms and law are heard by those who ask for them."""
    return _sentences(
        procedure.name,
        _spoken_materials(procedure.materials),
        _told("办理时限", procedure.time_limit),
        _spoken_fee(procedure.fee),
        _told("承办单位", procedure.department_name),
    )


def procedure_parts(procedure: Procedure) -> Mapping[str, str]:
    """The public fields, alone and as the menus tell two of them together; what is not known is left out."""
    parts = {
        "department": _told("承办单位", procedure.department_name, procedure.where),
        "conditions": _told("受理条件", procedure.conditions),
        "process": _spoken_steps(procedure.process),
        "materials": _spoken_materials(procedure.materials),
        "time_limit": _spoken_limits(procedure),
        "fee": _spoken_fee_and_basis(procedure.fee),
        "forms": _told("表格", "、".join(procedure.forms)),
        "legal_basis": _told("法律依据", "；".join(procedure.legal_basis)),
        "result": _told("办理结果", procedure.result),
        "shared": _shared(procedure),
    }
    told = {field: _sentences(part) for field, part in parts.items() if part}
    return _with_those_together(told, TOGETHER)


def _with_those_together(told: Mapping[str, str], groups: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    together = {name: "".join(told.get(field, "") for field in fields) for name, fields in groups.items()}
    return {**told, **{name: text for name, text in together.items() if text}}


def _shared(procedure: Procedure) -> str:
    """What the office fetches itself: it is told so that nobody brings it."""
    return f"共享信息，{clause(procedure.shared)}，由窗口直接核查，不用提交" if procedure.shared.strip() else ""


def spoken_question(question: Question) -> str:
    """The question is heard too, so that the caller knows what is answered."""
    return _sentences(question.question, clause(question.answer))


def spoken_bulletin(bulletin: Bulletin) -> str:
    """With its day: what was true then may have changed."""
    day = f"{bulletin.published.month}月{bulletin.published.day}日"
    return _sentences(f"{day}，{clause(bulletin.title)}", clause(bulletin.text))


def clause(text: str) -> str:
    """Written text as one clause: no line breaks, no closing full stop."""
    return "，".join(line.strip().rstrip("。；;，,：:") for line in text.splitlines() if line.strip())


def _sentences(*parts: str) -> str:
    return "".join(f"{part}。" for part in parts if part)


def _told(what: str, *texts: str) -> str:
    clauses = [clause(text) for text in texts if text.strip()]
    return "，".join(filter(None, (what, *clauses))) if clauses else ""


def _spoken_phones(what: str, phones: tuple[Phone, ...]) -> str:
    """Each a sentence of its own, so that a caller who writes it down has a pause behind it."""
    return _sentences(*(_told("" if place else what, phone.label, phone.number) for place, phone in enumerate(phones)))


def _spoken_materials(materials: tuple[str, ...]) -> str:
    if len(materials) < 2:
        return "".join(f"需要的材料，{clause(material)}" for material in materials)
    count = "两" if len(materials) == 2 else str(len(materials))
    return f"需要{count}项材料。{_numbered(materials)}"


def _spoken_steps(steps: tuple[str, ...]) -> str:
    return _told("办事程序", steps[0]) if len(steps) == 1 else f"分{len(steps)}步。{_numbered(steps)}" if steps else ""


def _numbered(lines: tuple[str, ...]) -> str:
    listed = (
        f"第{_ORDINALS[place] if place < len(_ORDINALS) else place + 1}，{clause(line)}"
        for place, line in enumerate(lines)
    )
    return "。".join(listed)


def _spoken_limits(procedure: Procedure) -> str:
    """What is promised; the law's own limit only where it is another."""
    promised, legal = clause(procedure.time_limit), clause(procedure.legal_limit)
    if not promised or promised == legal:
        return _told("办理时限", promised or legal)
    return f"办理时限，{promised}" + (f"。法定时限，{legal}" if legal else "")


def _spoken_fee(fee: str) -> str:
    """The first sentence; what it rests on is heard in the field of the fee."""
    return _amount(clause(_FEE_ENDS.split(fee, maxsplit=1)[0]))


def _spoken_fee_and_basis(fee: str) -> str:
    """All of it, then what it rests on."""
    amount, *basis = (clause(part) for part in _FEE_RESTS.split(fee, maxsplit=1))
    return _amount(amount) + "".join(f"。依据是{one}" for one in basis if one)


def _amount(amount: str) -> str:
    amount = amount or UNKNOWN
    return amount if amount.startswith("不收费") else f"收费标准，{amount}"
