"""Two people move or cancel lessons at once: nobody's change is lost untold."""

from datetime import timedelta

import pytest

from db.models import Lesson, LessonStatus, LogEntry
from domain.series import Scope
from keyboards.schedule import AskCancel, AskPart, Cancel, MoveLesson, Part
from tests.desk import Desk
from tests.factories import DAY, HOUR, Factory
from tests.handlers.at_once.conftest import EVENING, WEEK

WHO = "Who: Boris &lt;b&gt;. When: 2 Mar 2026, 15:00."


async def preview(desk: Desk, lesson: Lesson, typed: str) -> str:
    await desk.press(AskPart(lesson_id=lesson.id, part=Part.TIME))
    return await desk.write(typed)


async def lengths(make: Factory) -> list[timedelta]:
    return [it.ends_at - it.starts_at for it in await make.all(Lesson)]


async def starts(make: Factory) -> list[timedelta]:
    return [it.starts_at - EVENING for it in await make.all(Lesson)]


async def test_other_length_that_somebody_saved_meanwhile_is_told_before_it_is_overwritten(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await preview(maria, mondays[0], "18:00-19:30")
    await preview(boris, mondays[0], "18:00-21:00")
    await boris.press("Only this one")

    said = await maria.press("Only this one")
    kept = await lengths(make)
    await maria.press("Only this one")

    assert WHO in said
    assert (
        "It was: Mon, 2 March, 18:00\u201319:00\nIt is now: Mon, 2 March, 18:00\u201321:00" in said
    )
    assert "New time: Mon, 2 March, 18:00\u201321:00 → <b>Mon, 2 March, 18:00\u201319:30" in said
    assert kept == [3 * HOUR, HOUR, HOUR]
    assert await lengths(make) == [1.5 * HOUR, HOUR, HOUR]


async def test_lesson_that_somebody_moved_by_itself_is_not_moved_untold_with_the_others(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await preview(maria, mondays[0], "+1 hour")
    await preview(boris, mondays[1], "20:00-21:00")
    await boris.press("Only this one")

    said = await maria.press("This and the next: 3 lessons")
    before = await starts(make)
    await maria.press("This and the next: 3 lessons")

    assert WHO in said
    assert "It is now: Mon, 9 March, 20:00\u201321:00" in said
    assert before == [0 * HOUR, WEEK + 2 * HOUR, 2 * WEEK]
    assert await starts(make) == [HOUR, WEEK + 3 * HOUR, 2 * WEEK + HOUR]


async def test_change_of_a_lesson_that_is_not_meant_is_no_obstacle(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await preview(maria, mondays[0], "+1 hour")
    await preview(boris, mondays[1], "20:00-21:00")
    await boris.press("Only this one")

    assert "Boris" not in await maria.press("Only this one")
    assert await starts(make) == [HOUR, WEEK + 2 * HOUR, 2 * WEEK]


async def test_lesson_that_somebody_moved_is_moved_where_it_was_said_and_nowhere_else(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await preview(maria, mondays[0], "4.03 18:00")
    await preview(boris, mondays[0], "3.03 12:00")
    await boris.press("Only this one")

    said = await maria.press("Only this one")
    before = await starts(make)
    await maria.press("Only this one")

    assert "It was: Mon, 2 March, 18:00\u201319:00" in said
    assert "Tue, 3 March, 12:00\u201313:00 → <b>Wed, 4 March, 18:00\u201319:00</b>" in said
    assert before[0] == DAY - 6 * HOUR
    assert await starts(make) == [2 * DAY, WEEK, 2 * WEEK]


async def test_lesson_that_somebody_moved_there_already_is_not_asked_about(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    for desk in (maria, boris):
        await preview(desk, mondays[0], "4.03 18:00")
    await boris.press("Only this one")

    notice = await maria.tap("Only this one")

    assert notice == "This is out of date: open the screen again."
    assert len(await make.all(LogEntry)) == 1


async def test_who_insists_is_told_of_a_third_time(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await preview(maria, mondays[0], "18:00-19:30")
    for typed in ("18:00-21:00", "18:00-22:00"):
        await preview(boris, mondays[0], typed)
        await boris.press("Only this one")
        said = await maria.press("Only this one")

    assert "It is now: Mon, 2 March, 18:00\u201322:00" in said
    assert (await lengths(make))[0] == 4 * HOUR


@pytest.mark.parametrize(
    "move",
    ["", "x", "0.0.0", "29540880.100000000.0", "29540880.99999999.0", "29540880.-99999999.60"],
)
async def test_button_that_nobody_made_moves_nothing(
    make: Factory, mondays: list[Lesson], maria: Desk, move: str
) -> None:
    was = int(EVENING.timestamp()) // 60
    move = move.replace("29540880", str(was))

    notice = await maria.tap(MoveLesson(lesson_id=mondays[0].id, scope=Scope.ALL, move=move))

    assert notice == "This is out of date: open the screen again."
    assert await starts(make) == [0 * HOUR, WEEK, 2 * WEEK]


def test_button_of_a_move_fits() -> None:
    longest = MoveLesson(
        lesson_id=10**18, scope=Scope.NEXT, move="29540880.-99999999.1440", seen="0" * 8
    )

    assert len(longest.pack()) <= 64


# Cancelling


async def test_lesson_that_somebody_moved_is_asked_about_again_before_it_is_cancelled(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await maria.press(AskCancel(lesson_id=mondays[0].id))
    await preview(boris, mondays[0], "5.03 10:00")
    await boris.press("Only this one")

    said = await maria.press("Yes, cancel it")
    status = (await make.again(mondays[0])).status
    await maria.press("Yes, cancel it")

    assert WHO in said
    assert "It was: Mon, 2 March, 18:00\u201319:00" in said
    assert "It is now: Thu, 5 March, 10:00\u201311:00" in said
    assert "Cancel the lesson <b>Thu, 5 March, 10:00\u201311:00</b>?" in said
    assert maria.labels != []
    assert status is LessonStatus.SCHEDULED
    assert (await make.again(mondays[0])).status is LessonStatus.CANCELLED


async def test_lesson_that_somebody_cancelled_already_is_no_conflict(
    make: Factory, mondays: list[Lesson], maria: Desk
) -> None:
    await make.change(mondays[0], status=LessonStatus.CANCELLED, starts_at=EVENING - DAY)

    notice = await maria.tap(Cancel(lesson_id=mondays[0].id))

    assert notice == "The lesson is cancelled."
    assert await make.all(LogEntry) == []
