"""What the page does by itself, whatever the bot is."""

import asyncio

from playwright.async_api import Browser, Route, expect

from tests.browser import desks
from tests.browser.demos import Demo
from tests.browser.desks import PHONE, Desk
from tests.browser.ru import MARIA, OLGA, PAVEL
from tests.sandbox import alone
from tests.sandbox.telegram import TOKEN

SLOW_SECONDS = 0.5

HELLO = "Hello, <b>{name}</b>!"
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def test_after_a_reload_the_same_chat_is_open(desk: Desk) -> None:
    await desk.become(PAVEL)
    await desk.start()
    await desk.hears(HELLO, name=PAVEL)

    await desk.page.reload()

    await desk.hears(HELLO, name=PAVEL)
    await expect(desk.chat.get_by_title(PAVEL, exact=True)).to_be_visible()


async def test_whoever_is_quicker_than_the_list_of_roles_is_added_all_the_same(
    desk: Desk,
) -> None:
    async def dawdle(route: Route) -> None:
        await asyncio.sleep(SLOW_SECONDS)
        await route.continue_()

    await desk.page.route("**/sandbox/roles", dawdle)

    await desk.add("Ann in a Hurry")

    await expect(desk.row("Ann in a Hurry")).to_contain_text(desk.said("participant"))


async def test_language_and_theme_change_at_a_press_and_are_remembered(desk: Desk) -> None:
    root, new_person = (
        desk.page.locator("html"),
        desk.page.get_by_role("button", name="New person"),
    )

    await expect(desk.row(MARIA)).to_contain_text(desk.said("host"))
    await desk.switch_language()
    await expect(new_person).to_be_visible()
    await expect(desk.row(MARIA)).to_contain_text(f"host · {desk.label('speaks_russian')}")
    await desk.people.get_by_role("button", name=desk.label("to_dark")).click()
    await expect(root).to_have_attribute("data-theme", "dark")
    await desk.page.reload()

    await expect(new_person).to_be_visible()
    await expect(root).to_have_attribute("data-theme", "dark")
    await expect(root).to_have_attribute("lang", "en")


async def test_who_was_never_here_reads_what_the_bot_can_do_and_then_has_its_menu(
    browser: Browser,
) -> None:
    person, for_russians = alone.name(1), {"language_code": "ru"}
    async with alone.running() as sandbox, desks.desk_at(browser, sandbox.url) as desk:
        await desk.become(person)
        says = {"description": "Курсы университета", **for_russians}
        await sandbox.ask(f"/bot{TOKEN}/setMyDescription", "POST", **says)
        await sandbox.ask(f"/bot{TOKEN}/setMyName", "POST", name="Курсы", **for_russians)
        await expect(desk.chat.get_by_role("heading", name="Курсы", exact=True)).to_be_visible()
        await expect(desk.chat.get_by_text(desk.label("what_it_can"))).to_be_visible()
        await expect(desk.chat.get_by_text("Курсы университета")).to_be_visible()

        await desk.start()
        menu = [{"command": "my", "description": "Мои курсы"}]
        await sandbox.ask(f"/bot{TOKEN}/setMyCommands", "POST", commands=menu, **for_russians)
        await desk.chat.get_by_role("button", name=desk.label("menu"), exact=True).click()
        await desk.chat.get_by_role("option", name="/my Мои курсы").click()

        await expect(desk.messages.last).to_contain_text("/my")
        assert desk.complaints == []


async def test_on_a_phone_the_list_and_the_chat_take_turns(browser: Browser, demo: Demo) -> None:
    async with desks.desk_at(browser, demo.url, size=PHONE, is_dark=True) as desk:
        assert not await desk.page.evaluate(IS_TOO_WIDE)
        await desk.become(OLGA)
        await expect(desk.people).to_be_hidden()
        await desk.start()
        await desk.hears(HELLO, name=OLGA)
        await desk.say("/courses", "<b>Courses</b>")
        assert not await desk.page.evaluate(IS_TOO_WIDE)

        await desk.page.get_by_role("button", name=desk.label("back")).click()

        await expect(desk.row(OLGA)).to_contain_text(desk.said("<b>Courses</b>"))
        await expect(desk.chat).to_be_hidden()
        assert desk.complaints == []
