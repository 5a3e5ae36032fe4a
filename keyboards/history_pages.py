from collections.abc import Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons, people_buttons
from bot.texts import history_buttons as labels
from bot.texts.history import ACTIONS, action
from db.models import User
from domain.history import PAGE_SIZE, CourseName, Filters, HistoryPage
from keyboards.catalogue import ShowCourse
from keyboards.history import (
    PAGES,
    AskCourse,
    AskDays,
    AskPerson,
    ChooseAction,
    SendHistory,
    pack,
    showing,
)
from keyboards.home import to_home
from keyboards.layout import Button, Row, pager, rows
from keyboards.people import ShowPerson

DAYS = (1, 7, 30)
ACTIONS_PER_PAGE = 8


def page(found: HistoryPage, filters: Filters) -> InlineKeyboardMarkup:
    asked = replace(filters, page=0)
    packed, pages = pack(asked), min(-(-found.total // PAGE_SIZE), PAGES)
    return rows(
        pager(found.number, pages, lambda it: showing(replace(asked, page=it))),
        [_by_person(asked), _by_course(asked)],
        [_by_action(asked), _by_days(asked)],
        [(labels.file(), SendHistory(filters=packed))] if found.total else [],
        [*_way_up(asked), to_home()],
    )


def asking(filters: Filters) -> InlineKeyboardMarkup:
    return rows([to_history(filters), to_home()])


def people(found: Sequence[User], filters: Filters) -> InlineKeyboardMarkup:
    return _choice([_person(it, filters) for it in found], filters)


def courses(found: Sequence[CourseName], filters: Filters) -> InlineKeyboardMarkup:
    return _choice([_course(it, filters) for it in found], filters)


def actions(filters: Filters) -> InlineKeyboardMarkup:
    """A page of all that can be done, in words."""
    every, asked = sorted(ACTIONS, key=action), replace(filters, page=0)
    count = -(-len(every) // ACTIONS_PER_PAGE)
    number = min(filters.page, count - 1)
    start = number * ACTIONS_PER_PAGE
    here = [_action(it, asked) for it in every[start : start + ACTIONS_PER_PAGE]]
    turn = pager(number, count, lambda it: ChooseAction(filters=pack(replace(asked, page=it))))
    return _choice(here, asked, turn)


def days(filters: Filters) -> InlineKeyboardMarkup:
    those: Row = [(labels.days(it), showing(filters.lately(it))) for it in DAYS]
    return rows(those, [to_history(filters), to_home()])


def under_file(filters: Filters) -> InlineKeyboardMarkup:
    return rows([to_history(filters), to_home()])


def to_history(filters: Filters) -> Button:
    return labels.to_history(), showing(filters)


def _choice(those: Sequence[Button], filters: Filters, *more: Row) -> InlineKeyboardMarkup:
    return rows(*([it] for it in those), *more, [to_history(filters), to_home()])


def _person(user: User, filters: Filters) -> Button:
    label = labels.person(user.full_name, user.study_group)
    return label, showing(replace(filters, user_id=user.id))


def _course(course: CourseName, filters: Filters) -> Button:
    return labels.course(course.name), showing(replace(filters, course_id=course.id))


def _action(name: str, filters: Filters) -> Button:
    return labels.action(name), showing(replace(filters, action=name))


def _by_person(filters: Filters) -> Button:
    if filters.user_id:
        return labels.by_person(is_set=True), showing(replace(filters, user_id=None))
    return labels.by_person(is_set=False), AskPerson(filters=pack(filters))


def _by_course(filters: Filters) -> Button:
    if filters.course_id:
        return labels.by_course(is_set=True), showing(replace(filters, course_id=None))
    return labels.by_course(is_set=False), AskCourse(filters=pack(filters))


def _by_action(filters: Filters) -> Button:
    if filters.action:
        return labels.by_action(is_set=True), showing(replace(filters, action=None))
    return labels.by_action(is_set=False), ChooseAction(filters=pack(filters))


def _by_days(filters: Filters) -> Button:
    if filters.days or filters.span:
        return labels.by_days(is_set=True), showing(replace(filters, days=None, span=None))
    return labels.by_days(is_set=False), AskDays(filters=pack(filters))


def _way_up(filters: Filters) -> Row:
    """To where one may have come from."""
    if filters.course_id:
        return [(buttons.back_to_course(), ShowCourse(course_id=filters.course_id))]
    if filters.user_id:
        return [(people_buttons.to_card(), ShowPerson(user_id=filters.user_id))]
    return []
