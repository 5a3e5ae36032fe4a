import pytest

from db.models import CourseMute, EnrollmentStatus, User
from domain.mutes import PAGE_SIZE
from keyboards.mutes import Mute
from keyboards.settings import ShowMutes
from tests.conftest import Feed
from tests.factories import Factory
from tests.telegram import tap, write

HEADING = "<b>Reminders by course</b>\n\n"


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


async def test_courses_are_muted_and_unmuted_by_a_tap(
    feed: Feed, make: Factory, anna: User
) -> None:
    for name in ("Design", "Dance"):
        await make.course(anna, name=name)
    settings = await feed(write(anna.telegram_id, "/settings"))
    screen = await feed(tap(anna.telegram_id, settings.buttons()["📚 Reminders by course"]))

    muted = await feed(tap(anna.telegram_id, screen.buttons()["🔔 Design"]))
    unmuted = await feed(tap(anna.telegram_id, muted.buttons()["🔕 Design"]))

    assert screen.said() == HEADING + "🔔 I remind you, 🔕 I do not. A tap changes it."
    assert list(screen.buttons()) == ["🔔 Dance", "🔔 Design", "⬅️ To settings", "🏠 Menu"]
    assert list(muted.buttons())[:2] == ["🔔 Dance", "🔕 Design"]
    assert list(unmuted.buttons())[:2] == ["🔔 Dance", "🔔 Design"]
    assert await make.all(CourseMute) == []


async def test_second_tap_is_answered_as_the_first(feed: Feed, make: Factory, anna: User) -> None:
    button = Mute(course_id=(await make.course(anna)).id, is_muted=True)

    said = [list((await feed(tap(anna.telegram_id, button))).buttons()) for _ in range(2)]

    assert said[0] == said[1] == ["🔕 Mathematics", "⬅️ To settings", "🏠 Menu"]
    assert len(await make.all(CourseMute)) == 1


async def test_who_is_on_no_course_is_led_to_the_courses(feed: Feed, anna: User) -> None:
    telegram = await feed(tap(anna.telegram_id, ShowMutes()))

    assert telegram.said() == (
        HEADING + "You are on no course now: there is nothing to remind you of."
    )
    assert list(telegram.buttons()) == ["📚 Courses", "⬅️ To settings", "🏠 Menu"]


async def test_list_is_in_russian_and_says_that_all_is_off(feed: Feed, make: Factory) -> None:
    boris = await make.user(language="ru", reminders_on=False)
    await make.course(boris)

    telegram = await feed(tap(boris.telegram_id, ShowMutes()))

    assert telegram.said() == (
        "<b>Напоминания по курсам</b>\n\n"
        "🔔 напоминаю, 🔕 молчу. Нажмите на курс, чтобы поменять.\n\n"
        "Сейчас выключены все напоминания: включить их можно в настройках."
    )


async def test_tap_stays_on_its_page(feed: Feed, make: Factory, anna: User) -> None:
    for number in range(PAGE_SIZE + 1):
        await make.course(anna, name=f"Course {number}")
    first = await feed(tap(anna.telegram_id, ShowMutes()))
    second = await feed(tap(anna.telegram_id, first.buttons()["➡️"]))

    muted = await feed(tap(anna.telegram_id, second.buttons()[f"🔔 Course {PAGE_SIZE}"]))

    assert "1 of 2" in first.buttons()
    assert list(muted.buttons()) == [
        f"🔕 Course {PAGE_SIZE}",
        "⬅️",
        "2 of 2",
        "➡️",
        "⬅️ To settings",
        "🏠 Menu",
    ]


async def test_course_that_one_left_is_refused(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course()
    await make.enrollment(course, anna, EnrollmentStatus.CANCELLED)

    telegram = await feed(tap(anna.telegram_id, Mute(course_id=course.id, is_muted=True)))

    assert telegram.notice() == "You are not on this course."
    assert await make.all(CourseMute) == []


@pytest.mark.parametrize("name", ["<b>&", "N" * 4096, "שם \u202e", "😀" * 99])
async def test_label_fits_whatever_the_course_is_called(
    feed: Feed, make: Factory, anna: User, name: str
) -> None:
    await make.course(anna, name=name)

    telegram = await feed(tap(anna.telegram_id, ShowMutes()))

    assert next(iter(telegram.buttons())).startswith(f"🔔 {name[:3]}")
