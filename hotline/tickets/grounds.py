"""Why a matter is not accepted. Pure.

Rule: the list is the ordinance's; whoever is refused hears the ground, the reason and the lawful channel.
"""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    """Why a matter is not accepted (Beijing Ordinance on handling citizens' requests, 2021, Art. 11)."""

    LITIGATION = "litigation"  # a court, arbitration, a petition or a reconsideration has it
    SAME_MATTER = "same_matter"  # dealt with, and nothing new
    CONFIDENTIAL = "confidential"  # secrets of the state or of trade, or somebody's privacy
    BEYOND_DUTY = "beyond_duty"  # not a matter of the government
    UNLAWFUL = "unlawful"  # asks for what the law forbids

    @property
    def label(self) -> str:
        """As people see it."""
        return _GROUNDS[self]


_GROUNDS = {
    Ground.LITIGATION: "应通过诉讼、仲裁、信访、行政复议等法定途径解决",
    Ground.SAME_MATTER: "同一事项已办理且无新情况",
    Ground.CONFIDENTIAL: "涉及国家秘密、商业秘密或个人隐私",
    Ground.BEYOND_DUTY: "不属于政府职责范围",
    Ground.UNLAWFUL: "违反法律法规或公序良俗",
}
