"""Everything that can be done with a course, for those who run it."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons, editing_buttons, history_buttons
from bot.texts import running_buttons as labels
from db.models import Course, CourseStatus, Role, StaffPart
from domain.authoring import STEPS
from domain.courses import CourseView
from domain.fields import CourseField
from domain.policy import Action, can
from domain.publishing import Gap, Readiness
from domain.removing import Fate
from keyboards import answering, reminders
from keyboards.announcements import to_announcements
from keyboards.banner import AskBanner
from keyboards.catalogue import ShowCourses
from keyboards.copying import AskCopy
from keyboards.course import ShowPoster, back_to_course
from keyboards.editing import AskField, EditCourse, taught, to_hub
from keyboards.history import of_course
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, column, pairs, rows
from keyboards.numbers import ShowNumbers
from keyboards.programme import take_over
from keyboards.reviews import to_reviews
from keyboards.roster import ShowRoster
from keyboards.schedule import ShowLessons, ShowSchedule
from keyboards.staff import ShowTeam

ORDER = (CourseStatus.PUBLISHED, CourseStatus.FINISHED, CourseStatus.ARCHIVED)


class AskStep(CallbackData, prefix="ask-step"):
    """Whether the course shall become that."""

    course_id: Id
    status: CourseStatus


class TakeStep(CallbackData, prefix="step"):
    course_id: Id
    was: CourseStatus
    """When it was asked: of a course that is another by now, something else would become."""
    status: CourseStatus


class AskDelete(CallbackData, prefix="ask-delete"):
    course_id: Id


class AskDeleteAgain(CallbackData, prefix="sure-delete"):
    """Nobody deletes a course by a slip."""

    course_id: Id


class DeleteCourse(CallbackData, prefix="delete"):
    course_id: Id


def hub(seen: CourseView, role: Role, *, questions: int = 0) -> InlineKeyboardMarkup:
    """So many questions wait for an answer."""
    course = seen.course
    may = {action for action in Action if can(role, seen.part, action)}
    is_admin = role is Role.ADMIN
    return rows(
        *_content(course, may),
        _people(course.id, may),
        _heard(course.id, may, questions),
        *([it] for it in _team(course.id, may)),
        _of_admins(course.id) if is_admin else [],
        [take_over(course.id)] if is_admin and seen.part is not StaffPart.MANAGER else [],
        *pairs(_steps(course) if Action.RUN in may else []),
        [back_to_course(course.id), to_home()],
    )


def ask_publish(it: Readiness) -> InlineKeyboardMarkup:
    """What is missing can be filled in from there."""
    course_id = it.course.id
    return rows(
        [_surely(it.course, CourseStatus.PUBLISHED)] if it.is_ready else [],
        *pairs(_remedies(it)),
        [to_hub(course_id), to_home()],
    )


def ask_step(course: Course, status: CourseStatus) -> InlineKeyboardMarkup:
    return column(_surely(course, status), _not_now(course.id), to_home())


def ask_delete(it: Fate) -> InlineKeyboardMarkup:
    course_id = it.course.id
    if it.is_archived_first:
        return column(_step(it.course, CourseStatus.ARCHIVED), _keep(course_id), to_home())
    on = (labels.delete_on(), AskDeleteAgain(course_id=course_id))
    return column(on, _keep(course_id), to_home())


def ask_delete_again(it: Fate) -> InlineKeyboardMarkup:
    course_id = it.course.id
    yes = (labels.delete_for_sure(), DeleteCourse(course_id=course_id))
    return column(_keep(course_id), yes, to_home())


def deleted() -> InlineKeyboardMarkup:
    return rows([taught(), (buttons.courses(), ShowCourses())], [to_home()])


def _content(course: Course, may: set[Action]) -> list[Row]:
    lessons = (labels.lessons(), ShowLessons(course_id=course.id))
    if Action.EDIT not in may:
        return [[lessons]] if Action.SEE_PEOPLE in may else []
    return [
        [(labels.edit(), EditCourse(course_id=course.id))],
        [(labels.schedule(), ShowSchedule(course_id=course.id)), lessons],
        [reminders.of_course(course.id), to_announcements(course.id)],
    ]


def _people(course_id: int, may: set[Action]) -> Row:
    if Action.SEE_PEOPLE not in may:
        return []
    return [
        (labels.people(), ShowRoster(course_id=course_id)),
        (labels.numbers(), ShowNumbers(course_id=course_id)),
    ]


def _heard(course_id: int, may: set[Action], questions: int) -> Row:
    asked = [answering.questions(course_id, questions)] if Action.ANSWER in may else []
    return [*asked, *([to_reviews(course_id)] if Action.SEE_PEOPLE in may else [])]


def _team(course_id: int, may: set[Action]) -> Row:
    shown = {
        Action.SEE_STAFF: (buttons.team(), ShowTeam(course_id=course_id)),
        Action.PRINT: (buttons.poster(), ShowPoster(course_id=course_id)),
    }
    return [button for action, button in shown.items() if action in may]


def _of_admins(course_id: int) -> Row:
    return [
        (history_buttons.history(), of_course(course_id)),
        (labels.copy(), AskCopy(course_id=course_id)),
    ]


def _steps(course: Course) -> list[Button]:
    steps = [_step(course, it) for it in ORDER if it in STEPS[course.status]]
    return [*steps, (labels.delete(), AskDelete(course_id=course.id))]


def _step(course: Course, status: CourseStatus) -> Button:
    label = labels.step(course.status, status)
    return label, AskStep(course_id=course.id, status=status)


def _surely(course: Course, status: CourseStatus) -> Button:
    label = labels.surely(course.status, status)
    return label, TakeStep(course_id=course.id, was=course.status, status=status)


def _remedies(it: Readiness) -> list[Button]:
    """Of each kind one: without dates, a schedule is what brings them."""
    course_id = it.course.id
    schedule = (labels.schedule(), ShowSchedule(course_id=course_id))
    field = CourseField.DESCRIPTION
    about = (editing_buttons.without_value(field), AskField(course_id=course_id, field=field))
    place = CourseField.PLACE
    ways: dict[Gap, Button] = {
        Gap.DATES: schedule,
        Gap.LESSONS: schedule,
        Gap.DESCRIPTION: about,
        Gap.PLACE: (
            editing_buttons.without_value(place),
            AskField(course_id=course_id, field=place),
        ),
        Gap.HOST: (buttons.team(), ShowTeam(course_id=course_id)),
        Gap.BANNER: (editing_buttons.picture(), AskBanner(course_id=course_id)),
    }
    return [ways[gap] for gap in it.gaps if gap in ways]


def _keep(course_id: int) -> Button:
    return labels.keep(), to_hub(course_id)[1]


def _not_now(course_id: int) -> Button:
    return labels.not_now(), to_hub(course_id)[1]
