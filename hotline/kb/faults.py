"""What is wrong in a city pack, for the clerk who edits it: gathered, never thrown one by one."""

from __future__ import annotations

from dataclasses import dataclass, field

from hotline.errors import CityPackError

MOST_TOLD = 1_000  # faults in one message: a whole column may be wrong in a table of any length


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """One thing wrong. file: within the pack; line: from 1, where the row begins; name: as written in the file."""

    file: str
    line: int
    name: str
    what: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line} {self.name}: {self.what}"
            if self.name
            else f"{self.file}:{self.line}: {self.what}"
        )


@dataclass(slots=True, kw_only=True)
class Faults:
    """The faults found so far."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, line: int, name: str, what: str) -> None:
        """Note a fault and go on."""
        self.found.append(Fault(file=file, line=line, name=name, what=what))

    def raise_all(self) -> None:
        """Raise CityPackError with every fault, in the order of files and lines; nothing where there is none.

        Its message lists the first thousand, its details["faults"] has them all.
        """
        if self.found:
            raise CityPackError(self.told("城市资料包"), faults=tuple(sorted(set(self.found))))

    def told(self, what: str) -> str:
        """The first thousand, one a line. what: is wrong, as people call it."""
        faults = sorted(set(self.found))
        lines = "\n".join(f"- {fault}" for fault in faults[:MOST_TOLD])
        if len(faults) > MOST_TOLD:
            lines += f"\n……还有{len(faults) - MOST_TOLD}处，请改好以上各处后再检查"
        return f"{what}有{len(faults)}处错误：\n{lines}"
