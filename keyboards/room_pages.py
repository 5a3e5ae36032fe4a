"""Below the check-in of a lesson."""

from datetime import tzinfo

from aiogram.types import InlineKeyboardMarkup

from bot.texts import room_buttons as labels
from db.models import StaffPart
from domain import room
from domain.calling_in import Helpers
from domain.campus import Campus
from domain.failed_scans import PAGE_SIZE, FailedScans
from domain.roll import Search, View
from domain.room import Class, Now, Phase, Room
from keyboards import webapp
from keyboards.check_in import my_pass
from keyboards.editing import taught
from keyboards.home import to_home
from keyboards.layout import Button, Row, pager, rows
from keyboards.projector import projectors
from keyboards.roll_call import showing
from keyboards.roll_call_pages import rest, to_room
from keyboards.room import (
    CallIn,
    CloseCheckIn,
    ExtendCheckIn,
    FixCode,
    ShowFailed,
    ShowHelpers,
    ShowNow,
    ShowRoom,
    TakeInAt,
)
from keyboards.staff import ChoosePartTime


def now(seen: Now, campus: Campus, tz: tzinfo) -> InlineKeyboardMarkup:
    lessons: list[Row] = [[(labels.lesson(it, tz), _show(it))] for it in seen.on]
    ahead: Row = [(labels.to_lesson(), _show(seen.next))] if seen.next else []
    scanner = webapp.to_scanner(campus) if seen.on else []
    mine: Row = [] if seen.on or seen.next else [my_pass()]
    return rows(*lessons, ahead, scanner, [taught()], mine, [to_home()])


def page(seen: Room, campus: Campus) -> InlineKeyboardMarkup:
    lesson_id = seen.lesson.id
    away = [to_now(), to_home()]
    match seen.phase:
        case Phase.OPEN:
            return rows(*_open(seen, campus), away)
        case Phase.AHEAD:
            helpers = (labels.helpers(), ShowHelpers(lesson_id=lesson_id))
            return rows([_roll(seen), helpers], [projectors(lesson_id)], [_refresh(seen)], away)
        case Phase.OVER:
            return rows(*_over(seen), away)
        case _:
            return rows(away)


def after(seen: Room) -> InlineKeyboardMarkup:
    """In a letter that takes the place of the code."""
    if seen.phase is Phase.OVER:
        return rows(*_over(seen), [to_home()])
    return rows([(labels.to_check_in(), ShowRoom(lesson_id=seen.lesson.id))], [to_home()])


def helpers(seen: Helpers) -> InlineKeyboardMarkup:
    lesson_id, course_id = seen.at.lesson.id, seen.at.course.id
    people: list[Row] = [
        [(labels.helper(it.name), CallIn(lesson_id=lesson_id, user_id=it.user_id))]
        for it in seen.members
    ]
    link = ChoosePartTime(course_id=course_id, part=StaffPart.ASSISTANT)
    new: Row = [(labels.invite_helper(), link)] if seen.can_invite else []
    return rows(*people, new, [to_room(lesson_id), to_home()])


def failed(seen: FailedScans) -> InlineKeyboardMarkup:
    lesson_id = seen.at.lesson.id
    able: list[Row] = [
        [(labels.take_in(it), TakeInAt(lesson_id=lesson_id, attempt_id=it.last_id))]
        for it in seen.page.lines
        if it.last_id in seen.to_take_in
    ]
    pages = pager(
        seen.page.number,
        -(-seen.page.total // PAGE_SIZE),
        lambda it: ShowFailed(lesson_id=lesson_id, page=it),
    )
    return rows(*able, pages, [to_room(lesson_id), to_home()])


def back(lesson_id: int) -> InlineKeyboardMarkup:
    return rows([to_room(lesson_id), to_home()])


def stopped(lesson_id: int) -> InlineKeyboardMarkup:
    return rows([(labels.refresh(), ShowRoom(lesson_id=lesson_id))], [to_home()])


def called(at: Class) -> InlineKeyboardMarkup:
    return rows([(labels.to_check_in(), _show(at))], [to_home()])


def to_now() -> Button:
    return labels.on_now(), ShowNow()


def _open(seen: Room, campus: Campus) -> list[Row]:
    lesson_id = seen.lesson.id
    missing = seen.counts.missing
    listed = showing(lesson_id, Search(View.MISSING))
    return [
        [_roll(seen), *([(labels.missing(missing), listed)] if missing else [])],
        [*webapp.to_scanner(campus, lesson_id), projectors(lesson_id)],
        [
            (labels.fix_code(), FixCode(lesson_id=lesson_id)),
            (labels.helpers(), ShowHelpers(lesson_id=lesson_id)),
        ],
        [_longer(seen, labels.extend()), (labels.close(), CloseCheckIn(lesson_id=lesson_id))],
        _rest(seen),
        [_failed(seen), _refresh(seen)],
    ]


def _over(seen: Room) -> list[Row]:
    return [
        [_roll(seen), _failed(seen)],
        _rest(seen),
        [_longer(seen, labels.reopen())] if seen.longer_until else [],
    ]


def _rest(seen: Room) -> Row:
    return [rest(seen.lesson.id)] if seen.counts.unmarked else []


def _roll(seen: Room) -> Button:
    return labels.roll(), showing(seen.lesson.id, Search())


def _failed(seen: Room) -> Button:
    return labels.failed(), ShowFailed(lesson_id=seen.lesson.id)


def _refresh(seen: Room) -> Button:
    return labels.refresh(), ShowRoom(lesson_id=seen.lesson.id)


def _longer(seen: Room, label: str) -> Button:
    minute = room.minute(seen.lesson.closes_at)
    return label, ExtendCheckIn(lesson_id=seen.lesson.id, seen=minute)


def _show(it: Class) -> ShowRoom:
    return ShowRoom(lesson_id=it.lesson.id)
