"""What tells who somebody is, taken out of a question that others are to read. Pure.

Rule: better a word too much hidden than a person told. A name that stands alone, with no word before or after it that
says that it is one, is not known as one.
"""

from __future__ import annotations

import re

HIDDEN = "***"
_DIGIT = "0-9０-９零〇幺一二三四五六七八九"
_BETWEEN = r"[\s\-，,.]{0,3}"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆汪范廖石金韦贾夏付傅"
    "方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔汤尚温康施牛樊葛邢安齐庞颜倪章鲁聂岳翟申殷詹欧阎"
)
_SURNAME = rf"(?:欧阳|司马|上官|诸葛|皇甫|尉迟|司徒|夏侯|[{_SURNAMES}])"
_NAME = rf"{_SURNAME}[\u4e00-\u9fff]{{1,2}}"
_PERSONAL = re.compile(
    "|".join(
        (
            r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,64}",
            rf"[{_PROVINCES}][A-Za-z][·・\s]?[A-Za-z0-9]{{5,6}}(?![A-Za-z0-9])",  # a car's plate
            rf"(?:[{_DIGIT}]{_BETWEEN}){{5,}}[{_DIGIT}XxＸｘ]",  # a telephone, an identity card, a query code
            r"(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{6,}",  # a name or number of an account
            rf"[{_DIGIT}十百]{{1,5}}(?:号楼|栋|幢|单元|室)(?!楼)(?:[{_DIGIT}十百]{{1,5}}(?:号楼|栋|幢|单元|号|室)?)*",
            rf"(?<=[路街巷道弄村组])[{_DIGIT}十百]{{1,5}}号",
            rf"(?<=我叫){_NAME}|(?<=名叫){_NAME}|(?<=姓名){_NAME}|(?<=姓名是){_NAME}|(?<=名字是){_NAME}|(?<=名字叫){_NAME}",
            rf"(?<=我姓){_SURNAME}",
            rf"{_SURNAME}[\u4e00-\u9fff]{{0,2}}?(?=先生|女士|小姐|大爷|大妈|大姐|大哥|阿姨)",
        )
    )
)
_AGAIN = re.compile(r"\*{4,}")


def without_persons(text: str) -> str:
    """A question without numbers, addresses of houses, plates and names; *** stands for each."""
    return _AGAIN.sub(HIDDEN, _PERSONAL.sub(HIDDEN, text))
