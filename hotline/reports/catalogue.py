"""Which reports there are, by name; and what is wrong with what somebody asks for.

Rule: a name is kept for good: closed months and mailed reports refer to it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hotline.errors import NotFoundError
from hotline.reports import agents, assessment, bulletin, knowledge, quality, telephone, tickets
from hotline.reports.brief import sections as brief
from hotline.reports.look import Look
from hotline.reports.period import faults_of as period_faults
from hotline.reports.report import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A report. about: what it tells, in a sentence; to_departments: whether a department may read its own rows.

    in_words: whether it tells of hot issues, and is told in prose by the city's template.
    """

    name: str
    title: str
    about: str
    sections: Callable[[Look], Awaitable[tuple[Section, ...]]]
    to_departments: bool = False
    in_words: bool = False


def _kinds(*kinds: Kind) -> Mapping[str, Kind]:
    return MappingProxyType({kind.name: kind for kind in kinds})


CATALOGUE = _kinds(
    Kind(
        name="telephone",
        title="电话服务",
        about="来电、菜单、排队、接通、放弃和时长，按日、按时段。",
        sections=telephone.sections,
    ),
    Kind(
        name="tickets",
        title="工单统计",
        about="受理的工单按单位、类型、类别、区县、来源渠道、紧急程度、状态。",
        sections=tickets.sections,
        to_departments=True,
    ),
    Kind(
        name="assessment",
        title="考核指标",
        about="签收、退单、办结、重办、回访的各项指标，合计和按单位、类型、类别、区县、来源渠道；退单按话务员。",
        sections=assessment.sections,
        to_departments=True,
    ),
    Kind(name="agents", title="话务员", about="接听、通话、填写工单、当场答复。", sections=agents.sections),
    Kind(
        name="quality",
        title="质检",
        about="通话质检的得分、合格、申诉，按话务员、按评分项。",
        sections=quality.sections,
    ),
    Kind(
        name="knowledge",
        title="知识库",
        about="条目、过期、没有找到答案的问题；搜索和使用，按来源、种类、单位、条目。",
        sections=knowledge.sections,
    ),
    Kind(
        name="brief",
        title="领导简报",
        about="总体情况、市民反映什么、办理情况、热点和建议，文字由本市的模板按数据写成。",
        sections=brief.sections,
        in_words=True,
    ),
    Kind(name="bulletin", title="月度公报", about="向社会公布的数据，不含任何个人信息。", sections=bulletin.sections),
)


def kind_of(name: str) -> Kind:
    """The report of this name. Raises NotFoundError."""
    if name not in CATALOGUE:
        raise NotFoundError(f"{_no_such(name)}。")
    return CATALOGUE[name]


def faults_of(name: str, first: str, last: str) -> dict[str, str]:
    """All that is wrong with a report and a period that somebody asks for, by field, and what to do."""
    return ({} if name in CATALOGUE else {"name": _no_such(name)}) | period_faults(first, last)


def _no_such(name: str) -> str:
    return f"没有“{name[:40]}”这个报表，可以写{'、'.join(CATALOGUE)}"
