"""Speech in the menus: where callers' audio comes in, and who listens to it.

The rule: without an ear, or without Asterisk's AudioSocket, the menus ask for keys; nothing here is needed to start.
"""

from __future__ import annotations

from collections.abc import Callable

from hotline.answering.listening import Listening
from hotline.answering.vocabulary import words_of
from hotline.kb.city import City
from hotline.settings import Settings
from hotline.speech.ear.endpoint import Limits
from hotline.speech.ear.recogniser import Ear
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.audiosocket_side import AudioSockets


def listening_side(settings: Settings, ear: Ear, city: Callable[[], City]) -> tuple[AudioSocketServer, Listening]:
    """The server, to be started and closed, and what the menus listen with."""
    server = AudioSocketServer("127.0.0.1", settings.audiosocket_port)
    return server, Listening(ear=ear, audio=AudioSockets(server), limits=limits_of(settings), words=words_of(city))


def limits_of(settings: Settings) -> Limits:
    """When a sentence begins and ends, by the settings; over a prompt, whose echo comes back, it must be surer."""
    least = settings.ear_least_ms
    return Limits(
        pause=settings.ear_pause_ms,
        least=least,
        over_prompt=round(least * 1.9),
        steady=3 * settings.ear_pause_ms,
        longest=settings.ear_longest_ms,
    )
