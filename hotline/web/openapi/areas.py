"""All that is described, area by area. A new route goes into the area that it belongs to; a new area is named here."""

from __future__ import annotations

from hotline.web.openapi import (
    board,
    callbacks,
    calls,
    citizens,
    desk,
    forms,
    itself,
    kb,
    kb_health,
    knowledge,
    live,
    menus,
    oversight,
    public,
    quality_routes,
    report_mails,
    reports,
    supervision,
    templates,
    ticket_lists,
    ticket_rules,
    ticket_work,
    transcripts,
    upkeep,
    wall,
)

AREAS = tuple(
    one.AREA
    for one in (
        *(desk, board, live, calls, kb, knowledge, upkeep, kb_health, forms, ticket_work, ticket_lists, callbacks),
        *(ticket_rules, oversight, supervision, templates, quality_routes, citizens, menus, reports, report_mails),
        *(transcripts, public, wall, itself),
    )
)
