"""My pass: a code that renews itself, whatever the network does."""

import zxingcpp
from playwright.async_api import Browser, expect

from domain.clock import utc_now
from domain.tokens import Kind
from tests.browser import apps, rooms
from tests.browser.apps import App
from tests.browser.demos import Demo
from tests.browser.rooms import tg
from tests.photos import opened

MINUTES_AHEAD = 3
"""That a gap in the network does not show."""


async def shown(app: App) -> str:
    """What a camera reads on the screen."""
    picture = opened(await app.frame.locator("svg.qr").screenshot())
    [code] = zxingcpp.read_barcodes(picture)
    return code.text


async def test_pass_on_the_screen_is_read_and_accepted(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.open("pass")
        await expect(app.frame.get_by_role("heading")).to_have_text(room.people[0].full_name)

        text = await shown(app)

        token = text.rpartition("=")[2]
        stamped = room.signer.read_stamped(Kind.RENEWING_PASS, token)
        assert stamped.subject == room.people[0].public_id
        assert app.desk.complaints == []
        async with apps.phone(browser, demo, tg(room.host)) as door:
            await door.open(f"scan/{room.lesson.id}")
            await door.read(text)
            await expect(door.verdict).to_contain_text(room.people[0].full_name)
        assert await room.marked() == [room.people[0].id]


async def test_pass_renews_itself_without_a_network_and_then_says_it_is_out_of_date(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.desk.page.clock.install()
        await app.open("pass")
        first = await shown(app)
        await app.cut()

        await app.pass_by(minutes=MINUTES_AHEAD)
        later = await shown(app)
        await app.pass_by(minutes=60)

        assert later != first
        await expect(app.frame.get_by_text(app.said("This code is out of date"))).to_be_visible()
        assert await app.faults() == []


async def test_countdown_says_when_the_next_one_comes(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.open("pass")
        left = 30 - int(utc_now().timestamp()) % 30

        told = app.frame.get_by_role("timer")

        said = {app.counted(RENEWS, RENEWS_MANY, count) for count in range(left - 2, left + 2)}
        assert (await told.inner_text()).strip() in said


RENEWS, RENEWS_MANY = "Renews in {count} second", "Renews in {count} seconds"
