"""The card of somebody in a course, and what those who run the course do there."""

from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import roster_buttons as labels
from bot.texts.reasons import OF_EXPULSION, Why, words
from db.models import EnrollmentStatus, Role
from domain.actor import Viewer
from domain.policy import Action, can
from domain.roster import Search, Seat
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, rows
from keyboards.people import ShowPerson
from keyboards.roster import OfSeat, ShowSeat, pack, tidy, to_roster


class AskExpel(OfSeat, CallbackData, prefix="put"):
    """Whether they shall be put off the course."""


class AskWhyExpel(OfSeat, CallbackData, prefix="putwhy"):
    """They shall: what for?"""


class Expel(OfSeat, CallbackData, prefix="off"):
    why: Why


class Complete(OfSeat, CallbackData, prefix="passed"):
    """They have completed the course."""


class Reopen(OfSeat, CallbackData, prefix="resume"):
    """They have not."""


class AskAdmit(OfSeat, CallbackData, prefix="admit"):
    """Whether they shall have a seat out of turn, or again, and why."""


class AskMove(OfSeat, CallbackData, prefix="q-move"):
    """To which place in the queue."""


class AskTakeBack(OfSeat, CallbackData, prefix="t-back"):
    """Whether somebody who was put off shall be on the course again."""


class TakeBack(CallbackData, prefix="taken-back"):
    enrollment_id: Id
    seats: Id = 0
    """As many as the course may come to have; 0: as it has."""


def card(seen: Seat, whose: OfSeat, viewer: Viewer) -> InlineKeyboardMarkup:
    """Nobody does anything to themselves there: for that is the card of the course."""
    runs = can(viewer.role, seen.part, Action.RUN) and seen.user.id != viewer.id
    acts = _acts(seen, whose) if runs else []
    profile = (labels.profile(), ShowPerson(user_id=seen.user.id))
    return rows(
        *acts,
        [profile] if viewer.role is Role.ADMIN else [],
        [to_roster(seen.course.id, whose.search), to_home()],
    )


def ask_expel(whose: OfSeat) -> InlineKeyboardMarkup:
    return rows([(labels.yes_expel(), AskWhyExpel(**place(whose)))], under(whose))


def ask_why_expel(whose: OfSeat) -> InlineKeyboardMarkup:
    reasons: list[Button] = [(words(it), Expel(**place(whose), why=it)) for it in OF_EXPULSION]
    return rows(*([it] for it in reasons), under(whose))


def ask_take_back(seen: Seat, whose: OfSeat) -> InlineKeyboardMarkup:
    back = TakeBack(enrollment_id=whose.enrollment_id, seats=seats_after(seen))
    return rows([(labels.yes_take_back(), back)], under(whose))


def seats_after(seen: Seat) -> int:
    """How many the course must have to give somebody one more; 0 if it has enough."""
    return (seen.course.capacity or 0) + 1 if seen.course.is_full else 0


def place(whose: OfSeat) -> dict[str, Any]:
    """Whom another button of the same card is about."""
    return {"enrollment_id": whose.enrollment_id, "search": tidy(whose.search)}


def under(whose: OfSeat) -> Row:
    return [(labels.to_card(), ShowSeat(**place(whose))), to_home()]


def in_queue(enrollment_id: int) -> OfSeat:
    """From what has no room for a search: back to those who wait."""
    return OfSeat(enrollment_id=enrollment_id, search=pack(Search(EnrollmentStatus.WAITLISTED)))


def _acts(seen: Seat, whose: OfSeat) -> list[Row]:
    theirs = place(whose)
    waits = seen.enrollment.status is EnrollmentStatus.WAITLISTED
    expel: Button = labels.take_out() if waits else labels.expel(), AskExpel(**theirs)
    match seen.enrollment.status:
        case EnrollmentStatus.REGISTERED:
            return [[(labels.complete(), Complete(**theirs))], [expel]]
        case EnrollmentStatus.WAITLISTED:
            move: Button = labels.move(), AskMove(**theirs)
            return [[(labels.admit(), AskAdmit(**theirs))], [move], [expel]]
        case EnrollmentStatus.COMPLETED:
            return [[(labels.reopen(), Reopen(**theirs))], [expel]]
        case EnrollmentStatus.EXPELLED:
            return [[(labels.take_back(), AskTakeBack(**theirs))]]
        case _:
            return []
