"""The host pairs a page on a projector from the chat."""

import pytest

from db.models import Course, Lesson, ProjectorScreen, StaffPart, User
from db.session import Transaction
from domain import projectors
from domain.campus import LANGUAGES
from keyboards.projector import CloseProjector, PairAt, ShowProjectors
from keyboards.settings import AskSetting
from tests.conftest import Feed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.telegram import tap, write
from tests.test_hostile_names import NAMES


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria")


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course()
    await make.staff(course, maria, StaffPart.ASSISTANT)
    return course


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course, starts_at=NOON)


@pytest.fixture
async def number(make: Factory, transaction: Transaction) -> str:
    async with transaction() as session:
        await projectors.open_page(session, now=NOON)
    (page,) = await make.all(ProjectorScreen)
    assert page.pairing_number is not None
    return page.pairing_number


async def paired(make: Factory) -> int | None:
    (page,) = await make.all(ProjectorScreen)
    return page.lesson_id


@pytest.mark.parametrize("gap", ["", " ", "-"])
async def test_number_alone_pairs_the_page(
    feed: Feed, make: Factory, maria: User, lesson: Lesson, number: str, gap: str
) -> None:
    answer = await feed(write(maria.telegram_id, number[:4] + gap + number[4:]))

    assert "The screen shows the code of" in answer.said()
    assert await paired(make) == lesson.id


async def test_of_several_lessons_one_is_chosen(
    feed: Feed, make: Factory, maria: User, lesson: Lesson, number: str
) -> None:
    other = await make.course(name="Physics")
    await make.staff(other, maria)
    soon = await make.lesson(other, starts_at=NOON + 2 * HOUR)

    question = await feed(write(maria.telegram_id, number))
    assert await paired(make) is None
    chosen = PairAt(number=int(number), lesson_id=soon.id)
    assert question.buttons()["Physics"] == chosen.pack()
    await feed(tap(maria.telegram_id, chosen))

    assert await paired(make) == soon.id


async def test_wrong_number_is_explained(feed: Feed, maria: User, lesson: Lesson) -> None:
    answer = await feed(write(maria.telegram_id, "00000000"))

    assert "No screen shows this number now" in answer.said()


@pytest.mark.parametrize("day", [-DAY, DAY])
async def test_without_a_lesson_near_there_is_nothing_to_show(
    feed: Feed, make: Factory, maria: User, course: Course, number: str, day: object
) -> None:
    await make.lesson(course, starts_at=NOON + day)  # type: ignore[operator]

    answer = await feed(write(maria.telegram_id, number))

    assert "You have no lesson now" in answer.said()
    assert await paired(make) is None


async def test_screens_of_a_lesson_are_listed_and_closed(
    feed: Feed, make: Factory, maria: User, lesson: Lesson, number: str
) -> None:
    await feed(write(maria.telegram_id, number))
    (page,) = await make.all(ProjectorScreen)

    listed = await feed(tap(maria.telegram_id, ShowProjectors(lesson_id=lesson.id)))
    closed = await feed(tap(maria.telegram_id, CloseProjector(screen_id=page.id)))
    again = await feed(tap(maria.telegram_id, CloseProjector(screen_id=page.id)))

    assert "1 screen shows the code" in listed.said()
    assert "No screen shows the code of this lesson yet" in closed.said() + again.said()
    assert (await make.again(page)).closed_at == NOON


async def test_others_see_and_close_nothing(
    feed: Feed, make: Factory, maria: User, lesson: Lesson, number: str
) -> None:
    await feed(write(maria.telegram_id, number))
    (page,) = await make.all(ProjectorScreen)
    boris = await make.user(full_name="Boris")

    await feed(tap(boris.telegram_id, ShowProjectors(lesson_id=lesson.id)))
    await feed(tap(boris.telegram_id, CloseProjector(screen_id=page.id)))

    assert (await make.again(page)).closed_at is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_hostile_names_are_only_names(
    feed: Feed, make: Factory, number: str, name: str, language: str
) -> None:
    maria = await make.user(language=language)
    for starts_at in (NOON, NOON + HOUR):
        course = await make.course(name=name)
        await make.staff(course, maria)
        lesson = await make.lesson(course, starts_at=starts_at)

    await feed(write(maria.telegram_id, number))
    await feed(tap(maria.telegram_id, PairAt(number=int(number), lesson_id=lesson.id)))
    await feed(tap(maria.telegram_id, ShowProjectors(lesson_id=lesson.id)))


@pytest.mark.parametrize("number", ["20241234", "2024-1234"])
async def test_eight_digits_that_were_asked_for_are_the_answer(
    feed: Feed, make: Factory, maria: User, number: str
) -> None:
    await feed(tap(maria.telegram_id, AskSetting(field="study_group")))

    answer = await feed(write(maria.telegram_id, number))

    assert f"Study group: <b>{number}</b>" in answer.said()


async def test_tv_says_how(feed: Feed, maria: User) -> None:
    answer = await feed(write(maria.telegram_id, "/tv"))

    assert "needs an address" in answer.said()
