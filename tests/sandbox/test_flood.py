"""How often a bot may write."""

from sandbox.people import NewPerson
from tests.sandbox.telegram import ANNA, Json, Telegram

CROWD = range(100, 140)


async def write(tg: Telegram, person: int = ANNA) -> Json:
    return await tg.call("sendMessage", chat_id=person, text="x")


async def gather(tg: Telegram) -> None:
    """Forty people who opened the bot and wrote nothing since."""
    for person_id in CROWD:
        tg.world.add_person(NewPerson(person_id, "One of many", started=True))


async def test_a_chat_takes_five_at_once_and_then_one_a_second(tg: Telegram) -> None:
    answers = [await write(tg) for _ in range(6)]

    assert [it["ok"] for it in answers] == [True] * 5 + [False]
    assert answers[5] == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }

    await tg.clock.advance(1)

    assert [(await write(tg))["ok"] for _ in range(2)] == [True, False]


async def test_thirty_a_second_go_to_people_who_wrote_nothing_lately(tg: Telegram) -> None:
    await gather(tg)

    answers = [await write(tg, person) for person in CROWD]

    assert [it["ok"] for it in answers] == [True] * 30 + [False] * 10


async def test_answers_are_no_bulk(tg: Telegram) -> None:
    await gather(tg)
    for person in CROWD:
        await tg.say(person, "x")

    assert all([(await write(tg, person))["ok"] for person in CROWD])


async def test_thirty_seconds_later_an_answer_is_bulk(tg: Telegram) -> None:
    await gather(tg)
    for person in CROWD:
        await tg.say(person, "x")
    await tg.clock.advance(31)

    assert not all([(await write(tg, person))["ok"] for person in CROWD])


async def test_a_refused_message_costs_nothing(tg: Telegram) -> None:
    for _ in range(9):
        await tg.refusal_of(text="")

    assert [(await write(tg))["ok"] for _ in range(5)] == [True] * 5


async def test_edits_are_not_counted(tg: Telegram) -> None:
    message = (await write(tg))["result"]
    place = {"chat_id": ANNA, "message_id": message["message_id"]}

    edits = [await tg.call("editMessageText", text=f"{it}", **place) for it in range(9)]

    assert all(it["ok"] for it in edits)
