"""Six digits are a million: guessing them is stopped."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, EnrollmentStatus, ScanAttempt, User
from domain.answers import Answer
from domain.attendance import MOST_GUESSES
from domain.tokens import Signer
from tests.domain.desks import MINUTE, Room, create_room
from tests.factories import DAY, NOON, Factory

ALL = 10


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def room(session: AsyncSession, make: Factory, signer: Signer, anna: User) -> Room:
    return await create_room(session, make, signer, anna)


async def guesses(room: Room, person: User, count: int = ALL) -> list[Answer]:
    return [(await room.comes(person, it)).answer for it in room.wrong_digits(count)]


async def test_ten_may_be_wrong(room: Room, anna: User) -> None:
    assert MOST_GUESSES == ALL
    assert await guesses(room, anna, 9) == [Answer.CODE_INVALID] * 9

    assert (await room.comes(anna, room.digits())).answer is Answer.CHECKED_IN


async def test_then_no_digits_are_right_for_ten_minutes(
    room: Room, make: Factory, anna: User
) -> None:
    await guesses(room, anna)

    for minutes in (0, 1, 9):
        at = NOON + minutes * MINUTE
        blocked = await room.comes(anna, room.digits(at), at=at)
        assert blocked.answer is Answer.TOO_MANY_ATTEMPTS
        assert blocked.again_at == NOON + 10 * MINUTE
    assert len(await make.all(ScanAttempt)) == ALL
    assert await make.all(Attendance) == []


async def test_code_that_is_scanned_counts_all_the_same(room: Room, anna: User) -> None:
    await guesses(room, anna)

    assert (await room.comes(anna, room.code())).answer is Answer.CHECKED_IN


async def test_codes_that_were_too_old_are_no_guesses(room: Room, anna: User) -> None:
    for _ in range(2 * ALL):
        await room.comes(anna, room.code(NOON - 5 * MINUTE))

    assert (await room.comes(anna, room.digits())).answer is Answer.CHECKED_IN


async def test_who_guesses_for_others_is_not_told_which_are_right(
    room: Room, make: Factory, anna: User
) -> None:
    waiting = await make.user()
    await make.enrollment(room.course, waiting, EnrollmentStatus.WAITLISTED)
    await room.comes(anna)

    for person in (anna, waiting):
        await guesses(room, person)
        assert (await room.comes(person, room.digits())).answer is Answer.TOO_MANY_ATTEMPTS


async def test_who_has_no_lesson_now_guesses_nothing(room: Room, make: Factory) -> None:
    outsider = await make.user()

    assert await guesses(room, outsider, 15) == [Answer.CODE_INVALID] * 15
    assert (await room.comes(outsider, room.digits())).answer is Answer.CODE_INVALID
    assert await make.all(ScanAttempt) == []


async def test_guesses_of_one_are_not_those_of_another(
    room: Room, make: Factory, anna: User
) -> None:
    boris = await make.user()
    await make.enrollment(room.course, boris)
    await guesses(room, anna)

    assert (await room.comes(boris, room.digits())).answer is Answer.CHECKED_IN


async def test_digits_of_the_day_before_are_wrong(room: Room, anna: User) -> None:
    yesterday = room.digits(NOON - DAY)

    assert (await room.comes(anna, yesterday)).answer is Answer.CODE_INVALID
