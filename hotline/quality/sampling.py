"""Which calls are drawn, and who inspects them. Pure: chance comes from a seed that is kept with the draw.

Rule: the same rules, calls and seed give the same draw for ever, on any machine; what is by chance is drawn first, from
all calls, so that it stays a fair picture of an agent's work.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hotline.quality.rules import Facts, Rule, meets


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A call that was drawn. rule: by which it was; why: its code, then others that it meets."""

    call: Facts
    rule: Rule
    why: tuple[str, ...]


def lot(seed: str, *words: str) -> str:
    """The lot that something draws: as good as chance for whoever does not know the seed, and always the same."""
    return hashlib.sha256("\n".join((seed, *words)).encode()).hexdigest()


def draw(rules: Sequence[Rule], calls: Iterable[Facts], *, taken: Collection[str], seed: str) -> tuple[Drawn, ...]:
    """What these rules draw. taken: calls that were inspected, or are to be, whichever rule had drawn them."""
    pool = {call.call_id: call for call in calls if call.call_id not in taken}
    found: list[Drawn] = []
    for rule in sorted(rules, key=lambda one: not one.kind.is_by_chance):  # stable: else in the order of the file
        for call in _of_rule(rule, pool.values(), seed):
            del pool[call.call_id]
            others = (one.code for one in rules if one is not rule and not one.kind.is_by_chance and meets(one, call))
            found.append(Drawn(call=call, rule=rule, why=(rule.code, *others)))
    return tuple(found)


def _of_rule(rule: Rule, calls: Iterable[Facts], seed: str) -> list[Facts]:
    """The smallest lots win; each agent's calls draw among themselves where the rule says so."""
    groups: defaultdict[str, list[Facts]] = defaultdict(list)
    for call in calls:
        if meets(rule, call):
            groups[call.agent if rule.per_agent else ""].append(call)
    return [
        call
        for _, group in sorted(groups.items())
        for call in sorted(group, key=lambda one: lot(seed, rule.code, one.call_id))[: rule.amount]
    ]


def assigned(
    drawn: Iterable[Drawn], inspectors: Collection[str], *, busy: Mapping[str, int], seed: str
) -> dict[str, str]:
    """Who inspects which call: whoever has least to do, never the agent of the call; "" where nobody else is there.

    busy: how many an inspector still has to do.
    """
    load = Counter({name: busy.get(name, 0) for name in inspectors})
    found: dict[str, str] = {}
    for one in sorted(drawn, key=lambda one: lot(seed, "inspector", one.call.call_id)):
        may = [name for name in inspectors if name != one.call.agent]
        if not may:
            found[one.call.call_id] = ""
            continue
        chosen = min(may, key=lambda name: (load[name], lot(seed, name, one.call.call_id)))
        load[chosen] += 1
        found[one.call.call_id] = chosen
    return found
