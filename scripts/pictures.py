"""Renew the pictures of the README: ``python scripts/pictures.py``.

For developers: needs Chromium, and what the tests need. Everything is played on a demo with a new
database, and photographed.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, expect

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import demos, desks  # noqa: E402 - found only now
from tests.browser.desks import PHONE, WIDE, Desk  # noqa: E402
from tests.browser.ru import (  # noqa: E402
    ANNA,
    BORIS,
    DATA,
    MARIA,
    METALS,
    OF_DATA,
    OF_METALS,
    OF_POTTERY,
    OF_PYTHON,
    OF_TEMPLATES,
    OLGA,
    POTTERY,
    PYTHON,
    TEMPLATES,
)
from tests.places import public_directory  # noqa: E402

PICTURES = ROOT / "docs" / "images"

STILL_MS = 600
"""Until pictures have loaded and nothing moves."""

PLACE = "Place: {value}"
ENROLLED = "✅ You are enrolled in <b>{name}</b>."
QUEUED = (
    "No seats left for now. You are in the queue for <b>{name}</b>, number <b>{rank}</b>. "
    "When your turn comes, I will enroll you and write."
)

PAIRED = "✅ The screen shows the code of <b>{course}</b>. Its number is used up."

NEW, QUEUES = "Лиза Соколова", "Тихон Реутов"
FILL = "Марк Ильин", "Зоя Петрова"
"""Who take the last seats."""


class Studio:
    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url

    @asynccontextmanager
    async def desk(
        self, size: tuple[int, int] = WIDE, *, is_dark: bool = False
    ) -> AsyncIterator[Desk]:
        async with desks.desk_at(self._browser, self._url, size=size, is_dark=is_dark) as desk:
            yield desk
            assert desk.complaints == []

    @asynccontextmanager
    async def projector(self, address: str) -> AsyncIterator[Page]:
        size = ViewportSize(width=WIDE[0], height=WIDE[1])
        context = await self._browser.new_context(viewport=size, locale="ru-RU")
        page = await context.new_page()
        await page.goto(address)
        yield page
        await context.close()


async def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with public_directory() as place:
        async with demos.running(place) as demo, desks.chromium() as browser:
            studio = Studio(browser, demo.url)
            await show_catalogue(studio)
            await show_queue(studio)
            await show_first_meeting(studio)
            await show_poster(studio)
            await show_english(studio)
            await show_settings(studio)
            await show_people(studio)
            await show_check_in(studio)


async def show_catalogue(studio: Studio) -> None:
    async with studio.desk() as desk:
        await desk.become(ANNA)
        await desk.start()
        await desk.hears("Hello, <b>{name}</b>!", name=ANNA)
        await desk.say(OF_METALS, METALS)
        await desk.choose(METALS, PLACE, value="Б-1109")
        await take(desk, "card")
        await desk.tap("✅ Enroll", ENROLLED, name=METALS)
    async with studio.desk(PHONE, is_dark=True) as desk:
        await desk.become(ANNA)
        await desk.say("/courses", "<b>Courses</b>")
        await take(desk, "catalogue-phone-dark")


async def show_first_meeting(studio: Studio) -> None:
    async with studio.desk(PHONE) as desk:
        await come(desk, NEW)
        await desk.say(OF_METALS, METALS)
        await desk.choose(METALS, PLACE, value="Б-1109")
        await desk.tap("✅ Enroll", "One question before we begin.")
        await take(desk, "first-meeting-phone")


async def show_queue(studio: Studio) -> None:
    """The last seats are taken, somebody waits, somebody leaves."""
    async with studio.desk(is_dark=True) as desk:
        await come(desk, QUEUES)
        for name in FILL:
            await come(desk, name)
            await look_at_data(desk)
            await desk.meet("✅ Enroll", name, ENROLLED, name=DATA)
        await desk.become(QUEUES)
        await look_at_data(desk)
        await desk.meet("⏳ Join the queue", QUEUES, QUEUED, name=DATA, rank=1)
        await desk.say(OF_POTTERY, POTTERY)
        await desk.choose(POTTERY, PLACE, value="Мастерская, Г-12")
        await desk.tap("⏳ Join the queue", QUEUED, name=POTTERY, rank=8)
        await leave_data(desk)
        await expect(desk.row(QUEUES).get_by_label(desk.label("unread", count=1))).to_be_visible()
        await take(desk, "unread-dark")
        await desk.become(QUEUES)
        await take(desk, "seat-came-free-dark")


async def look_at_data(desk: Desk) -> None:
    await desk.say(OF_DATA, DATA)
    await desk.choose(DATA, PLACE, value="Б-607")


async def leave_data(desk: Desk) -> None:
    await desk.become(BORIS)
    await desk.start()
    await desk.hears("Hello, <b>{name}</b>!", name=BORIS)
    await look_at_data(desk)
    await desk.tap("Leave the course", "Leave the course <b>{name}</b>?", name=DATA)
    left = "Done: you are not on the list of <b>{name}</b> any more."
    await desk.tap("Yes, leave", left, name=DATA)


async def come(desk: Desk, name: str) -> None:
    await desk.add(name)
    await desk.start()
    await desk.hears("Hello! I help people take courses.")


async def show_poster(studio: Studio) -> None:
    async with studio.desk() as desk:
        await desk.become(MARIA)
        await desk.start()
        await desk.hears("Hello, <b>{name}</b>!", name=MARIA)
        await desk.say(OF_PYTHON, PYTHON)
        await desk.choose(PYTHON, PLACE, value="Б-734")
        await desk.tap("⚙️ Manage", "Published.")
        await desk.tap("🖨️ Poster with a QR code", PYTHON)
        await take(desk, "poster")
        await desk.become(FILL[0])
        await desk.look_by_camera()
        await expect(desk.dialog.get_by_role("button", name=PYTHON)).to_be_visible()
        await take(desk, "camera")


async def show_english(studio: Studio) -> None:
    async with studio.desk() as desk:
        await desk.switch_language()
        await desk.add("Grace O'Neill", language="English")
        await desk.start()
        await desk.hears("Hello! I help people take courses.")
        await desk.say(OF_TEMPLATES, TEMPLATES)
        await desk.choose(TEMPLATES, "You can enroll.")
        await desk.meet("✅ Enroll", "Grace O'Neill", ENROLLED, name=TEMPLATES)
        await take(desk, "english")


async def show_settings(studio: Studio) -> None:
    async with studio.desk(PHONE) as desk:
        await desk.become(ANNA)
        await desk.say("/settings", "<b>Settings</b>")
        await take(desk, "settings-phone")


async def show_people(studio: Studio) -> None:
    """What an admin has to look at, and whom they look up."""
    async with studio.desk() as desk:
        await desk.become(OLGA)
        await desk.start()
        await desk.hears("Hello, <b>{name}</b>!", name=OLGA)
        await take(desk, "admin")
        await look_up(desk, ANNA)
        await take(desk, "person")


async def look_up(desk: Desk, name: str) -> None:
    """From the admin's menu to somebody's card."""
    surname = name.rpartition(" ")[2]
    await desk.tap("👥 People", "<b>People</b>")
    await desk.press("🔎 Search")
    await desk.say(surname, "Search: “{words}”", words=surname)
    await desk.tap(f"1. {name}", "Role: {value}", value=desk.said("participant"))


async def show_check_in(studio: Studio) -> None:
    """From the host's phone, and on the projector."""
    async with studio.desk() as desk:
        await desk.become(MARIA)
        await desk.start()
        await desk.hears("Hello, <b>{name}</b>!", name=MARIA)
        await desk.write("/tv")
        address = desk.messages.last.get_by_role("link")
        await expect(address).to_contain_text("/tv")
        async with studio.projector(await address.inner_text()) as page:
            number = await page.locator(".digits").inner_text()
            await desk.say(number, PAIRED, course=PYTHON)
            await expect(page.locator(".qr")).to_be_visible()
            await photograph(page, "projector")
    async with studio.desk(PHONE) as desk:
        await desk.become(MARIA)
        await desk.say("/now", PYTHON)
        await take(desk, "check-in-phone")


async def photograph(page: Page, name: str) -> None:
    await page.wait_for_timeout(STILL_MS)
    with Image.open(BytesIO(await page.screenshot())) as seen:
        seen.convert("RGB").save(PICTURES / f"{name}.png", optimize=True)


async def take(desk: Desk, name: str) -> None:
    await desk.page.mouse.move(0, 0)
    await photograph(desk.page, name)


if __name__ == "__main__":
    asyncio.run(main())
