"""Every figure of the reports a second time, in plain Python over raw rows.

Rule: nothing of hotline.reports is imported here: what is counted is written down anew from docs/reports.md, one row
after the other, so that one mistake is not made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from hotline.storage.tables import (
    AgentRingRow,
    AgentStateRow,
    CallRow,
    KbEntryRow,
    KbMissRow,
    KbSearchRow,
    KbUseRow,
    KbVersionRow,
    TicketAppealRow,
    TicketCallBackRow,
    TicketHistoryRow,
    TicketOversightRow,
    TicketPartRow,
    TicketRow,
)
from tests.fakes.report_books import NOW, ZONE, Books, Row

Told = dict[str, dict[str, tuple[int, int]]]
"""By key of a row, by code of a figure: numerator and denominator."""
Key = Callable[[Row], str]
ENDED = ("transferred", "declined", "withdrawn", "merged")


class Tallies:
    """Numerators and denominators by key, counted up."""

    def __init__(self) -> None:
        self.told: Told = {}

    def count(self, key: str, code: str, top: int, of: int = 0) -> None:
        """Add to a figure."""
        row = self.told.setdefault(key, {})
        before = row.get(code, (0, 0))
        row[code] = (before[0] + int(top), before[1] + int(of))

    def most(self, key: str, code: str, value: int) -> None:
        """The largest."""
        row = self.told.setdefault(key, {})
        row[code] = (max(row.get(code, (0, 0))[0], value), 0)


class Second:
    """A second way to a period's figures. first, last: days of the city, both included."""

    def __init__(self, books: Books, first: date, last: date, now: datetime = NOW) -> None:
        self.books, self.first, self.last, self.now = books, first, last, now
        upheld = [one for one in books.of(TicketAppealRow) if one["upheld"]]
        self.void_lines = {one["target"] for one in upheld if one["of"] == "oversight"}
        self.void_answers = {one["target"] for one in upheld if one["of"] == "call_back"}
        self.tickets_by_number = {one["number"]: one for one in books.of(TicketRow)}
        self.parts: dict[str, list[Row]] = {}
        for part in books.of(TicketPartRow):
            if part["lead"]:
                self.parts.setdefault(part["ticket_number"], []).append(part)

    def within(self, at: datetime | None) -> bool:
        """Whether a moment lies in the period."""
        return at is not None and self.first <= at.astimezone(ZONE).date() <= self.last

    def calls(self, key: Key) -> Told:
        """The telephone."""
        found = Tallies()
        for call in self.books.of(CallRow):
            if self.within(call["arrived"]) and call["direction"] == "in":
                _call(found, key(call), call)
        return found.told

    def tickets(self, key: Key) -> Told:
        """What was taken down."""
        found = Tallies()
        for one in self.books.of(TicketRow):
            if not self.within(one["created"]) or one["state"] == "draft":
                continue
            name, state = key(one), one["state"]
            spot = state == "finished" and one["dispatched"] is None and not one["parent"]
            found.count(name, "accepted", 1)
            found.count(name, "finished", state == "finished", 1)
            found.count(name, "in_hand", state not in (*ENDED, "finished"), 1)
            found.count(name, "otherwise", state in ENDED, 1)
            found.count(name, "on_the_spot", spot, 1)
        return found.told

    def assessment(self, by: str) -> Told:
        """What departments are judged by, by a column of the row, else of its ticket; "" for the whole."""
        found = Tallies()

        def key(row: Row) -> str:
            if not by:
                return "whole"
            return str((row if by in row else self.tickets_by_number[row["ticket_number"]])[by])

        self._given(found, key)
        self._limits(found, key)
        self._answers(found, key)
        for line in self.books.of(TicketOversightRow):
            if line["watch"] == "red" and self.within(line["at"]) and line["id"] not in self.void_lines:
                found.count(key(line), "red_cards", 1)
        return found.told

    def _given(self, found: Tallies, key: Key) -> None:
        urged = self._parts_of(
            line
            for line in self.books.of(TicketOversightRow)
            if line["watch"] == "urge" and line["by"] == "clock" and line["id"] not in self.void_lines
        )
        back = self._parts_of(row for row in self.books.of(TicketHistoryRow) if row["action"] == "return")
        for part in (part for parts in self.parts.values() for part in parts if self.within(part["given"])):
            late, name = part["id"] in urged, key(part)
            found.count(name, "given", 1)
            found.count(name, "returned", part["id"] in back, 1)
            if part["signed"] is not None or late:
                found.count(name, "signed_on_time", not late, 1)

    def _parts_of(self, rows: Iterable[Row]) -> set[int]:
        """The parts that something was written of: the last that were given before it."""
        return {
            max(
                (part for part in self.parts[row["ticket_number"]] if part["given"] <= row["at"]),
                key=lambda part: (part["given"], part["id"]),
            )["id"]
            for row in rows
        }

    def _limits(self, found: Tallies, key: Key) -> None:
        for one in self.books.of(TicketRow):
            if one["parent"] or one["state"] in ("draft", *ENDED):
                continue
            due, answered, name = one["due"], one["answered"], key(one)
            if due is not None and self.within(due) and (answered is not None or due < self.now):
                found.count(name, "finished_on_time", answered is not None and answered <= due, 1)
                found.count(name, "finished_early", answered is not None and _day(answered) < _day(due), 1)
            if one["state"] == "finished" and one["dispatched"] is not None and self.within(one["finished"]):
                found.count(name, "rehandled", one["round"] > 1, 1)

    def _answers(self, found: Tallies, key: Key) -> None:
        """First and final are found here by looking through all tries, not by the marks on them."""
        tries: dict[str, list[Row]] = {}
        for one in self.books.of(TicketCallBackRow):
            tries.setdefault(one["ticket_number"], []).append(one)
        for all_of_it in tries.values():
            reached = [one for one in all_of_it if one["contacted"]]
            for one in all_of_it:
                tried = sum(1 for other in all_of_it if other["round"] == one["round"] and other["id"] <= one["id"])
                if one["id"] in self.void_answers or not self.within(one["at"]):
                    continue
                if one["contacted"] or tried == 3:
                    found.count(key(one), "contacted", one["contacted"], 1)
                for when, which in (("first", reached[:1]), ("final", reached[-1:])):
                    if one in which:
                        _answer(found, key(one), when, one)

    def agents(self) -> Told:
        """Each of them, by user name."""
        found = Tallies()
        for call in self.books.of(CallRow):
            if self.within(call["arrived"]) and call["direction"] == "in" and call["outcome"] == "answered":
                found.count(call["agent"], "calls_taken", 1)
                found.count(call["agent"], "talk_by_agent", call["talked"], 1)
        for name, figures in self.tickets(lambda one: str(one["created_by"])).items():
            found.count(name, "written", figures["accepted"][0])
            found.count(name, "spot_by_agent", *figures["on_the_spot"])
        for ring in self.books.of(AgentRingRow):
            if self.within(ring["rung"]) and ring["outcome"] != "ringing":
                found.count(ring["username"], "missed", ring["outcome"] in ("missed", "refused"), 1)
        for spell in self.books.of(AgentStateRow):
            done = spell["ended"] is not None and not spell["unsure"] and spell["state"] == "wrap_up"
            if done and self.within(spell["began"]):
                found.count(spell["username"], "wrap_up", _seconds(spell["began"], spell["ended"]), 1)
        return found.told

    def knowledge(self) -> dict[str, tuple[int, int]]:
        """The whole, without what is stale: that is the knowledge base's own to say."""
        waiting: dict[str, set[int]] = {"review": set(), "draft": set()}
        for version in self.books.of(KbVersionRow):
            if version["state"] in waiting:
                waiting[version["state"]].add(version["entry_id"])
        missed = [one for one in self.books.of(KbMissRow) if self.within(one["last"])]
        return {
            "entries": (sum(1 for one in self.books.of(KbEntryRow) if one["published"] is not None), 0),
            "in_review": (len(waiting["review"]), 0),
            "in_draft": (len(waiting["draft"]), 0),
            "unanswered": (len(missed), 0),
            "unanswered_times": (sum(one["times"] + one["unhelpful"] for one in missed), 0),
            "settled": (sum(1 for one in missed if one["settled"]), len(missed)),
        }

    def uses(self, key: Key) -> Told:
        """Entries used, and what agents said of them, by what an entry is or keeps."""
        found = Tallies()
        for one in self.books.of(KbUseRow):
            if not self.first <= date.fromisoformat(one["day"]) <= self.last:
                continue
            name, way, times = key(one), one["way"], one["times"]
            if way in ("helpful", "unhelpful"):
                found.count(name, "helpful", times * (way == "helpful"), times)
                continue
            found.count(name, "uses", times)
            found.count(name, f"use_{way}", times)
            if way in ("opened", "aloud"):
                found.count(name, "used_in_calls", one["in_calls"], times)
        return found.told

    def unused(self, key: Key) -> Told:
        """Published entries that nobody used, but for those that came after the period."""
        found = Tallies()
        began = {one["entry_id"]: one["created"] for one in self.books.of(KbVersionRow) if one["version"] == 1}
        used = {
            (one["kind"], one["code"])
            for one in self.books.of(KbUseRow)
            if self.first <= date.fromisoformat(one["day"]) <= self.last
        }
        for one in self.books.of(KbEntryRow):
            if one["published"] is not None and _day(began[one["id"]]) <= self.last:
                found.count(key(one), "unused", (one["kind"], one["code"]) not in used, 1)
        return found.told

    def searches(self, key: Key, door: str = "") -> Told:
        """Searches, and those that found nothing or nothing sure."""
        found = Tallies()
        for one in self.books.of(KbSearchRow):
            if self.first <= date.fromisoformat(one["day"]) <= self.last and door in ("", one["door"]):
                found.count(key(one), "searches", one["times"])
                found.count(key(one), "searches_empty", one["missed"], one["times"])
                found.count(key(one), "searches_unsure", one["unsure"], one["times"])
        return found.told


