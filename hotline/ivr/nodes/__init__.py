"""The node types, by their name in a script. A new type is a file here, a line below, docs/ivr.md's entry."""

from __future__ import annotations

from hotline.ivr.nodes.choose import Choose
from hotline.ivr.nodes.collect import Collect
from hotline.ivr.nodes.hang_up import HangUpNode
from hotline.ivr.nodes.look_up import LookUpNode
from hotline.ivr.nodes.menu import Menu
from hotline.ivr.nodes.node import Node
from hotline.ivr.nodes.queue import QueueNode
from hotline.ivr.nodes.say import SayNode
from hotline.ivr.nodes.tell import Tell

NODE_TYPES: dict[str, type[Node]] = {
    "say": SayNode,
    "menu": Menu,
    "collect": Collect,
    "choose": Choose,
    "look_up": LookUpNode,
    "tell": Tell,
    "queue": QueueNode,
    "hang_up": HangUpNode,
}

__all__ = ["NODE_TYPES", "Node"]
