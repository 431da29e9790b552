"""A voice menu as it is walked: nodes by name, prompts by name and language. Made by load.py, checked by lint.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.ivr.effects import CHINESE, Prompt
from hotline.ivr.nodes.node import Node

DEFAULT_LANGUAGE = CHINESE
READ_IN_CHINESE = (CHINESE, "yue")  # languages whose numbers are written in Chinese
_CHINESE_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A prompt in one language. file: a recording of ivr_scripts/recorded, "" for none; text: for a voice."""

    text: str
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One service line's menu.

    name: the number dialled, also before each recording's name; entries: where a call comes in (start, menu);
    person: the node that leads to a person; queue: Asterisk's name; languages: of every prompt, Chinese first;
    prompts: wordings by name, then by language.
    """

    name: str
    person: str
    queue: str
    entries: Mapping[str, str]
    languages: tuple[str, ...]
    prompts: Mapping[str, Mapping[str, Wording]]
    nodes: Mapping[str, Node]

    def every_prompt(self, language: str = DEFAULT_LANGUAGE) -> tuple[Prompt, ...]:
        """Each prompt in this language, to be spoken before the first call; not those with a place for a title."""
        words = ScriptWords(script=self, language=language)
        return tuple(prompt for prompt in map(words.prompt, self.prompts) if prompt.text and "{" not in prompt.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptWords:
    """A script's words in one caller's language."""

    script: Script
    language: str

    @property
    def person(self) -> str:
        """The node that leads to a person."""
        return self.script.person

    @property
    def queue(self) -> str:
        """The queue where no other is named."""
        return self.script.queue

    def prompt(self, name: str) -> Prompt:
        """A prompt in this language, or in Chinese where it has no other."""
        wordings = self.script.prompts[name]
        language = self.language if self.language in wordings else DEFAULT_LANGUAGE
        wording = wordings[language]
        if wording.file:
            return Prompt(name=wording.file.removesuffix(".wav"), text=wording.text)
        return Prompt(name=recording_name(self.script.name, name, language), text=wording.text)

    def number(self, keys: str) -> str:
        """Keys as they are read out, one by one: 11 is never eleven."""
        return keys.translate(_CHINESE_DIGITS) if self.language in READ_IN_CHINESE else " ".join(keys)

    def title(self, node: str) -> str:
        """A node's title, "" where it has none."""
        return self.script.nodes[node].title


def recording_name(script: str, prompt: str, language: str) -> str:
    """The name of the file (without .wav) that replaces a prompt when it is dropped into ivr_scripts/recorded."""
    return f"{script}-{prompt}{'' if language == DEFAULT_LANGUAGE else f'-{language}'}"
