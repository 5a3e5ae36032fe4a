"""Tokens of other services, as admins make and revoke them in the chat."""

import re
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage

from db.models import ApiToken, Delivery, LogEntry, Role, User
from db.session import Transaction
from domain import api_tokens
from domain.api_tokens import READING, READING_AND_WRITING, Lifetime, Scope
from domain.clock import Clock
from keyboards.invites import ShowLinks, ShowTokens
from keyboards.tokens import (
    AskRevokeToken,
    ChooseEnd,
    ChooseRights,
    NameToken,
    NewToken,
    RevokeToken,
    ShowToken,
    pack,
    unpack,
)
from tests.conftest import Feed, create_feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import DAY, NOON, Factory
from tests.people import CAMPUS
from tests.telegram import RecordedSession, tap, write

NAME = "Timetable <1>"
SECRET = re.compile(r"<code>(kv_[\w-]{43})</code>")
ASKED = "What is the service called? Write it, such as “timetable of the institute”."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def token(make: Factory, **changed: Any) -> ApiToken:
    of_it = {"name": NAME, "token_hash": b"1", "scopes": ["courses:read"]} | changed
    return await make.add(ApiToken(**of_it))


def secret_of(said: str) -> str:
    found = SECRET.search(said)
    assert found, said
    return found[1]


# Making


async def test_token_is_made_by_buttons_and_a_name_and_signs_in(
    desk: Desk, make: Factory, vera: User, transaction: Transaction
) -> None:
    await desk.press(ShowLinks())
    empty = await desk.press("🔑 API")
    await desk.press("🔑 New token")
    ends = await desk.press("👁 Read everything")
    asked = await desk.press("90 days")
    made = await desk.write(NAME)

    assert empty.startswith("<b>Tokens of other services</b>\n\nThere are none yet.")
    assert ends.startswith("It may:\n• courses: read\n• people: read\n• enrollments: read\n• att")
    assert asked == ASKED
    assert made.startswith("✅ The token <b>Timetable &lt;1&gt;</b> is made:")
    assert made.endswith("It is good until 31 May 2026, 15:00.")
    async with transaction() as session:
        service = await api_tokens.sign_in(session, CAMPUS, secret=secret_of(made), now=NOON + DAY)
    assert sorted(service.scopes) == sorted(READING)
    [kept] = await make.all(ApiToken)
    assert (kept.created_by, kept.expires_at) == (vera.id, NOON + timedelta(days=90))
    assert [(it.user_id, it.action) for it in await make.all(LogEntry)] == [
        (vera.id, "create_token")
    ]


async def test_rights_are_chosen_one_by_one(desk: Desk, make: Factory) -> None:
    await desk.press(NewToken())
    await desk.press("☑️ Choose one by one")
    assert "➡️ That is all" not in desk.labels
    for label in ("▫️ courses: read", "▫️ people: give roles", "✅ courses: read"):
        await desk.press(label)

    assert "▫️ courses: read" in desk.labels
    await desk.press("➡️ That is all")
    await desk.press("Without an end")
    made = await desk.write(NAME)

    [kept] = await make.all(ApiToken)
    assert (kept.scopes, kept.expires_at) == (["users:roles"], None)
    assert made.endswith("It is good without an end.")


async def test_changing_everything_gives_no_roles(desk: Desk, make: Factory) -> None:
    await desk.press(NewToken())
    await desk.press("✏️ Read and change everything")
    await desk.press("365 days")
    await desk.write(NAME)

    [kept] = await make.all(ApiToken)
    assert kept.scopes == sorted(READING_AND_WRITING)
    assert Scope.USERS_ROLES not in kept.scopes


async def test_secret_stays_where_it_was_shown(desk: Desk) -> None:
    await desk.press(NameToken(rights=1, lifetime=Lifetime.MONTH))
    await desk.write(NAME)

    await desk.press("⬅️ To the tokens")

    assert desk.telegram.all(SendMessage)
    assert not desk.telegram.all(EditMessageText)
    assert not desk.telegram.all(DeleteMessage)
    assert SECRET.search(desk.telegram.said()) is None


async def test_secret_that_cannot_be_shown_is_not_kept_for_later(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, make: Factory, vera: User
) -> None:
    telegram = RecordedSession()
    feed = create_feed(dispatcher, transaction, clock, telegram)
    await feed(tap(vera.telegram_id, NameToken(rights=1, lifetime=Lifetime.MONTH)))
    method = SendMessage(chat_id=1, text="")
    telegram.errors = [TelegramNetworkError(method, "away")]

    await feed(write(vera.telegram_id, NAME))

    [owed] = await make.all(Delivery)
    assert owed.payload["text"].startswith("The token <b>Timetable &lt;1&gt;</b> is made, but it")
    assert "kv_" not in str(owed.payload)


@pytest.mark.parametrize("typed", ["x" * 101, "\u200b"])
async def test_name_that_is_none_is_asked_for_again(desk: Desk, make: Factory, typed: str) -> None:
    await desk.press(NameToken(rights=1, lifetime=Lifetime.MONTH))

    refused, labels = await desk.write(typed), desk.labels
    made = await desk.write(NAME)

    assert refused == ("Write it in a few words, such as “Sets and maps”: 100 characters at most.")
    assert labels == ["⬅️ To the tokens", "🏠 Menu"]
    assert secret_of(made)
    assert [it.name for it in await make.all(ApiToken)] == [NAME]


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_no_name(desk: Desk, content: dict[str, Any]) -> None:
    await desk.press(NameToken(rights=1, lifetime=Lifetime.MONTH))

    assert await desk.send(**content) == ASKED


