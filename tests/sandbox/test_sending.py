"""Who can be written to, and what stands in the chat then."""

from aiogram.types import ReplyParameters

from tests.sandbox.telegram import ANNA, BORIS, STRANGER, TOKEN, Telegram


async def test_a_message_is_what_telegram_would_tell_of_it(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "Привет")

    assert (message.chat.type, message.chat.first_name) == ("private", "Анна")
    assert message.from_user is not None
    assert (message.from_user.id, message.from_user.is_bot) == (42, True)
    assert message.date.timestamp() == tg.clock.now()


async def test_messages_are_numbered_per_chat(tg: Telegram) -> None:
    first, second = await tg.bot.send_message(ANNA, "1"), await tg.bot.send_message(ANNA, "2")
    elsewhere = await tg.bot.send_message(BORIS, "1")

    assert second.message_id == first.message_id + 1
    assert elsewhere.message_id == first.message_id


async def test_a_later_sandbox_repeats_no_number(tg: Telegram) -> None:
    before = await tg.bot.send_message(ANNA, "1")
    await tg.say(ANNA, "x")
    update = (await tg.bot.get_updates())[0]

    await tg.clock.advance(5)
    tg.world.reset()
    after = await tg.bot.send_message(ANNA, "1")
    await tg.say(ANNA, "x")

    assert after.message_id > before.message_id + 1
    assert (await tg.bot.get_updates())[0].update_id > update.update_id


async def test_nobody_who_never_opened_the_bot_can_be_written_to(tg: Telegram) -> None:
    refusals = {await tg.refusal("sendMessage", chat_id=it, text="x") for it in (STRANGER, 99)}

    assert refusals == {"Bad Request: chat not found"}


async def test_after_start_the_bot_may_write(tg: Telegram) -> None:
    await tg.post(f"/sandbox/chats/{STRANGER}/start", payload="")

    assert (await tg.bot.send_message(STRANGER, "x")).chat.id == STRANGER


async def test_who_blocked_the_bot_cannot_be_written_to(tg: Telegram) -> None:
    await tg.post(f"/sandbox/chats/{ANNA}/block", blocked=True)

    answer = await tg.call("sendMessage", chat_id=ANNA, text="x")

    assert answer == {
        "ok": False,
        "error_code": 403,
        "description": "Forbidden: bot was blocked by the user",
    }


async def test_a_chat_must_be_named(tg: Telegram) -> None:
    assert await tg.refusal("sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_an_unknown_method_is_not_found(tg: Telegram) -> None:
    assert await tg.refusal("sendPigeon") == "Not Found: method not found"


async def test_upper_and_lower_case_of_a_method_do_not_matter(tg: Telegram) -> None:
    assert (await tg.call("GETME"))["result"]["username"] == tg.world.profile.username


async def test_a_wrong_token_is_unauthorized(tg: Telegram) -> None:
    async with tg.http.get(f"{tg.url}/bot{TOKEN}x/getMe") as answer:
        refused = await answer.json()

    assert refused == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_a_parameter_of_a_wrong_type_is_refused(tg: Telegram) -> None:
    refusal = await tg.refusal("editMessageReplyMarkup", chat_id=ANNA, message_id="first")

    assert refusal.startswith('Bad Request: can\'t parse parameter "message_id"')


async def test_parameters_may_stand_in_the_address(tg: Telegram) -> None:
    url = f"{tg.url}/bot{TOKEN}/sendMessage?chat_id={ANNA}&text=x"
    async with tg.http.get(url) as answer:
        assert (await answer.json())["result"]["text"] == "x"


async def test_a_reply_shows_what_it_replies_to(tg: Telegram) -> None:
    before = await tg.say(ANNA, "Question")

    message = await tg.bot.send_message(
        ANNA, "Answer", reply_parameters=ReplyParameters(message_id=before)
    )

    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "Question"


async def test_a_reply_to_nothing_is_refused_unless_that_is_allowed(tg: Telegram) -> None:
    lost = {"message_id": 5}
    refusal = await tg.refusal_of(text="x", reply_parameters=lost)
    message = await tg.said("x", reply_parameters=lost | {"allow_sending_without_reply": True})

    assert refusal == "Bad Request: message to be replied not found"
    assert "reply_to_message" not in message


async def test_typing_is_seen_and_nothing_else_may_be_done(tg: Telegram) -> None:
    await tg.bot.send_chat_action(ANNA, "typing")

    refusal = await tg.refusal("sendChatAction", chat_id=ANNA, action="sleeping")

    assert refusal == "Bad Request: wrong parameter action in request"


async def test_a_copy_has_a_number_and_no_author(tg: Telegram) -> None:
    original = await tg.bot.send_message(ANNA, "<b>x</b>", parse_mode="HTML")

    copy = await tg.bot.copy_message(BORIS, ANNA, original.message_id)

    shown = (await tg.chat(BORIS))[-1]
    assert (shown["message_id"], shown["entities"][0]["type"]) == (copy.message_id, "bold")
    assert "forward_origin" not in shown


async def test_a_forwarded_message_says_whose_it_was(tg: Telegram) -> None:
    theirs = await tg.say(ANNA, "x")

    message = await tg.bot.forward_message(BORIS, ANNA, theirs)

    assert message.forward_origin is not None
    assert message.forward_origin.type == "user"
    assert (await tg.chat(BORIS))[-1]["forward_origin"]["sender_user"]["id"] == ANNA


async def test_what_is_not_there_is_neither_copied_nor_forwarded(tg: Telegram) -> None:
    lost = {"chat_id": ANNA, "from_chat_id": ANNA, "message_id": 5}

    assert await tg.refusal("copyMessage", **lost) == "Bad Request: message to copy not found"
    refusal = await tg.refusal("forwardMessage", **lost)
    assert refusal == "Bad Request: message to forward not found"


async def test_protected_content_is_not_forwarded(tg: Telegram) -> None:
    message = await tg.said("x", protect_content=True)
    place = {"from_chat_id": ANNA, "message_id": message["message_id"]}

    refusal = await tg.refusal("forwardMessage", chat_id=BORIS, **place)

    assert message["has_protected_content"]
    assert refusal == "Bad Request: the message can't be forwarded"
