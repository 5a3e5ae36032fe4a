"""What the buttons around the check-in of a lesson mean."""

from aiogram.filters.callback_data import CallbackData

from keyboards.layout import Id


class ShowNow(CallbackData, prefix="now"):
    """The lessons that are on."""


class ShowRoom(CallbackData, prefix="room"):
    """The code of a lesson, renewed; before and after check-in what there is instead."""

    lesson_id: Id


class ExtendCheckIn(CallbackData, prefix="longer"):
    """Beyond the minute at which it ended for whoever pressed it: so twice is once."""

    lesson_id: Id
    seen: Id


class CloseCheckIn(CallbackData, prefix="r-close"):
    lesson_id: Id


class FixCode(CallbackData, prefix="r-fix"):
    """A code for paper or the board."""

    lesson_id: Id


class ShowHelpers(CallbackData, prefix="helpers"):
    """Who of the team can be asked to check people in."""

    lesson_id: Id


class CallIn(CallbackData, prefix="call-in"):
    lesson_id: Id
    user_id: Id


class ShowFailed(CallbackData, prefix="failed"):
    """Who tried to check in and was not marked."""

    lesson_id: Id
    page: Id = 0


class TakeInAt(CallbackData, prefix="take-at"):
    """Give one of them a free seat, and mark them."""

    lesson_id: Id
    attempt_id: Id
