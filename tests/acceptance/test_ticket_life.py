"""The life of a ticket: agent, two departments and a supervisor in their browsers, the citizen on the telephone.

The rule: every move is made by the button that people have for it, and after each one the citizen rings and hears it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from hotline.settings import Settings
from hotline.speech.reading import read_aloud
from tests.acceptance.conftest import Pages
from tests.acceptance.desk import PATIENCE, fill_ticket
from tests.acceptance.story import Story, Telephones
from tests.acceptance.told import Sounds, Told
from tests.hotline_process import DEMO_PASSWORD, Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]
CITIZEN, ANOTHER = "13900000701", "13900000702"
POLICE, LABOUR = "市公安局", "市人力资源和社会保障局"
MS = PATIENCE * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Somebody's browser. Every move ends when the ticket shows its new state."""

    page: Page
    web: str

    async def sign_in(self, user: str) -> None:
        """As this user, until the pages of the desk are offered."""
        await self.page.goto(self.web)
        await self.page.get_by_test_id("username").fill(user)
        await self.page.get_by_test_id("password").fill(DEMO_PASSWORD)
        await self.page.get_by_test_id("sign-in").click()
        await expect(self.page.get_by_test_id("nav-work")).to_be_visible(timeout=MS)

    async def finds(self, number: str, tab: str) -> Locator:
        """Open a list of work, in which the ticket must be; returns its line."""
        await self.page.goto(f"{self.web}/work")
        await self.page.get_by_test_id(f"tab-{tab}").click()
        line = self.page.locator(f'[data-testid="work-item"][data-number="{number}"]')
        await expect(line).to_be_visible(timeout=MS)
        return line

    async def opens(self, number: str, tab: str) -> None:
        """Open the ticket from a list of work."""
        await (await self.finds(number, tab)).locator("a.text").click()
        await expect(self.page.get_by_test_id("ticket-number")).to_have_text(number, timeout=MS)

    async def signs(self, number: str, tab: str) -> None:
        """Sign it in the list itself."""
        await (await self.finds(number, tab)).get_by_test_id(f"sign-{number}").click()
        await expect(self.page.get_by_test_id(f"sign-{number}")).to_have_count(0, timeout=MS)

    async def does(self, action: str, state: str, **fields: str) -> None:
        """Press the move's button, fill in what it asks for, and send it."""
        button = self.page.get_by_test_id(f"do-{action}")
        await expect(button).to_be_attached(timeout=MS)
        if not await button.is_visible():  # on a telephone's screen
            await self.page.get_by_test_id("more-moves").click()
        await button.click()
        for name, value in fields.items():
            field = self.page.get_by_test_id(f"move-{name}")
            if name in ("contacted", "solved", "satisfied"):
                await choose(field, value)
            elif name == "department":
                await field.locator("input").fill(value)
                await self.page.locator(".el-select-dropdown__item:visible").first.click()
            else:
                await field.locator("textarea").fill(value)
        await self.page.get_by_test_id("move-go").click()
        await expect(self.page.get_by_test_id("ticket-state")).to_have_text(state, timeout=MS)


async def choose(among: Locator, word: str) -> None:
    """Press one of a few answers."""
    await among.get_by_text(word, exact=True).click()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The citizens' telephones. calls: those that still listen, while the desk goes on."""

    phones: Telephones
    calls: asyncio.TaskGroup
    number: str

    async def says(self, *progress: str) -> None:
        """The citizen rings, keys the number and hears this; returns when it is on its way."""
        await self._told(CITIZEN, (f"{self.number}#",), *progress)

    async def says_to_another(self, code: str, *progress: str) -> None:
        """So does whoever rings from another telephone and keys the query code."""
        await self._told(ANOTHER, (f"{self.number}#", f"{code}#"), *progress)

    async def _told(self, caller: str, keyed: tuple[str, ...], *progress: str) -> None:
        answer = (read_aloud(f"工单{self.number}"), *map(read_aloud, progress))
        story = Story(what=progress[0], number=caller, line="114", entries=("3", *keyed), answer=answer)
        self.calls.create_task(self.phones.walk(story))
        await story.told.wait()


@pytest_asyncio.fixture
async def phones(hotline: HotlineProcess, board: Desk, tmp_path: Path) -> AsyncIterator[Telephones]:
    """Telephones on which the text of what is spoken is known, and the sound of it."""
    recorded = Path(hotline.extra["HOTLINE_RECORDED_DIR"])
    settings = Settings(state_dir=hotline.state, recorded_dir=recorded, voice="pyttsx3")
    sounds = Sounds(settings, tmp_path)
    yield Telephones(hotline=hotline, board=board, told=Told(hotline.state / "logs" / "controller.log"), sounds=sounds)
    await sounds.close()
    await hotline.until(lambda: not board.calls, PATIENCE)


