"""At which lesson the Mini App scans: the page stays open while lessons begin and end."""

from datetime import timedelta

from playwright.async_api import Browser, expect

from tests.browser import apps, rooms
from tests.browser.demos import Demo
from tests.browser.rooms import Room, tg

A_DAY = timedelta(days=1)
IS_BACK = "dispatchEvent(new Event('online'))"
"""As after a corridor without a network."""


async def another_lesson(room: Room) -> str:
    """Of the same people, instead of the first. Returns the name of its course."""
    times = {"starts_at": room.lesson.starts_at, "ends_at": room.lesson.ends_at}
    await put_off(room)
    course = await room.make.course(*room.people, name=f"После {room.course.name}")
    await room.make.staff(course, room.host)
    await room.make.lesson(course, **times)
    return course.name


async def put_off(room: Room, by: timedelta = A_DAY) -> None:
    times = {"starts_at": room.lesson.starts_at + by, "ends_at": room.lesson.ends_at + by}
    await room.make.change(room.lesson, **times)


async def test_lesson_that_begins_after_the_page_was_opened_is_scanned_at(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await put_off(room)
        await app.open("scan")
        await app.read(room.passes()[0])
        await expect(app.verdict).to_contain_text(app.said("This is a pass"))
        await put_off(room, timedelta(0))

        await app.read(room.passes()[1])

        await expect(app.verdict).to_contain_text(room.people[1].full_name)
        assert await room.marked() == [room.people[1].id]


async def test_after_a_break_the_next_lesson_is_scanned_at(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")
        await expect(app.frame.get_by_text(room.course.name)).to_be_visible()
        following = await another_lesson(room)

        await app.inside.evaluate(IS_BACK)
        await expect(app.frame.locator(".lesson")).to_contain_text(following)
        await app.read(room.passes()[0])

        await expect(app.verdict).to_contain_text(following)
        await expect(app.verdict).to_have_class("verdict is-good")


async def test_scan_that_comes_too_late_or_too_early_finds_the_lesson_that_is_on(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")
        await expect(app.frame.get_by_text(room.course.name)).to_be_visible()
        following = await another_lesson(room)

        await app.read(room.passes()[0])
        await expect(app.frame.locator(".lesson")).to_contain_text(following)
        await app.read(room.passes()[1])

        await expect(app.verdict).to_have_class("verdict is-good")
        assert await room.marks() == []


async def test_in_the_evening_the_list_of_lessons_is_asked_for_again_by_itself(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.desk.page.clock.install()
        await app.open(f"scan/{room.lesson.id}")
        await expect(app.frame.get_by_text(room.course.name)).to_be_visible()
        following = await another_lesson(room)

        await app.pass_by(minutes=120)

        await expect(app.frame.locator(".lesson")).to_contain_text(following)
