"""Names as people could write them, on the screens with which courses are made and run."""

from typing import Any

from db.models import Course, CourseStatus, StaffPart, User
from domain.fields import CourseField
from keyboards.copying import AskCopy
from keyboards.editing import AskField, EditCourse, RunCourse, ShowTaught
from keyboards.hub import AskDelete, AskDeleteAgain, AskStep
from tests.conftest import Feed
from tests.factories import NOON, Factory
from tests.telegram import RecordedSession, tap, write
from tests.test_hostile_names import (
    each_language,
    each_name,
    ensure_plain,
    ensure_said,
    hostile_course,
)

FIELDS = [CourseField.NAME, CourseField.PLACE, CourseField.DESCRIPTION]


async def managed(make: Factory, name: str, vera: User, **changed: Any) -> Course:
    course = await hostile_course(make, name, start_date=NOON.date(), **changed)
    await make.staff(course, vera, StaffPart.MANAGER)
    return course


async def manager(make: Factory, language: str) -> User:
    vera = await make.admin()
    await make.change(vera, language=language)
    return vera


@each_name
@each_language
async def test_screens_of_those_who_run_a_course(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    vera = await manager(make, language)
    course = await managed(make, name, vera)
    of_course = {"course_id": course.id}
    buttons = [
        RunCourse(**of_course),
        EditCourse(**of_course),
        ShowTaught(),
        AskDelete(**of_course),
        AskDeleteAgain(**of_course),
        AskCopy(**of_course),
        AskStep(**of_course, status=CourseStatus.FINISHED),
        *(AskField(**of_course, field=it) for it in FIELDS),
    ]

    for button in buttons:
        ensure_said(name, await feed(tap(vera.telegram_id, button)))
    for button in (EditCourse(**of_course), ShowTaught()):
        ensure_plain(name, await feed(tap(vera.telegram_id, button)))


@each_name
@each_language
async def test_question_before_a_course_is_published(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    vera = await manager(make, language)
    course = await managed(make, name, vera, status=CourseStatus.DRAFT)

    button = AskStep(course_id=course.id, status=CourseStatus.PUBLISHED)

    ensure_said(name, await feed(tap(vera.telegram_id, button)))


@each_name
@each_language
async def test_what_somebody_else_wrote_meanwhile(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    vera, maria = await manager(make, language), await make.user(full_name=name)
    course = await managed(make, "Algebra", vera)
    await make.staff(course, maria)
    asked = AskField(course_id=course.id, field=CourseField.DESCRIPTION)
    for person in (vera, maria):
        await feed(tap(person.telegram_id, asked))
    written = f"A {name}"[:3000]

    told = await feed(write(maria.telegram_id, written))
    overtaken = await feed(write(vera.telegram_id, f"Another {name}"[:3000]))
    insisted = await feed(tap(vera.telegram_id, overtaken.buttons()[first(overtaken)]))

    assert told.said().startswith("✅ ")
    assert first(overtaken) not in insisted.buttons()
    assert insisted.notice()


def first(telegram: RecordedSession) -> str:
    return next(iter(telegram.buttons()))
