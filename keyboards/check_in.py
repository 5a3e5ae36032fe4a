"""Under the answers to a check-in: what to do next."""

from datetime import UTC, datetime, timedelta, tzinfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import check_in_buttons as labels
from bot.texts import room_buttons
from db.models import Role
from domain.answers import Answer, CheckIn, WhichLesson
from domain.arriving import Arrival
from domain.campus import Campus
from domain.codes import Pass, token_of
from domain.errors import CourseNotFound
from domain.policy import Action, can
from keyboards import webapp
from keyboards.course import to_course, to_courses
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, rows
from keyboards.menu import my_courses
from keyboards.roll_call import ShowRoll

BY_PASS_INSTEAD = {
    Answer.CODE_EXPIRED,
    Answer.CODE_INVALID,
    Answer.TOO_MANY_ATTEMPTS,
    Answer.NOT_STAFF,
}
"""Answers after which one's own code, shown to the host, is another way in."""


DAY = 24 * 60 * 60

TO_CHOOSE = timedelta(minutes=5)


class ShowPass(CallbackData, prefix="pass"):
    """One's own code."""


class EnrollAndCheckIn(CallbackData, prefix="come-in"):
    """Oneself, by a scan that is kept."""

    attempt_id: Id


class TakeIn(CallbackData, prefix="take-in"):
    """The same, somebody else."""

    attempt_id: Id


class UndoCheckIn(CallbackData, prefix="undo"):
    attendance_id: Id


class ScanAt(CallbackData, prefix="at"):
    """A pass that was scanned, at the lesson that was meant. More than 14 digits of its id would
    not fit."""

    token: str
    lesson_id: Id
    at: Id
    """When it was scanned: the second of the day in UTC, as a whole moment would not fit."""

    def scanned_at(self, now: datetime) -> datetime:
        """Older than people take to choose, or in the future, it is forged or forgotten: then the
        tap counts."""
        since = timedelta(seconds=(second_of_day(now) - self.at) % DAY)
        return now - since if since <= TO_CHOOSE else now


def under_pass(campus: Campus) -> InlineKeyboardMarkup:
    away = [my_courses(), to_home()]
    return rows(webapp.to_pass(campus), webapp.to_scanner(campus), away)


def no_pass() -> InlineKeyboardMarkup:
    return to_courses()


def own(checked: CheckIn) -> InlineKeyboardMarkup:
    """Under the answer to one's own code."""
    return rows(_way_in(checked), _other_way(checked), [*_course(checked), to_home()])


def of_person(checked: CheckIn, role: Role, scan: Pass | None, tz: tzinfo) -> InlineKeyboardMarkup:
    """Under the answer to a scanned pass, or to somebody whose scan was kept."""
    return rows(
        _undo(checked),
        _take_in(checked, role),
        _elsewhere(checked, scan, tz),
        _instead(checked),
        [*_roll(checked, role), to_home()],
    )


def which_lesson(asked: WhichLesson, scan: Pass, tz: tzinfo) -> InlineKeyboardMarkup:
    lessons: list[Row] = [
        [(labels.lesson(it, tz), _scan_at(it.lesson_id, scan))] for it in asked.sightings
    ]
    return rows(*lessons, [to_home()])


def undone(lesson_id: int) -> InlineKeyboardMarkup:
    return rows([_to_roll(lesson_id), to_home()])


def my_pass() -> Button:
    return labels.my_pass(), ShowPass()


def of_arrival(arrival: Arrival) -> InlineKeyboardMarkup:
    """Under the answer to who will not be asked anything, as it would lead to nothing."""
    seen = arrival.checked.sighting
    if seen is None or isinstance(arrival.checked.obstacle, CourseNotFound):
        return to_courses()
    return rows([to_course(seen.course_id), to_home()])


def _course(checked: CheckIn) -> Row:
    if checked.sighting is None or isinstance(checked.obstacle, CourseNotFound):
        return [my_courses()]
    return [to_course(checked.sighting.course_id)]


def _way_in(checked: CheckIn) -> Row:
    if checked.attempt_id is None or checked.obstacle is not None:
        return []
    return [(labels.enroll_and_check_in(), EnrollAndCheckIn(attempt_id=checked.attempt_id))]


def _other_way(checked: CheckIn) -> Row:
    return [my_pass()] if checked.answer in BY_PASS_INSTEAD else []


def _instead(checked: CheckIn) -> Row:
    """To who marks nobody, and scanned a pass all the same."""
    return [my_pass()] if checked.answer is Answer.NOT_STAFF else []


def _roll(checked: CheckIn, role: Role) -> Row:
    """To mark them by hand."""
    seen = checked.sighting
    may_mark = seen is not None and can(role, seen.part, Action.MARK)
    return [_to_roll(seen.lesson_id)] if seen is not None and may_mark else []


def _to_roll(lesson_id: int) -> Button:
    return room_buttons.roll(), ShowRoll(lesson_id=lesson_id)


def _take_in(checked: CheckIn, role: Role) -> Row:
    seen = checked.sighting
    if checked.attempt_id is None or seen is None or checked.obstacle is not None:
        return []
    if not can(role, seen.part, Action.TAKE_IN):
        return []
    return [(labels.take_in(), TakeIn(attempt_id=checked.attempt_id))]


def _undo(checked: CheckIn) -> Row:
    if checked.mark is None or checked.answer is Answer.ALREADY:
        return []
    return [(labels.undo(), UndoCheckIn(attendance_id=checked.mark.attendance_id))]


def _elsewhere(checked: CheckIn, scan: Pass | None, tz: tzinfo) -> Row:
    it = checked.elsewhere or checked.other
    if it is None or scan is None:
        return []
    return [(labels.lesson(it, tz), _scan_at(it.lesson_id, scan))]


def _scan_at(lesson_id: int, scan: Pass) -> ScanAt:
    at = second_of_day(scan.at)
    return ScanAt(token=token_of(scan.text), lesson_id=lesson_id, at=at)


def second_of_day(at: datetime) -> int:
    since = at.astimezone(UTC)
    return since.hour * 3600 + since.minute * 60 + since.second
