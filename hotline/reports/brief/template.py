"""The brief's template: a text of the city's own, with words in double braces, checked before anybody reads it. Pure.

Rule: a template asks for nothing but the words of schema.py, and runs nothing: no call, no arithmetic, no attribute
that is not listed there; every fault is told by its line, all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2 import Template as Compiled
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hotline.errors import CityPackError
from hotline.reports.brief.schema import PLAIN, SECTIONS, WORDS, Many, Thing, Word
from hotline.reports.report import Passage

TEMPLATE = "brief.txt"
"""Its name in the city pack."""
LONGEST = 50_000  # characters
MOST_TOLD = 50  # faults
_BREAK = "\u2029"  # stands for an empty line, of which the blocks around it would leave nothing
_HEAD = re.compile(r"##\s*(?P<title>[^\[\]]+?)\s*(?:\[(?P<section>[a-z]*)\])?\s*")
_LOOP = Thing(dict.fromkeys(("index", "first", "last"), PLAIN))
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
_WORDS_OF_NODES = {nodes.Filter: "过滤器", nodes.Call: "调用", nodes.Getitem: "方括号", nodes.Assign: "set"}
Fault = tuple[int, str]
_JINJA = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    title: str
    section: str
    line: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Passages, each with its heading and the section whose drawings stand beside it."""

    parts: tuple[tuple[str, str, Compiled], ...]

    def told(self, facts: Mapping[str, object]) -> tuple[Passage, ...]:
        """The prose of these facts; a passage that comes out empty is left out."""
        found = (
            Passage(title=title, section=section, text=_paragraphs(compiled.render(facts)))
            for title, section, compiled in self.parts
        )
        return tuple(one for one in found if one.text)


def template_of(text: str) -> Template:
    """The template of this text. Raises CityPackError with every fault by its line."""
    if len(text) > LONGEST:
        raise CityPackError(f"{TEMPLATE}太长了，最多{LONGEST}个字。")
    faults: list[Fault] = []
    parts = list(_parts(text.removeprefix("\ufeff"), faults))
    for part in parts:
        faults += _faults(part)
    if not parts and not faults:
        faults.append((1, "没有段落：每段以“## 标题 [分组]”开头"))
    if faults:
        told = "\n".join(f"- {TEMPLATE}:{line}: {what}" for line, what in sorted(set(faults))[:MOST_TOLD])
        raise CityPackError(f"领导简报的模板有{len(set(faults))}处错误：\n{told}")
    return Template(parts=tuple((one.title, one.section, _JINJA.from_string(one.source)) for one in parts))


def _parts(text: str, faults: list[Fault]) -> Iterator[_Part]:
    """The passages, each padded with empty lines so that its faults have the file's own lines."""
    title, section, begun, lines = "", "", 0, list[str]()
    for number, line in enumerate([*text.splitlines(), "## \0"], 1):
        if not line.startswith("##"):
            if not begun and line.strip() and not line.startswith("#"):
                faults.append((number, "第一段之前只能有空行和以#开头的说明"))
            lines.append("" if line.startswith("#") else line if line.strip() else _BREAK)
            continue
        if begun:
            yield _Part(title=title, section=section, line=begun, source="\n" * begun + "\n".join(lines))
        found = _HEAD.fullmatch(line)
        begun, lines = number, []
        if found is None:
            faults.append((number, "标题应写成“## 标题 [分组]”"))
            continue
        title, section = found["title"], found["section"] or ""
        if section and section not in SECTIONS:
            faults.append((number, f"没有“{section}”这个分组，可以写{'、'.join(SECTIONS)}"))


def _faults(part: _Part) -> list[Fault]:
    try:
        tree = _JINJA.parse(part.source)
    except TemplateSyntaxError as fault:
        return [(fault.lineno, f"写法不对：{fault.message}")]
    except TemplateError as fault:
        return [(part.line, f"写法不对：{fault.message}")]
    found: list[Fault] = []
    _walk(tree, WORDS, found)
    return found


def _walk(node: nodes.Node, known: Mapping[str, Word], faults: list[Fault]) -> None:
    """Check a node and all below it. known: the words that may be used here."""
    if isinstance(node, nodes.For):
        _walk_for(node, known, faults)
        return
    if not isinstance(node, _ALLOWED):
        what = next((word for kind, word in _WORDS_OF_NODES.items() if isinstance(node, kind)), type(node).__name__)
        faults.append((node.lineno, f"模板里不能用{what}"))
        return
    if isinstance(node, nodes.Output):
        faults += [(one.lineno, f"“{_name(one)}”是一组，要用for逐个写") for one in node.nodes if _is_many(one, known)]
    if isinstance(node, nodes.Name | nodes.Getattr):
        _word(node, known, faults)
        return
    for child in node.iter_child_nodes():
        _walk(child, known, faults)


def _walk_for(node: nodes.For, known: Mapping[str, Word], faults: list[Fault]) -> None:
    if not isinstance(node.target, nodes.Name) or node.recursive:
        faults.append((node.lineno, "for只能写成“for 名字 in 一组”"))
        return
    many = _word(node.iter, known, faults) if isinstance(node.iter, nodes.Name | nodes.Getattr) else None
    if not isinstance(many, Many):
        if many is not None or not isinstance(node.iter, nodes.Name | nodes.Getattr):
            faults.append((node.lineno, "for后面要写一组，如“for 类 in 类别”"))
        return
    inner: dict[str, Word] = {**known, node.target.name: many.each, "loop": _LOOP}
    if node.test is not None:
        _walk(node.test, inner, faults)
    for child in node.body:
        _walk(child, inner, faults)
    for child in node.else_:
        _walk(child, known, faults)


def _word(node: nodes.Node, known: Mapping[str, Word], faults: list[Fault]) -> Word | None:
    """What a word or a part of one is; None where there is no such, which is then noted."""
    if isinstance(node, nodes.Name):
        if node.name not in known:
            faults.append((node.lineno, f"没有“{node.name}”这个词{_near(node.name, known)}"))
        return known.get(node.name)
    if not isinstance(node, nodes.Getattr):
        _walk(node, known, faults)
        return None
    whole = _word(node.node, known, faults)
    if whole is None:
        return None
    has = whole.has if isinstance(whole, Thing) else {}
    if node.attr not in has:
        listed = f"，有{'、'.join(has)}" if has else ""
        faults.append((node.lineno, f"“{_name(node.node)}”没有“{node.attr}”{listed}"))
        return None
    return has[node.attr]


def _is_many(node: nodes.Node, known: Mapping[str, Word]) -> bool:
    return isinstance(node, nodes.Name) and isinstance(known.get(node.name), Many)


def _name(node: nodes.Node) -> str:
    return str(getattr(node, "name", getattr(node, "attr", "这里")))


def _near(name: str, known: Mapping[str, Word]) -> str:
    """Words that begin alike."""
    alike = [one for one in known if name and (one.startswith(name[0]) or name in one or one in name)][:5]
    return f"，相近的有{'、'.join(alike)}" if alike else "，可用的词见README.md"


def _paragraphs(text: str) -> str:
    """Lines of a paragraph belong together without a space, as Chinese is written; an empty line parts paragraphs."""
    parts = text.split(_BREAK)
    return "\n".join(told for part in parts if (told := "".join(line.strip() for line in part.splitlines())))
