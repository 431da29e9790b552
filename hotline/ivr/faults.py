"""What can be wrong with a script: a code for each, and its sentence for engineers.

The rule: the console says the same in the languages of its pages, by the code; a test fails where a page has no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        # the file
        "unreadable": "the file cannot be read: {why}",
        "no_scripts": "there is no voice menu in {folder}",
        "not_yaml": "this is not YAML: {problem}",
        "key_twice": "the key {key} is used twice",
        "name_twice": "this name is here twice",
        "no_mapping": "a script is a mapping: version, person, languages, entries, prompts, nodes",
        "no_nodes": "nodes is missing: a mapping of names to nodes",
        # how a field is written
        "node_type": "the type must be one of {types}",
        "dead_end_field": "dead end: a {kind} node needs {field}, or the call cannot go on",
        "field_missing": "{field} is missing; a {kind} node needs it",
        "field_unknown": "unknown field: a {kind} node has no {field}",
        "head_missing": "{field} is missing; a script needs it",
        "head_unknown": "unknown field: a script has no {field}",
        "name_wrong": "{given} cannot be a key or name here",
        "key_everywhere": "{given} cannot be a key or name here: 0, * and # do the same everywhere and are not written",
        "written_wrong": "{given} is not written as it must be here ({pattern})",
        "one_of": "{given} must be one of {choices}",
        "no_text": "this must be text; put a number in quotes",
        "no_whole_number": "this must be a whole number",
        "no_number": "this must be a number",
        "no_truth": "this must be true or false",
        "no_names": "this must be a mapping of names",
        "no_list": "this must be a list",
        "too_large": "this must be less than or equal to {most}",
        "too_small": "this must be greater than or equal to {least}",
        "too_long": "this is longer than {most}",
        "too_short": "this is shorter than {least}",
        "languages": "list each language once, zh-CN first",
        "measure": "give either length, or both least and most",
        "measure_order": "least is more than most",
        "list_kind": "{kind} is not a list; look_up finds it",
        "one_kind": "{kind} is a list; choose reads it",
        "number_or_part": "give either number or part",
        "other": "{text}",
        # what is said
        "language_unknown": "{language} is not among the script's languages",
        "prompt_lacks": "missing prompt: it has no {language}",
        "prompt_empty": "missing prompt: it has no text in {language}",
        "prompt_needed": "missing prompt: every script has {prompt}",
        "prompt_missing": "missing prompt: there is no {prompt}",
        "prompt_unused": "no node says this prompt",
        "template": "the prompt {prompt} must be text with {fills}",
        "brace": "the prompt {prompt} has a brace, which nothing fills here",
        "recording_missing": "there is no recording {file} in {folder}",
        "recording_unreadable": "the recording {file} is not a WAV file: {why}",
        "recording_format": "the recording {file} has {rate} Hz, {bits} bit and {channels} channel(s); "
        "it must have 8000 Hz, 16 bit and one channel",
        "recording_empty": "the recording {file} is empty",
        # where it leads
        "no_node": "dead end: there is no node {node}",
        "no_script": "dead end: there is no script {script}",
        "no_entry": "dead end: script {script} has no entry {entry}",
        "person_missing": "no way to a person: there is no node {node}",
        "person_no_queue": "no way to a person: {node} must be a queue node",
        "nobody_helps": "no way to a person: nothing on the way from here asks the caller or queues",
        "unreachable": "unreachable: no caller can come to this node",
        "ring": "loop without a way out: a caller who does nothing comes round to this node again",
        "ring_of_scripts": "loop without a way out: this entry comes round to itself over other scripts",
        "too_deep": "this menu is {depth} menus deep for calls that come in at {line}, {entry}; {most} is the most",
        "too_many": "this menu has {choices} choices; {most} is the most",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """One thing that is wrong. code: of FAULTS; params: what its sentence is about, by name."""

    code: str
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """The sentence."""
        return FAULTS[self.code].format(**dict(self.params))


def what(code: str, **params: object) -> What:
    """One wrong thing by its code. Raises KeyError where the sentence asks for a parameter that is not given."""
    found = What(code=code, params=tuple((name, str(value)) for name, value in params.items()))
    str(found)
    return found
