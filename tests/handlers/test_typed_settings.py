# ruff: noqa: RUF001 - wrong letters are what some of it is about
"""What is typed into the settings, right and wrong."""

import asyncio
from typing import Any

import pytest
from aiogram import Dispatcher

from bot.texts.say import plain
from db.models import DialogState, LogEntry, User
from db.session import Transaction
from domain.clock import Clock
from domain.names import NAME_LENGTH
from domain.profile import Field
from keyboards.catalogue import ShowCourses
from keyboards.home import Home
from keyboards.settings import AskSetting, ShowSettings
from tests.conftest import Feed, create_feed
from tests.desk import LONG, NO_GROUPS, NO_NAMES, NO_WORDS, NOT_TEXT, NOTHING
from tests.factories import NOON, Factory
from tests.telegram import send, tap, write

QUESTIONS = {
    Field.NAME: "What is your name? Write the first name and the surname",
    Field.GROUP: "Which study group are you in? Write it, such as IT-23-1.",
    Field.EMAIL: "Which e-mail can you be reached at? Write it, such as anna@example.org.",
    Field.TIMEZONE: "Where are you? Choose, or write your city.",
    Field.QUIET_HOURS: "When shall I be quiet? Choose, or write your own hours, such as 22:30",
}
REFUSALS = {
    Field.NAME: "That does not look like a name. Write it in letters, such as Anna Petrova",
    Field.GROUP: "That does not look like a group. Write it like IT-23-1: 40 characters at most.",
    Field.EMAIL: "That is not an e-mail. Write it like this: anna@example.org.",
    Field.TIMEZONE: "I do not know this place. Write a big city nearby, such as Tomsk, or",
    Field.QUIET_HOURS: "I did not understand these hours. Write two times like this: 22:00-8:00.",
}
"""Each with an example of what is right."""

RIGHT = {
    Field.NAME: ("Anna Petrova", "Name: <b>Anna Petrova</b>"),
    Field.GROUP: ("IT-23-1", "Study group: <b>IT-23-1</b>"),
    Field.EMAIL: ("anna@example.org", "E-mail: <b>anna@example.org</b>"),
    Field.TIMEZONE: ("Omsk", "Time zone: <b>Omsk, UTC+6</b>"),
    Field.QUIET_HOURS: ("23-7", "Quiet hours: <b>from 23:00 to 7:00</b>"),
}

NO_VALUE = {
    "markup": "<b>Anna</b>",
    "script": "<script>alert(1)</script>",
    "entity": "&lt;Anna&gt;",
    "half a tag": "</b> <a href=",
    "sql": "'; DROP TABLE users; --",
    "format": "{name} %s {0}",
    "path": "../../etc/passwd",
    "link": "https://example.org/?a=1",
    "hebrew": "שם ושם",
    "chinese": "李四在北京大学",
    "turned around": "\u202eabc\u2066def",
    "mixed letters": "Аnnа@ехаmрlе.оrg",
    "json": '{"a": [1]}',
    "a sentence": "I do not want to say",
    "nul inside": "An\x00na!",
}
WRONG: dict[Field, dict[str, str]] = {
    Field.NAME: NO_NAMES,
    Field.GROUP: NO_GROUPS,
    Field.EMAIL: NOTHING | LONG | NO_WORDS | NO_VALUE,
    Field.TIMEZONE: NOTHING | LONG | NO_WORDS | NO_VALUE,
    Field.QUIET_HOURS: NOTHING | LONG | NO_WORDS | NO_VALUE,
}


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


async def dialog(make: Factory) -> str | None:
    rows = await make.all(DialogState)
    return rows[0].state if rows else None


# Right


@pytest.mark.parametrize(
    ("field", "typed", "line"),
    [
        (Field.NAME, " Anna\nPetrova ", "Name: <b>Anna Petrova</b>"),
        (Field.NAME, "x" * NAME_LENGTH, f"Name: <b>{'x' * NAME_LENGTH}</b>"),
        (Field.NAME, "محمد", "Name: <b>\u2068محمد\u2069</b>"),
        (Field.GROUP, "IT-23-1", "Study group: <b>IT-23-1</b>"),
        (Field.GROUP, "<i>7", "Study group: <b>&lt;i&gt;7</b>"),
        (Field.EMAIL, "Anna@Example.org", "E-mail: <b>anna@example.org</b>"),
        (Field.TIMEZONE, "Томск", "Time zone: <b>Tomsk, UTC+7</b>"),
        (Field.TIMEZONE, "+10", "Time zone: <b>Vladivostok, UTC+10</b>"),
        (Field.QUIET_HOURS, "с 23 до 7", "Quiet hours: <b>from 23:00 to 7:00</b>"),
    ],
)
async def test_what_is_typed_is_kept_and_shown(
    feed: Feed, make: Factory, anna: User, field: Field, typed: str, line: str
) -> None:
    asked = await feed(tap(anna.telegram_id, AskSetting(field=field)))

    after = await feed(write(anna.telegram_id, typed))

    assert asked.said().startswith(QUESTIONS[field])
    assert after.said().startswith("✅ Saved.\n\n<b>Settings</b>")
    assert line in after.said()
    assert next(iter(after.buttons())) == "👤 Name"
    assert await dialog(make) is None


async def test_words_after_that_are_searched_for(feed: Feed, anna: User) -> None:
    await feed(tap(anna.telegram_id, AskSetting(field=Field.GROUP)))
    await feed(write(anna.telegram_id, "IT-23-1"))

    after = await feed(write(anna.telegram_id, "design"))

    assert "Search: “design”" in after.said()


