"""The demo city for a model that knows Korean alone: as large a vocabulary, and Mandarin questions behind its words.

The rule: it costs what the product's costs: as many phrases as the city gives, as long, of words that the model knows;
what is heard stands for one of the forty questions of the bench, always the same, and that is what is looked up.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from zlib import crc32

from hotline.speech.ear.recogniser import Ear, Final, Hearing, Text, Use

LANGUAGE = "ko"
_MATTERS = """
주민등록증 주민등록 여권 운전면허 운전면허증 건강보험 국민연금 고용보험 실업급여 출생신고 혼인신고 이혼 사망신고
전입신고 가족관계 인감 증명서 등본 초본 자동차 번호판 세금 지방세 재산세 소득세 부동산 토지 건물 아파트 주택
전세 월세 임대 수도 전기 가스 가로등 쓰레기 재활용 소음 주차 버스 지하철 택시 학교 유치원 어린이집 장학금 병원
예방접종 장애인 노인 기초연금 복지 육아 출산 사업자 영업 식당 회사 창업 직업 일자리 공원 도서관 체육관 경찰서
소방서 구청 시청 동사무소 보건소 우체국 법원 세무서 교육청
"""
_DEEDS = """
신청 발급 재발급 변경 등록 신고 취소 연장 갱신 상담 조회 확인 접수 서류 비용 수수료 기간 시간 장소 전화 번호
주소 위치 담당 부서 절차 방법 자격 조건 대상 지원 환급 납부 이전 말소 정정 분실 훼손 민원 불만 제출 양식 결과
통지 안내 문의 예약 방문
"""
SAID = (
    "여권 재발급",
    "주민등록증 분실",
    "건강보험 자격",
    "자동차 등록",
    "출생신고 서류",
    "운전면허 갱신",
    "쓰레기 민원",
    "국민연금 조회",
)
"""What the callers say: phrases of the vocabulary."""


def vocabulary(size: int) -> tuple[str, ...]:
    """So many phrases of Korean: matters and deeds alone, then each matter with each deed."""
    matters, deeds = _MATTERS.split(), _DEEDS.split()
    pairs = (f"{matter} {deed}" for deed in deeds for matter in matters)
    return tuple(dict.fromkeys(chain(SAID, matters, deeds, pairs)))[:size]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """Implements Ear: hears Korean by its own vocabulary, and tells Mandarin. questions: what may be meant."""

    ear: Ear
    words: tuple[str, ...]
    questions: Sequence[str]

    def hears(self, language: str, use: Use) -> bool:
        """Every language of a menu."""
        del language
        return self.ear.hears(LANGUAGE, use)

    async def open(self, use: Use, *, language: str, words: tuple[str, ...] = ()) -> Interpreted:
        """A stream more. Raises EarError."""
        del language, words
        return Interpreted(await self.ear.open(use, language=LANGUAGE, words=self.words), self.questions)


class Interpreted:
    """Implements Hearing."""

    def __init__(self, hearing: Hearing, questions: Sequence[str]) -> None:
        self._hearing, self._questions = hearing, questions

    def feed(self, audio: bytes) -> None:
        """More sound."""
        self._hearing.feed(audio)

    async def texts(self) -> AsyncIterator[Text]:
        """What is heard before it was asked for."""
        async for text in self._hearing.texts():
            yield self._meant(text) if isinstance(text, Final) else text

    async def finish(self) -> Final:
        """What was said. Raises EarError."""
        return self._meant(await self._hearing.finish())

    async def close(self) -> None:
        """Hear no more."""
        await self._hearing.close()

    def _meant(self, said: Final) -> Final:
        """Nothing where nothing was heard."""
        if not said.text:
            return said
        return replace(said, text=self._questions[crc32(said.text.encode()) % len(self._questions)], words=())
