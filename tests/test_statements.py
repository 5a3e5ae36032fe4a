"""What the paths that people take most cost: each word here is a round trip to the database.

Counted where everything is committed, so that a savepoint would be seen for what it is.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.types import Update
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from db.direct import Direct
from db.models import Course, Enrollment, Lesson, User
from db.session import Transaction
from domain import codes
from domain.clock import Clock
from domain.history import Filters
from domain.tokens import Kind, Signer
from keyboards.catalogue import ShowCourse, ShowCourses
from keyboards.course import AskLeave, Enroll, ShowDescription
from keyboards.history import ShowHistory, pack
from keyboards.numbers import ShowNumbers
from keyboards.roster import ShowRoster, ShowSeat
from tests.conftest import Feed, create_feed
from tests.factories import DAY, NOON, Factory
from tests.telegram import RecordedSession, send, tap, write

BEGIN, CLAIM, COMMIT = "BEGIN", "WITH", "COMMIT"
LOOK, MARK = "SELECT", "WITH"
"""Of check-in."""
FOR_THE_OPERATION = 2
"""As many as the design allows, beyond what the runtime needs."""


@pytest.fixture
def trips(committing_engine: AsyncEngine) -> Iterator[list[str]]:
    """The first words of what is sent to the server."""
    trips: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        trips.append(statement.split(maxsplit=1)[0])

    listeners = {
        "before_cursor_execute": note,
        "begin": lambda *_: trips.append(BEGIN),
        "commit": lambda *_: trips.append(COMMIT),
        "rollback": lambda *_: trips.append("ROLLBACK"),
        "savepoint": lambda *_: trips.append("SAVEPOINT"),
        "release_savepoint": lambda *_: trips.append("RELEASE"),
    }
    for name, listener in listeners.items():
        event.listen(committing_engine.sync_engine, name, listener)
    yield trips
    for name, listener in listeners.items():
        event.remove(committing_engine.sync_engine, name, listener)


@pytest.fixture
def direct_trips(trips: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """With what goes past SQLAlchemy."""
    fetch = Direct.fetch

    async def noted(self: Direct, *args: Any, **values: Any) -> Any:
        trips.append(str(self))
        return await fetch(self, *args, **values)

    monkeypatch.setattr(Direct, "fetch", noted)
    return trips


@pytest.fixture
def make(committing: Transaction) -> Factory:
    return Factory(committing)


@pytest.fixture
def feed(dispatcher: Dispatcher, committing: Transaction, clock: Clock, trips: list[str]) -> Feed:
    """Counts from the update on."""
    quiet = create_feed(dispatcher, committing, clock)

    async def feed(update: Update) -> RecordedSession:
        trips.clear()
        return await quiet(update)

    return feed


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


async def crowded(make: Factory, **changed: Any) -> Course:
    """With people in every place, and another fifty courses beside it."""
    people = [await make.user() for _ in range(50)]
    course = await make.course(*people[:25], waiting=people[25:], capacity=25, **changed)
    for person in people:
        await make.staff(course, person)
    for number in range(60):
        other = await make.course(name=f"Course {number}", capacity=number)
        await make.lesson(other, starts_at=NOON + (number + 1) * DAY)
    return course


async def test_start(feed: Feed, trips: list[str], anna: User) -> None:
    await feed(write(anna.telegram_id, "/start"))

    next_lesson = "SELECT"
    assert trips == [BEGIN, CLAIM, next_lesson, COMMIT]


async def test_start_of_a_stranger(feed: Feed, trips: list[str]) -> None:
    await feed(write(77, "/start"))

    assert trips == [BEGIN, CLAIM, COMMIT]


async def test_page_of_the_catalogue(feed: Feed, trips: list[str], anna: User) -> None:
    await feed(write(anna.telegram_id, "/courses"))

    page = "WITH"
    assert trips == [BEGIN, CLAIM, page, COMMIT]


async def test_card_by_a_button(feed: Feed, trips: list[str], make: Factory, anna: User) -> None:
    course = await make.course()

    await feed(tap(anna.telegram_id, ShowCourse(course_id=course.id)))

    card = "SELECT"
    assert trips == [BEGIN, CLAIM, card, COMMIT]


async def test_card_by_a_link(
    feed: Feed, trips: list[str], make: Factory, anna: User, signer: Signer
) -> None:
    course = await make.course()
    token = signer.sign(Kind.COURSE_LINK, course.public_id)

    await feed(write(anna.telegram_id, f"/start {token}"))

    which, card = "SELECT", "SELECT"
    assert trips == [BEGIN, CLAIM, which, card, COMMIT]


@pytest.mark.parametrize("entries", [1, 30])
async def test_page_of_the_history(
    feed: Feed, trips: list[str], make: Factory, entries: int
) -> None:
    admin, course = await make.admin(), await make.course()
    for _ in range(entries):
        await make.entry(await make.enrollment(course, await make.user()), by=admin)
    asked = pack(Filters(admin.id, course.id, "enroll", days=7))

    await feed(tap(admin.telegram_id, ShowHistory(filters=asked)))

    overview, page = "SELECT", "SELECT"
    assert trips == [BEGIN, CLAIM, overview, page, COMMIT]


@pytest.mark.parametrize("people", [1, 30])
async def test_people_and_numbers_of_a_course(
    feed: Feed, trips: list[str], make: Factory, people: int
) -> None:
    admin, course = await make.admin(), await make.course()
    for number in range(people):
        await make.enrollment(course, await make.user())
        await make.lesson(course, starts_at=NOON - (number + 1) * DAY)
    course_and_part, page, card = "SELECT", "WITH", "SELECT"

    await feed(tap(admin.telegram_id, ShowRoster(course_id=course.id)))
    assert trips == [BEGIN, CLAIM, course_and_part, page, COMMIT]

    await feed(tap(admin.telegram_id, ShowNumbers(course_id=course.id)))
    assert trips == [BEGIN, CLAIM, course_and_part, page, COMMIT]

    place = (await make.all(Enrollment))[-1]
    await feed(tap(admin.telegram_id, ShowSeat(enrollment_id=place.id)))
    assert trips == [BEGIN, CLAIM, card, COMMIT]


@pytest.mark.parametrize("capacity", [None, 1, 0], ids=["no limit", "seat", "queue"])
async def test_enrolling(
    feed: Feed, trips: list[str], make: Factory, anna: User, capacity: int | None
) -> None:
    course = await make.course(capacity=capacity)

    await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    lock, join = "SELECT", "WITH"
    assert trips == [BEGIN, CLAIM, lock, join, COMMIT]


@pytest.fixture
async def lesson(make: Factory, anna: User) -> Lesson:
    """It is on, and she is on its list."""
    return await make.lesson(await make.course(anna, points_per_visit=5), starts_at=NOON)


@pytest.mark.parametrize("way", ["link", "digits"])
async def test_checking_in(
    feed: Feed,
    direct_trips: list[str],
    anna: User,
    signer: Signer,
    lesson: Lesson,
    way: str,
) -> None:
    step = codes.room_step(NOON)
    words = {
        "link": f"/start {signer.stamp(Kind.ROOM_CODE, lesson.public_id, step)}",
        "digits": signer.digits(lesson.public_id, step),
    }

    await feed(send(anna.telegram_id, text=words[way], date=NOON))
    assert direct_trips == [BEGIN, CLAIM, LOOK, MARK, COMMIT]

    await feed(send(anna.telegram_id, text=words[way], date=NOON))
    assert direct_trips[:3] == [BEGIN, CLAIM, LOOK]
    assert len(direct_trips) <= len([BEGIN, CLAIM, COMMIT]) + FOR_THE_OPERATION


async def test_check_in_that_fails(
    feed: Feed, direct_trips: list[str], anna: User, signer: Signer, lesson: Lesson
) -> None:
    stale = signer.stamp(Kind.ROOM_CODE, lesson.public_id, codes.room_step(NOON - DAY))

    await feed(send(anna.telegram_id, text=f"/start {stale}", date=NOON))

    keep_the_attempt = "INSERT"
    assert direct_trips == [BEGIN, CLAIM, LOOK, keep_the_attempt, COMMIT]


async def test_scanning_a_pass(
    feed: Feed,
    direct_trips: list[str],
    make: Factory,
    anna: User,
    signer: Signer,
    lesson: Lesson,
) -> None:
    vera = await make.user()
    await make.staff(Course(id=lesson.course_id), vera)
    token = signer.sign(Kind.PASS, anna.public_id, NOON + DAY)

    await feed(send(vera.telegram_id, text=f"/start {token}", date=NOON))

    assert direct_trips == [BEGIN, CLAIM, LOOK, MARK, COMMIT]


async def test_second_tap_on_enrolling(
    feed: Feed, trips: list[str], make: Factory, anna: User
) -> None:
    course = await make.course(anna)

    await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    assert len(trips) == len([BEGIN, CLAIM, COMMIT]) + FOR_THE_OPERATION


async def test_nothing_costs_more_when_there_is_more_of_it(
    feed: Feed, trips: list[str], make: Factory, anna: User, signer: Signer
) -> None:
    few, many = await make.course(), await crowded(make)

    cheap = [await cost(it, feed, trips) for it in paths(anna, few, signer)]
    as_cheap = [await cost(it, feed, trips) for it in paths(anna, many, signer)]

    assert cheap == as_cheap
    assert max(map(len, cheap)) <= len([BEGIN, CLAIM, COMMIT]) + FOR_THE_OPERATION


def paths(anna: User, course: Course, signer: Signer) -> list[Update]:
    button, link = {"course_id": course.id}, signer.sign(Kind.COURSE_LINK, course.public_id)
    messages = "/start", f"/start {link}", "/courses", "/my", "course"
    buttons = (
        ShowCourses(search="a3"),
        ShowCourse(**button),
        ShowDescription(**button),
        Enroll(**button),
        AskLeave(**button),
    )
    return [
        *(write(anna.telegram_id, words) for words in messages),
        *(tap(anna.telegram_id, meaning) for meaning in buttons),
    ]


async def cost(update: Update, feed: Feed, trips: list[str]) -> list[str]:
    await feed(update)
    return [*trips]


async def test_repeat_costs_no_more_than_home(feed: Feed, trips: list[str], anna: User) -> None:
    update = write(anna.telegram_id, "/courses")
    await feed(update)

    await feed(update)

    next_lesson = "SELECT"
    assert trips == [BEGIN, CLAIM, next_lesson, COMMIT]


async def test_refusal_is_one_rollback(feed: Feed, trips: list[str], anna: User) -> None:
    await feed(tap(anna.telegram_id, Enroll(course_id=2**62)))

    assert trips[:2] == [BEGIN, CLAIM]
    assert trips[-1] == "ROLLBACK"
    assert COMMIT not in trips


async def test_being_here_again_is_written_with_the_rest(
    feed: Feed, trips: list[str], make: Factory
) -> None:
    back = await make.user(last_seen_at=NOON - DAY)

    await feed(write(back.telegram_id, "/help"))

    helps_somewhere, note_seen = "SELECT", "UPDATE"
    assert trips == [BEGIN, CLAIM, helps_somewhere, note_seen, COMMIT]
