from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    ApiToken,
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Delivery,
    Feedback,
    LogEntry,
    Role,
    User,
)
from domain import erasure, history
from domain.errors import AdminsOnly
from domain.history import PAGE_SIZE, Entry, Filters, HistoryPage
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor

Look = Callable[..., Awaitable[HistoryPage]]
Read = Callable[..., Awaitable[list[str]]]

SECOND = timedelta(seconds=1)
WITHOUT_RIGHTS = [Role.PARTICIPANT, Role.HOST]


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def look(session: AsyncSession, vera: User) -> Look:
    async def look(**filters: Any) -> HistoryPage:
        return await history.page(session, as_actor(vera), filters=Filters(**filters), now=NOON)

    return look


@pytest.fixture
def read(look: Look) -> Read:
    """The actions on that page."""

    async def read(**filters: Any) -> list[str]:
        return [entry.action for entry in (await look(**filters)).entries]

    return read


async def the_only(look: Look, **filters: Any) -> Entry:
    [entry] = (await look(**filters)).entries
    return entry


# The list


async def test_newest_comes_first(make: Factory, read: Read, vera: User) -> None:
    await make.entry(vera, "first", at=NOON - HOUR)
    await make.entry(vera, "third", at=NOON)
    await make.entry(vera, "second", at=NOON - SECOND)

    assert await read() == ["third", "second", "first"]


async def test_of_one_moment_the_later_written_comes_first(
    make: Factory, read: Read, vera: User
) -> None:
    for number in range(5):
        await make.entry(vera, f"number {number}")

    assert await read() == [f"number {number}" for number in (4, 3, 2, 1, 0)]


async def test_pages_follow_one_another_without_gaps(
    make: Factory, look: Look, vera: User
) -> None:
    for number in range(2 * PAGE_SIZE + 1):
        await make.entry(vera, str(number))

    pages = [await look(page=number) for number in range(3)]

    assert [len(page.entries) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 1]
    assert {page.total for page in pages} == {2 * PAGE_SIZE + 1}
    actions = [entry.action for page in pages for entry in page.entries]
    assert actions == [str(number) for number in reversed(range(2 * PAGE_SIZE + 1))]


@pytest.mark.parametrize("beyond", [1, 2, 9999, 46_655])
async def test_beyond_the_end_is_the_last_page(
    make: Factory, look: Look, vera: User, beyond: int
) -> None:
    await make.entry(vera)

    page = await look(page=beyond)

    assert (page.number, page.total, len(page.entries)) == (0, 1, 1)


async def test_history_in_which_nothing_happened_is_empty(look: Look) -> None:
    page = await look()

    assert (page.entries, page.number, page.total) == ([], 0, 0)


@pytest.mark.parametrize("role", WITHOUT_RIGHTS)
async def test_only_admins_see_it(session: AsyncSession, make: Factory, role: Role) -> None:
    actor = as_actor(await make.user(role=role))

    with pytest.raises(AdminsOnly):
        await history.page(session, actor, filters=Filters(), now=NOON)
    with pytest.raises(AdminsOnly):
        await history.overview(session, actor, filters=Filters(), now=NOON)
    with pytest.raises(AdminsOnly):
        await history.courses_named(session, actor, words=("a",))
    with pytest.raises(AdminsOnly):
        await history.order_file(session, actor, CAMPUS, filters=Filters(), now=NOON)
    with pytest.raises(AdminsOnly):
        await anext(aiter(history.entries(session, actor, filters=Filters(), now=NOON)))

    assert await make.all(LogEntry) == []
    assert await make.all(Delivery) == []


# Who and what


async def test_entry_names_who_did_it_and_to_what(make: Factory, look: Look, vera: User) -> None:
    anna = await make.user(full_name="Anna Petrova")
    enrollment = await make.enrollment(await make.course(name="Python"), anna)
    await make.entry(enrollment, "expel", by=vera, status=["registered", "expelled"])

    entry = await the_only(look)

    assert entry.actor is not None
    assert (entry.actor.name, entry.actor.role) == ("Vera", Role.ADMIN)
    assert entry.subject is not None
    assert (entry.subject.name, entry.subject.telegram_id) == ("Anna Petrova", anna.telegram_id)
    assert (entry.course, entry.action, entry.at) == ("Python", "expel", NOON)
    assert entry.details == {"status": ["registered", "expelled"]}


