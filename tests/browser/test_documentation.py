"""/docs, as somebody sees it who has no way to the rest of the internet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, expect

from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from db.session import Transaction
from domain.clock import Clock
from program.server import create_server, listen
from tests.browser.desks import ANSWER_MS
from tests.people import CAMPUS

TITLE = "Kursovod"
BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture
async def url(transaction: Transaction, clock: Clock) -> AsyncIterator[str]:
    app = create_app({}, Parts(transaction, clock, CAMPUS, "42:TEST", Limits()))
    server = create_server(app, grace_seconds=1)
    with listen("127.0.0.1", 0) as socket:
        serving = asyncio.ensure_future(server.serve(sockets=[socket]))
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
        server.should_exit = True
        await serving


@asynccontextmanager
async def opened(browser: Browser, url: str, theme: str) -> AsyncIterator[tuple[Page, list[str]]]:
    """The page, and whatever the browser has to say against it."""
    context = await browser.new_context(color_scheme=theme)  # type: ignore[arg-type]
    context.set_default_timeout(ANSWER_MS)
    page, complaints = await context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda it: complaints.append(it.text) if it.type == "error" else None)
    context.on(
        "request",
        lambda it: None if it.url.startswith((url, "data:")) else complaints.append(it.url),
    )
    await page.goto(f"{url}/docs")
    yield page, complaints
    await context.close()


@pytest.mark.parametrize(
    ("theme", "background"), [("light", "rgb(250, 250, 250)"), ("dark", "rgb(28, 32, 34)")]
)
async def test_operations_are_shown_and_can_be_opened(
    browser: Browser, url: str, theme: str, background: str
) -> None:
    async with opened(browser, url, theme) as (page, complaints):
        await expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        operation = page.locator("#operations-courses-post_course")
        await expect(operation).to_contain_text("Create a course")
        await operation.get_by_role("button").first.click()
        await expect(operation).to_contain_text("Idempotency-Key")
        await expect(operation).to_contain_text("A mistake of ours")

        assert await page.evaluate(BACKGROUND) == background
        assert complaints == []


async def test_request_is_signed_and_tried_out_from_the_page(browser: Browser, url: str) -> None:
    async with opened(browser, url, "light") as (page, _):
        await page.get_by_role("button", name="Authorize").first.click()
        await page.get_by_label("auth-bearer-value").fill("kv_nonsense")
        await page.get_by_role("button", name="Apply credentials").first.click()
        await page.get_by_role("button", name="Close").first.click()
        operation = page.locator("#operations-courses-get_courses")
        await operation.get_by_role("button").first.click()
        await operation.get_by_role("button", name="Execute").click()

        await expect(operation.locator(".live-responses-table")).to_contain_text(
            "not_authenticated"
        )
