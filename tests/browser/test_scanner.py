"""The scanner of the Mini App: passes at the door, the code of the room, no network at all."""

import pytest
import qrcode
from playwright.async_api import Browser, FilePayload, Route, expect

from db.models import AttendanceSource, AttendanceStatus
from tests.browser import apps, offline, rooms
from tests.browser.apps import App
from tests.browser.demos import Demo
from tests.browser.rooms import tg
from tests.photos import saved

CROWD = 20


def drawn(text: str) -> bytes:
    return saved(qrcode.make(text).get_image().convert("RGB"), "PNG")


async def scan_picture(app: App, text: str) -> None:
    """By the camera of the sandbox, from the pixels."""
    scanner = app.desk.page.locator(".scanner")
    await expect(scanner).to_be_visible()
    picture = FilePayload(name="pass.png", mimeType="image/png", buffer=drawn(text))
    await scanner.locator("input[type=file]").set_input_files(picture)


async def test_host_scans_one_after_another_and_sees_who_it_was(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")
        await app.big_button("Scan").click()

        for person, code in zip(room.people, room.passes(), strict=True):
            await scan_picture(app, code)
            await expect(app.verdict).to_have_class("verdict is-good")
            await expect(app.verdict).to_contain_text(person.full_name)
            await expect(app.verdict).to_contain_text(room.course.name)
        await app.big_button("Stop").click()

        await expect(app.last).to_have_count(len(room.people))
        assert await room.marked() == sorted(it.id for it in room.people)
        assert app.desk.complaints == []


async def test_scanner_opens_again_also_where_telegram_says_nothing_of_its_closing(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.is_not_told_of_closings()
        await app.open(f"scan/{room.lesson.id}")
        await app.big_button("Scan").click()

        for person, code in zip(room.people, room.passes(), strict=True):
            await scan_picture(app, code)
            await expect(app.verdict).to_contain_text(person.full_name)

        assert await room.marked() == sorted(it.id for it in room.people)


async def test_scanner_that_the_host_closes_stays_closed(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        scanner = app.desk.page.locator(".scanner")
        await app.open(f"scan/{room.lesson.id}")
        await app.big_button("Scan").click()
        await expect(app.big_button("Stop")).to_be_visible()

        await scanner.get_by_role("button", name=app.desk.label("close")).click()

        await expect(app.big_button("Scan")).to_be_visible()
        await expect(scanner).to_have_count(0)


async def test_whoever_checks_in_oneself_is_not_asked_for_another_code(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.open("scan")
        await app.big_button("Scan").click()

        await scan_picture(app, room.code())

        await expect(app.verdict).to_contain_text(app.said("You are checked in"))
        await expect(app.big_button("Scan")).to_be_visible()


@pytest.mark.parametrize(
    ("status", "of_others", "of_oneself"),
    [
        (AttendanceStatus.ABSENT, "Marked as absent", "You are marked as absent"),
        (AttendanceStatus.EXCUSED, "Marked as excused", "Your absence is excused"),
    ],
)
async def test_mark_that_stands_against_a_code_is_not_taken_for_being_there(
    browser: Browser, demo: Demo, status: AttendanceStatus, of_others: str, of_oneself: str
) -> None:
    async with rooms.room(demo) as room:
        enrollment = await room.make.enrollment_of(room.course, room.people[0])
        given = {"reason": "Seen leaving", "source": AttendanceSource.ROSTER}
        await room.make.mark(enrollment, room.lesson, status, **given)
        async with apps.phone(browser, demo, tg(room.host)) as app:
            await app.open(f"scan/{room.lesson.id}")
            await app.read(room.passes()[0])
            await expect(app.verdict).to_have_class("verdict is-bad")
            await expect(app.verdict).to_contain_text(app.said(of_others))
            await app.button("Find by name").click()
            line = app.last.first
            await expect(line).to_contain_text(app.said(of_others))
            await expect(line.locator(".is-good")).to_have_count(0)
            await line.get_by_role("button").click()
            in_the_list = app.said("Change it in the bot, in the list of the lesson.")
            await expect(app.verdict).to_contain_text(in_the_list)
        async with apps.phone(browser, demo, tg(room.people[0])) as app:
            await app.open("scan")
            await expect(app.big_button("Scan")).to_be_visible()
            await app.read(room.code())
            await expect(app.verdict).to_have_class("verdict is-bad")
            await expect(app.verdict).to_contain_text(app.said(of_oneself))


async def test_pass_that_was_scanned_already_says_so_and_marks_nobody_twice(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")
        first, other = room.passes()[:2]

        for code, name in zip((first, other), room.people, strict=False):
            await app.read(code)
            await expect(app.verdict).to_contain_text(name.full_name)
        await app.read(first)

        await expect(app.verdict).to_have_class("verdict is-fair")
        await expect(app.verdict).to_contain_text(app.said("Already checked in"))
        assert len(await room.marks()) == 2


async def test_code_that_is_not_ours_is_refused_on_the_spot(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")

        await app.read("https://example.org/menu")

        await expect(app.verdict).to_have_class("verdict is-bad")
        await expect(app.verdict).to_contain_text(app.said("This code is not ours"))
        assert await app.scans() == []


async def test_forged_pass_is_refused_and_not_sent_again(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")
        code = room.passes()[0]

        await app.read(code[:-1] + ("A" if code[-1] != "A" else "B"))

        await expect(app.verdict).to_have_class("verdict is-bad")
        await expect(app.queue).to_have_count(0)
        assert await room.marks() == []


async def test_participant_scans_the_code_of_the_room(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.open("scan")
        await app.big_button("Scan").click()

        await scan_picture(app, room.code())

        await expect(app.verdict).to_contain_text(app.said("You are checked in"))
        await expect(app.verdict).to_contain_text("+10")
        assert await room.marked() == [room.people[0].id]


async def test_participant_without_a_camera_types_the_digits(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.on_a_computer()
        await app.open("scan")
        no_camera = app.said("There is no camera here. Open the bot on a phone to scan.")
        await expect(app.frame.get_by_text(no_camera)).to_be_visible()
        await expect(app.desk.page.locator(".app-foot")).to_have_count(0)

        await app.button("Type the six digits").click()
        field = app.frame.get_by_label(app.said("Six digits from the screen"))
        await field.fill("12 3")
        await field.press("Enter")
        await expect(app.frame.get_by_text(app.said("There must be six digits."))).to_be_visible()
        await field.fill(room.digits())
        await field.press("Enter")

        await expect(app.verdict).to_contain_text(app.said("You are checked in"))
        assert await room.marked() == [room.people[0].id]


async def test_who_comes_without_a_phone_is_found_by_name(browser: Browser, demo: Demo) -> None:
    async with (
        rooms.room(demo, size=12) as room,
        apps.phone(browser, demo, tg(room.host)) as app,
    ):
        vera = room.people[7]
        await app.open(f"scan/{room.lesson.id}")

        await app.button("Find by name").click()
        await expect(app.last).to_have_count(len(room.people))
        await app.frame.get_by_label(app.said("Name")).fill(vera.full_name)
        await expect(app.last).to_have_count(1)
        await app.last.get_by_role("button").click()

        await expect(app.verdict).to_contain_text(app.said("Checked in"))
        await expect(app.last.get_by_role("button")).to_be_disabled()
        assert await room.marked() == [vera.id]


async def test_host_of_several_lessons_is_asked_once_which(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        other = await room.make.course(*room.people, name="Другой курс")
        await room.make.staff(other, room.host)
        times = {"starts_at": room.lesson.starts_at, "ends_at": room.lesson.ends_at}
        await room.make.lesson(other, **times)
        await app.open("scan")

        await app.frame.get_by_role("button", name=room.course.name).click()
        for code in room.passes():
            await app.read(code)
            await expect(app.verdict).to_have_class("verdict is-good")

        assert len(await room.marks()) == len(room.people)


async def test_participant_marks_nobody_by_somebodys_pass(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        for page in ("scan", f"scan/{room.lesson.id}"):
            await app.open(page)

            await app.read(room.passes()[1])

            await expect(app.verdict).to_have_class("verdict is-bad")
            await app.close()
        assert await room.marks() == []


async def test_what_was_scanned_without_a_network_is_sent_once_it_is_back(
    browser: Browser, demo: Demo
) -> None:
    await offline.one_phone(browser, demo, size=CROWD)


async def test_two_phones_with_the_same_queue_mark_everybody_once(
    browser: Browser, demo: Demo
) -> None:
    await offline.two_phones(browser, demo, size=CROWD)


async def test_page_opens_and_scans_where_there_is_no_network_at_all(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")
        await expect(app.frame.get_by_text(room.course.name)).to_be_visible()
        await app.is_kept()

        await app.desk.page.context.set_offline(True)
        await app.reload()
        await app.read(room.passes()[0])
        await expect(app.queue).to_contain_text(offline.in_queue(app, 1))
        await app.desk.page.context.set_offline(False)

        await expect(app.queue).to_have_count(0, timeout=30_000)
        assert await room.marked() == [room.people[0].id]


async def test_what_the_server_refuses_is_not_sent_again_and_again(
    browser: Browser, demo: Demo
) -> None:
    asked: list[str] = []

    async def refuse(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(status=404, json={"code": "lesson_not_found"})

    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.desk.page.context.route(f"{demo.app}/lessons/**", refuse)
        await app.open(f"scan/{room.lesson.id}")

        await app.read(room.passes()[0])

        await expect(app.verdict).to_contain_text(app.said("Not accepted"))
        await expect(app.queue).to_have_count(0)
        assert (len(asked), await app.scans()) == (1, [])


async def test_what_the_server_has_no_time_for_is_sent_again(browser: Browser, demo: Demo) -> None:
    statuses = [503, 429, 500]

    async def dawdle(route: Route) -> None:
        if statuses:
            return await route.fulfill(status=statuses.pop(), headers={"Retry-After": "1"})
        return await route.continue_()

    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.desk.page.context.route(f"{demo.app}/lessons/**", dawdle)
        await app.open(f"scan/{room.lesson.id}")

        await app.read(room.passes()[0])
        await expect(app.queue).to_contain_text(offline.in_queue(app, 1))

        await expect(app.queue).to_have_count(0, timeout=30_000)
        assert await room.marked() == [room.people[0].id]


async def test_host_takes_back_a_mark_at_once(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")
        await app.read(room.passes()[0])
        await expect(app.last).to_contain_text(room.people[0].full_name)

        await app.last.get_by_role("button", name=app.said("Undo")).click()

        await expect(app.last).to_contain_text(app.said("Undone"))
        assert await room.marks() == []


async def test_browser_that_keeps_nothing_scans_all_the_same(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.keeps_nothing()
        await app.open(f"scan/{room.lesson.id}")

        await app.read(room.passes()[0])

        await expect(app.verdict).to_contain_text(room.people[0].full_name)
        assert await room.marked() == [room.people[0].id]


@pytest.mark.parametrize("page", ["scan", "pass"])
async def test_nothing_is_asked_of_others(browser: Browser, demo: Demo, page: str) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        asked: list[str] = []
        app.desk.page.context.on("request", lambda it: asked.append(it.url))

        await app.open(page)
        await app.desk.page.wait_for_load_state("networkidle")

        ours = (f"{demo.app}/", f"{demo.url}/", "blob:", "data:")
        assert [it for it in asked if not it.startswith(ours)] == []


async def test_participant_is_offered_nothing_that_only_the_team_may_do(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.open("scan")

        await app.read(room.code())

        await expect(app.last).to_contain_text(app.said("You are checked in"))
        await expect(app.button("Undo")).to_have_count(0)


async def test_mark_that_cannot_be_taken_back_says_so(browser: Browser, demo: Demo) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=409, json={"code": "undo_too_late"})

    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.desk.page.context.route(f"{demo.app}/attendance/*", refuse)
        await app.open(f"scan/{room.lesson.id}")
        await app.read(room.passes()[0])

        await app.last.get_by_role("button", name=app.said("Undo")).click()

        await expect(app.verdict).to_contain_text(app.said("Not undone"))
        assert len(await room.marks()) == 1


async def test_roster_that_did_not_load_says_so_and_comes_by_itself(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open(f"scan/{room.lesson.id}")
        await expect(app.button("Find by name")).to_be_visible()
        await app.cut()

        await app.button("Find by name").click()
        away = app.said("No connection. The list comes by itself as soon as there is.")
        await expect(app.frame.get_by_text(away)).to_be_visible()
        await app.mend()

        await expect(app.last).to_have_count(len(room.people))
        await expect(app.frame.get_by_text(away)).to_have_count(0)


async def test_host_of_several_lessons_may_scan_the_code_of_a_room(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        times = {"starts_at": room.lesson.starts_at, "ends_at": room.lesson.ends_at}
        for name in ("Другой курс", "Третий курс"):
            other = await room.make.course(name=name)
            await room.make.staff(other, room.host)
            await room.make.lesson(other, **times)
        await app.open("scan")
        which = app.frame.get_by_role("heading", name=app.said("At which lesson?"))
        await expect(which).to_be_visible()

        await app.go_back()
        await expect(app.big_button("Scan")).to_be_visible()
        await expect(which).to_have_count(0)
        await app.read(room.passes()[0])

        await expect(which).to_be_visible()
        assert await room.marks() == []
