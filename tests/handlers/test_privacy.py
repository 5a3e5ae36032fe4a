"""What the law gives everybody: to read, to see, and to be forgotten."""

from dataclasses import replace

import pytest
from aiogram import Dispatcher
from aiogram.types import Update

from db.models import (
    Act,
    Consent,
    Delivery,
    DialogState,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    PendingStart,
    Role,
    User,
)
from db.session import Transaction
from domain.campus import Campus
from domain.clock import Clock
from keyboards.course import Enroll
from keyboards.meeting import Agree
from keyboards.menu import Privacy
from keyboards.privacy import AskForget, ForgetMe, MyData
from tests.conftest import Feed, create_feed
from tests.factories import NOON, Factory
from tests.telegram import person, tap, write

NOTHING_TO_SHOW = (
    "Nothing is kept about you: you have not introduced yourself. "
    "What you began and did not finish is forgotten within a day."
)
NOTHING_TO_FORGET = (
    "Nothing is kept about you. If you had begun to introduce yourself, that is forgotten now."
)


@pytest.fixture
async def anna(make: Factory) -> User:
    anna = await make.user(telegram_id=78, has_agreed=False)
    await make.add(Consent(user_id=anna.id, version="2026-01-01", given_at=NOON))
    return anna


def ways(telegram_id: int, command: str, button: Privacy | MyData | AskForget) -> list[Update]:
    return [write(telegram_id, command), tap(telegram_id, button)]


# To read


@pytest.mark.parametrize("way", ways(77, "/privacy", Privacy()), ids=["command", "button"])
async def test_privacy_says_who_keeps_what_and_whom_to_ask(feed: Feed, way: Update) -> None:
    telegram = await feed(way)

    assert "<b>Who keeps it:</b> the University." in telegram.said()
    assert telegram.said().endswith(
        "You can withdraw your consent at any time: /forget_me. "
        "Questions: privacy@example.org.\n\nVersion of 23 November 2026."
    )
    assert telegram.buttons() == {"🏠 Menu": "home"}


async def test_privacy_says_how_long_each_thing_is_kept(feed: Feed) -> None:
    english = await feed(write(77, "/privacy"))
    russian = await feed(write(77, "/privacy", who=person(77, language="ru")))

    assert "\n• 90 days: notices that were sent; one-time links, " in english.said()
    assert "\n• 3 days: the numbers of messages that were handled\n" in english.said()
    assert russian.said().startswith("<b>Персональные данные</b>")
    assert "\n• 90 дней: отправленные уведомления; " in russian.said()
    assert "\n• 1 день: незаконченное знакомство; " in russian.said()
    assert "Version" not in russian.said()


async def test_campus_need_not_say_whose_it_is(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, campus: Campus
) -> None:
    nobodys = replace(campus, organization="", privacy_contact="")
    feed = create_feed(dispatcher, transaction, clock, campus=nobodys)

    policy = await feed(write(77, "/privacy"))

    assert "Who keeps it:</b> the organizer of the courses." in policy.said()
    assert "Questions" not in policy.said()


async def test_whoever_is_asked_to_agree_can_do_so_under_the_text(
    feed: Feed, make: Factory
) -> None:
    await feed(tap(77, Enroll(course_id=(await make.course()).id)))

    telegram = await feed(tap(77, Privacy()))

    assert telegram.buttons() == {"✅ I agree": Agree().pack(), "Not now": "home"}


@pytest.mark.parametrize("way", ways(78, "/privacy", Privacy()), ids=["command", "button"])
@pytest.mark.usefixtures("anna")
async def test_privacy_says_to_what_one_agreed_and_when(feed: Feed, way: Update) -> None:
    telegram = await feed(way)

    assert telegram.said().endswith("You agreed to the version of 1 January 2026 on 2 March 2026.")
    assert telegram.buttons() == {
        "📦 A file with my data": "my-data",
        "Withdraw consent and erase my data": "ask-forget",
        "🏠 Menu": "home",
    }


async def test_privacy_speaks_of_the_consent_that_holds(feed: Feed, make: Factory) -> None:
    boris = await make.user(language="ru", has_agreed=False)
    given = {"user_id": boris.id, "given_at": NOON}
    await make.add(Consent(version="2025-01-01", withdrawn_at=NOON, **given))
    await make.add(Consent(version="2026-01-01", **given))

    telegram = await feed(write(boris.telegram_id, "/privacy"))

    assert telegram.said().endswith("Вы дали согласие 2 марта 2026, редакция от 1 января 2026.")


async def test_who_was_never_asked_is_told_so(feed: Feed, make: Factory) -> None:
    boris = await make.user(has_agreed=False)

    telegram = await feed(write(boris.telegram_id, "/privacy"))

    assert telegram.said().endswith("you will be asked for your consent.")


# To see


@pytest.mark.parametrize("way", ways(78, "/my_data", MyData()), ids=["command", "button"])
async def test_file_is_promised_at_once(
    feed: Feed, make: Factory, anna: User, way: Update
) -> None:
    telegram = await feed(way)

    assert telegram.said() == "I am putting your file together, it comes here in a moment."
    assert telegram.buttons() == {"🔒 Personal data": "privacy", "🏠 Menu": "home"}
    assert [it.user_id for it in await make.all(Delivery)] == [anna.id]


