"""Presses, and other things that people wait for."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from tests.sandbox.telegram import ANNA, BORIS, Json, Telegram

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
MARKUP = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Enroll", callback_data="enroll:1")]]
)


async def pressed(tg: Telegram) -> str:
    """Anna pressed a button; the query's id."""
    message = await tg.bot.send_message(ANNA, "x", reply_markup=MARKUP)
    return str((await tg.press(ANNA, message.message_id))["query_id"])


async def refusal(tg: Telegram, query_id: str, **how: object) -> str:
    return await tg.refusal("answerCallbackQuery", callback_query_id=query_id, **how)


async def test_a_press_comes_with_the_message_as_it_stands(tg: Telegram) -> None:
    query_id = await pressed(tg)

    query = (await tg.bot.get_updates())[0].callback_query

    assert query is not None
    assert (query.id, query.data, query.from_user.id) == (query_id, "enroll:1", ANNA)
    assert query.message is not None
    assert query.message.chat.id == ANNA


async def test_a_press_is_answered_once(tg: Telegram) -> None:
    query_id = await pressed(tg)

    assert await tg.bot.answer_callback_query(query_id, "Done", show_alert=True)

    assert await refusal(tg, query_id) == TOO_OLD


async def test_after_15_seconds_it_is_too_late_to_answer(tg: Telegram) -> None:
    query_id = await pressed(tg)
    await tg.clock.advance(15)

    assert await refusal(tg, query_id) == TOO_OLD


async def test_a_query_that_never_was_cannot_be_answered(tg: Telegram) -> None:
    assert await refusal(tg, "77") == TOO_OLD


async def test_a_notice_has_at_most_200_characters(tg: Telegram) -> None:
    query_id = await pressed(tg)

    assert await refusal(tg, query_id, text="x" * 201) == "Bad Request: MESSAGE_TOO_LONG"
    assert await tg.bot.answer_callback_query(query_id, "x" * 200)


async def test_a_notice_opens_no_other_address_than_the_bots(tg: Telegram) -> None:
    query_id = await pressed(tg)

    assert await refusal(tg, query_id, url="https://x.ru") == "Bad Request: URL_INVALID"
    assert await tg.bot.answer_callback_query(query_id, url="t.me/kursovod_test_bot?start=x")


async def test_a_button_that_is_gone_cannot_be_pressed(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "x", reply_markup=MARKUP)
    await message.edit_text("y")

    assert "not there" in (await tg.press(ANNA, message.message_id))["error"]


async def inline(tg: Telegram) -> str:
    asked: Json = await tg.post(f"/sandbox/chats/{BORIS}/inline", text="math")
    return str(asked["query_id"])


def article(number: int) -> Json:
    content = {"message_text": f"<b>{number}</b>", "parse_mode": "HTML"}
    described = {"type": "article", "id": str(number), "title": "x"}
    return described | {"input_message_content": content}


async def test_an_inline_query_is_answered_once(tg: Telegram) -> None:
    query_id = await inline(tg)
    asked = (await tg.bot.get_updates())[0].inline_query
    answer: Json = {"inline_query_id": query_id, "results": [article(1)]}

    assert (await tg.call("answerInlineQuery", **answer))["result"]
    assert await tg.refusal("answerInlineQuery", **answer) == TOO_OLD
    assert asked is not None
    assert asked.query == "math"


async def test_inline_results_are_at_most_fifty_and_differ_in_their_ids(tg: Telegram) -> None:
    query_id = await inline(tg)

    many = {"inline_query_id": query_id, "results": [article(it) for it in range(51)]}
    twice = {"inline_query_id": query_id, "results": [article(1), article(1)]}

    refusal = await tg.refusal("answerInlineQuery", **many)
    assert refusal == "Bad Request: too many inline query results specified"
    assert await tg.refusal("answerInlineQuery", **twice) == "Bad Request: RESULT_ID_DUPLICATE"


async def test_a_mini_app_may_send_for_the_person_who_opened_it(tg: Telegram) -> None:
    opened = {"person": ANNA, "url": "https://x.ru", "kind": "inline"}
    query_id = (await tg.post("/sandbox/webapp", **opened))["query_id"]

    answer: Json = {"web_app_query_id": query_id, "result": article(7)}
    sent = await tg.call("answerWebAppQuery", **answer)

    message = (await tg.bot.get_updates())[0].message
    assert sent["result"]["inline_message_id"]
    assert message is not None
    assert (message.text, message.from_user and message.from_user.id) == ("7", ANNA)
    assert message.via_bot is not None