async def test_system_is_nobody_and_a_service_has_a_name(
    make: Factory, look: Look, vera: User
) -> None:
    token = await make.add(ApiToken(name="timetable", token_hash=b"1", scopes=[]))
    await make.entry(vera, "by service", token_id=token.id)
    await make.entry(vera, "by nobody")

    by_nobody, by_service = (await look()).entries

    assert (by_nobody.actor, by_nobody.service) == (None, None)
    assert (by_service.actor, by_service.service) == (None, "timetable")


async def test_erased_person_has_no_name_any_more(
    session: AsyncSession, make: Factory, look: Look, vera: User
) -> None:
    anna = await make.user(full_name="Anna Petrova")
    await make.entry(anna, "change_profile", by=anna, fields=["email"])
    await erasure.erase(session, as_actor(vera), user_id=anna.id, now=NOON)
    await session.flush()

    found = await look(user_id=anna.id)

    assert [it.action for it in found.entries] == ["erase_user", "change_profile"]
    for entry in found.entries:
        assert entry.subject is not None
        assert (entry.subject.name, entry.subject.telegram_id) == ("", None)
    assert found.person == ""


async def test_row_that_is_gone_leaves_its_entry(make: Factory, look: Look) -> None:
    course = await make.course()
    await make.entry(course, "create_course")
    course.id += 1
    await make.entry(course, "delete_course")

    gone, _ = (await look()).entries

    assert (gone.course, gone.subject, gone.entity_id) == (None, None, course.id)


@pytest.mark.parametrize("strange", ["5", None, [1], {"a": 1}, 2**62, -1, 1.5, True])
async def test_strange_details_do_not_break_the_page(
    make: Factory, look: Look, vera: User, strange: object
) -> None:
    await make.entry(vera, user_id=strange, course_id=strange)

    entry = await the_only(look)

    assert entry.details == {"user_id": strange, "course_id": strange}


# By person and by course


async def test_history_of_a_person_is_what_they_did_and_what_was_done_to_them(
    make: Factory, read: Read, vera: User
) -> None:
    anna, boris = await make.user(), await make.user()
    course = await make.course()
    enrollment, other = [await make.enrollment(course, it) for it in (anna, boris)]
    await make.entry(course, "did", by=anna)
    await make.entry(anna, "to them", by=vera)
    await make.entry(enrollment, "to their place", by=vera)
    await make.entry(await make.invite(used_by=anna.id, used_at=NOON), "to their link", by=vera)
    await make.entry(course, "to their part", by=vera, user_id=anna.id)
    await make.entry(vera, "looked at them", by=vera, user_id=anna.id)
    await make.entry(other, "to another", by=vera)
    await make.entry(boris, "to another", by=boris)
    await make.entry(course, "to the part of another", by=vera, user_id=boris.id)

    assert await read(user_id=anna.id) == [
        "looked at them",
        "to their part",
        "to their link",
        "to their place",
        "to them",
        "did",
    ]


async def test_marks_and_feedback_are_of_their_person_and_their_course(
    make: Factory, look: Look, vera: User
) -> None:
    anna, course = await make.user(full_name="Anna"), await make.course(name="Python")
    enrollment, lesson = await make.enrollment(course, anna), await make.lesson(course)
    mark = await make.add(
        Attendance(
            enrollment_id=enrollment.id,
            lesson_id=lesson.id,
            lesson_date=date(2026, 3, 2),
            status=AttendanceStatus.PRESENT,
            source=AttendanceSource.ROSTER,
            marked_at=NOON,
        )
    )
    stars = await make.add(Feedback(course_id=course.id, user_id=anna.id, rating=5))
    await make.entry(mark, "check_in", by=vera)
    await make.entry(stars, "give_feedback", by=anna)

    for filters in ({"user_id": anna.id}, {"course_id": course.id}):
        found = await look(**filters)

        assert [it.action for it in found.entries] == ["give_feedback", "check_in"]
        assert {it.course for it in found.entries} == {"Python"}
        assert {it.subject.name for it in found.entries if it.subject} == {"Anna"}