@pytest.mark.parametrize("way", ways(77, "/my_data", MyData()), ids=["command", "button"])
async def test_there_is_no_file_of_a_stranger(feed: Feed, make: Factory, way: Update) -> None:
    telegram = await feed(way)

    assert telegram.said() == NOTHING_TO_SHOW
    assert telegram.buttons() == {"🏠 Menu": "home"}
    assert await make.all(Delivery) == []


# To be forgotten


@pytest.mark.parametrize("way", ways(78, "/forget_me", AskForget()), ids=["command", "button"])
async def test_before_erasing_one_reads_what_goes_and_what_stays(
    feed: Feed, make: Factory, anna: User, way: Update
) -> None:
    telegram = await feed(way)

    assert telegram.said().startswith(
        "<b>Withdraw your consent and erase your data?</b>\n\n"
        "You cannot take part in courses without this data. If you withdraw your consent, it is "
        "erased.\n\n"
        "<b>What goes:</b> your name, group, e-mail and Telegram account;"
    )
    assert "<b>What stays, without your name:</b> numbers." in telegram.said()
    assert telegram.buttons() == {"Yes, erase my data": "forget-me", "No, keep my data": "privacy"}
    assert (await make.again(anna)).erased_at is None


async def test_erased_person_is_told_so_and_may_begin_anew(
    feed: Feed, make: Factory, anna: User
) -> None:
    await make.course(anna)

    telegram = await feed(tap(78, ForgetMe()))
    again = await feed(tap(78, telegram.buttons()["🏠 Menu"]))

    assert telegram.said() == (
        "Done. Your data is erased.\n\n"
        "If you want to come back one day, send /start, and we will meet anew."
    )
    assert telegram.buttons() == {"🏠 Menu": "home"}
    assert again.said().startswith("Hello! These are the courses of the University.")
    row = await make.again(anna)
    assert (row.erased_at, row.telegram_id, row.last_seen_at) == (NOON, None, None)
    assert [it.status for it in await make.all(Enrollment)] == [EnrollmentStatus.CANCELLED]
    assert [it.withdrawn_at for it in await make.all(Consent)] == [NOON]


async def test_erased_person_is_told_so_in_their_language(feed: Feed, make: Factory) -> None:
    boris = await make.user(language="ru")

    asked = await feed(write(boris.telegram_id, "/forget_me"))
    done = await feed(tap(boris.telegram_id, ForgetMe()))

    assert list(asked.buttons()) == ["Да, удалить", "Нет, оставить"]
    assert done.said().startswith("Готово. Ваши данные удалены.")


async def test_being_erased_is_no_visit(feed: Feed, make: Factory) -> None:
    boris = await make.user(last_seen_at=None, reachable=False)

    await feed(tap(boris.telegram_id, ForgetMe()))

    row = await make.again(boris)
    assert (row.last_seen_at, row.reachable) == (None, False)


@pytest.mark.usefixtures("anna")
async def test_whoever_comes_back_is_a_new_person(feed: Feed, make: Factory) -> None:
    course, who = await make.course(), person(78, name="Anna Petrova")
    await feed(tap(78, ForgetMe(), who=who))

    consent = await feed(tap(78, Enroll(course_id=course.id), who=who))
    name = await feed(tap(78, consent.buttons()["✅ I agree"], who=who))
    group = await feed(tap(78, name.buttons()["Anna Petrova"], who=who))
    await feed(tap(78, group.buttons()["Skip"], who=who))

    before, after = await make.all(User)
    assert (before.telegram_id, before.full_name) == (None, "")
    assert (after.telegram_id, after.full_name, after.erased_at) == (78, "Anna Petrova", None)
    assert [it.user_id for it in await make.all(Enrollment)] == [after.id]


async def test_admin_named_by_the_settings_is_erased_like_anybody(
    dispatcher: Dispatcher,
    transaction: Transaction,
    clock: Clock,
    campus: Campus,
    make: Factory,
) -> None:
    vera, _ = await make.user(telegram_id=79, role=Role.ADMIN), await make.admin()
    feed = create_feed(dispatcher, transaction, clock, campus=replace(campus, admin_ids=(79,)))

    await feed(tap(79, ForgetMe()))

    row = await make.again(vera)
    assert (row.erased_at, row.role) == (NOON, Role.PARTICIPANT)


@pytest.mark.usefixtures("anna")
async def test_second_tap_is_answered_with_the_same_last_screen(feed: Feed, make: Factory) -> None:
    first, second = await feed(tap(78, ForgetMe())), await feed(tap(78, ForgetMe()))

    assert first.said().startswith("Done. Your data is erased.")
    assert (second.said(), second.buttons()) == (first.said(), first.buttons())
    assert [it.action for it in await make.all(LogEntry)].count("erase_user") == 1


@pytest.mark.parametrize("way", ways(77, "/forget_me", AskForget()), ids=["command", "button"])
async def test_of_a_stranger_what_they_began_is_forgotten(
    feed: Feed, make: Factory, way: Update
) -> None:
    start = {"act": Act.ENROLL, "subject": 1, "happened_at": NOON, "full_name": "Anna"}
    await make.add(PendingStart(telegram_id=77, **start))
    await make.add(DialogState(chat_id=77, user_id=77, state="Meeting:typing_name"))

    telegram = await feed(way)

    assert telegram.said() == NOTHING_TO_FORGET
    assert telegram.buttons() == {"🏠 Menu": "home"}
    assert (await make.all(PendingStart), await make.all(DialogState)) == ([], [])
