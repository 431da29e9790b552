"""Component names of the enums whose own name says too little, or is another's too."""

from __future__ import annotations

from hotline.agents.acts import Act
from hotline.agents.overflow import Mode
from hotline.answering.conversation import State as TranscriptState
from hotline.calls.afterwards import Origin
from hotline.calls.marks import Mark
from hotline.calls.model import Direction, Outcome
from hotline.calls.transcript import Side as Speaker
from hotline.kb.forms.model import FormState
from hotline.kb.headings import Shape
from hotline.kb.model import Kind
from hotline.kb.reminder_store import Way as Told
from hotline.kb.stale import Stage, Why
from hotline.kb.versions import Move
from hotline.notices.model import State
from hotline.quality import form, rules
from hotline.quality.hints import Hint
from hotline.quality.model import State as InspectionState
from hotline.quality.sounds import Side
from hotline.reports import plots
from hotline.reports.figures import Better
from hotline.reports.figures import Kind as FigureKind
from hotline.reports.hot.model import Direction as Trend
from hotline.reports.mail import model as mail
from hotline.telephony.watching import Way
from hotline.tickets.clock.left import Colour
from hotline.tickets.model import Part
from hotline.tickets.overseeing.instructions import Followed
from hotline.tickets.templates.model import Use

NAMES: dict[object, str] = {
    Act: "BoardActKind",
    Mode: "OverflowMode",
    Mark: "MarkKind",
    Direction: "CallDirection",
    Outcome: "CallOutcome",
    FormState: "FormState",
    Shape: "FieldShape",
    Kind: "EntryKind",
    Told: "TellingWay",
    Stage: "ReminderStage",
    Why: "FreshnessWhy",
    Move: "VersionMove",
    State: "NoticeState",
    plots.Shape: "PlotShape",
    plots.Tone: "PlotTone",
    plots.Part: "PlotPart",
    Better: "FigureBetter",
    FigureKind: "FigureKind",
    Trend: "TrendDirection",
    Way: "WatchWay",
    Colour: "CardColour",
    form.Answer: "QualityAnswer",
    rules.Kind: "QualityRuleKind",
    rules.Every: "DrawEvery",
    InspectionState: "QualityState",
    Side: "RecordingSide",
    Speaker: "TranscriptSide",
    TranscriptState: "TranscriptState",
    Origin: "TranscriptOrigin",
    Hint: "TranscriptHintKind",
    mail.Every: "MailEvery",
    mail.State: "MailState",
    Followed: "InstructionState",
    Use: "TemplateFor",
    Part: "TicketPartState",
}
