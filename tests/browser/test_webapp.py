"""The Mini App in the frame beside the chat: who may, and how it looks."""

from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser import apps, rooms
from tests.browser.demos import Demo
from tests.browser.desks import I18N
from tests.browser.rooms import tg

WIDTHS = (360, 390)
STRANGE = "http://localhost:9/"
STALE_OR_NOT = """async () => {
    const cache = await caches.open("kursovod");
    for (const it of ["/app/?from=menu", "/app/"]) await cache.put(it, new Response("old"));
    return (await fetch("/app/?from=menu")).text();
}"""


async def test_who_never_met_the_bot_is_sent_to_it(browser: Browser, demo: Demo) -> None:
    person = await rooms.newcomer(demo, "Незнакомка")
    async with apps.phone(browser, demo, person) as app:
        await app.open("scan")

        heading = app.frame.get_by_role("heading", name=app.said("Let us get acquainted first"))
        await expect(heading).to_be_visible()
        assert await app.faults() == []

        await app.button("Back to the bot").click()
        await expect(app.desk.page.locator(".app")).to_have_count(0)


async def test_blocked_person_is_told_so(browser: Browser, demo: Demo) -> None:
    async with rooms.room(demo) as room:
        telegram_id = await rooms.newcomer(demo, "Заблокированный")
        await room.make.user(telegram_id=telegram_id, blocked_at=room.lesson.starts_at)
        async with apps.phone(browser, demo, telegram_id) as app:
            await app.open("pass")

            told = app.frame.get_by_role("heading", name=app.said("You have no access"))
            await expect(told).to_be_visible()


async def test_opened_outside_of_telegram_it_says_where_to_open_it(
    browser: Browser, demo: Demo
) -> None:
    context = await browser.new_context(locale="ru-RU")
    page = await context.new_page()

    await page.goto(f"{demo.app}/app/#/scan")

    told = I18N.gettext("Open this page from the bot", locale="ru")
    await expect(page.get_by_role("heading", name=told)).to_be_visible()
    await context.close()


async def test_pages_of_strangers_cannot_show_it(browser: Browser, demo: Demo) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    html = f'<iframe src="{demo.app}/app/"></iframe>'
    await page.route(STRANGE, lambda it: it.fulfill(body=html, content_type="text/html"))

    await page.goto(STRANGE)

    assert await page.frames[1].evaluate("location.protocol") == "chrome-error:"
    await context.close()


async def test_session_that_the_server_forgot_is_renewed_by_itself(
    browser: Browser, demo: Demo
) -> None:
    forgotten: list[str] = []

    async def forget_once(route: Route) -> None:
        if forgotten:
            return await route.continue_()
        forgotten.append(route.request.headers["authorization"])
        return await route.fulfill(status=401, json={"code": "not_authenticated"})

    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.desk.page.context.route(f"{demo.app}/me/lessons", forget_once)
        await app.open("scan")

        await expect(app.frame.get_by_text(room.course.name)).to_be_visible()
        assert forgotten[0].startswith("Bearer kw_")
        assert [it for it in app.desk.complaints if "401" not in it] == []


async def test_it_speaks_the_language_that_the_person_chose_in_the_bot(
    browser: Browser, demo: Demo
) -> None:
    async with (
        rooms.room(demo, language="en") as room,
        apps.phone(browser, demo, tg(room.host), language="en") as app,
    ):
        await app.open("scan")

        await expect(app.button("Find by name")).to_be_visible()
        await expect(app.frame.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_page_can_be_used_by_everybody(
    browser: Browser, demo: Demo, width: int, language: str, *, is_dark: bool
) -> None:
    looks = {"size": (width, 740), "is_dark": is_dark, "language": language}
    async with (
        rooms.room(demo, language=language) as room,
        apps.phone(browser, demo, tg(room.host), **looks) as app,  # type: ignore[arg-type]
    ):
        await app.open(f"scan/{room.lesson.id}")
        theme = "dark" if is_dark else "light"
        await expect(app.frame.locator("html")).to_have_attribute("data-theme", theme)
        assert await app.faults() == []
        await app.read(room.passes()[0])
        await expect(app.verdict).to_contain_text(room.people[0].full_name)
        assert await app.faults() == []
        await app.read("https://example.org")
        await expect(app.verdict).to_contain_text(app.said("This code is not ours"))
        assert await app.faults() == []
        await app.button("Find by name").click()
        await expect(app.last).to_have_count(len(room.people))
        assert await app.faults() == []
        await app.close()
        for page in ("pass", "", "digits"):
            await app.open(page)
            assert await app.faults() == [], page
            await app.close()
        assert app.desk.complaints == []


async def test_times_are_those_of_the_person_wherever_the_phone_stands(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await room.make.change(room.host, timezone="Asia/Vladivostok")
        there = ZoneInfo("Asia/Vladivostok")

        await app.open(f"scan/{room.lesson.id}")

        hours = (room.lesson.starts_at, room.lesson.ends_at)
        shown = "\u2013".join(f"{it.astimezone(there):%H:%M}" for it in hours)
        await expect(app.frame.locator(".lesson small")).to_have_text(shown)


async def test_home_leads_participants_to_the_code_and_the_digits_and_back(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.open("")
        await expect(app.frame.get_by_role("link", name=app.said("Scan a code"))).to_be_visible()

        await app.frame.get_by_role("link", name=app.said("Type the six digits")).click()
        await expect(
            app.frame.get_by_label(app.said("Six digits from the screen"))
        ).to_be_visible()
        await app.tell("back_button_pressed")

        await expect(app.frame.get_by_role("heading", name=app.said("Courses"))).to_be_visible()


async def test_digits_that_a_button_opened_lead_back_to_the_scanner(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.open("digits")

        await app.tell("back_button_pressed")

        await expect(app.big_button("Scan")).to_be_visible()


async def test_page_asked_for_with_a_query_is_the_servers_newest(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open("scan")
        await app.is_kept()

        shown = await app.inside.evaluate(STALE_OR_NOT)

        assert "old" not in shown
