"""What the page is told as it happens."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from tests.sandbox.streams import stream
from tests.sandbox.telegram import ANNA, BORIS, Telegram

MARKUP = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Enroll", callback_data="enroll:1")]]
)


async def test_a_message_comes_and_the_list_of_people_after_it(tg: Telegram) -> None:
    async with stream(tg) as page:
        await tg.bot.send_message(ANNA, "Привет")

        message, people = await page.until("message"), await page.until("people")

    assert (message.body["person"], message.body["message"]["text"]) == (ANNA, "Привет")
    assert message.body["message"]["outgoing"] is False
    anna = people.body[0]
    assert (anna["unread"], anna["last"]["text"]) == (1, "Привет")


async def test_edits_and_deletions_are_told(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "before")
    async with stream(tg) as page:
        await message.edit_text("after")
        await message.delete()

        edit, deletion = await page.until("edit"), await page.until("delete")

    assert edit.body["message"]["text"] == "after"
    assert deletion.body == {"person": ANNA, "message_id": message.message_id}


async def test_an_answer_to_a_press_is_told(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "x", reply_markup=MARKUP)
    query_id = (await tg.press(ANNA, message.message_id))["query_id"]
    async with stream(tg) as page:
        await tg.bot.answer_callback_query(query_id, "Done", show_alert=True)

        answer = await page.until("answer")

    said = {"text": "Done", "show_alert": True, "url": None}
    assert answer.body == {"person": ANNA, "query_id": query_id, **said}


async def test_a_press_without_an_answer_expires(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "x", reply_markup=MARKUP)
    query_id = (await tg.press(ANNA, message.message_id))["query_id"]
    async with stream(tg) as page:
        await tg.clock.advance(15)

        expired = await page.until("expired")

    assert expired.body == {"person": ANNA, "query_id": query_id}


async def test_typing_and_menus_are_told(tg: Telegram) -> None:
    async with stream(tg) as page:
        await tg.bot.send_chat_action(BORIS, "typing")
        await tg.bot.set_my_commands([])

        action, profile = await page.until("action"), await page.until("profile")

    assert action.body == {"person": BORIS, "action": "typing"}
    assert profile.body == {"person": None}


async def test_what_the_bot_says_of_itself_and_shows_to_one_are_told(tg: Telegram) -> None:
    async with stream(tg) as page:
        await tg.bot.set_my_description("Courses")
        await tg.bot.set_chat_menu_button(chat_id=BORIS)

        told = [(await page.until("profile")).body["person"] for _ in range(2)]

    assert told == [None, BORIS]


async def test_a_page_that_lost_the_line_misses_nothing(tg: Telegram) -> None:
    async with stream(tg) as page:
        await tg.bot.send_message(ANNA, "1")
        await page.until("message")
    for text in "23":
        await tg.bot.send_message(ANNA, text)

    async with stream(tg, page.last_id) as again:
        missed = [await again.until("message") for _ in range(2)]

    assert [it.body["message"]["text"] for it in missed] == ["2", "3"]


async def test_a_page_that_was_away_too_long_is_told_to_begin_anew(tg: Telegram) -> None:
    async with stream(tg) as page:
        await tg.bot.send_message(ANNA, "x")
        await page.until("message")
    for number in range(2_001):
        tg.world.journal.publish("action", {"person": ANNA, "action": str(number)})

    async with stream(tg, page.last_id) as again:
        assert (await again.next()).kind == "reload"
        await tg.bot.send_message(ANNA, "y")
        assert (await again.next()).kind == "message"


async def test_a_number_of_an_older_sandbox_begins_anew(tg: Telegram) -> None:
    async with stream(tg, 5) as page:
        assert (await page.next()).kind == "reload"


async def test_a_newcomer_and_a_blocked_bot_change_the_list_of_people(tg: Telegram) -> None:
    async with stream(tg) as page:
        await tg.post("/sandbox/people", name="Newcomer")
        newcomer = await page.until("people")
        await tg.post(f"/sandbox/chats/{ANNA}/block", blocked=True)
        blocked = await page.until("people")

    assert newcomer.body[-1]["name"] == "Newcomer"
    assert blocked.body[0]["blocked"] is True
