"""A ticket with all that belongs to it, as the JSON of its screen. docs/api-tickets.md names the fields.

Rule: every text that a citizen, an agent or a department wrote goes through screen.text().
"""

from __future__ import annotations

from hotline.sentences import said_json
from hotline.tickets import appeals
from hotline.tickets.clock.left import cards_of
from hotline.tickets.dossier import Dossier, Score
from hotline.tickets.life.dispatching import profile_of
from hotline.tickets.model import AssistRequest, Extension, HistoryEntry, Ticket, TicketPart
from hotline.tickets.moves import Action
from hotline.tickets.offers import Offer
from hotline.web.oversight_shapes import appeal_json, file_json, watched_json
from hotline.web.screens import Screen
from hotline.web.shapes import Json, moment
from hotline.web.ticket_shapes import EXCERPT, limit_json, ticket_json

_LABELS = {**{str(action): action.label for action in Action}, **appeals.LABELS, "created": "登记"}


def dossier_json(screen: Screen, dossier: Dossier, offers: tuple[Offer, ...]) -> Json:
    """A ticket with all that belongs to it, and what this user may do now."""
    ticket = dossier.case.ticket
    return {
        "ticket": ticket_json(screen, ticket),
        "history": [_entry(screen, entry, ticket) for entry in dossier.history],
        "parts": [_part(screen, part, ticket) for part in dossier.case.parts],
        "limits": [limit_json(screen, limit, ticket) for limit in dossier.case.limits],
        "cards": _cards(screen, dossier),
        "extensions": [{"days": one.days, **_asked(screen, one, ticket)} for one in dossier.extensions],
        "assist_requests": [
            {
                "department": one.department,
                "department_name": screen.office(one.department),
                **_asked(screen, one, ticket),
            }
            for one in dossier.requests
        ],
        "call_backs": _scores(screen, dossier.scores, ticket),
        "oversight": [watched_json(screen, one) for one in dossier.oversight],
        "files": [file_json(screen, one, ticket) for one in dossier.files],
        "children": [_kin(screen, one) for one in dossier.children],
        "parent": _kin(screen, dossier.parent) if dossier.parent else None,
        "actions": [_offer(one) for one in offers],
    }


def _entry(screen: Screen, entry: HistoryEntry, ticket: Ticket) -> Json:
    reason = screen.text(entry.reason, ticket)
    return {
        "at": moment(entry.at),
        "actor": entry.actor,
        "actor_name": screen.person(entry.actor),
        "action": entry.action,
        "action_label": _LABELS.get(entry.action, entry.action),
        "reason": reason,
        "reason_said": said_json(reason),
        "changes": screen.changes(entry.changes, ticket),
    }


def _part(screen: Screen, part: TicketPart, ticket: Ticket) -> Json:
    return {
        "department": part.department,
        "department_name": screen.office(part.department),
        "lead": part.lead,
        "state": str(part.state),
        "round": part.round,
        "given": moment(part.given),
        "signed": moment(part.signed),
        "replied": moment(part.replied),
        "note": screen.text(part.note, ticket),
        "answer": screen.text(part.answer, ticket),
        "by": part.by,
        "by_name": screen.person(part.by),
    }


def _cards(screen: Screen, dossier: Dossier) -> list[Json]:
    ticket, world = dossier.case.ticket, screen.world
    cards = profile_of(ticket, world).cards
    if ticket.due is None or ticket.dispatched is None or cards is None:
        return []
    shown = {str(one.line.watch) for one in dossier.oversight if one.line.at >= ticket.dispatched}
    return [
        {
            "colour": str(card.colour),
            "label": card.colour.label,
            "at": moment(card.at),
            "rule": card.rule,
            "citation": card.source.citation,
            "shown": str(card.colour) in shown,
        }
        for card in cards_of(world.policies.calendar, ticket.dispatched, ticket.due, cards)
    ]


def _asked(screen: Screen, one: Extension | AssistRequest, ticket: Ticket) -> Json:
    return {
        "id": one.id,
        "round": one.round,
        "reason": screen.text(one.reason, ticket),
        "asked_by": one.asked_by,
        "asked_by_name": screen.person(one.asked_by),
        "asked": moment(one.asked),
        "approver": one.approver,
        "approver_name": screen.person(one.approver),
        "decided": moment(one.decided),
        "granted": one.granted,
        "comment": screen.text(one.comment, ticket),
    }


def _scores(screen: Screen, scores: tuple[Score, ...], ticket: Ticket) -> list[Json]:
    reached = [one.id for one in scores if one.said.contacted]
    which = {reached[0]: "first", reached[-1]: "final"} if len(reached) > 1 else dict.fromkeys(reached, "only")
    return [
        {
            "id": one.id,
            "round": one.said.round,
            "at": moment(one.said.at),
            "by": one.said.by,
            "by_name": screen.person(one.said.by),
            "contacted": one.said.contacted,
            "solved": one.said.solved and str(one.said.solved),
            "satisfied": one.said.satisfied and str(one.said.satisfied),
            "words": screen.text(one.said.words, ticket),
            "which": which.get(one.id, ""),
            "appeal": appeal_json(screen, one.appeal, ticket),
        }
        for one in scores
    ]


def _kin(screen: Screen, ticket: Ticket) -> Json:
    return {
        "number": ticket.number,
        "state": str(ticket.state),
        "state_label": ticket.state.label,
        "created": moment(ticket.created),
        "title": screen.text(ticket.title, ticket),
        "content": screen.text(ticket.content, ticket)[:EXCERPT],
    }


def _offer(offer: Offer) -> Json:
    form = offer.form
    return {
        "action": str(offer.action),
        "label": offer.action.label,
        "fields": list(form.needed),
        "optional": list(form.optional),
    }
