"""A message's words as they are compared, and as they may be shown. Pure.

Rule: what could tell who somebody is (long numbers, mail addresses, number plates, people's names) is taken out here,
before anything is counted, so that it can stand in no matter's name.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from hotline.reports.hot.model import Message

GAP = " "
"""Stands for whatever parts words: no piece of text reaches over it."""
HEAD = 40  # signs by which a matter is named
BODY = 200  # signs of the content that are compared: what follows them is the story, and differs
_LONGEST = 1_000  # signs that are looked at; an HTML entity is longer than its sign
_TAG = re.compile(r"<[^<>]{0,200}>")
_CONTACT = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w.-]+|(?:微信|qq|vx)号?[:：]?\s*[\w-]{5,}", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}[xX]?")
_PLATE = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][a-zA-Z][·. -]?(?=[a-zA-Z0-9]*\d)[a-zA-Z0-9]{4,6}"
)
SURNAME = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The signs with which most people's names begin."""
_PERSON = re.compile(
    rf"[{SURNAME}][一-鿿]?某{{1,2}}|[{SURNAME}][一-鿿]{{0,2}}(?:先生|女士|小姐|同志|师傅|大爷|阿姨)"
    r"|(?:我叫|姓名|联系人|投诉人|举报人|当事人|法人代表|法人|负责人)[:： ]?[一-鿿]{2,3}(?![一-鿿])"
    r"|(?:我叫|姓名|名叫)[:： ]?[一-鿿]{2,3}"
)
_OPENING = re.compile(
    r"(?<![0-9a-z一-鿿])(?:(?:尊敬的|敬爱的)?(?:各位)?(?:领导|书记|市长|区长|县长)(?:们|同志)?|您好|你们?好|请问|来电人?|称|表示"
    r"|(?:实名|匿名|再次|强烈)?(?:投诉|举报|反映|咨询|求助|建议|请求|要求|恳请|恳求|希望)(?:一下)?|关于|谢谢|感谢)+"
)
_PARTING = re.compile(r"[^0-9a-z一-鿿㐀-䶿]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What of a message is read. head: what it is about in a few words; body: how it goes on; place: as named."""

    head: str
    body: str
    place: str


def words_of(message: Message) -> Words:
    """The words of a message. One without a title is about what its content begins with."""
    body = plain(message.content)
    head = plain(message.title) or body
    return Words(head=_cut(head, HEAD), body=_cut(body, BODY), place=_cut(plain(message.place), HEAD))


def plain(text: str) -> str:
    """Small letters and half-width signs, runs of words with GAP between them, without what tells who somebody is."""
    text = _TAG.sub(GAP, html.unescape(text[:_LONGEST]))
    text = unicodedata.normalize("NFKC", text)
    for personal in (_CONTACT, _PLATE, _LONG_NUMBER, _PERSON):
        text = personal.sub(GAP, text)
    return _PARTING.sub(GAP, _OPENING.sub(GAP, text.lower())).strip()


def _cut(text: str, signs: int) -> str:
    return text[:signs].strip()
