"""Below the lessons of a course, and one of them."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import room_buttons
from bot.texts import schedule_buttons as labels
from bot.texts.editing_buttons import write_mine
from db.models import Lesson, LessonStatus
from domain.extra_lessons import Extra
from domain.kept_places import key_of
from domain.lesson_marks import mark
from domain.lesson_views import PAGE_SIZE, LessonView, PageView
from domain.moving import TIMES
from domain.series import Scope, Series
from keyboards.home import to_home
from keyboards.layout import Button, Row, pager, rows
from keyboards.roll_call import ShowRoll
from keyboards.room import ShowRoom
from keyboards.schedule import (
    AddLesson,
    AskCancel,
    AskHost,
    AskLesson,
    AskPart,
    Cancel,
    ChooseHost,
    ClearPart,
    Part,
    PutHost,
    PutPlace,
    PutTopic,
    Restore,
    ShowLesson,
    ShowLessons,
)
from keyboards.schedules import to_schedule

CLEARED = {Part.TOPIC: labels.clear_topic, Part.PLACE: labels.clear_place}
COLUMNS = {Part.TOPIC: "topic", Part.PLACE: "location"}

Choose = Callable[[Scope], CallbackData]


def page(seen: PageView, tz: tzinfo, now: datetime) -> InlineKeyboardMarkup:
    course_id, is_past = seen.course.id, seen.is_past
    lessons: list[Row] = [
        [(labels.lesson(it.lesson, tz, now), ShowLesson(lesson_id=it.lesson.id))]
        for it in seen.page.lines
    ]
    pages = pager(
        seen.page.number,
        -(-seen.page.total // PAGE_SIZE),
        lambda it: ShowLessons(course_id=course_id, page=it, is_past=is_past),
    )
    other = labels.upcoming() if is_past else labels.past()
    turn: Row = [(other, ShowLessons(course_id=course_id, is_past=not is_past))]
    new: Row = [(labels.add(), AskLesson(course_id=course_id))] if seen.is_mine else []
    return rows(*lessons, pages, new, turn, [to_schedule(course_id), to_home()])


def card(seen: LessonView) -> InlineKeyboardMarkup:
    back = [to_lessons(seen.course.id), to_home()]
    if not seen.is_mine:
        return rows(back)
    lesson_id = seen.lesson.id
    if seen.lesson.status is LessonStatus.CANCELLED:
        return rows([(labels.restore(), Restore(lesson_id=lesson_id))], back)
    move = (labels.move(), AskPart(lesson_id=lesson_id, part=Part.TIME))
    topic = (labels.topic(), AskPart(lesson_id=lesson_id, part=Part.TOPIC))
    place = (labels.place(), AskPart(lesson_id=lesson_id, part=Part.PLACE))
    host = (labels.host(), ChooseHost(lesson_id=lesson_id))
    cancel = (labels.cancel(), AskCancel(lesson_id=lesson_id))
    fixed = seen.line.is_marked
    return rows(
        _check_in(lesson_id),
        [topic] if fixed else [move, topic],
        [place, host],
        [] if fixed else [cancel],
        back,
    )


def _check_in(lesson_id: int) -> Row:
    """Also long after: marks are corrected there."""
    return [
        (room_buttons.to_check_in(), ShowRoom(lesson_id=lesson_id)),
        (room_buttons.roll(), ShowRoll(lesson_id=lesson_id)),
    ]


def asking(seen: LessonView, part: Part) -> InlineKeyboardMarkup:
    lesson_id = seen.lesson.id
    clear: Row = []
    if part in CLEARED:
        button = ClearPart(lesson_id=lesson_id, part=part, seen=seen_of(seen, part))
        clear = [(CLEARED[part](), button)]
    return rows(clear, [to_lesson(lesson_id), to_home()])


def seen_of(seen: LessonView, part: Part) -> str:
    """The mark of what a question for it is about."""
    return mark([seen.lesson], [COLUMNS[part]]) if part in COLUMNS else ""


def insisting(series: Series, key: str) -> InlineKeyboardMarkup:
    lesson_id, seen = series.lesson.id, series.mark(Scope.THIS, "topic")
    mine = PutTopic(lesson_id=lesson_id, key=key, seen=seen)
    return rows([(write_mine(), mine)], [to_lesson(lesson_id), to_home()])


def asking_new(course_id: int) -> InlineKeyboardMarkup:
    return rows([to_lessons(course_id), to_home()])


def confirm_new(wanted: Extra) -> InlineKeyboardMarkup:
    course_id = wanted.course.id
    new = AddLesson(key=key_of(wanted.spelled))
    anew = (labels.write_anew(), AskLesson(course_id=course_id))
    return rows([(labels.add_it(), new)], [anew], [to_lessons(course_id), to_home()])


def ask_cancel(lesson: Lesson) -> InlineKeyboardMarkup:
    yes = Cancel(lesson_id=lesson.id, seen=mark([lesson], TIMES))
    no = ShowLesson(lesson_id=lesson.id)
    return rows([(labels.cancel_for_sure(), yes)], [(labels.keep(), no)])


def scopes(series: Series, choose: Choose) -> InlineKeyboardMarkup:
    """Which lessons are meant; those that come to the same are offered once."""
    back: Row = [to_lesson(series.lesson.id), to_home()]
    if not series.others:
        return rows([(labels.yes(), choose(Scope.THIS))], back)
    which = [Scope.THIS]
    which += [Scope.NEXT] if series.following else []
    which += [Scope.ALL] if series.others > series.following else []
    choices: list[Row] = [[(labels.scope(it, series), choose(it))] for it in which]
    return rows(*choices, back)


def impossible(lesson_id: int) -> InlineKeyboardMarkup:
    """What helps where the host is busy."""
    return rows(
        [
            (labels.move(), AskPart(lesson_id=lesson_id, part=Part.TIME)),
            (labels.host(), ChooseHost(lesson_id=lesson_id)),
        ],
        [to_lesson(lesson_id), to_home()],
    )


def hosts(seen: LessonView, people: Sequence[tuple[int, str]]) -> InlineKeyboardMarkup:
    lesson_id, mine = seen.lesson.id, mark([seen.lesson], ["host_id"])
    those: list[Row] = [
        [(labels.person(name), AskHost(lesson_id=lesson_id, host_id=user_id, seen=mine))]
        for user_id, name in people
    ]
    nobody: Row = [(labels.nobody(), AskHost(lesson_id=lesson_id, seen=mine))]
    return rows(*those, nobody, [to_lesson(lesson_id), to_home()])


def to_lesson(lesson_id: int) -> Button:
    return labels.to_lesson(), ShowLesson(lesson_id=lesson_id)


def to_lessons(course_id: int) -> Button:
    return labels.to_lessons(), ShowLessons(course_id=course_id)


def placing(series: Series, key: str) -> Choose:
    return lambda scope: PutPlace(
        lesson_id=series.lesson.id, scope=scope, key=key, seen=series.mark(scope, "location")
    )


def hosting(series: Series, host_id: int) -> Choose:
    return lambda scope: PutHost(
        lesson_id=series.lesson.id,
        host_id=host_id,
        scope=scope,
        seen=series.mark(scope, "host_id"),
    )