async def test_history_of_a_course_is_of_all_that_belongs_to_it(
    make: Factory, read: Read, vera: User
) -> None:
    course, other = await make.course(), await make.course()
    anna = await make.user()
    await make.entry(course, "course", by=vera)
    await make.entry(await make.enrollment(course, anna), "place", by=anna)
    await make.entry(await make.lesson(course), "lesson", by=vera)
    await make.entry(await make.team_invite(course), "link", by=vera)
    await make.entry(vera, "file", by=vera, course_id=course.id)
    await make.entry(other, "other", by=vera)
    await make.entry(await make.enrollment(other, anna), "other", by=anna)
    await make.entry(await make.team_invite(other), "other", by=vera)

    assert await read(course_id=course.id) == ["file", "link", "lesson", "place", "course"]


async def test_filters_work_together(make: Factory, read: Read, vera: User) -> None:
    anna, course = await make.user(), await make.course()
    place = await make.enrollment(course, anna)
    elsewhere = await make.enrollment(await make.course(), anna)
    await make.entry(place, "leave", by=anna)
    await make.entry(place, "enroll", by=anna)
    await make.entry(place, "enroll", by=anna, at=NOON - 40 * DAY)
    await make.entry(elsewhere, "enroll", by=anna)
    await make.entry(course, "enroll", by=vera)

    both = {"user_id": anna.id, "course_id": course.id}

    assert await read(**both) == ["enroll", "leave", "enroll"]
    assert await read(**both, action="enroll") == ["enroll", "enroll"]
    assert await read(**both, action="enroll", days=30) == ["enroll"]
    assert await read(**both, action="expel") == []


async def test_filters_say_whose_names_they_are_about(
    make: Factory, look: Look, vera: User
) -> None:
    anna, course = await make.user(full_name="Anna"), await make.course(name="Python")

    named = await look(user_id=anna.id, course_id=course.id)
    unknown = await look(user_id=2**62, course_id=2**62)

    assert (named.person, named.course, named.total) == ("Anna", "Python", 0)
    assert (unknown.person, unknown.course, unknown.total) == (None, None, 0)


# Days


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]


async def test_days_begin_and_end_where_the_admin_is(
    make: Factory, read: Read, vera: User
) -> None:
    """In Moscow it is three hours later."""
    await make.entry(vera, "too early", at=at(2026, 2, 28, 20, 59, 59))
    await make.entry(vera, "first", at=at(2026, 2, 28, 21))
    await make.entry(vera, "last", at=at(2026, 3, 1, 20, 59, 59))
    await make.entry(vera, "too late", at=at(2026, 3, 1, 21))

    assert await read(span=(date(2026, 3, 1), date(2026, 3, 1))) == ["last", "first"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(1, ["today"]), (7, ["week", "today"]), (30, ["month", "week", "today"])],
)
async def test_last_days_have_today_among_them(
    make: Factory, read: Read, vera: User, days: int, expected: list[str]
) -> None:
    await make.entry(vera, "long ago", at=NOON - 30 * DAY)
    await make.entry(vera, "month", at=NOON - 29 * DAY)
    await make.entry(vera, "week", at=NOON - 6 * DAY)
    await make.entry(vera, "today", at=NOON - 14 * HOUR)

    assert await read(days=days) == expected[::-1]


async def test_day_on_which_the_clocks_change_is_a_whole_one(
    session: AsyncSession, make: Factory
) -> None:
    admin = await make.user(role=Role.ADMIN, timezone="Europe/Berlin")
    await make.entry(admin, "before", at=at(2026, 3, 28, 22, 59, 59))
    await make.entry(admin, "first", at=at(2026, 3, 28, 23))
    await make.entry(admin, "last", at=at(2026, 3, 29, 21, 59, 59))
    await make.entry(admin, "after", at=at(2026, 3, 29, 22))
    day = date(2026, 3, 29)

    found = await history.page(
        session, as_actor(admin), filters=Filters(span=(day, day)), now=NOON
    )

    assert [it.action for it in found.entries] == ["last", "first"]


# Courses to choose from


async def test_course_is_found_by_words_of_its_name_whatever_its_state(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    for name in ("Python for all", "PYTHON, part 2", "Chess", "100% sure"):
        await make.course(name=name)

    async def named(*words: str) -> set[str]:
        found = await history.courses_named(session, as_actor(vera), words=words)
        return {it.name for it in found}

    assert await named("python") == {"Python for all", "PYTHON, part 2"}
    assert await named("part", "python") == {"PYTHON, part 2"}
    assert await named("%") == {"100% sure"}
    assert await named("nothing") == set()
