"""What people do with the bot, done in a browser on the demo.

The bot's sentences stand here in English, and are looked for in the language that it speaks.
"""

from playwright.async_api import FilePayload, expect

from tests.browser.desks import Desk
from tests.browser.ru import (
    ANNA,
    BORIS,
    DATA,
    MARIA,
    METALS,
    OF_DATA,
    OF_METALS,
    OF_PYTHON,
    OF_TEMPLATES,
    PYTHON,
    TEMPLATES,
)

HOSTILE = "<b>Ann & Bob</b>"

HELLO = "Hello, <b>{name}</b>!"
HELLO_STRANGER = "Hello! I help people take courses."
SEARCH = "Search: “{words}”"
CAN_ENROLL, IS_ENROLLED = "You can enroll.", "You are enrolled."
ENROLLED = "✅ You are enrolled in <b>{name}</b>."
QUEUED = (
    "No seats left for now. You are in the queue for <b>{name}</b>, number <b>{rank}</b>. "
    "When your turn comes, I will enroll you and write."
)
LEFT = "Done: you are not on the list of <b>{name}</b> any more."


async def test_somebody_finds_a_course_by_a_word_enrolls_and_leaves(desk: Desk) -> None:
    await desk.become(ANNA)
    await desk.start()
    await desk.hears(HELLO, name=ANNA)

    await desk.say(OF_METALS, SEARCH, words=OF_METALS)
    await desk.choose(METALS, CAN_ENROLL)
    await desk.hears("Почему самолёты делают из алюминия")
    await desk.tap("✅ Enroll", ENROLLED, name=METALS)
    await desk.tap("🎓 My courses", "<b>My courses</b>")
    await desk.choose(METALS, IS_ENROLLED)

    await desk.tap("Leave the course", "Leave the course <b>{name}</b>?", name=METALS)
    await desk.tap("Yes, leave", LEFT, name=METALS)
    await desk.say("/my", "<b>My courses</b>")
    await expect(desk.messages.last).not_to_contain_text(METALS)


async def test_a_newcomer_with_a_hostile_name_enrolls_in_english(desk: Desk) -> None:
    await desk.switch_language()
    await desk.add(HOSTILE, language="English")
    await desk.start()
    await desk.hears(HELLO_STRANGER)

    await desk.say(OF_TEMPLATES, SEARCH, words=OF_TEMPLATES)
    await desk.choose(TEMPLATES, CAN_ENROLL)
    await desk.meet("✅ Enroll", HOSTILE, ENROLLED, name=TEMPLATES)
    await desk.tap("🏠 Menu", HELLO, name=HOSTILE)

    await expect(desk.chat.get_by_role("status")).to_have_text(f"You are {HOSTILE}")
    await expect(desk.row(HOSTILE)).to_contain_text(f"Hello, {HOSTILE}!")
    await expect(desk.page.get_by_text("&amp;")).to_have_count(0)


async def test_who_waits_for_a_seat_gets_it_when_another_leaves(desk: Desk) -> None:
    for guest in ("Первая Гостья", "Вторая Гостья"):
        await come_to_the_data(desk, guest)
        await desk.meet("✅ Enroll", guest, ENROLLED, name=DATA)
    await come_to_the_data(desk, "Третий Гость")
    await desk.meet("⏳ Join the queue", "Третий Гость", QUEUED, name=DATA, rank=1)

    await desk.become(BORIS)
    await desk.start()
    await desk.hears(HELLO, name=BORIS)
    await desk.say(OF_DATA, SEARCH, words=OF_DATA)
    await desk.choose(DATA, IS_ENROLLED)
    await desk.tap("Leave the course", "Leave the course <b>{name}</b>?", name=DATA)
    await desk.tap("Yes, leave", LEFT, name=DATA)

    badge = desk.row("Третий Гость").get_by_label(desk.label("unread", count=1))
    await expect(badge).to_have_text("1")
    await desk.become("Третий Гость")
    await desk.hears("🎉 A seat is free: you are enrolled in <b>{name}</b>.", name=DATA)
    await expect(badge).to_be_hidden()
    await desk.tap("To the course", IS_ENROLLED)


async def come_to_the_data(desk: Desk, guest: str) -> None:
    await desk.add(guest)
    await desk.start()
    await desk.hears(HELLO_STRANGER)
    await desk.say(OF_DATA, SEARCH, words=OF_DATA)
    await desk.choose(DATA, "Place: {value}", value="Б-607")


async def test_a_printed_poster_leads_who_sees_it_to_the_course(desk: Desk) -> None:
    await desk.become(MARIA)
    await desk.start()
    await desk.hears(HELLO, name=MARIA)
    await desk.say(OF_PYTHON, SEARCH, words=OF_PYTHON)
    await desk.choose(PYTHON, "Place: {value}", value="Б-734")
    await desk.tap("⚙️ Manage", "Published.")
    await desk.tap("🖨️ Poster with a QR code", PYTHON)
    poster = await desk.messages.last.locator("img").screenshot()

    await desk.add("Прохожий")
    await desk.look_by_camera()
    await desk.dialog.get_by_role("button", name=PYTHON).last.click()
    await expect(desk.dialog).to_be_hidden()
    await desk.hears(CAN_ENROLL)
    await desk.hears(PYTHON)

    await desk.add("Фотограф")
    await desk.look_by_camera()
    photo = FilePayload(name="seen.png", mimeType="image/png", buffer=poster)
    await desk.dialog.locator("input[type=file]").set_input_files(photo)
    await expect(desk.dialog).to_be_hidden()
    await desk.hears(PYTHON)


async def test_a_one_time_link_makes_a_newcomer_an_admin_and_nobody_else(desk: Desk) -> None:
    await desk.add("Ника Новая", role="администратор")
    await desk.hears(desk.said("admin"))
    link = await desk.messages.first.locator(".text").inner_text()
    done = "Done. Your role: <b>{role}</b>."
    await desk.meet("✅ Accept", "Ника Новая", done, role=desk.said("admin"))

    await desk.add("Опоздавший")
    await desk.open_link(f"t.me/kursovod_demo_bot?start={link.removeprefix('/start ')}")

    await desk.hears("This link was used already. Ask for a new one.")
