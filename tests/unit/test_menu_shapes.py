"""The shipped menus as the console gets them."""

from __future__ import annotations

from hotline.ivr.draw import arrows
from hotline.ivr.faults import what
from hotline.ivr.load import load_scripts
from hotline.ivr.source import fault_of
from hotline.settings import ROOT
from hotline.web.menu_shapes import menu_json, trouble_json

SCRIPTS = load_scripts(ROOT / "ivr_scripts")


def test_every_node_and_arrow_of_a_menu_is_told() -> None:
    """Those from outside stand among the entries."""
    for script in SCRIPTS.values():
        menu = menu_json(script, "")
        assert [node["name"] for node in menu["nodes"]] == list(script.nodes)
        assert len(menu["edges"]) + len(menu["entries"]) == len(list(arrows(script)))


def test_every_prompt_of_a_node_has_its_words_in_every_language() -> None:
    """Named by its field, so that a page can show them."""
    for script in SCRIPTS.values():
        menu = menu_json(script, "")
        for node in menu["nodes"]:
            for prompt in node["prompts"].values():
                assert set(menu["prompts"][prompt]) == set(script.languages)


def test_a_node_says_what_else_its_script_says_of_it() -> None:
    """Neither its ways on nor its words once more."""
    nodes = {node["name"]: node for node in menu_json(SCRIPTS["12345"], "")["nodes"]}
    assert nodes["night"]["settings"]["tries"] == "3"
    assert set(nodes["night"]["settings"]) & {"title", "type", "keys", "prompt", "back", "next"} == set()
    assert nodes["departments"]["go_to"] == {"script": "114", "entry": "departments"}
    assert nodes["departments"]["settings"] == {}
    assert nodes["straight_to_person"]["ends"]


def test_the_same_menu_has_the_same_version() -> None:
    """Whenever and wherever it was read."""
    again = load_scripts(ROOT / "ivr_scripts")
    assert menu_json(again["114"], "")["version"] == menu_json(SCRIPTS["114"], "")["version"]
    assert menu_json(again["114"], "")["version"] != menu_json(again["12345"], "")["version"]


def test_a_trouble_is_a_sentence_and_its_faults() -> None:
    """One without faults is only a sentence."""
    fault = fault_of(what("no_node", node="nobody"), line=8, where="nodes.hello.next", file="114.yaml")
    told = trouble_json(
        "The voice menu is not valid:\n- 114.yaml:8: nodes.hello.next: there is no node nobody", [fault]
    )
    assert told["what"] == "The voice menu is not valid"
    assert told["faults"] == [
        {
            "file": "114.yaml",
            "line": 8,
            "where": "nodes.hello.next",
            "what": "dead end: there is no node nobody",
            "code": "no_node",
            "params": {"node": "nobody"},
        }
    ]
    assert trouble_json("There is no voice menu in ivr.", ()) == {
        "what": "There is no voice menu in ivr.",
        "faults": [],
    }


def test_every_node_of_the_shipped_menus_is_called_something() -> None:
    """By its title, else by its first words; only what neither has is known by its name."""
    for script in SCRIPTS.values():
        titles = {node["name"]: node["title"] for node in menu_json(script, "")["nodes"]}
        assert [name for name, title in titles.items() if not title] == []
    assert titles["known_elderly"] == "是老年人吗"
    assert titles["greeting"] == "您好，12345热线，正…"
