"""What waits on the phone, and what cannot wait."""

from playwright.async_api import Browser, Route, expect

from db.models import AttendanceStatus
from domain.clock import utc_now
from tests.browser import apps, offline, rooms
from tests.browser.demos import Demo
from tests.browser.rooms import tg


async def test_scan_that_the_server_cannot_take_keeps_no_other_waiting(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo, size=6) as room, apps.phone(browser, demo, tg(room.host)) as app:
        spoilt, *others = room.passes()
        token = spoilt.rpartition("=")[2]

        async def fail(route: Route) -> None:
            if token in (route.request.post_data or ""):
                return await route.fulfill(status=500)
            return await route.continue_()

        await app.desk.page.context.route(f"{demo.app}/lessons/*/check-ins", fail)
        await app.open(f"scan/{room.lesson.id}")

        await app.read_all([spoilt, *others])

        await expect(app.last).to_have_count(len(others), timeout=offline.LONGEST_MS)
        await expect(app.queue).to_contain_text(offline.in_queue(app, 1))
        assert await room.marked() == sorted(it.id for it in room.people[1:])


async def test_what_somebody_else_answers_in_between_loses_no_scan(
    browser: Browser, demo: Demo
) -> None:
    pages = [(404, "<html>nginx</html>"), (200, "<html>Sign in to the Wi-Fi</html>")]

    async def come_between(route: Route) -> None:
        if pages:
            status, body = pages.pop()
            return await route.fulfill(status=status, body=body, content_type="text/html")
        return await route.continue_()

    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.desk.page.context.route(f"{demo.app}/lessons/*/check-ins", come_between)
        await app.open(f"scan/{room.lesson.id}")

        await app.read(room.passes()[0])

        await expect(app.last).to_contain_text(room.people[0].full_name, timeout=30_000)
        assert await room.marked() == [room.people[0].id]


async def test_code_of_a_room_without_a_network_says_that_nobody_is_checked_in(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.desk.page.clock.install()
        await app.open("scan")
        await expect(app.big_button("Scan")).to_be_visible()
        await app.cut()

        await app.read(room.code())
        await expect(app.verdict).to_have_class("verdict is-fair")
        await expect(app.verdict).to_contain_text(app.said("Not checked in yet"))
        await expect(app.queue).to_have_count(0)
        await app.pass_by(minutes=2)

        await expect(app.verdict).to_have_class("verdict is-bad")
        await expect(app.verdict).to_contain_text(app.said("The code is out of date"))
        assert await app.scans() == []
        assert await room.marks() == []


async def test_code_of_a_room_is_sent_where_the_network_comes_back_in_time(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.open("scan")
        await expect(app.big_button("Scan")).to_be_visible()
        await app.cut()
        await app.read(room.code())
        await expect(app.verdict).to_contain_text(app.said("Not checked in yet"))

        await app.mend()

        await expect(app.verdict).to_contain_text(app.said("You are checked in"), timeout=30_000)
        assert await room.marked() == [room.people[0].id]


async def test_answer_that_came_is_not_followed_by_another_word(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.desk.page.clock.install()
        await app.open(f"scan/{room.lesson.id}")
        await app.read(room.passes()[0])
        await expect(app.verdict).to_contain_text(room.people[0].full_name)

        await app.pass_by(minutes=1)

        await expect(app.verdict).to_have_class("verdict is-good")


async def test_whom_the_host_found_by_name_without_a_network_came_when_they_came(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")
        await app.button("Find by name").click()
        await expect(app.last).to_have_count(len(room.people))
        await app.cut()
        await app.last.first.get_by_role("button").click()
        await expect(app.verdict).to_contain_text(app.said("Kept, will be sent"))

        back_at = utc_now()
        await app.mend()

        await expect(app.verdict).to_contain_text(app.said("Checked in"), timeout=30_000)
        [mark] = await room.marks()
        assert mark.marked_at <= back_at
        assert mark.status is AttendanceStatus.PRESENT
