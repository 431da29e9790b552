"""An entry as the search sees it: the names it goes by, the text it holds, the telephones it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.kb.city import City
from hotline.kb.model import Bulletin, Department, Kind, Procedure, Question
from hotline.kb.search.duties import not_its, sent_on, single
from hotline.kb.spoken import clause

_CITY = re.compile(r"^(?:\w{2,4}[市县区州]|[市县区州省])(?=\w{2,}[局委办院馆会部站所队中])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """names: what it is called, its title first; office: the names of its department; body: all that it says.

    passages: parts of it fit to be shown, the most telling first; phones: with what each is for; duties: what a
    department does, one by one; not_duties: what it is asked for in vain.
    """

    kind: Kind
    code: str
    names: tuple[str, ...]
    department: str = ""
    office: tuple[str, ...] = ()
    body: str = ""
    passages: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    not_duties: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its own name."""
        return self.names[0]


def documents_of(city: City) -> tuple[Document, ...]:
    """Everything in a city that can be an answer."""
    return tuple(_documents(city))


def _documents(city: City) -> Iterator[Document]:
    others = sent_on(city.departments)
    for department in city.departments:
        yield _department(department, city, others.get(department.code, ()))
    for procedure in city.procedures:
        yield _procedure(procedure, city)
    for question in city.questions:
        yield _question(question, city)
    for bulletin in city.bulletins:
        yield _bulletin(bulletin)


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _bare(name: str) -> str:
    """A department's name without its city's: 民政局 of 云川市民政局 and of 市民政局."""
    return _CITY.sub("", name)


def _office(code: str, city: City) -> tuple[str, ...]:
    department = city.department(code)
    return (department.name, *department.aliases, *department.former_names) if department else ()


def _department(department: Department, city: City, also: tuple[str, ...]) -> Document:
    """A department. also: the duties that others name as its own."""
    told = (
        f"{department.name}，电话{department.phone}，地址{clause(department.address)}，办公时间{clause(department.hours)}",
        department.duties,
        department.directions,
    )
    phones = (*department.phones, *department.complaint_phones)
    return Document(
        kind=Kind.DEPARTMENT,
        code=department.code,
        names=_names(
            department.name,
            _bare(department.name),
            *department.aliases,
            *department.former_names,
            department.english,
        ),
        department=department.name,
        office=_office(department.parent, city),
        body=f"{department.duties}\n{department.address}\n{department.directions}\n{department.head}",
        passages=_names(*told),
        phones=tuple(phone.number for phone in phones),
        duties=_names(*single(department.duties), *also),
        not_duties=not_its(department.not_duties),
    )


def _procedure(procedure: Procedure, city: City) -> Document:
    parts = (
        "、".join(procedure.materials),
        procedure.conditions,
        procedure.fee,
        procedure.time_limit,
        "；".join(procedure.process),
        procedure.where,
        procedure.result,
        "、".join(procedure.forms),
    )
    return Document(
        kind=Kind.PROCEDURE,
        code=procedure.code,
        names=_names(procedure.name, *procedure.aliases, procedure.english),
        department=procedure.department_name,
        office=tuple(name for code in procedure.departments for name in _office(code, city)),
        body="\n".join((*parts, *procedure.events, *procedure.trades)),
        passages=_names(*parts),
    )


def _question(question: Question, city: City) -> Document:
    return Document(
        kind=Kind.QUESTION,
        code=question.code,
        names=_names(question.question, *question.variants),
        department=question.department_name,
        office=_office(question.department, city),
        body=question.answer,
        passages=_names(question.answer),
    )


def _bulletin(bulletin: Bulletin) -> Document:
    return Document(
        kind=Kind.BULLETIN,
        code=bulletin.code,
        names=_names(bulletin.title),
        office=_names(bulletin.village, bulletin.channel),
        body=bulletin.text,
        passages=_names(bulletin.text),
    )