async def test_home_greets_by_the_new_name(feed: Feed, anna: User) -> None:
    await feed(tap(anna.telegram_id, AskSetting(field=Field.NAME)))
    await feed(write(anna.telegram_id, "Anna Petrova"))

    home = await feed(write(anna.telegram_id, "/start"))

    assert home.said().startswith("Hello, <b>Anna Petrova</b>!")


async def test_email_of_somebody_else_is_refused_without_saying_whose(
    feed: Feed, make: Factory, anna: User
) -> None:
    await make.user(full_name="Boris", email="taken@example.org")
    await feed(tap(anna.telegram_id, AskSetting(field=Field.EMAIL)))

    refused = await feed(write(anna.telegram_id, "Taken@example.org"))
    after = await feed(write(anna.telegram_id, "free@example.org"))

    assert refused.said() == "This e-mail is taken already. Write another one."
    assert list(refused.buttons()) == ["Clear", "⬅️ To settings", "🏠 Menu"]
    assert "E-mail: <b>free@example.org</b>" in after.said()
    assert [it.details for it in await make.all(LogEntry)] == [{"fields": ["email"]}]


async def test_two_who_type_one_email_at_once_do_not_both_get_it(
    dispatcher: Dispatcher, committing: Transaction, clock: Clock
) -> None:
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    people = [await make.user() for _ in range(4)]
    for it in people:
        await feed(tap(it.telegram_id, AskSetting(field=Field.EMAIL)))

    seen = await asyncio.gather(*(feed(write(it.telegram_id, "one@example.org")) for it in people))

    said = sorted(plain(it.said()).partition("\n")[0] for it in seen)
    assert said == [*["This e-mail is taken already. Write another one."] * 3, "✅ Saved."]
    kept = [(await make.again(it)).email for it in people]
    assert sorted(kept, key=str) == [None, None, None, "one@example.org"]


# Wrong


@pytest.mark.parametrize("field", QUESTIONS)
async def test_what_is_wrong_is_refused_with_an_example_and_asked_again(
    feed: Feed, make: Factory, anna: User, field: Field, subtests: pytest.Subtests
) -> None:
    asked = await feed(tap(anna.telegram_id, AskSetting(field=field)))
    right, line = RIGHT[field]

    for name, typed in WRONG[field].items():
        with subtests.test(name):
            refused = await feed(write(anna.telegram_id, typed))

            assert refused.said().startswith((REFUSALS[field], QUESTIONS[field]))
            assert refused.buttons() == asked.buttons()
            assert await make.all(LogEntry) == []

    after = await feed(write(anna.telegram_id, right))
    assert line in after.said()


@pytest.mark.parametrize("field", QUESTIONS)
def test_wrong_ways_are_many(field: Field) -> None:
    assert len(set(WRONG[field].values())) >= 30


@pytest.mark.parametrize("field", QUESTIONS)
async def test_what_is_no_text_is_met_with_the_question(
    feed: Feed, anna: User, field: Field, subtests: pytest.Subtests
) -> None:
    asked = await feed(tap(anna.telegram_id, AskSetting(field=field)))

    for name, content in NOT_TEXT.items():
        with subtests.test(name):
            again = await feed(send(anna.telegram_id, **content))

            assert again.said() == asked.said()
            assert again.buttons() == asked.buttons()

    after = await feed(write(anna.telegram_id, RIGHT[field][0]))
    assert RIGHT[field][1] in after.said()


@pytest.mark.parametrize("field", QUESTIONS)
@pytest.mark.parametrize(
    "way",
    ["/cancel", "/start", "/courses", "/nonsense", Home(), ShowCourses(), ShowSettings()],
    ids=str,
)
async def test_command_and_button_leave_the_question(
    feed: Feed, make: Factory, anna: User, field: Field, way: Any
) -> None:
    await feed(tap(anna.telegram_id, AskSetting(field=field)))
    await feed(write(anna.telegram_id, "7"))
    is_command = isinstance(way, str)

    await feed(write(anna.telegram_id, way) if is_command else tap(anna.telegram_id, way))
    after = await feed(write(anna.telegram_id, "design"))

    assert "Search: “design”" in after.said()


async def test_other_question_takes_the_place_of_the_first(
    feed: Feed, make: Factory, anna: User
) -> None:
    await feed(tap(anna.telegram_id, AskSetting(field=Field.NAME)))
    await feed(tap(anna.telegram_id, AskSetting(field=Field.GROUP)))

    await feed(write(anna.telegram_id, "IT-23-1"))

    row = await make.again(anna)
    assert (row.full_name, row.study_group) == ("Anna", "IT-23-1")


async def test_choosing_a_language_waits_for_no_words(feed: Feed, anna: User) -> None:
    await feed(tap(anna.telegram_id, AskSetting(field=Field.NAME)))
    await feed(tap(anna.telegram_id, AskSetting(field=Field.LANGUAGE)))

    after = await feed(write(anna.telegram_id, "design"))

    assert "Search: “design”" in after.said()


async def test_refusal_is_in_russian_too(feed: Feed, make: Factory) -> None:
    boris = await make.user(language="ru")
    await feed(tap(boris.telegram_id, AskSetting(field=Field.QUIET_HOURS)))

    refused = await feed(write(boris.telegram_id, "ночью"))

    assert refused.said() == "Не получилось понять время. Напишите, например, так: 22:00-8:00."
    assert "Без тихих часов" in refused.buttons()


async def test_whoever_was_erased_in_the_middle_is_a_stranger(
    feed: Feed, make: Factory, anna: User
) -> None:
    await feed(tap(anna.telegram_id, AskSetting(field=Field.NAME)))
    await make.change(anna, telegram_id=None, erased_at=NOON, full_name="")

    telegram = await feed(write(anna.telegram_id, "Anna Petrova"))

    assert telegram.said().startswith("Settings appear once we know each other:")
    assert (await make.again(anna)).full_name == ""
