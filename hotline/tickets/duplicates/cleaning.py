"""A ticket's words without what every ticket says: what is left tells two matters apart. Pure.

Rule: what is kept in memory of a ticket passes through here: long numbers (telephones, identity cards) never stay.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 500  # characters that are looked at: what a matter is about is said in the beginning
MARK = "。"
"""Stands for whatever parts words: no piece of text reaches over it."""
_LONG_NUMBERS = re.compile(r"[0-9][0-9-]{5,}[0-9xX]")
_WANTED = "尽快|尽早|及时|予以|给予|核实|调查|处理|解决|回复|答复|重视|关注|协调"
_STOP_PHRASES = re.compile(
    rf"(?:恳|敬|特)?[请求望盼](?:求|请|望)?(?:有关|相关|政府|主管|职能)*(?:部门|领导|单位|政府)(?:能够|能|此事|一下|并|{_WANTED})*"
    rf"|(?:请|望|希望|要求|恳请|盼)(?:并|{_WANTED})+"
    r"|(?:来电人?|市民|居民|群众|业主|本人|诉求人)(?:来电)?(?:反映|投诉|举报|咨询|求助|称|表示|反应)+[:,，]?"
    r"|(?:尊敬的|敬爱的)?(?:各位)?(?:领导|书记|市长|区长|县长)(?:们|同志)?(?:您好|你们好|你好)?"
    r"|您好|你好|谢谢|感谢|请问|反映一下|请转有关部门|有关部门|相关部门"
    r"|严重(?:影响|扰乱)(?:了|着|到)?(?:周边|附近|广大|我们|正常|的|居民|市民|业主|群众|日常|生活|休息)*"
    r"|(?:尽快|及时)(?:处理|解决|核实|回复|答复)"
    r"|(?:诉求|要求|反映问题|问题)[:：]"
)
_PARTING = re.compile(r"[^0-9a-z一-鿿㐀-䶿]+")


def plain(text: str) -> str:
    """Small letters, half-width signs, no long numbers; signs stand where they stood. At most LONGEST characters."""
    folded = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).lower()
    return _LONG_NUMBERS.sub(MARK, folded)[:LONGEST]


def cleaned(text: str) -> str:
    """plain() text without what every ticket says; MARK stands for all that parts words."""
    return _PARTING.sub(MARK, _STOP_PHRASES.sub(MARK, text)).strip(MARK)
