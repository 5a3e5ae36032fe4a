"""Scanning where the network is cut: what is scanned is marked once it is back, and once only."""

from playwright.async_api import Browser, expect

from domain.clock import utc_now
from tests.browser import apps, rooms
from tests.browser.apps import App
from tests.browser.demos import Demo
from tests.browser.rooms import Room, tg

LONGEST_MS = 60_000
"""For the last one to get through, the pause before it included."""


async def one_phone(browser: Browser, demo: Demo, *, size: int) -> None:
    """The page is closed and opened before there is a network again."""
    async with (
        rooms.room(demo, size=size) as room,
        apps.phone(browser, demo, tg(room.host)) as app,
    ):
        await cut_off(app, room)
        await app.read_all(room.passes())
        await expect(app.queue).to_contain_text(in_queue(app, size))
        await app.close()
        await app.open(f"scan/{room.lesson.id}")
        await expect(app.queue).to_contain_text(in_queue(app, size))
        assert await room.marks() == []

        back_at = utc_now()
        await app.mend()

        await ensure_all_came(room, app)
        assert all(it.marked_at <= back_at for it in await room.marks())


async def two_phones(browser: Browser, demo: Demo, *, size: int) -> None:
    """Of one host, and the same scans wait on both."""
    async with rooms.room(demo, size=size) as room:
        one, two = (apps.phone(browser, demo, tg(room.host)) for _ in range(2))
        async with one as app, two as other:
            for it in (app, other):
                await cut_off(it, room)
            await app.read_all(room.passes())
            await expect(app.queue).to_contain_text(in_queue(app, size))
            await other.take_scans(await app.scans())
            await other.reload()
            await expect(other.queue).to_contain_text(in_queue(other, size))

            for it in (app, other):
                await it.mend()

            await ensure_all_came(room, app, other)


async def cut_off(app: App, room: Room) -> None:
    """In the middle of scanning."""
    await app.open(f"scan/{room.lesson.id}")
    await expect(app.frame.get_by_text(room.course.name)).to_be_visible()
    await app.cut()


async def ensure_all_came(room: Room, *phones: App) -> None:
    for app in phones:
        await expect(app.queue).to_have_count(0, timeout=LONGEST_MS)
        assert await app.scans() == []
    assert await room.marked() == sorted(it.id for it in room.people)


def in_queue(app: App, count: int) -> str:
    sentence = "In queue: {count}"
    return app.counted(sentence, sentence, count)
