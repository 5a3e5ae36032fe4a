import json

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Consent,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DialogState,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from domain import authoring, deliveries, enrollments, erasure, roles
from domain.errors import NotAllowed
from tests.factories import DAY, NOON, Factory
from tests.people import CAMPUS, as_actor

CANCELLED = EnrollmentStatus.CANCELLED
REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED


async def erase(session: AsyncSession, actor: User, user: User) -> None:
    await erasure.erase(session, as_actor(actor), user_id=user.id, now=NOON)
    await session.flush()


async def test_erased_person_has_no_name_and_no_address(
    session: AsyncSession, make: Factory
) -> None:
    anna = await make.user(study_group="BPM-21-1", email="anna@example.org", timezone="Asia/Omsk")

    await erase(session, anna, anna)

    row = await make.again(anna)
    assert row.full_name == ""
    kept = (row.telegram_id, row.study_group, row.email, row.timezone, row.language)
    assert set(kept) == {None}
    assert row.erased_at == NOON
    assert row.public_id != anna.public_id


async def test_seats_and_places_of_the_erased_go_to_those_who_wait(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris, clara = await make.user(), await make.user(), await make.user()
    takes = await make.course(anna, waiting=[boris], capacity=1)
    waits = await make.course(clara, waiting=[anna, boris], capacity=1)

    await erase(session, anna, anna)

    standings = {(it.user_id, it.course_id): it.status for it in await make.all(Enrollment)}
    assert standings[anna.id, takes.id] is standings[anna.id, waits.id] is CANCELLED
    assert standings[boris.id, takes.id] is REGISTERED
    assert standings[boris.id, waits.id] is WAITLISTED
    assert [(await make.again(it)).taken for it in (takes, waits)] == [1, 1]
    assert [it.user_id for it in await make.all(Delivery) if it.user_id] == [boris.id]


async def test_erasing_is_in_the_history_with_all_that_it_ended(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()
    await make.course(anna, waiting=[boris], capacity=1)
    await make.course(waiting=[anna], capacity=0)

    await erase(session, anna, anna)

    of_anna, of_boris, other_of_anna = await make.all(Enrollment)
    entries = [(it.user_id, it.action, it.entity_id) for it in await make.all(LogEntry)]
    assert len(entries) == 4
    assert set(entries) == {
        (anna.id, "leave", of_anna.id),
        (anna.id, "leave", other_of_anna.id),
        (None, "promoted", of_boris.id),
        (anna.id, "erase_user", anna.id),
    }


async def test_consent_ends_with_the_person(session: AsyncSession, make: Factory) -> None:
    anna, _ = await make.user(), await make.user()
    before = {"version": "1", "given_at": NOON - DAY, "withdrawn_at": NOON - DAY}
    await make.add(Consent(user_id=anna.id, **before))

    await erase(session, anna, anna)

    assert [it.withdrawn_at for it in await make.all(Consent)] == [NOON, None, NOON - DAY]


async def test_what_was_completed_stays_completed(session: AsyncSession, make: Factory) -> None:
    anna, course = await make.user(), await make.course(waiting=[await make.user()], capacity=1)
    await make.change(course, taken=1)
    done = await make.enrollment(course, anna, EnrollmentStatus.COMPLETED)

    await erase(session, anna, anna)

    assert (await make.again(done)).status is EnrollmentStatus.COMPLETED
    assert (await make.again(course)).taken == 1


@pytest.mark.parametrize("status", [CourseStatus.FINISHED, CourseStatus.ARCHIVED])
async def test_seat_on_a_course_that_is_over_still_counts(
    session: AsyncSession, make: Factory, status: CourseStatus
) -> None:
    anna, boris = await make.user(), await make.user()
    course = await make.course(anna, waiting=[boris], status=status)

    await erase(session, anna, anna)
    await erase(session, boris, boris)

    assert [it.status for it in await make.all(Enrollment)] == [REGISTERED, CANCELLED]
    assert (await make.again(course)).taken == 1


async def test_what_was_said_to_and_of_the_erased_is_forgotten(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris = await make.user(telegram_id=77), await make.user(telegram_id=78)
    for person in (anna, boris):
        chat_id = person.telegram_id or 0
        await make.add(DialogState(chat_id=chat_id, user_id=chat_id, data={"typed": "Zinaida"}))
        await deliveries.owe(session, [deliveries.screen(chat_id, key=str(chat_id), due_at=NOON)])
        out = await make.enrollment(await make.course(), person, EnrollmentStatus.EXPELLED)
        await make.change(out, reason="Zinaida was rude")

    await erase(session, anna, anna)

    assert [it.user_id for it in await make.all(DialogState)] == [78]
    screens = [it for it in await make.all(Delivery) if it.kind is DeliveryKind.SCREEN]
    assert [it.chat_id for it in screens] == [78]
    assert [it.reason for it in await make.all(Enrollment)] == [None, "Zinaida was rude"]


async def test_row_and_history_of_the_erased_stay(session: AsyncSession, make: Factory) -> None:
    anna, course = await make.user(), await make.course()
    await enrollments.enroll(session, as_actor(anna), course_id=course.id, now=NOON)
    before = {it.id: it.details for it in await make.all(LogEntry)}

    await erase(session, anna, anna)

    assert [it.id for it in await make.all(User)] == [anna.id]
    assert before.items() <= {it.id: it.details for it in await make.all(LogEntry)}.items()


async def test_no_history_holds_a_name(session: AsyncSession, make: Factory) -> None:
    person = {"full_name": "Zinaida", "study_group": "Zinaida", "email": "Zinaida"}
    zina, manager = await make.user(**person), await make.admin()
    course = await make.course(await make.user(), capacity=1)
    await make.staff(course, manager, StaffPart.MANAGER)
    actor = as_actor(zina)

    await roles.grant(session, telegram_id=zina.telegram_id or 0, role=Role.HOST, now=NOON)
    await enrollments.enroll(session, actor, course_id=course.id, now=NOON)
    await authoring.edit(
        session, as_actor(manager), CAMPUS, course_id=course.id, now=NOON, capacity=2
    )
    await enrollments.leave(session, actor, course_id=course.id, now=NOON)
    await erase(session, manager, zina)

    entries = await make.all(LogEntry)
    assert {it.action for it in entries} == {
        "grant_role",
        "enroll",
        "change_course",
        "promoted",
        "leave",
        "erase_user",
    }
    assert "Zinaida" not in json.dumps([it.details for it in entries])


async def test_admin_erases_others(session: AsyncSession, make: Factory) -> None:
    anna, vera = await make.user(), await make.admin()

    await erase(session, vera, anna)

    [entry] = await make.all(LogEntry)
    assert (await make.again(anna)).erased_at == NOON
    assert (entry.user_id, entry.action, entry.entity_id) == (vera.id, "erase_user", anna.id)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_others_erase_nobody_but_themselves(
    session: AsyncSession, make: Factory, role: Role
) -> None:
    anna, other = await make.user(), await make.user(role=role)
    course = await make.course(anna)
    await make.staff(course, other, StaffPart.MANAGER)

    with pytest.raises(NotAllowed):
        await erase(session, other, anna)

    assert (await make.again(anna)).erased_at is None
    assert (await make.again(course)).taken == 1


async def test_second_erasure_changes_nothing(session: AsyncSession, make: Factory) -> None:
    anna = await make.user()
    await erase(session, anna, anna)

    await erasure.erase(session, as_actor(anna), user_id=anna.id, now=NOON + DAY)
    await session.flush()

    assert (await make.again(anna)).erased_at == NOON
    assert len(await make.all(LogEntry)) == 1


async def test_erasing_nobody_is_no_error(session: AsyncSession, make: Factory) -> None:
    await erasure.erase(session, as_actor(await make.admin()), user_id=0, now=NOON)

    assert await make.all(LogEntry) == []
