"""Check-in, and what others do to the same person, seat or lesson at the same moment."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.direct import Direct, typed
from db.models import (
    Attendance,
    AttendanceStatus,
    LessonStatus,
    LogEntry,
    PointEntry,
    ScanAttempt,
    StaffPart,
    User,
)
from db.queries import check_in as sightings
from db.queries import marking
from db.session import Conflict, Transaction, repeatedly
from domain import enrollments, erasure, lessons, undoing, walk_ins
from domain.answers import Answer, CheckIn
from domain.errors import CourseFull, LessonHasAttendance
from domain.tokens import Signer
from tests.domain.desks import PRICE, Room, create_room
from tests.factories import NOON, Factory
from tests.people import as_actor
from tests.races import Act, meet

ALL = 10
"""Guesses of digits."""
COURSE_HELD, OR_NOTHING = (
    "FOR KEY SHARE OF course",
    "ON CONFLICT (enrollment_id, lesson_id) DO NOTHING",
)


@pytest.fixture
def make(committing: Transaction) -> Factory:
    return Factory(committing)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def room(committing: Transaction, make: Factory, signer: Signer, anna: User) -> Room:
    async with committing() as session:
        room = await create_room(session, make, signer, anna)
    await make.change(room.course, taken=1)
    return room


class Doing:
    """What people do, each for a transaction of their own."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def comes(self, person: User, code: str = "") -> Act:
        return lambda session: self.room.within(session).comes(person, code)

    def scans(self, host: User, person: User) -> Act:
        return lambda session: self.room.within(session).scans(host, self.room.pass_of(person))

    def enrolls(self, person: User, attempt_id: int) -> Act:
        desk = self.room.desk(person)
        return lambda session: walk_ins.enroll_and_check_in(session, desk, attempt_id=attempt_id)

    def undoes(self, person: User, attendance_id: int) -> Act:
        return lambda session: undoing.undo(
            session, as_actor(person), attendance_id=attendance_id, now=NOON
        )

    def cancels(self) -> Act:
        vera, lesson_id = as_actor(self.room.vera), self.room.lesson.id
        return lambda session: lessons.cancel(session, vera, lesson_id=lesson_id, now=NOON)

    def erases(self, person: User) -> Act:
        them = as_actor(person)
        return lambda session: erasure.erase(session, them, user_id=them.id, now=NOON)


@pytest.fixture
def doing(room: Room) -> Doing:
    return Doing(room)


async def done(transaction: Transaction, act: Act) -> CheckIn:
    async with transaction() as session:
        checked = await act(session)
    assert isinstance(checked, CheckIn)
    return checked


async def marks(make: Factory, room: Room) -> list[AttendanceStatus]:
    return [it.status for it in await make.all(Attendance) if it.lesson_id == room.lesson.id]


async def ledger(make: Factory, room: Room) -> list[int]:
    return [it.points for it in await make.all(PointEntry) if it.course_id == room.course.id]


async def actions(make: Factory, room: Room) -> list[str]:
    marked = {it.id for it in await make.all(Attendance) if it.lesson_id == room.lesson.id}
    entries = [it for it in await make.all(LogEntry) if it.entity == "attendance"]
    return [it.action for it in entries if it.entity_id in marked]


