"""A projector for an hour of lessons, in a quarter of a minute."""

import asyncio

from playwright.async_api import Page, expect

from db.session import create_engine, create_transaction
from domain.tokens import Signer
from proofs.scene import Tell
from tests.browser.desks import chromium
from tests.browser.halls import create_hall, projector

HOUR_IN = 15
"""Seconds."""

STEPS = 60 * 60 // 15

COLLECT = """
window.seen = new Set();
new MutationObserver(() => {
  const shown = document.querySelector(".code .digits");
  if (shown) window.seen.add(shown.textContent);
}).observe(document.getElementById("tv"), { subtree: true, childList: true, characterData: true });
"""


async def heap_of(page: Page) -> int:
    """Bytes, once the garbage is gone."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.enable")
    await session.send("HeapProfiler.collectGarbage")
    usage = await session.send("Runtime.getHeapUsage")
    return int(usage["usedSize"])


async def test_codes_change_for_an_hour_and_nothing_grows(database_url: str, tell: Tell) -> None:
    engine = create_engine(database_url)
    signer = Signer([b"a key"], bot_id=42, bot_name="example_bot")
    hall = await create_hall(create_transaction(engine), signer)
    async with chromium() as browser, hall.served(), projector(browser, hall) as page:
        await expect(page.locator(".digits")).to_be_visible()
        await hall.pair()
        await expect(page.locator(".qr")).to_be_visible()
        await page.evaluate(COLLECT)
        await asyncio.sleep(1)
        before = await heap_of(page)

        hall.clock.hurry(60 * 60 / HOUR_IN)
        await asyncio.sleep(HOUR_IN)
        hall.clock.hurry(1)

        codes, after = await page.evaluate("window.seen.size"), await heap_of(page)
        tell(f"codes in an hour, of {STEPS}", codes)
        tell("memory of the page before and after, bytes", f"{before} {after}")
        assert codes >= STEPS * 0.8
        assert after < before * 1.5 + 500_000
    await engine.dispose()
