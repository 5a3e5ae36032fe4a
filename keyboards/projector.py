"""Pages on projectors, from the host's phone."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import projector_buttons as labels
from db.models import ProjectorScreen
from domain.projectors import Showable
from keyboards.home import to_home
from keyboards.layout import Button, Id, column
from keyboards.room import ShowRoom


class ShowProjectors(CallbackData, prefix="tvs"):
    """The pages that show the code of a lesson, and how to add one."""

    lesson_id: Id


class CloseProjector(CallbackData, prefix="tvx"):
    screen_id: Id


class PairAt(CallbackData, prefix="tvp"):
    """With the page of that number."""

    number: Id
    lesson_id: Id


def projectors(lesson_id: int) -> Button:
    return labels.projectors(), ShowProjectors(lesson_id=lesson_id)


def of_lesson(
    lesson_id: int, pages: Sequence[ProjectorScreen], paired_at: Sequence[str]
) -> InlineKeyboardMarkup:
    closing: list[Button] = [
        (labels.close(said), CloseProjector(screen_id=page.id))
        for page, said in zip(pages, paired_at, strict=True)
    ]
    return column(
        *closing,
        (labels.refresh(), ShowProjectors(lesson_id=lesson_id)),
        (labels.to_room(), ShowRoom(lesson_id=lesson_id)),
        to_home(),
    )


def which(number: str, lessons: Sequence[Showable]) -> InlineKeyboardMarkup:
    choices: list[Button] = [
        (labels.lesson(it.course_name), PairAt(number=int(number), lesson_id=it.lesson_id))
        for it in lessons
    ]
    return column(*choices, to_home())


def paired(lesson_id: int) -> InlineKeyboardMarkup:
    return column(
        (labels.to_room(), ShowRoom(lesson_id=lesson_id)), projectors(lesson_id), to_home()
    )
