"""Every screen of the product as the pictures show it: who looks at it, and where.

Rule: a route of agent_ui/src/router.ts without a picture here fails a test, and so does a picture of a guide that is
not taken from here. Names are those of the files; a new screen needs one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hotline.settings import ROOT

ROUTER = ROOT / "agent_ui" / "src" / "router.ts"
GUIDES = ROOT / "docs" / "guide"
PICTURES = ROOT / "docs" / "pictures" / "guide"
MONTH = "from=2026-10-01&to=2026-10-31"
TICKET = "{ticket}"
CALL, TOLD = "{call}", "{told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture of a screen.

    screen: the route's name; path: where, with {ticket} for a ticket's number, {call} and {told} for an
    inspection to do and one that its agent was told; sees: what is there when all has come, as a CSS selector; press:
    what is pressed before, one after the other; brings: a table to be chosen first.
    """

    name: str
    screen: str
    user: str
    path: str
    sees: str
    press: tuple[str, ...] = ()
    brings: str = ""


def _id(testid: str) -> str:
    return f'[data-testid="{testid}"]'


def _shot(name: str, screen: str, user: str, path: str, sees: str, *press: str, brings: str = "") -> Shot:
    return Shot(name=name, screen=screen, user=user, path=path, sees=sees, press=press, brings=brings)


MAP = _id("district-map")
QUESTIONS = """\
问题,相似问法,答案,部门
新能源车上牌要不要预约,电动车上牌预约,不用预约，带购车发票、合格证和保险单到车管所三号厅办理。,市公安局
流浪猫狗找谁,小区有流浪狗,请拨所在派出所电话，由养犬管理中队收容。,市公安局
加装电梯一楼不同意怎么办,电梯加装反对,由街道组织协商，双方达成书面意见后再申请。,市住房和城乡建设局
"""


