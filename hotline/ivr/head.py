"""The head of a script's file: everything but its nodes, as it is written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from hotline.ivr.effects import CHINESE
from hotline.ivr.nodes.node import Name
from hotline.ivr.nodes.play import FileName
from hotline.ivr.script import Wording

LanguageName = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class RecordedPrompt(BaseModel):
    """A prompt that is a file of ivr_scripts/recorded. text: what a voice says where the file is gone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: FileName
    text: str = ""

    def wording(self) -> Wording:
        """As it is walked."""
        return Wording(text=self.text, file=self.file)


class Head(BaseModel):
    """What a script says before its nodes.

    version: of the language; person: the queue node where 0 leads; queue: Asterisk's; entries: where calls come in;
    languages: every prompt has all of them, Chinese first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", title="Voice menu")

    version: Literal[1] = 1
    person: Name
    queue: Name = "hotline"
    languages: Annotated[tuple[LanguageName, ...], Field(min_length=1)] = (CHINESE,)
    entries: Annotated[dict[Name, Name], Field(min_length=1)]
    prompts: dict[Name, dict[LanguageName, str | RecordedPrompt]]

    @field_validator("languages")
    @classmethod
    def _chinese_first(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        if languages[0] != CHINESE or len(set(languages)) != len(languages):
            raise PydanticCustomError("languages", "list each language once, zh-CN first")
        return languages

    def wordings(self) -> dict[str, dict[str, Wording]]:
        """The prompts as they are walked."""
        return {
            name: {
                language: Wording(text=given) if isinstance(given, str) else given.wording()
                for language, given in texts.items()
            }
            for name, texts in self.prompts.items()
        }
