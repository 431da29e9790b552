"""A YAML file of the city pack that its clerk edits, read with the line of each value; faults in the clerk's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hotline.ivr.source import Fault, Source, read_source


def read_pack_file(path: Path, *, most: int, kind: str) -> Source:
    """The file's values; whatever keeps it from being read is a fault of the source, and nothing is raised.

    most: bytes; kind: what the file is, as 技能表.
    """
    source = Source()
    try:
        if path.stat().st_size > most:
            source.fault((), f"文件太大，不像是{kind}")
            return source
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        read = read_source(text)
    except OSError as fault:
        source.fault((), f"文件无法读取（{fault.strerror or fault}）")
        return source
    except UnicodeDecodeError:
        source.fault((), "文件编码不是UTF-8，请另存为UTF-8编码")
        return source
    except (ValueError, RecursionError):
        source.fault((), "不是有效的YAML，请检查日期、引号和缩进")
        return source
    read.faults = [replace(one, what=_told(one), code="", params=()) for one in read.faults]
    return read


def _told(fault: Fault) -> str:
    if fault.where:
        return "这一项出现了不止一次，请删去一个"
    return f"不是有效的YAML，请检查缩进、冒号和引号（{fault.what}）"
