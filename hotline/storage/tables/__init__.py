"""The tables. Whoever changes one adds a migration; a test fails where the two do not agree.

Rows stay in the stores. Times are UTC and aware, also after reading from SQLite, which knows no time zones.
"""

from hotline.storage.tables.agents import (
    AgentRingRow,
    AgentSkillRow,
    AgentStateRow,
    BroadcastReadRow,
    BroadcastRow,
    SupervisorActRow,
)
from hotline.storage.tables.applications import ApplicationRow, ApplicationStageRow
from hotline.storage.tables.base import CALL_ID, CITIZEN_NUMBER, Table, UtcTime
from hotline.storage.tables.calls import CallRow, CallStepRow, RatingRow
from hotline.storage.tables.citizens import CitizenMarkRow, CitizenRow
from hotline.storage.tables.knowledge import (
    KbEntryRow,
    KbFormRow,
    KbMissRow,
    KbRevisionRow,
    KbSearchRow,
    KbStarRow,
    KbUseRow,
    KbVersionRow,
)
from hotline.storage.tables.mails import ReportMailRow, ReportSubscriptionRow
from hotline.storage.tables.people import SessionRow, UserRow
from hotline.storage.tables.quality import (
    CallHearingRow,
    CallHoldRow,
    QualityAnswerRow,
    QualityCalibrationRow,
    QualityDrawRow,
    QualityHistoryRow,
    QualityInspectionRow,
)
from hotline.storage.tables.reminders import KbReminderRow
from hotline.storage.tables.reports import HotWarningRow, ReportClosingRow, ReportDayRow, ReportMarkRow
from hotline.storage.tables.requests import CallbackRow, MessageRow, OutboxRow
from hotline.storage.tables.routing import DispatchLineRow
from hotline.storage.tables.supervision import (
    TextTemplateRow,
    TicketAppealRow,
    TicketMisroutedRow,
    TicketOversightRow,
)
from hotline.storage.tables.tickets import (
    TicketAssistRequestRow,
    TicketCallBackRow,
    TicketCallBackTurnRow,
    TicketClaimRow,
    TicketCounterRow,
    TicketExtensionRow,
    TicketFileRow,
    TicketHistoryRow,
    TicketKeyRow,
    TicketPartRow,
    TicketRow,
    TicketTimerRow,
    TicketViewRow,
)
from hotline.storage.tables.transcripts import CallAsideRow, CallJoinRow, CallTranscriptRow, CallUtteranceRow

__all__ = [
    "CALL_ID",
    "CITIZEN_NUMBER",
    "AgentRingRow",
    "AgentSkillRow",
    "AgentStateRow",
    "ApplicationRow",
    "ApplicationStageRow",
    "BroadcastReadRow",
    "BroadcastRow",
    "CallAsideRow",
    "CallHearingRow",
    "CallHoldRow",
    "CallJoinRow",
    "CallRow",
    "CallStepRow",
    "CallTranscriptRow",
    "CallUtteranceRow",
    "CallbackRow",
    "CitizenMarkRow",
    "CitizenRow",
    "DispatchLineRow",
    "HotWarningRow",
    "KbEntryRow",
    "KbFormRow",
    "KbMissRow",
    "KbReminderRow",
    "KbRevisionRow",
    "KbSearchRow",
    "KbStarRow",
    "KbUseRow",
    "KbVersionRow",
    "MessageRow",
    "OutboxRow",
    "QualityAnswerRow",
    "QualityCalibrationRow",
    "QualityDrawRow",
    "QualityHistoryRow",
    "QualityInspectionRow",
    "RatingRow",
    "ReportClosingRow",
    "ReportDayRow",
    "ReportMailRow",
    "ReportMarkRow",
    "ReportSubscriptionRow",
    "SessionRow",
    "SupervisorActRow",
    "Table",
    "TextTemplateRow",
    "TicketAppealRow",
    "TicketAssistRequestRow",
    "TicketCallBackRow",
    "TicketCallBackTurnRow",
    "TicketClaimRow",
    "TicketCounterRow",
    "TicketExtensionRow",
    "TicketFileRow",
    "TicketHistoryRow",
    "TicketKeyRow",
    "TicketMisroutedRow",
    "TicketOversightRow",
    "TicketPartRow",
    "TicketRow",
    "TicketTimerRow",
    "TicketViewRow",
    "UserRow",
    "UtcTime",
]
