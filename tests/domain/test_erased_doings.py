"""What erasing a person does to courses, links and messages that they had a part in."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Announcement,
    AnnouncementStatus,
    CourseStaff,
    Delivery,
    DeliveryKind,
    DeliveryOperation,
    DeliveryStatus,
    Feedback,
    IdempotencyKey,
    Invite,
    Lesson,
    LogEntry,
    PendingStart,
    Role,
    StaffPart,
    User,
)
from db.session import Conflict, Transaction
from domain import erasure, roles, staff, users
from domain.errors import LastAdmin, NotAllowed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor, stranger
from tests.races import Race, create_race

SENT, SKIPPED, PENDING = DeliveryStatus.SENT, DeliveryStatus.SKIPPED, DeliveryStatus.PENDING


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(telegram_id=77)


async def erase(session: AsyncSession, user: User) -> None:
    await erasure.erase(session, as_actor(user), user_id=user.id, now=NOON)
    await session.flush()


async def test_parts_in_courses_end_and_are_noted(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course, other = await make.course(), await make.user()
    await make.staff(course, anna, StaffPart.ASSISTANT)
    await make.staff(course, other)

    await erase(session, anna)

    assert [it.user_id for it in await make.all(CourseStaff)] == [other.id]
    change, _ = await make.all(LogEntry)
    assert (change.action, change.entity, change.entity_id) == (
        "change_part",
        "courses",
        course.id,
    )
    assert change.details == {"user_id": anna.id, "part": ["assistant", None]}


async def test_lessons_to_come_are_for_others_to_give(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course, host = await make.course(), {"host_id": anna.id}
    await make.lesson(course, starts_at=NOON - HOUR, ends_at=NOON, **host)
    await make.lesson(course, starts_at=NOON - HOUR / 2, **host)
    await make.lesson(course, starts_at=NOON + DAY, **host)

    await erase(session, anna)

    assert [it.host_id for it in await make.all(Lesson)] == [anna.id, None, None]


async def test_open_links_of_theirs_are_good_for_nobody(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    mine: dict[str, Any] = {"created_by": anna.id}
    given = await make.invite(**mine)
    for_anna = await make.invite(role=None, user_id=anna.id)
    over = [
        await make.invite(**mine, used_at=NOON - DAY, used_by=anna.id),
        await make.invite(**mine, expires_at=NOON),
        await make.invite(),
    ]

    await erase(session, anna)

    revoked = {it.id: it.revoked_at for it in await make.all(Invite)}
    assert (revoked[given.id], revoked[for_anna.id]) == (NOON, NOON)
    assert [revoked[it.id] for it in over] == [None, None, None]
    noted = [it.entity_id for it in await make.all(LogEntry) if it.action == "revoke_invite"]
    assert sorted(noted) == [given.id, for_anna.id]


async def test_stars_stay_without_the_comment(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course()
    for person in (anna, await make.user()):
        about = {"user_id": person.id, "course_id": course.id}
        await make.add(Feedback(rating=4, comment="Fine.", **about))

    await erase(session, anna)

    assert [(it.rating, it.comment) for it in await make.all(Feedback)] == [(4, ""), (4, "Fine.")]


async def test_drafts_go_and_the_card_of_a_course_stays(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course()
    empty: dict[str, Any] = {"author_id": anna.id, "audience": {}, "content": {}}
    await make.add(Announcement(status=AnnouncementStatus.DRAFT, **empty))
    about = {"course_id": course.id, "is_card": True, "send_at": NOON}
    card = await make.add(Announcement(status=AnnouncementStatus.SENDING, **empty, **about))
    owed = await make.delivery(await make.user(), announcement_id=card.id, status=PENDING)

    await erase(session, anna)

    [left] = await make.all(Announcement)
    assert (left.id, left.status) == (card.id, AnnouncementStatus.SENDING)
    assert (await make.again(owed)).status is PENDING


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (AnnouncementStatus.SCHEDULED, AnnouncementStatus.STOPPED),
        (AnnouncementStatus.SENDING, AnnouncementStatus.STOPPED),
        (AnnouncementStatus.SENT, AnnouncementStatus.SENT),
        (AnnouncementStatus.RECALLED, AnnouncementStatus.RECALLED),
    ],
)
async def test_announcements_lose_their_words_and_go_no_further(
    session: AsyncSession,
    make: Factory,
    anna: User,
    before: AnnouncementStatus,
    after: AnnouncementStatus,
) -> None:
    boris = await make.user()
    said = {"audience": {}, "content": {"text": "News"}, "for_late_joiners_until": NOON + DAY}
    theirs = await make.add(Announcement(author_id=anna.id, status=before, **said))
    other = await make.add(Announcement(author_id=boris.id, status=before, **said))
    for it, status in [(theirs, SENT), (theirs, PENDING), (other, PENDING)]:
        await make.delivery(boris, announcement_id=it.id, status=status)

    await erase(session, anna)

    theirs, other = await make.all(Announcement)
    assert (theirs.content, theirs.for_late_joiners_until, theirs.status) == ({}, None, after)
    assert (other.content, other.status) == ({"text": "News"}, before)
    statuses = [it.status for it in await make.all(Delivery) if it.announcement_id]
    assert statuses == [SENT, SKIPPED, PENDING]


async def test_notices_are_kept_without_their_words_and_sent_no_more(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    boris = await make.user()
    said = {"course_id": 7, "reason": "Rude.", "is_late": True, "people": ["Clara"]}
    for person, status in [(anna, SENT), (anna, PENDING), (boris, PENDING)]:
        await make.delivery(person, status=status, payload=said, error="Anna has blocked us")

    await erase(session, anna)

    sent, owed, other, _menu = await make.all(Delivery)
    assert sent.payload == owed.payload == {"course_id": 7, "is_late": True}
    assert (sent.error, owed.error, other.error) == ("", "", "Anna has blocked us")
    assert (sent.status, owed.status, other.status) == (SENT, SKIPPED, PENDING)
    assert other.payload == said


async def test_answers_that_name_the_person_are_forgotten(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    registered = {"id": anna.id, "full_name": "As she was called then"}
    commented = {"id": 5, "user_id": anna.id, "comment": "Between us"}
    others = {"id": anna.id + 1, "full_name": anna.full_name}
    course = {"id": anna.id, "name": anna.full_name}
    bodies: dict[str, dict[str, Any]] = {
        "token:1": registered,
        "token:2": commented,
        "token:3": others,
        "token:4": course,
        f"user:{anna.id}": course,
        "stranger:77": course,
    }
    for owner, body in bodies.items():
        answer = {"headers": {}, "body": body}
        await make.add(IdempotencyKey(owner=owner, key="1", fingerprint=b"", answer=answer))

    await erase(session, anna)

    kept = {it.owner: it.answer and it.answer["body"] for it in await make.all(IdempotencyKey)}
    assert kept == {"token:1": None, "token:2": None, "token:3": others, "token:4": course}


async def test_chat_gets_the_menu_of_a_stranger(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    await roles.grant(session, telegram_id=77, role=Role.ADMIN, now=NOON)

    await erase(session, anna)

    [menu] = [it for it in await make.all(Delivery) if it.status is PENDING]
    assert (menu.kind, menu.operation) == (DeliveryKind.COMMANDS, DeliveryOperation.SET_COMMANDS)
    assert (menu.chat_id, menu.user_id, menu.due_at) == (77, None, NOON)
    assert "77" not in menu.dedup_key.split(":")


async def test_who_had_no_chat_gets_no_menu(session: AsyncSession, make: Factory) -> None:
    await erase(session, await make.user(telegram_id=None))

    assert await make.all(Delivery) == []


async def test_erased_admin_is_none_any_more(session: AsyncSession, make: Factory) -> None:
    vera, _ = await make.admin(), await make.admin()

    await erase(session, vera)

    assert (await make.again(vera)).role is Role.PARTICIPANT


async def test_only_admin_does_not_erase_themselves(session: AsyncSession, make: Factory) -> None:
    vera = await make.admin()

    with pytest.raises(LastAdmin):
        await erase(session, vera)


async def test_system_erases_whom_it_must(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    await make.course(anna)

    await erasure.erase(session, None, user_id=anna.id, now=NOON)
    await session.flush()

    assert (await make.again(anna)).erased_at == NOON
    assert [(it.user_id, it.action) for it in await make.all(LogEntry)] == [
        (None, "leave"),
        (None, "erase_user"),
    ]


async def test_refused_erasure_takes_nothing(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course()
    await make.staff(course, anna)

    with pytest.raises(NotAllowed):
        await erasure.erase(session, as_actor(await make.user()), user_id=anna.id, now=NOON)

    assert len(await make.all(CourseStaff)) == 1


async def test_who_is_erased_was_not_here(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    await erase(session, anna)
    await users.note_seen(session, anna, now=NOON + DAY)

    row = await make.again(anna)
    assert not users.is_news(row, now=NOON + DAY)
    assert (row.last_seen_at, row.reachable) == (None, False)


async def test_unfinished_meeting_of_a_stranger_is_forgotten(
    session: AsyncSession, make: Factory
) -> None:
    for number in (77, 78):
        start = {"act": "enroll", "subject": 1, "happened_at": NOON}
        await make.add(PendingStart(telegram_id=number, **start))

    await erasure.forget_stranger(session, stranger(telegram_id=77))

    assert [it.telegram_id for it in await make.all(PendingStart)] == [78]


# Two at once


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


@pytest.mark.parametrize("guard", ["", " FOR UPDATE OF courses"])
async def test_last_manager_does_not_leave_while_the_other_is_erased(
    race: Race, committing: Transaction, guard: str
) -> None:
    make = Factory(committing)
    vera, clara, course = await make.admin(), await make.admin(), await make.course()
    for admin in (vera, clara):
        await make.staff(course, admin, StaffPart.MANAGER)

    _, left = await race(
        lambda session: erasure.erase(session, as_actor(vera), user_id=vera.id, now=NOON),
        lambda session: staff.leave(session, as_actor(clara), course_id=course.id, now=NOON),
        guard=guard,
    )

    stayed = [it.user_id for it in await make.all(CourseStaff) if it.course_id == course.id]
    assert stayed == ([] if guard else [clara.id])
    assert isinstance(left, Exception) == (not guard)


async def test_erasing_begins_again_for_whoever_was_just_put_on_a_staff(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    anna, course = await make.user(), await make.course()

    async def put(session: AsyncSession) -> None:
        session.add(CourseStaff(course_id=course.id, user_id=anna.id, part=StaffPart.HOST))

    _, erased = await race(
        put,
        lambda session: erasure.erase(session, as_actor(anna), user_id=anna.id, now=NOON),
    )

    assert isinstance(erased, Conflict)


async def test_two_taps_erase_once(race: Race, committing: Transaction) -> None:
    make = Factory(committing)
    anna = await make.user()

    await race(*[lambda it: erasure.erase(it, as_actor(anna), user_id=anna.id, now=NOON)] * 2)

    entries = [it for it in await make.all(LogEntry) if it.entity_id == anna.id]
    assert [it.action for it in entries if it.entity == "users"] == ["erase_user"]
