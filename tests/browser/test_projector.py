"""The page on the projector, in a browser."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from db.session import Transaction
from domain.answers import Answer, CheckIn
from domain.attendance import check_in
from domain.checking_in import Desk
from domain.codes import RoomCode
from domain.tokens import Signer
from tests.bot.test_seen_from_afar import blurred, read, small, turned
from tests.browser.halls import Hall, create_hall, projector, scanned
from tests.people import CAMPUS, as_actor

DIGITS = re.compile(r"\d{3}\s\d{3}")


@pytest.fixture
async def hall(committing: Transaction, signer: Signer) -> Hall:
    return await create_hall(committing, signer)


async def come(hall: Hall, number: int, code: str) -> Answer:
    now = hall.clock()
    desk = Desk(as_actor(hall.people[number]), CAMPUS, hall.parts.signer(), now)
    async with hall.parts.transaction() as session:
        checked = await check_in(session, desk, RoomCode(code, now))
    assert isinstance(checked, CheckIn)
    return checked.answer


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_code_is_read_from_the_screen_and_the_count_rises(
    browser: Browser, hall: Hall, theme: str
) -> None:
    async with hall.served(), projector(browser, hall, theme=theme) as page:
        await expect(page.get_by_text("Подключите этот экран")).to_be_visible()
        await hall.pair()
        await expect(page.locator(".qr")).to_be_visible()

        by_picture = await come(hall, 0, await scanned(page))
        by_digits = await come(hall, 1, await page.locator(".digits").inner_text())

        assert (by_picture, by_digits) == (Answer.CHECKED_IN, Answer.CHECKED_IN)
        await expect(page.get_by_text("Отметились 2 из 30")).to_be_visible()
        await expect(page.get_by_text("Person 1")).to_be_visible()


async def test_code_is_read_from_bad_photos_of_the_screen(browser: Browser, hall: Hall) -> None:
    async with hall.served(), projector(browser, hall) as page:
        await expect(page.locator(".digits")).to_be_visible()
        await hall.pair()
        await expect(page.locator(".qr")).to_be_visible()

        photo = Image.open(BytesIO(await page.screenshot())).convert("RGB")
        seen = [read(spoil(photo)) for spoil in (blurred, turned, small)]

        assert [await come(hall, number, it) for number, it in enumerate(seen)] == [
            Answer.CHECKED_IN
        ] * 3


async def test_it_goes_on_by_itself_when_the_server_is_back(browser: Browser, hall: Hall) -> None:
    async with hall.served():
        context = projector(browser, hall, language="en-GB")
        page = await context.__aenter__()
        await expect(page.get_by_text("Pair this screen")).to_be_visible()
        await hall.pair()
        await expect(page.locator(".qr")).to_be_visible()
        before = await page.locator(".digits").inner_text()

    await expect(page.locator(".away")).to_be_visible()
    hall.clock.base = hall.clock.base.replace(minute=30)
    async with hall.served():
        await expect(page.locator(".digits")).not_to_have_text(before)
        await expect(page.locator(".away")).to_have_count(0)
        await context.__aexit__(None, None, None)


async def test_another_browser_cannot_take_the_screen_over(browser: Browser, hall: Hall) -> None:
    async with hall.served(), projector(browser, hall) as page:
        await expect(page.locator(".digits")).to_be_visible()
        await hall.pair()
        await expect(page.locator(".qr")).to_be_visible()

        async with projector(browser, hall) as other:
            await expect(other.get_by_text("Подключите этот экран")).to_be_visible()
            await expect(other.locator(".qr")).to_have_count(0)

        await expect(page.locator(".qr")).to_be_visible()
        assert "screen" not in page.url
        assert await page.evaluate("document.cookie") == ""


async def test_page_disconnects_itself_and_is_paired_anew(browser: Browser, hall: Hall) -> None:
    async with hall.served(), projector(browser, hall) as page:
        await expect(page.locator(".digits")).to_be_visible()
        await hall.pair()
        await expect(page.locator(".qr")).to_be_visible()

        await page.get_by_role("button", name="Отключить экран").focus()
        await page.keyboard.press("Enter")

        await expect(page.get_by_text("Подключите этот экран")).to_be_visible()
        await hall.pair()
        await expect(page.locator(".digits")).to_have_text(DIGITS)


async def test_two_windows_of_a_browser_do_not_take_the_screen_from_each_other(
    browser: Browser, hall: Hall
) -> None:
    async with hall.served(), projector(browser, hall) as page:
        await expect(page.locator(".digits")).to_be_visible()
        await hall.pair()
        await expect(page.locator(".qr")).to_be_visible()

        other = await page.context.new_page()
        await other.goto(hall.url)

        await expect(other.locator(".qr")).to_be_visible()
        await expect(page.get_by_text("Код показан в другом окне")).to_be_visible()
        await page.get_by_role("button", name="Показать здесь").click()
        await expect(page.locator(".qr")).to_be_visible()
        await expect(other.locator(".qr")).to_have_count(0)