def added(told: Told, largest: tuple[str, ...] = ()) -> dict[str, tuple[int, int]]:
    """All rows together. largest: figures that are no sum."""
    found = Tallies()
    for figures in told.values():
        for code, (top, of) in figures.items():
            if code in largest:
                found.most("", code, top)
            else:
                found.count("", code, top, of)
    return found.told.get("", {})


def _call(found: Tallies, name: str, call: Row) -> None:
    outcome, waited = call["outcome"], call["waited"]
    asked = call["queued"] is not None or call["answered"] is not None
    answered, abandoned = outcome == "answered", outcome == "abandoned"
    found.count(name, "arrived", 1)
    found.count(name, "in_menu", outcome in ("menu", "transferred") and not asked, 1)
    found.count(name, "asked", asked, 1)
    found.count(name, "lost", outcome == "lost", 1)
    if asked:
        found.count(name, "answered", answered, 1)
        found.count(name, "answered_in_15_s", answered and waited <= 15, 1)
        found.count(name, "abandoned", abandoned, 1)
        found.count(name, "left_queue", not answered and not abandoned, 1)
    if answered:
        found.count(name, "wait", waited, 1)
        found.count(name, "talk", call["talked"], 1)
    if abandoned:
        found.count(name, "abandoned_wait", waited, 1)
    if answered or abandoned:
        found.most(name, "longest_wait", waited)
    if call["queued"] is not None:
        found.count(name, "menu_lost", _seconds(call["arrived"], call["queued"]), 1)


def _answer(found: Tallies, name: str, when: str, one: dict[str, Any]) -> None:
    found.count(name, f"solved_{when}", one["solved"] == "yes", 1)
    found.count(name, f"partly_{when}", one["solved"] == "partly", 1)
    rated = one["satisfied"] in ("yes", "by_and_large", "no")
    found.count(name, f"rated_{when}", rated, 1)
    if rated:
        found.count(name, f"satisfied_{when}", one["satisfied"] != "no", 1)


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _seconds(first: datetime, last: datetime) -> int:
    """Whole seconds of either moment, as a clock shows them."""
    return int(last.timestamp()) - int(first.timestamp())
