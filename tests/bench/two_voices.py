"""A conversation of two natural voices: what each says, and how it sounds over a telephone.

Rule: the sound is made once and kept; a voice that is not installed is spoken by the hotline's own, and said.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hotline.calls.transcript import Side
from hotline.settings import Settings
from hotline.speech.kokoro_install import kokoro_files
from hotline.speech.sound import for_the_telephone, samples_of_wav
from hotline.speech.voice import kokoro_voice
from tests.bench.intelligibility import distance, syllables
from tests.fakes.tones import Samples

CITIZENS, AGENTS = ("zm_yunxi", "zm_yunyang"), ("zf_xiaoxiao", "zf_xiaobei")
TALK: tuple[tuple[Side, str], ...] = (
    (Side.AGENT, "您好，这里是政务服务热线，请问有什么可以帮您？"),
    (Side.CITIZEN, "你好，我要反映一个情况，我们小区门口的下水道堵住了。"),
    (Side.AGENT, "请问是哪个小区，具体在什么位置？"),
    (Side.CITIZEN, "在新华路幸福小区，就是三号楼旁边的马路上。"),
    (Side.AGENT, "这个情况是什么时候开始的？"),
    (Side.CITIZEN, "昨天晚上八点左右开始往外冒脏水，到现在已经两天了。"),
    (Side.AGENT, "有没有联系过物业公司？"),
    (Side.CITIZEN, "打过电话给物业，他们说不归他们管，一直没有人来处理。"),
    (Side.AGENT, "好的，您的要求是什么？"),
    (Side.CITIZEN, "希望有关部门尽快派人来疏通，另外把路面清洗干净。"),
    (Side.AGENT, "我已经为您记录下来，会转给城市管理部门办理，请您耐心等待。"),
    (Side.CITIZEN, "好的，谢谢你，再见。"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the conversation, as it sounds at 8 kHz."""

    side: Side
    text: str
    sound: Samples


def voices_there(settings: Settings) -> bool:
    """Whether there is a natural voice at all."""
    return all(part.exists() for part in kokoro_files(settings))


async def spoken_talk(settings: Settings, folder: Path) -> tuple[list[Line], dict[Side, str]]:
    """The lines, and who speaks for each side."""
    speakers = {Side.CITIZEN: _there(settings, CITIZENS), Side.AGENT: _there(settings, AGENTS)}
    voices = {side: kokoro_voice(settings, speaker=name) for side, name in speakers.items()}
    lines: list[Line] = []
    try:
        for number, (side, text) in enumerate(TALK):
            path = folder / f"{number}.wav"
            await voices[side].speak(text, path)
            sound = for_the_telephone(*samples_of_wav(path.read_bytes()))
            lines.append(Line(side=side, text=text, sound=np.frombuffer(sound, dtype="<i2").astype(np.int16)))
    finally:
        for voice in voices.values():
            await voice.close()
    return lines, speakers


def errors_of(side: Side, heard: str) -> tuple[int, int]:
    """Wrong, missing and added syllables of a side, tones apart, and how many were spoken."""
    spoken = syllables("".join(text for who, text in TALK if who is side))
    return distance(spoken, syllables(heard)), len(spoken)


def _there(settings: Settings, names: tuple[str, ...]) -> str:
    folder = kokoro_files(settings)[1].parent
    return next((name for name in names if (folder / f"{name}.bin").exists()), settings.voice_name)
