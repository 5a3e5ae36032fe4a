"""What is there for each role, done in a browser on the demo."""

import json
from io import BytesIO
from zipfile import ZipFile

from playwright.async_api import Browser, expect

from tests.browser import desks
from tests.browser.demos import Demo
from tests.browser.desks import Desk
from tests.browser.ru import MARIA, METALS, OF_METALS, OLGA, PAVEL, PYTHON

HELLO = "Hello, <b>{name}</b>!"
HELLO_STRANGER = "Hello! I help people take courses."
BLOCKED = "🚫 You have been blocked: nothing works for you here any more."
ROLE = "Your role is now: <b>{role}</b>."

ROLE_CHANGED = "✅ The role is changed."


async def test_a_participant_speaks_another_language_takes_her_data_and_goes(desk: Desk) -> None:
    name = "Вера Уходящая"
    await register(desk, name)
    await desk.say("/settings", "Language: <b>{value}</b>", value="русский")
    await desk.tap("🌐 Language", "Which language shall we speak?")
    await desk.press("English")
    await desk.switch_language()
    await desk.hears("Language: <b>{value}</b>", value="English")
    await desk.tap("🕒 Time zone", "Where are you?")
    await desk.say("Tomsk", "Time zone: <b>{value}</b>", value="Tomsk, UTC+7")

    await desk.say("/my_data", "Here is everything that is kept about you.")
    file, content = await desk.receives()
    assert file.endswith(".json")
    assert name in json.dumps(json.loads(content), ensure_ascii=False)

    await desk.say("/forget_me", "This cannot be undone.")
    await desk.tap("Yes, erase my data", "Done. Your data is erased.")
    await desk.write("/start")
    await desk.switch_language()
    await desk.hears(HELLO_STRANGER)


async def test_a_host_sees_first_which_lesson_is_on_and_opens_the_team(desk: Desk) -> None:
    await desk.become(MARIA)
    await desk.start()
    await desk.hears(HELLO, name=MARIA)
    teaches = desk.said("You have a lesson now: <b>{course}</b>, until {at}.", course=PYTHON, at="|")
    await desk.hears(teaches.partition("|")[0])

    first = desk.messages.last.get_by_role("button").first
    await expect(first).to_have_text(f"▶️ {PYTHON}")
    await first.click()
    await desk.tap("👥 Team", "<b>Team of {course}</b>", course=PYTHON)

    for teammate in (MARIA, OLGA):
        await desk.hears(teammate)


async def test_whom_an_admin_gives_a_role_has_its_commands_at_once(
    browser: Browser, demo: Demo, desk: Desk
) -> None:
    name = "Рената Растущая"
    await register(desk, name)
    async with desks.desk_at(browser, demo.url) as admin:
        await find(admin, PAVEL, name)

        await give(admin, "Host")
        await desk.hears(ROLE, role=desk.said("host"))
        people = await desk.offers("people")
        await expect(await desk.offers("help")).to_be_visible()
        await expect(people).to_be_hidden()
        await give(admin, "Admin")

        await expect(people).to_be_visible()
        await desk.hears(ROLE, role=desk.said("admin"))
        assert admin.complaints == []


async def test_whom_an_admin_blocks_is_told_once_and_the_history_knows_why(desk: Desk) -> None:
    name, reason = "Глеб Громкий", "Спам в чате"
    await register(desk, name)
    await find(desk, OLGA, name)
    await desk.tap("🚫 Block", "Block them?")
    await desk.tap("Yes, on to the reason", "The block starts at once.")
    await desk.say(reason, "✅ Blocked.")

    await desk.become(name)
    await desk.hears(BLOCKED)
    await desk.hears(reason)
    await desk.say("/courses", "You are blocked here.")
    told = desk.messages.filter(has_text=desk.said(BLOCKED))
    await expect(told).to_have_count(1)

    await desk.become(OLGA)
    await desk.say("/log", "<b>History of actions</b>")
    await desk.hears(name)
    await desk.press("📄 As a file")
    await expect(desk.messages.last.locator("a.file")).to_be_visible()
    file, content = await desk.receives()
    assert file.endswith(".xlsx")
    assert reason in cells(content)


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
    await desk.tap("🔎 Search", "Whom are you looking for?")
    surname = name.split()[-1]
    await desk.say(surname, "Search: “{words}”", words=surname)
    await desk.tap(f"1. {name}", "Role: {value}", value=desk.said("participant"))


async def give(desk: Desk, role: str) -> None:
    await desk.tap("🎭 Role", "Which role shall it be?")
    await desk.tap(role, "Change the role?")
    await desk.tap("Yes, change the role", ROLE_CHANGED)


def cells(workbook: bytes) -> str:
    with ZipFile(BytesIO(workbook)) as parts:
        return parts.read("xl/sharedStrings.xml").decode()
