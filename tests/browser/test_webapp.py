"""The Mini App in the frame beside the chat: who may, and how it looks."""

from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Route, expect

from api.webapp import ROOT
from tests.browser import apps, rooms
from tests.browser.demos import Demo
from tests.browser.desks import I18N
from tests.browser.rooms import tg

WIDTHS = (360, 390)
STRANGE = "http://localhost:9/"
PUT_INTO_CACHE = """async (places) => {
    const [name] = (await caches.keys()).filter((it) => it.startsWith("kursovod"));
    const cache = await caches.open(name);
    for (const it of places) await cache.put(it, new Response("kept"));
}"""
FETCHED = "async (place) => (await fetch(place)).text()"
WORDS = "document.querySelector('link[href$=\"/words.js\"]').href"
KEPT = """async () => {
    const release = document.querySelector("script[src]").src.replace("app.js", "");
    const [name] = (await caches.keys()).filter((it) => it.startsWith("kursovod"));
    const kept = await (await caches.open(name)).keys();
    return kept.map((it) => it.url.replace(release, "").replace(location.origin + "/app/", ""));
}"""
OVER_HALF = 61
"""Minutes of the two hours that a session lasts."""


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
        await app.go_back()

        await expect(app.frame.get_by_role("heading", name=app.said("Courses"))).to_be_visible()


async def test_digits_that_a_button_opened_lead_back_to_the_scanner(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.people[0])) as app:
        await app.open("digits")

        await app.go_back()

        await expect(app.big_button("Scan")).to_be_visible()


async def test_page_is_the_servers_newest_and_its_files_are_those_of_its_release(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open("scan")
        await app.is_kept()
        words = await app.inside.evaluate(WORDS)
        await app.inside.evaluate(PUT_INTO_CACHE, ["/app/?from=menu", "/app/", words])

        newest, of_release = [
            await app.inside.evaluate(FETCHED, it) for it in ("/app/?from=menu", words)
        ]

        assert newest.startswith("<!doctype html>")
        assert of_release == "kept"


async def test_whole_release_is_kept_before_a_page_relies_on_it(
    browser: Browser, demo: Demo
) -> None:
    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.open("scan")
        await app.is_kept()

        kept = await app.inside.evaluate(KEPT)

        pages = {f"pages/{it.name}" for it in (ROOT / "pages").iterdir()}
        assert pages | {"", "app.js", "texts/ru.json", "texts/en.json"} <= set(kept)


async def test_session_that_is_not_prolonged_is_opened_again(browser: Browser, demo: Demo) -> None:
    refused: list[str] = []

    async def refuse(route: Route) -> None:
        signature = route.request.headers["authorization"]
        if signature.startswith("tma"):
            return await route.continue_()
        refused.append(signature)
        return await route.fulfill(status=401, json={"code": "not_authenticated"})

    async with rooms.room(demo) as room, apps.phone(browser, demo, tg(room.host)) as app:
        await app.desk.page.clock.install()
        await app.open(f"scan/{room.lesson.id}")
        await expect(app.frame.get_by_text(room.course.name)).to_be_visible()
        await app.desk.page.context.route(f"{demo.app}/app/session", refuse)

        await app.pass_by(minutes=OVER_HALF)
        for person, code in zip(room.people, room.passes(), strict=True):
            await app.read(code)
            await expect(app.verdict).to_contain_text(person.full_name)

        assert len(refused) == 1
        assert await room.marked() == sorted(it.id for it in room.people)