async def test_second_message_makes_no_second_token(desk: Desk, make: Factory) -> None:
    await desk.press(NameToken(rights=1, lifetime=Lifetime.MONTH))

    for _ in range(2):
        await desk.write(NAME)

    assert len(await make.all(ApiToken)) == 1


async def test_in_russian(feed: Feed, make: Factory) -> None:
    olga = Desk(feed, await make.user(role=Role.ADMIN, language="ru"))

    await olga.press(NewToken())
    await olga.press("👁 Только читать")
    await olga.press("30 дней")
    made = await olga.write("Расписание")

    assert made.startswith("✅ Токен <b>Расписание</b> создан:")
    assert "больше он не появится. Потом удалите это сообщение." in made


# Those that there are


async def test_tokens_are_listed_by_pages(desk: Desk, make: Factory) -> None:
    for number in range(9):
        await token(make, name=f"Service {number}", token_hash=b"%d" % number)
    await token(make, name="gone", token_hash=b"x", revoked_at=NOON)

    first = await desk.press(ShowTokens())
    labels = desk.labels
    second = await desk.press("➡️")

    assert first.startswith(
        "<b>Tokens of other services</b>\n\n"
        "1. <b>Service 8</b>\ngood without an end\nnot used yet\n\n2. "
    )
    assert labels[:2] == ["1. Service 8", "2. Service 7"]
    assert labels[-3:] == ["🔑 New token", "⬅️ To the links", "🏠 Menu"]
    assert "9. <b>Service 0</b>" in second


async def test_token_is_shown_with_all_that_it_allows(
    desk: Desk, make: Factory, vera: User
) -> None:
    course = await make.course(name="Algebra & <i>")
    known = await token(
        make,
        scopes=["attendance:write", "courses:read"],
        course_ids=[course.id],
        created_by=vera.id,
        created_at=NOON - 3 * DAY,
        expires_at=NOON - DAY,
        last_used_at=NOON - 2 * DAY,
    )

    said = await desk.press(ShowToken(token_id=known.id))

    assert said == (
        "<b>Timetable &lt;1&gt;</b>\n\n"
        "It may:\n• courses: read\n• attendance: change\n\n"
        "Only on: Algebra &amp; &lt;i&gt;.\n\n"
        "created by: Vera\n"
        "created on 27 Feb 2026, 15:00\n"
        "🚫 out of date since 1 Mar 2026, 15:00\n"
        "last used: 28 Feb 2026, 15:00"
    )


async def test_many_courses_are_counted(desk: Desk, make: Factory) -> None:
    ids = [(await make.course(name=f"C{number}")).id for number in range(10)]
    known = await token(make, course_ids=ids)

    said = await desk.press(ShowToken(token_id=known.id))

    assert "Only on: C0, C1, C2, C3, C4, C5, C6 and C7. And 2 more." in said


async def test_token_is_revoked_after_a_question(
    desk: Desk, feed: Feed, make: Factory, vera: User
) -> None:
    known = await token(make)
    await desk.press(ShowToken(token_id=known.id))

    asked = await desk.press("Take the token back")
    kept = await desk.press("No, keep it")
    await desk.press(AskRevokeToken(token_id=known.id))
    notice = await desk.tap("Yes, take it back")
    gone = await feed(tap(vera.telegram_id, ShowToken(token_id=known.id)))

    assert asked.startswith("Take the token <b>Timetable &lt;1&gt;</b> back?")
    assert kept.startswith("<b>Timetable &lt;1&gt;</b>")
    assert notice == "The token is taken back."
    assert desk.telegram.said().startswith("<b>Tokens of other services</b>\n\nThere are none yet")
    assert gone.notice() == "There is no such token."
    assert (await make.again(known)).revoked_at == NOON
    assert [(it.user_id, it.action) for it in await make.all(LogEntry)] == [
        (vera.id, "revoke_token")
    ]


async def test_it_is_revoked_once(feed: Feed, make: Factory, vera: User) -> None:
    known = await token(make)

    taps = [await feed(tap(vera.telegram_id, RevokeToken(token_id=known.id))) for _ in range(2)]

    assert [it.notice() for it in taps] == ["The token is taken back."] * 2
    assert len(await make.all(LogEntry)) == 1


# Not theirs


async def test_others_have_no_tokens(feed: Feed, make: Factory) -> None:
    maria, known = await make.user(role=Role.HOST), await token(make)
    buttons = [
        ShowTokens(),
        NewToken(),
        ChooseRights(),
        ChooseEnd(rights=1),
        NameToken(rights=1, lifetime=Lifetime.MONTH),
        *(kind(token_id=known.id) for kind in (ShowToken, AskRevokeToken, RevokeToken)),
    ]

    for button in buttons:
        telegram = await feed(tap(maria.telegram_id, button))

        assert telegram.notice() == "This button is out of date. Here is the menu."

    assert (await make.again(known)).revoked_at is None


async def test_who_is_demoted_while_typing_makes_none(
    desk: Desk, make: Factory, vera: User
) -> None:
    await desk.press(NameToken(rights=1, lifetime=Lifetime.MONTH))
    await make.change(vera, role=Role.PARTICIPANT)

    await desk.write(NAME)

    assert await make.all(ApiToken) == []


@pytest.mark.parametrize("forged", ["name-token:1:31", "rights:-1", "token:x", "token:-1"])
async def test_forged_button_does_nothing(feed: Feed, vera: User, forged: str) -> None:
    telegram = await feed(tap(vera.telegram_id, forged))

    assert telegram.notice() == "This button is out of date. Here is the menu."


def test_rights_in_a_button_are_those_that_were_chosen() -> None:
    for scopes in ([], [Scope.LOGS_READ], list(Scope)):
        assert unpack(pack(scopes)) == scopes
    assert unpack(2**63 - 1) == list(Scope)
    assert pack(list(Scope)) < 2**63
