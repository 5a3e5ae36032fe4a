"""What is there for each role, done in a browser on the demo."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

from playwright.async_api import Browser, expect

from tests.browser import desks
from tests.browser.demos import Demo
from tests.browser.desks import Desk
from tests.browser.ru import (
    LEAVES,
    MARIA,
    METALS,
    OF_METALS,
    OLGA,
    PAVEL,
    PYTHON,
    RISES,
    SHOUTS,
    SPAM,
)

HELLO = "Hello, <b>{name}</b>!"
HELLO_STRANGER = "Hello! I help people take courses."
ROLE = "Your role is now: <b>{role}</b>. Your menu has changed too."
TEACHES = "You have a lesson now: <b>{course}</b>, until {at}."
TELLS_OF_BLOCK = "🚫 You have been blocked: nothing works for you here any more."
IS_BLOCKED = "You are blocked here. If that is a mistake, write to the organizer."
ASKS_WHOM = (
    "Who are you looking for? Write part of the name, the group, the e-mail or the Telegram ID, "
    "such as “Petrova” or “IT-23”."
)
ASKS_REASON = (
    "Why? Write the reason, such as “rude to people”: <b>{name}</b> will see it. The block "
    "starts at once."
)


async def test_a_participant_speaks_another_language_takes_her_data_and_goes(desk: Desk) -> None:
    await register(desk, LEAVES)
    await desk.say("/settings", "<b>Settings</b>")
    await desk.tap("🌐 Language", "Which language shall we speak?")
    await desk.press("English")
    await desk.switch_language()
    await desk.hears("Language: <b>{value}</b>", value="English")
    await desk.tap("🕒 Time zone", "Where are you?")
    await desk.say("Tomsk", "Time zone: <b>{value}</b>", value="Tomsk, UTC+7")

    await desk.say("/my_data", "Here is everything that is kept about you.")
    file, content = await desk.receives()
    assert file.endswith(".json")
    assert LEAVES in json.dumps(json.loads(content), ensure_ascii=False)

    await desk.say("/forget_me", "This cannot be undone.")
    await desk.tap("Yes, erase my data", "Done. Your data is erased.")
    await desk.write("/start")
    await desk.switch_language()
    await desk.hears(HELLO_STRANGER)


async def test_a_host_sees_first_which_lesson_is_on_and_opens_the_team(desk: Desk) -> None:
    await desk.become(MARIA)
    await desk.start()
    await desk.hears(HELLO, name=MARIA)
    until, _, _ = desk.said(TEACHES, course=PYTHON, at="|").partition("|")
    await desk.hears(until)

    first = desk.messages.last.get_by_role("button").first
    await expect(first).to_have_text(f"📲 Отметка: {PYTHON}")
    await first.click()
    await desk.hears(desk.said("Check-in is open until {at}.", at="|").partition("|")[0])
    await desk.write("/start")
    await desk.hears(until)
    await desk.tap("🧑‍🏫 I run", "<b>Courses that I run</b>")
    await desk.choose(PYTHON, "Published.")
    await desk.tap("👥 Team", "<b>Team of {course}</b>", course=PYTHON)

    for teammate in (MARIA, OLGA):
        await desk.hears(teammate)


async def test_whom_an_admin_gives_a_role_has_its_commands_at_once(
    browser: Browser, demo: Demo, desk: Desk
) -> None:
    await register(desk, RISES)
    async with desks.desk_at(browser, demo.url) as admin:
        await find(admin, PAVEL, RISES)

        await give(admin, "Host")
        await desk.hears(ROLE, role=desk.said("host"))
        people = await desk.offers("people")
        await expect(await desk.offers("help")).to_be_visible()
        await expect(people).to_be_hidden()
        await give(admin, "Admin")

        await expect(people).to_be_visible()
        await desk.hears(ROLE, role=desk.said("admin"))
        assert admin.complaints == []


async def test_whom_an_admin_blocks_is_told_why_once_and_it_is_in_the_history(desk: Desk) -> None:
    await register(desk, SHOUTS)
    await find(desk, OLGA, SHOUTS)
    await desk.tap("🚫 Block", "Block them?")
    await desk.tap("Yes, give a reason", ASKS_REASON, name=SHOUTS)
    await desk.say(SPAM, "✅ Blocked.")

    await desk.become(SHOUTS)
    await desk.hears(TELLS_OF_BLOCK)
    await desk.hears(SPAM)
    await desk.say("/courses", IS_BLOCKED)
    told = desk.messages.filter(has_text=desk.said(TELLS_OF_BLOCK))
    await expect(told).to_have_count(1)

    await desk.become(OLGA)
    await desk.say("/log", "<b>History of actions</b>")
    await desk.hears(SHOUTS)
    await desk.press("📄 As a file")
    await expect(desk.messages.last.locator("a.file")).to_be_visible()
    file, content = await desk.receives()
    assert file.endswith(".xlsx")
    assert {SHOUTS, desk.said("blocking").capitalize()} <= cells(content)


async def register(desk: Desk, name: str) -> None:
    await desk.add(name)
    await desk.start()
    await desk.hears(HELLO_STRANGER)
    await desk.say(OF_METALS, METALS)
    await desk.choose(METALS, "You can enroll.")
    await desk.meet("✅ Enroll", name, "✅ You are enrolled in <b>{name}</b>.", name=METALS)


async def find(desk: Desk, admin: str, name: str) -> None:
    """From the admin's menu to somebody's card."""
    await desk.become(admin)
    await desk.start()
    await desk.hears(HELLO, name=admin)
    await desk.tap("👥 People", "<b>People</b>")
    await desk.tap("🔎 Search", ASKS_WHOM)
    surname = name.rpartition(" ")[2]
    await desk.say(surname, "Search: “{words}”", words=surname)
    await desk.tap(f"1. {name}", "Role: {value}", value=desk.said("participant"))


async def give(desk: Desk, role: str) -> None:
    await desk.tap("🎭 Role", "Which role shall it be?")
    await desk.tap(role, "Change the role?")
    await desk.tap("Yes, change the role", "✅ The role is changed.")


def cells(workbook: bytes) -> set[str]:
    with ZipFile(BytesIO(workbook)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    return set(re.findall(r"<t[^>]*>([^<]*)</t>", sheet))
