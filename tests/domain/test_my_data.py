"""What people get when they ask for their data: all of it, and nothing of others."""

import json
from collections.abc import Awaitable
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    ApiToken,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    DialogState,
    LogEntry,
    User,
)
from db.session import Transaction
from domain import enrollments, erasure, privacy
from scheduler.letters.files import as_json
from tests.factories import NOON, Factory
from tests.lives import TELEGRAM_ID, WORDS, Life, live, who_knows_people
from tests.people import as_actor
from tests.races import create_race

SHOWN = {
    "announcements.author_id": "announcements_written",
    "api_tokens.created_by": "service_tokens_made",
    "calendar_tokens.user_id": "calendar_links",
    "consents.user_id": "consents",
    "course_mutes.user_id": "muted_courses",
    "course_staff.user_id": "staff_parts",
    "deliveries.chat_id": "notices",
    "deliveries.user_id": "notices",
    "dialog_states.chat_id": "unanswered_questions",
    "dialog_states.user_id": "unanswered_questions",
    "enrollments.user_id": "enrollments",
    "feedback.user_id": "feedback",
    "invites.created_by": "one_time_links",
    "invites.used_by": "one_time_links",
    "invites.user_id": "one_time_links",
    "lessons.host_id": "lessons_hosted",
    "logs.user_id": "history",
    "questions.settled_by": "questions_answered",
    "questions.user_id": "questions_asked",
    "pending_starts.telegram_id": "unfinished_first_meetings",
    "point_entries.user_id": "points",
    "scan_attempts.user_id": "failed_scans",
    "screens.paired_by": "projector_screens",
    "users.telegram_id": "profile",
    "web_sessions.user_id": "sign_ins",
}
BESIDE = {"attendance", "made_at", "repeatable_requests"}
"""What knows people by way of something else."""
LEFT_OUT = {
    "room_messages.chat_id": "which message shows a code is known while people check in only",
    "room_messages.user_id": "the same; the chat is in the profile",
    "attendance.marked_by": "the mark is of somebody else; that it was made is in the history",
    "banners.uploaded_by": "the picture is the course's; that it was uploaded is in the history",
}


@pytest.fixture
async def zina(make: Factory) -> Life:
    return await live(make)


async def file_of(session: AsyncSession, user: User) -> dict[str, Any]:
    """As it is read by whoever asked for it."""
    found = await privacy.my_data(session, as_actor(user), now=NOON)
    assert found is not None
    read: dict[str, Any] = json.loads(as_json(found))
    return read


def test_every_column_that_knows_people_is_shown_or_left_out_for_a_reason() -> None:
    assert {*who_knows_people()} == SHOWN.keys() | LEFT_OUT.keys()
    assert not SHOWN.keys() & LEFT_OUT.keys()


async def test_all_that_is_kept_is_in_the_file(session: AsyncSession, zina: Life) -> None:
    read = await file_of(session, zina.user)

    assert [name for name, content in read.items() if not content] == []
    assert read.keys() == {*SHOWN.values()} | BESIDE


async def test_own_words_can_be_read_in_the_file(session: AsyncSession, zina: Life) -> None:
    found = await privacy.my_data(session, as_actor(zina.user), now=NOON)

    read = as_json(found or {}).decode()

    # Of a notice it says that it was sent: its words are in the chat.
    missing = {name for name, words in WORDS.items() if words not in read}
    assert missing == {"said", "shown", "error"}
    assert str(TELEGRAM_ID) in read


async def test_file_is_for_people_to_read(session: AsyncSession, make: Factory) -> None:
    anna = await make.user(full_name="Анна", timezone="Asia/Omsk", created_at=NOON)

    read = as_json(await privacy.my_data(session, as_actor(anna), now=NOON) or {}).decode()

    assert read.startswith('{\n  "made_at": "2026-03-02T18:00:00+06:00",\n  "profile": {\n')
    assert '    "full_name": "Анна",\n' in read
    assert '    "registered_at": "2026-03-02T18:00:00+06:00",\n' in read
    assert '    "quiet_from": "22:00:00",\n' in read


