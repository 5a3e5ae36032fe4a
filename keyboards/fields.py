"""The fields of a course as buttons, and what need not be typed into them."""

from datetime import date, timedelta, tzinfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import editing_buttons as labels
from db.models import Course, Role
from domain.editing import Asked, Open, Overtaken, mark
from domain.fields import CLEARED, FLAGS, NO, YES, CourseField
from keyboards.banner import AskBanner
from keyboards.editing import AskField, EditCourse, SetField, back_to_editing, to_hub
from keyboards.home import to_home
from keyboards.layout import Button, Row, column, pairs, rows
from keyboards.schedule import ShowSchedule

MAIN, MORE = 0, 1

ON_PAGES: dict[int, list[list[CourseField]]] = {
    MAIN: [
        [CourseField.FIRST_DAY, CourseField.LAST_DAY],
        [CourseField.PLACE],
        [CourseField.LINK],
        [CourseField.SEATS],
    ],
    MORE: [
        [CourseField.ENROLL_UNTIL],
        [CourseField.LEAVE_UNTIL],
        [CourseField.ANNOUNCE],
        [CourseField.ACCESS],
        [CourseField.POINTS],
        [CourseField.COMPLETION],
        [CourseField.OPENS_BEFORE],
        [CourseField.LATE_AFTER],
        [CourseField.RENEWING],
        [CourseField.NAMES],
        [CourseField.MISIS],
    ],
}
"""What people need most comes first: more than that fills the screen of a phone."""

NUMBERS: dict[CourseField, tuple[int, ...]] = {
    CourseField.SEATS: (15, 20, 30, 50, 100),
    CourseField.POINTS: (0, 1, 5, 10),
    CourseField.OPENS_BEFORE: (5, 10, 15, 30, 60),
    CourseField.LATE_AFTER: (5, 10, 15, 30, 60),
    CourseField.COMPLETION: (50, 75, 80, 100),
}
WEEKS = (4, 8, 12, 16)
DAY = timedelta(days=1)


def edit(seen: Open, page: int, tz: tzinfo) -> InlineKeyboardMarkup:
    course, shown = seen.course, page if page in ON_PAGES else MAIN
    course_id, theirs = course.id, set(seen.fields)
    fields = [[_field(course, it, tz) for it in row if it in theirs] for row in ON_PAGES[shown]]
    if shown == MORE:
        return rows(*fields, [(labels.main(), EditCourse(course_id=course_id))], _ways(course_id))
    more = (labels.more(), EditCourse(course_id=course_id, page=MORE))
    return rows(*_first(course, tz), *fields, [more], _ways(course_id))


def page_of(field: CourseField) -> int:
    return MORE if any(field in row for row in ON_PAGES[MORE]) else MAIN


def choices(asked: Asked, tz: tzinfo) -> InlineKeyboardMarkup:
    """Below a question: what one need not type."""
    field = asked.field
    empty: Row = [_set(asked, labels.clear(field), "")] if _can_clear(asked) else []
    back = back_to_editing(asked.course.id, page_of(field))
    return rows(*_choices(asked, tz), empty, [back, to_home()])


def overtaken(it: Overtaken, mine: CallbackData) -> InlineKeyboardMarkup:
    """The button that writes it anyway has seen what is there now."""
    course_id, field = it.course.id, it.field
    theirs = EditCourse(course_id=course_id, page=page_of(field))
    return column(
        (labels.write_mine(), mine),
        (labels.write_anew(), AskField(course_id=course_id, field=field)),
        (labels.keep_theirs(), theirs),
        to_home(),
    )


def naming() -> InlineKeyboardMarkup:
    """Below the question for the name of a new course."""
    return rows([to_home()])


def _first(course: Course, tz: tzinfo) -> list[Row]:
    course_id = course.id
    banner = labels.banner(is_there=course.banner_id is not None)
    return [
        [_field(course, CourseField.NAME, tz)],
        [_field(course, CourseField.DESCRIPTION, tz)],
        [(banner, AskBanner(course_id=course_id))],
        [(labels.schedule(len(course.schedule)), ShowSchedule(course_id=course_id))],
    ]


def _ways(course_id: int) -> Row:
    return [to_hub(course_id), to_home()]


def _field(course: Course, field: CourseField, tz: tzinfo) -> Button:
    label = labels.field(course, field, tz)
    if field not in FLAGS:
        return label, AskField(course_id=course.id, field=field)
    # One tap: there is nothing else that it could be.
    words = NO if getattr(course, field.value) else YES
    seen = mark(course, field)
    return label, SetField(course_id=course.id, field=field, words=words, seen=seen)


def _can_clear(asked: Asked) -> bool:
    value = getattr(asked.course, asked.field.value)
    return asked.field in CLEARED and value != CLEARED[asked.field]


def _choices(asked: Asked, tz: tzinfo) -> list[Row]:
    field = asked.field
    match field:
        case CourseField.ACCESS:
            return [[_choice(asked, role)] for role in Role]
        case _flag if field in FLAGS:
            return [[_choice(asked, YES), _choice(asked, NO)]]
        case CourseField.LAST_DAY:
            return pairs([_weeks(asked, count) for count in WEEKS])
        case _number if field in NUMBERS:
            return [[_choice(asked, str(it)) for it in NUMBERS[field]]]
        case _day:
            return pairs([_choice(asked, it.isoformat()) for it in _days(asked, tz)])


def _days(asked: Asked, tz: tzinfo) -> list[date]:
    """That somebody may mean."""
    first, today = asked.course.start_date, asked.today
    match asked.field:
        case CourseField.FIRST_DAY:
            monday = today + timedelta(days=7 - today.weekday())
            return [monday, monday + timedelta(weeks=1)]
        case CourseField.ENROLL_UNTIL if first:
            return [it for it in (first - DAY, first) if it > today]
        case CourseField.LEAVE_UNTIL if first:
            return [it for it in (first, first + timedelta(weeks=1)) if it > today]
        case CourseField.ANNOUNCE if first:
            weeks = (timedelta(weeks=2), timedelta(weeks=1))
            return [it for it in (first - before for before in weeks) if it > today]
        case CourseField.ANNOUNCE:
            return [today + DAY]
        case _:
            return []


def _weeks(asked: Asked, count: int) -> Button:
    last = (asked.course.start_date or asked.today) + timedelta(weeks=count) - DAY
    return _set(asked, labels.weeks(count, last), last.isoformat())


def _choice(asked: Asked, words: str) -> Button:
    return _set(asked, labels.choice(asked.field, words), words)


def _set(asked: Asked, label: str, words: str) -> Button:
    course_id, field = asked.course.id, asked.field
    return label, SetField(course_id=course_id, field=field, words=words, seen=asked.seen)
