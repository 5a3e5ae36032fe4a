from collections.abc import Awaitable

from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import errors as texts
from domain.actor import Viewer
from domain.errors import (
    AnnouncementBegun,
    AnnouncementNotFound,
    AnnouncementOver,
    CourseNotAsked,
    CourseNotFound,
    DomainError,
    EnrollmentNotFound,
    FeedbackNotFound,
    LessonBegun,
    LessonMarked,
    LessonNotFound,
    NobodyToAsk,
    NotAllowed,
    NotEnrolled,
    QuestionAnswered,
    QuestionNotFound,
    QuestionNotOpen,
    QuestionToOneself,
    ReminderNotFound,
    TooManyOpenQuestions,
    TooManyQuestions,
    TooManyReminders,
)

GONE = (
    AnnouncementNotFound,
    AnnouncementBegun,
    AnnouncementOver,
    CourseNotAsked,
    CourseNotFound,
    EnrollmentNotFound,
    FeedbackNotFound,
    LessonNotFound,
    LessonBegun,
    LessonMarked,
    NobodyToAsk,
    NotAllowed,
    NotEnrolled,
    QuestionAnswered,
    QuestionNotFound,
    QuestionNotOpen,
    QuestionToOneself,
    ReminderNotFound,
    TooManyOpenQuestions,
    TooManyQuestions,
    TooManyReminders,
)
"""What a dialog is about is no more, or is not the person's any more: it ends."""


async def or_refusal(
    session: AsyncSession,
    viewer: Viewer,
    act: Awaitable[Screen],
    way_back: InlineKeyboardMarkup,
    of: type[DomainError] = DomainError,
    unless: tuple[type[DomainError], ...] = (),
) -> Screen:
    """The act's screen; if it is refused, the words for that, and only the act is undone.

    For what was waiting while a person introduced themselves: that they did so is kept. And for
    what is typed, where the words come with the buttons that spare one the typing:
    there ``of`` says which refusal is about the words, and ``unless`` after which there is
    nothing to write any more.
    """
    try:
        async with session.begin_nested():
            return await act
    except unless:
        raise
    except of as refusal:
        return Screen(texts.refusal(refusal, viewer.tz), way_back)
