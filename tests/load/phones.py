"""Real browsers: a class that opens the sign-in page together, and one page over a slow wire."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright

from epcr.scenarios.demo import ACCOUNTS
from tests.browser.conftest import FLAGS
from tests.load.served import Served

PHONES = 60
WAY_S = 0.020  # each way, so that a round trip takes 40 ms, as over a classroom's Wi-Fi
VIEWS = 7


async def together(served: Served) -> tuple[float, list[float]]:
    """How long one phone alone waits for the sign-in page, and each of sixty that open it in one moment; seconds, sorted."""
    async with _chromium() as chromium:
        [alone] = await _opened(chromium, served, 1)
        return alone, sorted(await _opened(chromium, served, PHONES))


async def over_a_slow_wire(served: Served) -> tuple[float, float, float]:
    """A section's page over the wire: the first view, the middle one of those that follow, and of those without the delay."""
    async with _chromium() as chromium, _delayed(served) as delayed:
        slow, quick = await _views(chromium, delayed), await _views(chromium, served.address)
        return slow[0], sorted(slow[1:])[len(slow) // 2], sorted(quick[1:])[len(quick) // 2]


@asynccontextmanager
async def _chromium() -> AsyncIterator[Chromium]:
    async with async_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


async def _opened(chromium: Chromium, served: Served, many: int) -> list[float]:
    contexts = [await chromium.new_context(viewport={"width": 390, "height": 844}) for _ in range(many)]
    pages = [await one.new_page() for one in contexts]
    took = await asyncio.gather(*(_load(page, f"{served.address}/sign-in") for page in pages))
    for one in contexts:
        await one.close()
    return list(took)


async def _load(page: Page, address: str) -> float:
    began = time.perf_counter()
    await page.goto(address, timeout=120_000)
    return time.perf_counter() - began


async def _views(chromium: Chromium, address: str) -> list[float]:
    context = await chromium.new_context(viewport={"width": 390, "height": 844})
    page = await context.new_page()
    known = {one.login: one.password for one in ACCOUNTS}
    await page.goto(f"{address}/sign-in")
    await page.fill("[name=login]", "emt")
    await page.fill("[name=password]", known["emt"])
    await page.click("button[type=submit]")
    await page.wait_for_url(f"{address}/")
    sheet = await page.locator("a[href^='/sheets/']").first.get_attribute("href")
    assert sheet is not None
    section = f"{address}/sheets/{sheet.split('/')[2]}/vitals"
    took = [await _load(page, section) for _ in range(VIEWS)]
    await context.close()
    return took


@asynccontextmanager
async def _delayed(served: Served) -> AsyncIterator[str]:
    """A way to the server on which each piece takes its time, and a new connection a round trip more."""
    running: set[asyncio.Task[None]] = set()

    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*served.place)
        running.update(
            (
                asyncio.create_task(_carried(reader, back, 3 * WAY_S)),
                asyncio.create_task(_carried(there, writer, WAY_S)),
            )
        )

    server = await asyncio.start_server(accepted, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def _carried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first_s: float) -> None:
    """Hand on what comes, each piece so much later, whatever comes behind it meanwhile."""
    pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            due, piece = await pieces.get()
            await asyncio.sleep(max(due - time.monotonic(), 0))
            if not piece:
                writer.close()
                return
            writer.write(piece)
            await writer.drain()

    delivering = asyncio.create_task(deliver())
    wait = first_s
    try:
        while piece := await reader.read(65_536):
            pieces.put_nowait((time.monotonic() + wait, piece))
            wait = WAY_S
        pieces.put_nowait((time.monotonic() + wait, b""))
        await delivering
    except (ConnectionError, asyncio.CancelledError):
        delivering.cancel()
        writer.close()
