"""What one thinks of a course: stars as buttons, then words."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from bot.texts import feedback_buttons as labels
from db.models import CourseStatus
from domain.courses import CourseView, Joining
from domain.rating import Opinion, Stars
from keyboards.catalogue import ShowCourse
from keyboards.home import to_home
from keyboards.layout import Id, Row, rows
from keyboards.visits import to_visits


class ShowFeedback(CallbackData, prefix="feedback"):
    """One's own."""

    course_id: Id


class GiveStars(CallbackData, prefix="stars"):
    """Good from any message until there are words."""

    course_id: Id
    stars: Stars


class EndFeedback(CallbackData, prefix="no-words"):
    """It stays at the stars."""

    course_id: Id


def asked(course_id: int) -> InlineKeyboardMarkup:
    """Below what comes by itself."""
    return rows(_stars(course_id), [to_visits(course_id), to_home()])


def told(course_id: int) -> InlineKeyboardMarkup:
    """The same, where nothing is asked."""
    return rows([to_visits(course_id), to_home()])


def page(it: Opinion) -> InlineKeyboardMarkup:
    course_id = it.course.id
    if it.is_settled:
        return under(course_id)
    return rows(_stars(course_id, it.stars), _back(course_id))


def rated(it: Opinion) -> InlineKeyboardMarkup:
    """While words are waited for."""
    course_id = it.course.id
    enough: Row = [(labels.no_comment(), EndFeedback(course_id=course_id))]
    return rows(_stars(course_id, it.stars), enough, _back(course_id))


def asking_words(course_id: int) -> InlineKeyboardMarkup:
    """For those who sent something else."""
    enough: Row = [(labels.no_comment(), EndFeedback(course_id=course_id))]
    return rows(enough, _back(course_id))


def under(course_id: int) -> InlineKeyboardMarkup:
    return rows(_back(course_id))


def on_card(seen: CourseView, joining: Joining) -> Row:
    """Of a course that is over, for whoever was on it."""
    is_theirs = joining in {Joining.REGISTERED, Joining.COMPLETED}
    if not is_theirs or seen.course.status is not CourseStatus.FINISHED:
        return []
    return [(labels.feedback(), ShowFeedback(course_id=seen.course.id))]


def _stars(course_id: int, chosen: Stars | None = None) -> Row:
    return [
        (labels.stars(it, is_chosen=it is chosen), GiveStars(course_id=course_id, stars=it))
        for it in Stars
    ]


def _back(course_id: int) -> Row:
    return [(buttons.to_course(), ShowCourse(course_id=course_id)), to_home()]
