"""axe-core over a page: what a person with a screen reader, a keyboard or weak eyes would stumble over.

Rule: the script is put in through the debugger's own channel, never by a policy of the pages that lets it in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Page

from hotline.cli.ui import UI

AXE = UI / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ELSEWHERE: dict[str, tuple[str, str]] = {
    "region": (".el-popper, .el-popper *", "Element Plus hangs what a field opens at the end of the page"),
    "scrollable-region-focusable": (".el-select-dropdown__wrap", "its list is walked by the arrows from the field"),
    "aria-allowed-attr": (".el-cascader input", "it says whether its tree is open, and lets nobody say its role"),
    "label-content-name-mismatch": (
        '[data-testid^="map-"]',
        "a district's name is a sentence that begins with what is written on it",
    ),
    "aria-dialog-name": (".el-picker__popper", "its calendar takes no label; the field that opens it has one"),
}
"""By rule: what is no fault, or a library's own that cannot be mended from outside (a selector), and why."""

_RUN = """async ([tags, elsewhere]) => {
  // a colour that fades in is none yet
  const passing = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
  await Promise.allSettled(passing.map((one) => one.finished))
  const told = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
  const known = (rule, node) => elsewhere[rule] && document.querySelector(node.target.at(-1))?.matches(elsewhere[rule])
  return told.violations.flatMap(({ id, help, nodes }) => nodes.filter((node) => !known(id, node)).map((node) => {
    const why = [...node.any, ...node.all, ...node.none].map((one) => one.message).join(' ')
    return `${id}: ${help} | ${node.target.join(' ')} | ${node.html.slice(0, 160)} | ${why.slice(0, 200)}`
  }))
}"""


class Axe:
    """The script, read once."""

    def __init__(self, file: Path = AXE) -> None:
        self._script = file.read_text(encoding="utf-8")

    async def faults(self, page: Page) -> list[str]:
        """What is wrong with the page as it stands now, one line for each element and rule.

        A page that changes while it is looked at (the state of a call, told over the live line) is looked at once more.
        """
        if not await page.evaluate("() => 'axe' in window"):
            await page.evaluate(self._script)
        elsewhere = {rule: selector for rule, (selector, _) in ELSEWHERE.items()}
        found: list[Any] = await page.evaluate(_RUN, [TAGS, elsewhere])
        if found:
            found = await page.evaluate(_RUN, [TAGS, elsewhere])
        return [str(one) for one in found]