async def test_of_participant_and_host_one_marks_and_the_other_is_told(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    first, second = await meet(committing, doing.comes(anna), doing.scans(room.vera, anna))

    assert isinstance(second, CheckIn)
    assert (first.answer, second.answer) == (Answer.CHECKED_IN, Answer.ALREADY)
    assert first.mark is not None
    assert second.mark is not None
    assert second.mark.attendance_id == first.mark.attendance_id
    assert await marks(make, room) == [AttendanceStatus.PRESENT]
    assert (await ledger(make, room), await actions(make, room)) == ([PRICE], ["check_in"])


async def test_of_host_assistant_and_participant_each_has_a_sensible_answer(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    assistant = await make.user()
    await make.staff(room.course, assistant, StaffPart.ASSISTANT)
    ways = doing.comes(anna), doing.scans(room.vera, anna), doing.scans(assistant, anna)

    checked = await asyncio.gather(*(done(committing, way) for way in ways * 3))

    answers = [it.answer for it in checked]
    assert answers.count(Answer.CHECKED_IN) == 1
    assert answers.count(Answer.ALREADY) == len(answers) - 1
    assert len({it.mark.attendance_id for it in checked if it.mark}) == 1
    assert (await ledger(make, room), await actions(make, room)) == ([PRICE], ["check_in"])


async def test_without_the_rule_of_one_mark_the_second_is_a_bug(
    committing: Transaction,
    room: Room,
    doing: Doing,
    anna: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unguarded = Direct(
        typed(marking.MARK.format(unless="").replace(OR_NOTHING, ""), marking.TYPES)
    )
    monkeypatch.setattr(marking, "ADD", unguarded)

    _, second = await meet(committing, doing.comes(anna), doing.scans(room.vera, anna))

    assert not isinstance(second, CheckIn | Conflict)


async def test_of_two_who_come_after_all_one_marks(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    place = await make.enrollment_of(room.course, anna)
    await make.mark(place, room.lesson, AttendanceStatus.EXCUSED)

    first, second = await meet(committing, doing.comes(anna), doing.scans(room.vera, anna))

    assert isinstance(second, CheckIn)
    assert (first.answer, second.answer) == (Answer.CHECKED_IN, Answer.ALREADY)
    assert await marks(make, room) == [AttendanceStatus.PRESENT]
    assert (await ledger(make, room), await actions(make, room)) == ([PRICE], ["change_mark"])


async def test_who_is_being_expelled_is_not_marked_though_they_were_excused(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    place = await make.enrollment_of(room.course, anna)
    await make.mark(place, room.lesson, AttendanceStatus.EXCUSED)
    manager = await make.user()
    await make.staff(room.course, manager, StaffPart.MANAGER)
    who = as_actor(manager)

    async def expel(session: AsyncSession) -> None:
        await enrollments.expel(session, who, enrollment_id=place.id, reason="", now=NOON)

    _, second = await meet(committing, expel, doing.comes(anna))

    assert isinstance(second, Conflict)
    again = await done(committing, doing.comes(anna))
    assert again.answer is Answer.NOT_ENROLLED
    assert await marks(make, room) == [AttendanceStatus.EXCUSED]
    assert await ledger(make, room) == []


async def test_nobody_is_marked_on_a_lesson_that_is_being_cancelled(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    _, second = await meet(committing, doing.cancels(), doing.comes(anna))

    assert isinstance(second, Conflict)
    again = await done(committing, doing.comes(anna))
    assert again.answer is Answer.LESSON_CANCELLED
    assert await marks(make, room) == []


async def test_lesson_to_which_somebody_is_coming_is_not_cancelled(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    _, second = await meet(committing, doing.comes(anna), doing.cancels())

    assert isinstance(second, LessonHasAttendance)
    assert (await make.again(room.lesson)).status is LessonStatus.SCHEDULED


async def test_without_the_hold_on_the_course_somebody_is_marked_on_a_cancelled_lesson(
    committing: Transaction,
    make: Factory,
    room: Room,
    doing: Doing,
    anna: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loose = sightings.SEE.replace(COURSE_HELD, "").format(
        person=sightings.BY_ID, which=sightings.CODED, held=""
    )
    direct = Direct(typed(loose, sightings.TYPES))
    monkeypatch.setattr(sightings, "ONE_BY_CODE", direct)

    await meet(committing, doing.cancels(), doing.comes(anna))

    assert (await make.again(room.lesson)).status is LessonStatus.CANCELLED
    assert await marks(make, room) == [AttendanceStatus.PRESENT]


async def test_whoever_is_being_erased_is_not_marked(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    _, second = await meet(committing, doing.erases(anna), doing.scans(room.vera, anna))

    assert isinstance(second, Conflict)
    again = await done(committing, doing.scans(room.vera, anna))
    assert again.answer is Answer.CODE_INVALID
    assert await marks(make, room) == []


async def test_mark_of_who_is_erased_right_after_it_stays_as_nobodys(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    _, second = await meet(committing, doing.comes(anna), doing.erases(anna))

    async def erase_again() -> None:
        async with committing() as session:
            await doing.erases(anna)(session)

    assert second is None or isinstance(second, Conflict)
    await repeatedly(erase_again)
    assert (await make.again(anna)).erased_at == NOON
    assert await marks(make, room) == [AttendanceStatus.PRESENT]


async def test_failed_scan_of_who_is_being_erased_leaves_nothing(
    committing: Transaction, make: Factory, room: Room, doing: Doing
) -> None:
    outsider = await make.user()

    _, second = await meet(committing, doing.erases(outsider), doing.comes(outsider))

    assert isinstance(second, Conflict)
    assert [it for it in await make.all(ScanAttempt) if it.user_id == outsider.id] == []


async def test_of_two_who_undo_one_does(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    checked = await done(committing, doing.comes(anna))
    assert checked.mark is not None
    undo = doing.undoes(anna, checked.mark.attendance_id)

    await meet(committing, undo, undo)

    assert await ledger(make, room) == [PRICE, -PRICE]


async def test_who_scans_while_their_mark_is_taken_back_is_marked_anew_or_told(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    checked = await done(committing, doing.comes(anna))
    assert checked.mark is not None

    _, second = await meet(
        committing, doing.undoes(anna, checked.mark.attendance_id), doing.comes(anna)
    )

    assert isinstance(second, CheckIn)
    assert second.answer is Answer.ALREADY
    assert sum(await ledger(make, room)) == 0


async def test_last_seat_is_given_once(
    committing: Transaction, make: Factory, signer: Signer
) -> None:
    boris, clara = await make.user(), await make.user()
    async with committing() as session:
        room = await create_room(session, make, signer, capacity=1)
        scans = [(await room.comes(it)).attempt_id or 0 for it in (boris, clara)]
    doing = Doing(room)

    first, second = await meet(
        committing, doing.enrolls(boris, scans[0]), doing.enrolls(clara, scans[1])
    )

    assert first.answer is Answer.CHECKED_IN
    assert isinstance(second, CourseFull)
    assert (await make.again(room.course)).taken == 1
    assert len(await marks(make, room)) == 1


async def test_digits_through_many_connections_are_looked_at_ten_times(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    acts = [doing.comes(anna, digits) for digits in room.wrong_digits(3 * ALL)]

    checked = await asyncio.gather(*(done(committing, act) for act in acts))

    answers = [it.answer for it in checked]
    assert answers.count(Answer.CODE_INVALID) == ALL
    assert answers.count(Answer.TOO_MANY_ATTEMPTS) == 2 * ALL
    assert len([it for it in await make.all(ScanAttempt) if it.user_id == anna.id]) == ALL


async def almost_all(transaction: Transaction, room: Room, doing: Doing, anna: User) -> list[Act]:
    """She has one guess left. The next two."""
    *made, one, another = room.wrong_digits(ALL + 1)
    for digits in made:
        await done(transaction, doing.comes(anna, digits))
    return [doing.comes(anna, one), doing.comes(anna, another)]


async def test_only_one_at_a_time_guesses_for_a_person(
    committing: Transaction, room: Room, doing: Doing, anna: User
) -> None:
    acts = await almost_all(committing, room, doing, anna)

    first, second = await meet(committing, *acts)

    assert isinstance(second, CheckIn)
    assert (first.answer, second.answer) == (Answer.CODE_INVALID, Answer.TOO_MANY_ATTEMPTS)


async def test_without_that_both_are_looked_at(
    committing: Transaction,
    room: Room,
    doing: Doing,
    anna: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loose = sightings.seeing(sightings.BY_ID, sightings.OWN)
    monkeypatch.setattr(sightings, "OWN_NEAR", loose)
    acts = await almost_all(committing, room, doing, anna)

    first, second = await meet(committing, *acts)

    assert isinstance(second, CheckIn)
    assert first.answer is second.answer is Answer.CODE_INVALID


async def test_people_of_a_room_do_not_wait_for_one_another(
    committing: Transaction, make: Factory, room: Room, doing: Doing, anna: User
) -> None:
    boris = await make.user()
    await make.enrollment(room.course, boris)

    async with asyncio.timeout(2), committing() as waiting:
        await doing.comes(anna)(waiting)
        other = await done(committing, doing.comes(boris))

    assert other.answer is Answer.CHECKED_IN
    assert await ledger(make, room) == [PRICE, PRICE]