async def test_from_the_form_to_the_second_callback(hotline: HotlineProcess, pages: Pages, phones: Telephones) -> None:
    """Saved, signed, returned, adjudicated, answered, unsolved, handled again, finished; each stage is heard."""
    agent, police, labour, boss = [
        Screen(page=await pages.blank(), web=hotline.web) for _ in ("agent1", "handler2", "handler1", "supervisor1")
    ]
    await police.page.set_viewport_size({"width": 390, "height": 844})
    for screen, user in ((agent, "agent1"), (police, "handler2"), (labour, "handler1"), (boss, "supervisor1")):
        await screen.sign_in(user)
    number = await save_ticket(agent.page)
    async with asyncio.TaskGroup() as calls:
        line = Line(phones=phones, calls=calls, number=number)
        await line.says(f"已转{POLICE}，正在办理")
        code = await query_code(hotline, number)
        await police.signs(number, "to_sign")
        await line.says(f"由{POLICE}正在办理")
        await police.opens(number, "to_answer")
        await police.does("return", "退单待裁定", reason="拖欠工资不归公安管。", basis="《三定方案》第二条")
        await line.says("正在核定承办单位，办理时限照常计算")
        await boss.opens(number, "returned")
        await boss.does("adjudicate", "待签收", department="人力资源和社会保障局", reason="劳动监察的职责。")
        await line.says(f"已转{LABOUR}，正在办理")
        await replies(labour, number, "to_sign")
        await line.says(f"{LABOUR}已答复，正在审核")
        await approves(boss, number)
        await line.says("已办理完毕，我们会给您回访")
        await unsolved(agent.page, number)
        await line.says("前办结，这是重新办理")
        await replies(labour, number, "rehandled")
        await approves(boss, number)
        await agent.page.goto(f"{hotline.web}/tickets/{number}")
        await agent.does("call_back", "已办结", contacted="联系上", solved="已解决", satisfied="满意")
        await asyncio.gather(line.says("办结"), line.says_to_another(code, "办结"))


async def save_ticket(page: Page) -> str:
    """What the citizen says, into the agent's form; returns the ticket's number."""
    await fill_ticket(page)
    await page.get_by_test_id("form-district").click()
    await page.locator(".el-cascader-node:visible").get_by_text("云湖区").click()
    await page.get_by_test_id("form-content").fill("工地拖欠三个月工资，老板不接电话。")
    await page.get_by_test_id("form-number").fill(CITIZEN)
    await page.get_by_test_id("save-ticket").click()
    await expect(page.get_by_test_id("saved-number")).to_have_text(re.compile(r"\d{10}"), timeout=MS)
    return await page.get_by_test_id("saved-number").inner_text()


async def replies(labour: Screen, number: str, tab: str) -> None:
    """The department signs and answers."""
    await labour.signs(number, tab)
    await labour.opens(number, "to_answer")
    await labour.does("reply", "待审核", note="已约谈工地负责人。", public_answer="工资将在本周内付清。")


async def approves(boss: Screen, number: str) -> None:
    """The supervisor finds the answer good."""
    await boss.opens(number, "replied")
    await boss.does("approve", "待回访")


async def unsolved(page: Page, number: str) -> None:
    """The agent takes the citizen from the callback list, and is told that nothing was paid."""
    await page.get_by_test_id("nav-callbacks").click()
    await page.get_by_test_id(f"claim-{number}").click()
    await expect(page.get_by_test_id("call-back-number")).to_contain_text(CITIZEN, timeout=MS)
    ask = page.get_by_test_id("call-back-ask")
    await choose(ask.get_by_test_id("reached"), "联系上")
    await choose(ask, "未解决")
    await choose(ask, "不满意")
    await ask.locator("textarea").fill("说好的工资还是没有付。")
    await ask.get_by_test_id("call-back-go").click()
    await expect(ask).to_have_count(0, timeout=MS)


async def query_code(hotline: HotlineProcess, number: str) -> str:
    """The code in the text that the citizen was sent."""

    def sent() -> str:
        file = hotline.state / "outbox" / "messages.jsonl"
        lines = file.read_text().splitlines() if file.exists() else []
        texts = [str(one["text"]) for one in map(json.loads, lines) if one["to"] == CITIZEN]
        return next((text.partition("查询码")[2][:6] for text in texts if number in text and "查询码" in text), "")

    code: str = await hotline.until(sent, PATIENCE)
    return code