async def test_nothing_secret_is_in_the_file(session: AsyncSession, zina: Life) -> None:
    read = await file_of(session, zina.user)

    names = {name for records in read.values() if isinstance(records, list) for name in records[0]}
    assert not [it for it in names | read["profile"].keys() if "hash" in it or "public" in it]
    assert str(zina.user.public_id) not in json.dumps(read)


async def test_nothing_of_others_is_in_the_file(session: AsyncSession, make: Factory) -> None:
    anna, boris = await make.user(), await make.admin()
    course = await make.course(anna, boris)
    for person in (anna, boris):
        await enrollments.leave(session, as_actor(person), course_id=course.id, now=NOON)
        await enrollments.enroll(session, as_actor(person), course_id=course.id, now=NOON)

    read = await file_of(session, anna)

    assert [it["status"] for it in read["enrollments"]] == ["registered"]
    assert [(it["action"], it["by"]) for it in read["history"]] == [
        ("leave", "you"),
        ("enroll", "you"),
    ]


async def test_of_who_did_something_to_one_only_the_kind_is_said(
    session: AsyncSession, make: Factory
) -> None:
    anna, vera = await make.user(), await make.admin()
    token = await make.add(ApiToken(name="timetable", token_hash=b"1", scopes=[]))
    by = [{"user_id": anna.id}, {"user_id": vera.id}, {"token_id": token.id}, {}]
    about = {"entity": "users", "entity_id": anna.id, "details": {"fields": ["email"]}}
    for who in by:
        await make.add(LogEntry(action="change_user", timestamp=NOON, **about, **who))

    read = await file_of(session, anna)

    assert [it["by"] for it in read["history"]] == [
        "you",
        "somebody else",
        "a service",
        "the system",
    ]
    assert "Vera" not in json.dumps(read)


async def test_who_made_and_who_used_a_link_is_said(session: AsyncSession, zina: Life) -> None:
    read = await file_of(session, zina.user)

    ways = "made_by_you", "used_by_you", "made_for_you"
    assert [tuple(it[way] for way in ways) for it in read["one_time_links"]] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


async def test_person_without_telegram_sees_no_chat_of_others(
    session: AsyncSession, make: Factory
) -> None:
    anna = await make.user(telegram_id=None)
    await make.add(DialogState(chat_id=77, user_id=77))
    await make.delivery(await make.user())

    read = await file_of(session, anna)

    assert (read["unanswered_questions"], read["notices"]) == ([], [])


async def test_of_the_erased_there_is_no_file(session: AsyncSession, make: Factory) -> None:
    anna = await make.user()
    await erasure.erase(session, as_actor(anna), user_id=anna.id, now=NOON)

    assert await privacy.my_data(session, as_actor(anna), now=NOON) is None


# Asking for it


async def test_file_that_is_on_its_way_is_not_made_twice(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()

    for person in (anna, anna, boris, anna):
        await privacy.order_my_data(session, as_actor(person), now=NOON)

    owed = await make.all(Delivery)
    assert [(it.kind, it.user_id) for it in owed] == [
        (DeliveryKind.MY_DATA, anna.id),
        (DeliveryKind.MY_DATA, boris.id),
    ]


@pytest.mark.parametrize("status", [DeliveryStatus.SENT, DeliveryStatus.DEAD])
async def test_file_can_be_asked_for_again_and_again(
    session: AsyncSession, make: Factory, status: DeliveryStatus
) -> None:
    anna = as_actor(await make.user())

    for _ in range(3):
        await privacy.order_my_data(session, anna, now=NOON)
        await session.execute(update(Delivery).values(status=status))

    assert len(await make.all(Delivery)) == 3


async def test_two_taps_at_once_make_one_file(
    committing: Transaction, empty_database_url: str
) -> None:
    anna = as_actor(await Factory(committing).user())

    def order(session: AsyncSession) -> Awaitable[None]:
        return privacy.order_my_data(session, anna, now=NOON)

    await create_race(committing, empty_database_url)(order, order)

    assert len(await Factory(committing).all(Delivery)) == 1
