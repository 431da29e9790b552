"""The node types, by their name in a script. A new type is a file here, a line below, docs/ivr.md's entry."""

from __future__ import annotations

from hotline.ivr.nodes.call_back import CallBackNode
from hotline.ivr.nodes.choose import Choose
from hotline.ivr.nodes.collect import Collect
from hotline.ivr.nodes.condition import Condition
from hotline.ivr.nodes.fields import Fields
from hotline.ivr.nodes.go_to import GoTo
from hotline.ivr.nodes.hang_up import HangUpNode
from hotline.ivr.nodes.language import Language
from hotline.ivr.nodes.listen import ListenNode
from hotline.ivr.nodes.look_up import LookUpNode
from hotline.ivr.nodes.menu import Menu
from hotline.ivr.nodes.next import NextNode
from hotline.ivr.nodes.node import Node
from hotline.ivr.nodes.pace import PaceNode
from hotline.ivr.nodes.play import Play
from hotline.ivr.nodes.queue import QueueNode
from hotline.ivr.nodes.record import RecordNode
from hotline.ivr.nodes.say import SayNode
from hotline.ivr.nodes.send import SendNode
from hotline.ivr.nodes.suggest import Suggest
from hotline.ivr.nodes.survey import Survey
from hotline.ivr.nodes.tell import Tell
from hotline.ivr.nodes.transfer import Transfer

NODE_TYPES: dict[str, type[Node]] = {
    "say": SayNode,
    "play": Play,
    "menu": Menu,
    "listen": ListenNode,
    "collect": Collect,
    "choose": Choose,
    "next": NextNode,
    "suggest": Suggest,
    "look_up": LookUpNode,
    "tell": Tell,
    "fields": Fields,
    "send": SendNode,
    "record": RecordNode,
    "call_back": CallBackNode,
    "survey": Survey,
    "language": Language,
    "pace": PaceNode,
    "condition": Condition,
    "go_to": GoTo,
    "transfer": Transfer,
    "queue": QueueNode,
    "hang_up": HangUpNode,
}

__all__ = ["NODE_TYPES", "Node"]
