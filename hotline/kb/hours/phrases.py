"""The phrases in which clerks write hours, as patterns over words.plain's form. Pure.

Rule: a pattern of hours matches a whole piece, so that no word is passed over; what only sounds like it is a remark.
"""

from __future__ import annotations

import re

from hotline.kb.hours.words import DATES, DAYS, HOLIDAY, RANGE, TIME, days_of

_VERB = "(?:办公|上班|营业|开放|服务|接待|受理|开门|开馆|工作|办理业务|办理|接诊|应诊|值班|值守|接听)"
_OPEN = f"(?:[也均都]?(?:照常|正常|提供|有人)?(?:对外)?(?:延时)?{_VERB}(?:登记|咨询|来访|来电|群众|业务|申请|服务)?)"
_LESSONS = "(?:(?:内部|集中|政治|业务|理论)+(?:学习|整理|盘点|消毒))"
_CLOSED = (
    rf"(?:[也均都]?(?:全天|一律|全部|全员)?(?:{_LESSONS}?(?:不(?:再)?(?:对外)?|(?:暂停|停止)(?:对外)?){_VERB}|{_LESSONS}|"
    "休息|休馆|闭馆|闭厅|休市|午休|放假|除外|停诊|停业|歇业|不对外))"
)
_SUBJECT = r"(?P<subject>[一-龥A-Za-z0-9]{0,20}?)"
_D1, _D2 = (rf"(?P<{name}>{DAYS.pattern})?" for name in ("first", "second"))
_BEGIN = rf"{_D1}{_SUBJECT}{_D2}"
_ONE_SERVICE = re.compile(
    ".*(?:窗口|大厅|中心|处|专区|馆|宫|园|诊|业务|热线|电话|警|抢修|抢险|报修|报障|值班|值守|应急|急救|平台|站|所|台|厅|售票|投诉|"
    "受理|咨询|举报|药房|科|室|点|信访|缴费|监测)"
)
_WHOLE_OFFICE = re.compile(
    "(?:主要|对外|各|本|全|政务|行政|便民|办事|服务|业务|综合|办公|营业|上班|开放|工作|接待|受理|作息|时间|窗口|大厅|营业厅|网点|"
    "机关|单位|门诊|馆|客服中心|办公室)*(?:为|是)?"
)
RANGE_FIRST = re.compile(RANGE)
TIMES = re.compile(
    rf"{_BEGIN}(?P<noon>(?:中午|午间)?(?:午休)?(?:时间)?(?<=[午间休时]))??(?P<range>{RANGE})"
    rf"(?:(?P<closed>{_CLOSED})|{_OPEN}?(?:只(?:办理?|受理)(?P<only>[一-龥]{{1,12}}))?)"
)
ROUND_THE_CLOCK = re.compile(
    rf"{_BEGIN}(?:全天候?|昼夜|实行)?(?:24小时|全天候?(?![一-龥]*[休不]))(?:不间断|不打烊)?{_OPEN}?"
)
RESTS = re.compile(rf"{_BEGIN}(?P<half>上午|下午|全天)?{_CLOSED}")
AS_USUAL = re.compile(rf"{_BEGIN}[也均都]?(?:(?:照常|正常|照旧){_OPEN}?|不休息?|无休|不放假|不闭馆|不打烊)")
THROUGH_NOON = re.compile(
    rf"{_SUBJECT}(?:(?:中午|午间)(?:不休息?|不午休|不间断|无休|连续|照常){_OPEN}?|不午休|无午休|不设午休|连续办公)"
)
LAST_IN = re.compile(
    rf"(?P<at>{TIME})(?:以?后)?(?:停止|截止)(?:进馆|入馆|进场|入场|入园|取号|叫号|受理|检票|售票|接待|挂号|收件)"
)
ONLY_DAYS = re.compile(rf"{_SUBJECT}(?P<days>{DAYS.pattern})(?P<verb>{_VERB}?)(?:时间)?")
NEVER_RESTS = re.compile("全年(?:无休|不休息?|365天|开放)|(?:一年|全年)?365天(?:无休|不休息?)?")
NEW_YEAR = re.compile(
    rf"(?:春节|正月|大年|农历)*(?P<first>除夕|初[一二三四五六七])(?:(?:-|至|到)(?P<last>初[一二三四五六七]))?{_SUBJECT}{_CLOSED}"
)
SOME_OPEN = re.compile(
    rf"{_D1}(?:.*(?:留.*(?:窗口|人员|专家)|半数|部分窗口|轮休|轮班|轮流|视情况).*|(?:时间|安排)?(?:另行|提前|临时)(?:公布|通知|安排))"
)
_REMARK = re.compile(
    "(?:请|需|须|可以?|建议|凭|详见|具体).*|"
    ".*(?:以.*为准|提前.{1,4}(?:公布|公告|通知)|遇.*顺延|由.*受理|(?:请|需|须|可以?).{0,4}预约).*"
)
_EXCHANGED = re.compile("(?:调休|补班)[一-龥]{0,4}周末照常[一-龥]{0,2}")
PERIOD = re.compile(r"[一-龥]*?(?:期间|(?<![星假定周学])期|春运|长假|寒假|暑假|寒暑假|农忙).*")
EXTENDS = re.compile(".*(?:延长|延时|照常|增加|增设|加开|不休息).*")
LATER = re.compile(".*另行(?:公布|通知|安排)")
STAFFED = re.compile("(?:值班|值守|接听)$")
ON_DUTY = re.compile(".*(?:值班|值守|热线|电话|抢修|急救|报警|预报|监测).*")
SEASON = re.compile(
    rf"(?P<name>[一-龥]{{1,3}}?(?:季节?|期|天|令时|令|时制|作息|时间|假))?(?P<aside>\()?(?P<dates>{DATES})(?(aside)\))(?:期间)?"
)
OTHERWISE = re.compile("(?:其他|其它|其余)(?:时间|月份|季节|时段|日期)|平时")
ANY_WEEKDAY = re.compile("遇周一也?(?:照常)?(?:开放|营业|办公)")
_OF_SERVICE = re.compile(
    rf"(?:{DAYS.pattern})?(?P<subject>[一-龥A-Za-z0-9]{{1,20}}?)(?:节假日)?"
    "(?:照常.*|正常.*|不休息?|休息|闭馆|有人?(?:接听|值班|值守)|随时.*|设值班电话)"
)


def is_whole_office(subject: str) -> bool:
    """Whether a subject is the office itself: none, 窗口, 服务大厅, 办公时间."""
    return _WHOLE_OFFICE.fullmatch(subject) is not None


def is_service(subject: str) -> bool:
    """Whether a subject is one of the office's windows or services: 车管窗口, 急诊."""
    return _ONE_SERVICE.fullmatch(subject) is not None and not is_whole_office(subject)


def is_remark(piece: str) -> bool:
    """Whether a piece tells nothing of hours: of appointments, of where more is to be read; no time and no weekday."""
    if _EXCHANGED.fullmatch(piece):  # it goes without saying
        return True
    return _REMARK.fullmatch(piece) is not None and re.search(TIME, piece) is None and not _names_weekdays(piece)


def is_of_service(piece: str) -> bool:
    """Whether a piece without times and weekdays tells of one window or service only."""
    found = _OF_SERVICE.fullmatch(piece)
    if found is None or DAYS.search(found["subject"]) or _names_weekdays(piece):
        return False
    return is_service(found["subject"])


def _names_weekdays(piece: str) -> bool:
    return any(days_of(found[0]) != {HOLIDAY} for found in DAYS.finditer(piece))
