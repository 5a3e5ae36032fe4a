"""What the buttons under a course's picture mean. ``keyboards/pictures.py`` draws them."""

from aiogram.filters.callback_data import CallbackData

from domain.pictures import Part
from keyboards.layout import Id


class AskBanner(CallbackData, prefix="banner"):
    """For another picture of a course."""

    course_id: Id


class LookAtPart(CallbackData, prefix="crop"):
    """How that part of what was sent would look."""

    course_id: Id
    banner_id: Id
    part: Part
    seen: str = ""
    """The mark of the picture that the course had when it was shown to them last."""


class UseBanner(CallbackData, prefix="use"):
    """Four fields, because it must not replace a picture that was never shown."""

    course_id: Id
    banner_id: Id
    part: Part
    seen: str = ""


class AskNoBanner(CallbackData, prefix="no-banner"):
    """Whether to take the picture away."""

    course_id: Id


class RemoveBanner(CallbackData, prefix="rm-banner"):
    """This one, and none that came after it."""

    course_id: Id
    banner_id: Id