SHOTS: tuple[Shot, ...] = (
    _shot("tickets", "tickets", "agent1", "/tickets", f"{_id('tickets')} tbody tr"),
    _shot("ticket", "ticket", "supervisor1", f"/tickets/{TICKET}", _id("moves")),
    _shot("agent-ticket", "ticket", "agent1", f"/tickets/{TICKET}", _id("moves")),
    _shot("work", "work", "supervisor1", "/work/unsigned", _id("work-item")),
    _shot("agent-work", "work", "agent1", "/work/mine", _id("work-item")),
    _shot(
        "callbacks",
        "callbacks",
        "agent1",
        "/callbacks",
        _id("call-back-ask"),
        ".list .el-button",
        f"{_id('reached')} label",
    ),
    _shot("supervision", "supervision", "supervisor1", "/supervision/lines", f"{_id('oversight')} li"),
    _shot("supervision-appeals", "supervision", "supervisor1", "/supervision/appeals", _id("appeal-item")),
    _shot("supervision-marks", "supervision", "supervisor1", "/supervision/marks", _id("waiting-marks")),
    _shot("supervision-notices", "supervision", "supervisor1", "/supervision/notices", ".body"),
    _shot("supervision-desk", "supervision", "supervisor1", "/supervision/desk", _id("desk-row")),
    _shot(
        "supervision-act",
        "supervision",
        "supervisor1",
        "/supervision/desk",
        _id("act-preview"),
        f"{_id('desk-row')} input",
        _id("together-urge"),
        f"{_id('template-pick')} .el-button",
    ),
    _shot("instructions", "supervision", "supervisor1", "/supervision/instructions", _id("instruction")),
    _shot("callback-desk", "supervision", "supervisor1", "/supervision/callbacks", f"{_id('callback-rows')} tbody tr"),
    _shot(
        "templates",
        "supervision",
        "supervisor1",
        "/supervision/templates",
        _id("template-text"),
        f"{_id('templates')} .one",
    ),
    _shot("quality", "quality", "supervisor1", "/quality/inspect", _id("quality-row")),
    _shot("inspection", "inspection", "supervisor1", f"/quality/calls/{CALL}", f"{_id('wave')} path"),
    _shot("quality-draws", "quality", "supervisor1", "/quality/draws", f"{_id('draws')} tbody tr"),
    _shot("quality-agreement", "quality", "supervisor1", "/quality/agreement", f"{_id('agreement-calls')} tbody tr"),
    _shot("quality-calibration", "inspection", "admin1", f"/quality/calls/{TOLD}", _id("calibration")),
    _shot("own-quality", "inspection", "agent1", f"/quality/calls/{TOLD}", _id("appeal-why")),
    _shot("reports", "reports", "supervisor1", f"/reports/assessment?{MONTH}", _id("card-whole-finished_on_time")),
    _shot("reports-telephone", "reports", "supervisor1", f"/reports/telephone?{MONTH}", ".body .panel svg"),
    _shot("brief", "reports", "supervisor1", f"/reports/brief?{MONTH}", f"{_id('prose')} svg"),
    _shot("map", "reports", "supervisor1", f"/reports/tickets?{MONTH}", MAP, f"{MAP} figcaption small"),
    _shot("mails", "reports", "supervisor1", "/reports/mails", _id("mail-row")),
    _shot("dispatch", "dispatch", "supervisor1", "/dispatch", _id("line-form"), _id("line-edit")),
    _shot("policies", "policies", "supervisor1", "/policies", _id("policy-rules")),
    _shot("knowledge", "knowledge", "agent1", "/knowledge/entries?kind=procedure&code=0101", f"{_id('entry')} h2"),
    _shot(
        "edit",
        "knowledge",
        "agent1",
        "/knowledge/entries?kind=procedure&code=0103",
        f"{_id('editor')} textarea",
        _id("entry-edit"),
    ),
    _shot(
        "review",
        "knowledge",
        "supervisor1",
        "/knowledge/review",
        f"{_id('review-list')} li:nth-child(2) [aria-current=true]",
        f"{_id('review-list')} li:nth-child(2) button",
    ),
    _shot("stale", "knowledge", "supervisor1", "/knowledge/stale", f"{_id('stale-entries')} tr"),
    _shot("health", "knowledge", "supervisor1", "/knowledge/health", _id("health-row")),
    _shot("misses", "knowledge", "agent1", "/knowledge/misses", _id("misses")),
    _shot("sayings", "knowledge", "agent1", "/knowledge/sayings", ".sayings li"),
    _shot("forms", "knowledge", "supervisor1", "/knowledge/forms", f"{_id('forms')} tbody tr"),
    _shot("files", "knowledge", "supervisor1", "/knowledge/files", _id("plan-counts"), brings=QUESTIONS),
    _shot("requests", "requests", "agent1", "/requests/messages", _id("message")),
    _shot("requests-callbacks", "requests", "agent1", "/requests/callbacks", _id("callback")),
    _shot("requests-outbox", "requests", "agent1", "/requests/outbox", _id("notice")),
    _shot("menus", "menus", "agent1", "/menus/12345", _id("menu-detail"), ".menus .node"),
    _shot("department-work", "work", "handler2", "/work/to_answer", _id("work-item")),
    _shot("department-renew", "work", "handler3", "/work/renew", _id("renew-item")),
    _shot("department-figures", "work", "handler2", "/work/figures", f"{_id('own-figures')} .cards"),
    _shot("department-ticket", "ticket", "handler2", f"/tickets/{TICKET}", _id("moves")),
    _shot("department-supervision", "supervision", "handler2", "/supervision/lines", f"{_id('oversight')} li"),
    _shot("department-reports", "reports", "handler2", f"/reports/assessment?{MONTH}", '[data-testid^="card-"]'),
    _shot("department-knowledge", "knowledge", "handler3", "/knowledge/own", f"{_id('own-entries')} tr"),
    _shot("department-policies", "policies", "handler2", "/policies", _id("policy-rules")),
    _shot("phone", "phone", "", "/phone", f"{_id('dial-12345')}:not([disabled])"),
    _shot("sign-in", "sign-in", "", "/", _id("username")),
    _shot("help", "dispatch", "supervisor1", "/dispatch", f"{_id('help-body')} h2", _id("help-open")),
)
"""The pictures that need no call."""
IN_A_CALL = {"console": "console", "board": "board"}
"""The pictures of a call under way, by name, and their screens."""
APART = ("wall", "public")
"""The pictures of the pages beside the consoles."""
WITH_TELEPHONES = ("phone", "menus")
"""Those of SHOTS for which the whole hotline runs; the others need its web side alone."""
TAKEN = frozenset((*(shot.name for shot in SHOTS), *IN_A_CALL, *APART))


def routes() -> tuple[str, ...]:
    """The names of the consoles' screens, as the router has them."""
    return tuple(re.findall(r"\bname: '([\w-]+)'", ROUTER.read_text(encoding="utf-8")))


def screens_of_departments() -> tuple[str, ...]:
    """The names of those that a department's people may open."""
    found = re.search(r"FOR_HANDLERS = \[([^\]]*)\]", ROUTER.read_text(encoding="utf-8"))
    assert found is not None
    return tuple(re.findall(r"'([\w-]+)'", found[1]))


def shown_in_guides() -> frozenset[str]:
    """The names of the pictures that the guides show."""
    shown = re.compile(r"!\[[^\]]*\]\(\.\./pictures/guide/([\w-]+)\.png\)")
    return frozenset(name for file in GUIDES.glob("*.md") for name in shown.findall(file.read_text(encoding="utf-8")))
