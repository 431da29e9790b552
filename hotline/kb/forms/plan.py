"""What importing a folder of forms would do, before anything is done. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.kb.forms.folder import PackForm
from hotline.kb.forms.model import Form, key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPlan:
    """Forms that are new, that get another file, that are as they were, and that are given out no longer."""

    added: tuple[PackForm, ...]
    changed: tuple[PackForm, ...]
    unchanged: tuple[PackForm, ...]
    withdrawn: tuple[Form, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.withdrawn)

    def lines(self) -> tuple[str, ...]:
        """For a clerk in a terminal: the counts, then each form that changes; nothing where there are no forms."""
        counts = (len(self.added), len(self.changed), len(self.unchanged), len(self.withdrawn))
        if not any(counts):
            return ()
        told = [(mark, form.file) for mark, forms in (("修改", self.changed), ("新增", self.added)) for form in forms]
        told += [("撤下", form.file) for form in self.withdrawn]
        head = "表格：新增{}份，修改{}份，相同{}份，撤下{}份".format(*counts)
        return (head, *(f"{mark} 表格 {file}" for mark, file in told))


def planned(found: Sequence[PackForm], out: Iterable[Form], *, replace: bool) -> FormPlan:
    """The plan. out: what is published; replace: what is published and not found is withdrawn."""
    known = {key_of(form.name): form for form in out}
    same = [form for form in found if form.key in known and _is_same(form, known[form.key])]
    keys = {form.key for form in found}
    return FormPlan(
        added=tuple(form for form in found if form.key not in known),
        changed=tuple(form for form in found if form.key in known and form not in same),
        unchanged=tuple(same),
        withdrawn=tuple(form for key, form in known.items() if replace and key not in keys),
    )


def _is_same(form: PackForm, out: Form) -> bool:
    return (form.sha256, form.file) == (out.sha256, out.file)
