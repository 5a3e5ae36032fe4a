"""What people thought of a course, for those who run it."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import feedback_buttons as labels
from domain.reviews import PAGE_SIZE, Reviews
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import Button, Id, pager, rows


class ShowReviews(CallbackData, prefix="reviews"):
    """A page of the comments."""

    course_id: Id
    page: Id = 0


def page(seen: Reviews) -> InlineKeyboardMarkup:
    course_id, found = seen.course.id, seen.comments
    pages = pager(
        found.number,
        -(-found.total // PAGE_SIZE),
        lambda it: ShowReviews(course_id=course_id, page=it),
    )
    return rows(pages, [to_hub(course_id), to_home()])


def to_reviews(course_id: int) -> Button:
    return labels.reviews(), ShowReviews(course_id=course_id)
