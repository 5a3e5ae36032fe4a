from aiogram.filters.callback_data import CallbackData

from keyboards.layout import Id


class ShowNumbers(CallbackData, prefix="numbers"):
    """The numbers of a course, and a page of its lessons."""

    course_id: Id
    page: Id = 0
