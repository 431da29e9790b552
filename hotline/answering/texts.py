"""What was found, as a text for a telephone: short things first, so that what is cut is the least. Pure.

The text is read days later, without the call: it says whose it is, where to go and whom to ring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hotline.ivr.waits import Item, SendWhat
from hotline.kb.city import City
from hotline.kb.model import Department, Kind, Procedure

SIGNED = "【{city}12345热线】"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLink:
    """A form that can be downloaded. name: as it is called; address: where."""

    name: str
    address: str


NO_LINKS: Mapping[str, FormLink] = MappingProxyType({})


def text_of(what: SendWhat, item: Item, city: City, links: Mapping[str, FormLink] = NO_LINKS) -> str:
    """The text or the forms of an item, "" where there is nothing of the kind to send.

    links: where forms are downloaded, by the procedure's entry; those that are not in it are got in person.
    """
    procedure = city.procedure(item.code) if item.kind == Kind.PROCEDURE else None
    department = city.department(item.code) if item.kind == Kind.DEPARTMENT else None
    if what is SendWhat.FORM:
        lines = _forms(procedure, _in_charge(procedure, city), links) if procedure else ()
    elif procedure:
        lines = _procedure(procedure, _in_charge(procedure, city))
    elif department:
        lines = (department.name, *_ways(department), _told("办公时间", department.hours))
    else:
        lines = tuple(dict.fromkeys((item.title, item.spoken)))
    text = "\n".join(line.strip() for line in lines if line.strip())
    return SIGNED.format(city=city.name) + text if text else ""


def _in_charge(procedure: Procedure, city: City) -> Department | None:
    return city.department(procedure.department)


def _procedure(procedure: Procedure, department: Department | None) -> tuple[str, ...]:
    return (
        procedure.name,
        _told("承办单位", procedure.department_name),
        *_where(procedure, department),
        _told("办理时限", procedure.time_limit),
        _told("收费", procedure.fee),
        _listed("材料", procedure.materials),
        _told("条件", procedure.conditions),
        _listed("流程", procedure.process),
    )


def _forms(procedure: Procedure, department: Department | None, links: Mapping[str, FormLink]) -> tuple[str, ...]:
    """An address ends its line: what follows it at once would be taken for a part of it."""
    if not procedure.forms:
        return ()
    others = [entry for entry in procedure.forms if entry not in links]
    found = dict.fromkeys(links[entry] for entry in procedure.forms if entry in links)
    return (
        f"{procedure.name}所需表格",
        *(f"下载{_line(link.name)}：{link.address}" for link in found),
        _listed("其他表格" if found else "表格", others),
        _told("领取单位", procedure.department_name),
        *_where(procedure, department),
        _told("网址", department.web if department else ""),
    )


def _where(procedure: Procedure, department: Department | None) -> tuple[str, ...]:
    """The window of the procedure itself, else the department's address; and the department's telephone."""
    address, phone = (department.address, department.phone) if department else ("", "")
    return _told("地点", procedure.where or address), _told("电话", phone)


def _ways(department: Department) -> tuple[str, ...]:
    numbers = "、".join(f"{phone.number}{_label(phone.label)}" for phone in department.phones)
    return (
        _told("电话", numbers),
        _told("地址", department.address),
        _told("投诉电话", department.complaint_phone),
        _told("网址", department.web),
    )


def _label(text: str) -> str:
    return f"（{text}）" if text else ""


def _told(what: str, text: str) -> str:
    return f"{what}：{_line(text)}" if text.strip() else ""


def _listed(what: str, parts: Iterable[str]) -> str:
    found = [_line(part) for part in parts if part.strip()]
    if len(found) < 2:
        return _told(what, "".join(found))
    return f"{what}：" + "；".join(f"{place}.{part}" for place, part in enumerate(found, 1))


def _line(text: str) -> str:
    """Written text on one line, without its closing stop."""
    return "，".join(line.strip().rstrip("。；;，,") for line in text.splitlines() if line.strip())
