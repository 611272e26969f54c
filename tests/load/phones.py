"""Real browsers: a class that opens the sign-in page together, and one page over a slow wire."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass

from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright

from epcr.scenarios.demo import ACCOUNTS
from tests.browser.conftest import FLAGS, chromium_path
from tests.cli.browsing import Browser as HttpBrowser
from tests.load.served import Served

PHONES = 60
CONNECTIONS = 6  # that a browser opens to one place
SIGN_IN = "/sign-in"
CLASSROOM = "classroom.test"  # this machine, by FLAGS; on a secure origin a policy takes each phone to another process
# Phones and tablets have one of the families that epcr.css names before its own; this machine has none and would fetch two files, lay the
# page out twice and draw it twice, which costs as much again as the page.
OWN_FONT = "--disable-remote-fonts"
WAY_S = 0.020  # each way, so that a round trip takes 40 ms, as over a classroom's Wi-Fi
VIEWS = 7


@dataclass(frozen=True)
class Opened:
    """How long phones waited for one page that all of them opened in one moment: seconds, sorted, and one that opened it alone."""

    alone: float
    all_of_them: list[float]


async def together(served: Served, path: str) -> Opened:
    """Phones that open this page in one moment.

    They are on: each has its own context in one browser, with another page of this site in it before the clock runs. As in a class the
    address is no secure origin, and as on phones the font is the system's. Sixty of them on the cores of this machine take them from the
    server; so it means something only beside the least that a page can be (`least`).
    """
    async with _chromium(OWN_FONT) as chromium:
        address = f"http://{CLASSROOM}:{served.place[1]}{path}"
        [alone] = await _opened(chromium, address, 1)
        return Opened(alone, sorted(await _opened(chromium, address, PHONES)))


def least(served: Served) -> str:
    """The path of the least that this server sends: a picture of 250 bytes, kept in memory, which asks for nothing else."""
    with closing(HttpBrowser(served.address)) as browser:
        mark = re.search(r'href="(/static/mark[^"]+)"', browser.ask("GET", SIGN_IN)[2])
    assert mark
    return mark[1]


async def without_browsers(served: Served, path: str) -> Opened:
    """What such a phone asks for, over as many connections as it opens, by all of them in one moment: the wait is the server's alone."""
    async with _chromium() as chromium:
        page = await (await chromium.new_context()).new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(served.address)))
        await page.goto(f"{served.address}{path}", wait_until="networkidle")
    [alone] = [await _asked(served, asked)]
    return Opened(alone, sorted(await asyncio.gather(*(_asked(served, asked) for _ in range(PHONES)))))


async def _asked(served: Served, paths: list[str]) -> float:
    """Seconds until the page is there and all that it asks for, a sixth of it over each connection."""
    began = time.perf_counter()
    ways = [await asyncio.open_connection(*served.place) for _ in range(CONNECTIONS)]
    await _answered(ways[0], paths[:1])
    await asyncio.gather(*(_answered(way, paths[1 + place :: CONNECTIONS]) for place, way in enumerate(ways)))
    took = time.perf_counter() - began
    for _, writer in ways:
        writer.close()
    return took


async def _answered(way: tuple[asyncio.StreamReader, asyncio.StreamWriter], paths: list[str]) -> None:
    reader, writer = way
    for path in paths:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        assert head.startswith("HTTP/1.1 200"), f"{path}: {head}"
        length = re.search(r"(?i)content-length: (\d+)", head)
        assert length, f"{path} has no length"
        await reader.readexactly(int(length[1]))


async def over_a_slow_wire(served: Served) -> tuple[float, float, float]:
    """A section's page over the wire: the first view, the middle one of those that follow, and of those without the delay."""
    async with _chromium() as chromium, _delayed(served) as delayed:
        slow, quick = await _views(chromium, delayed), await _views(chromium, served.address)
        return slow[0], sorted(slow[1:])[len(slow) // 2], sorted(quick[1:])[len(quick) // 2]


@asynccontextmanager
async def _chromium(*more_flags: str) -> AsyncIterator[Chromium]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=[*FLAGS, *more_flags]
        )
        yield browser
        await browser.close()


async def _opened(chromium: Chromium, address: str, many: int) -> list[float]:
    contexts = [await chromium.new_context(viewport={"width": 390, "height": 844}) for _ in range(many)]
    pages = [await one.new_page() for one in contexts]
    async with _another_page() as other:
        for page in pages:
            await page.goto(other)
    took = await asyncio.gather(*(_load(page, address) for page in pages))
    for one in contexts:
        await one.close()
    return list(took)


@asynccontextmanager
async def _another_page() -> AsyncIterator[str]:
    """A page of the same site that this server does not send: whoever shows it has its process and no connection to us."""

    async def sent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\non"
        )
        writer.close()

    server = await asyncio.start_server(sent, "127.0.0.1", 0)
    yield f"http://{CLASSROOM}:{server.sockets[0].getsockname()[1]}/"
    server.close()


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
