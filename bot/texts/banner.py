"""The picture of a course: asked for, looked at, used."""

from aiogram.utils.i18n import gettext as _

from bot.texts.say import paragraphs, say, shorten
from db.models import Course
from domain.banners import Shown
from domain.candidates import Candidate

NAME = 200


def ask(seen: Shown) -> str:
    title = say(_("<b>Cover of “{course}”</b>"), course=_name(seen.course))
    if seen.banner_id is None:
        return paragraphs([title, _("There is no cover yet."), wanted()])
    return paragraphs([title, _("This is the one people see now."), wanted()])


def wanted() -> str:
    return _(
        "Send me a picture: a photo, or a JPEG, PNG or WebP file of up to 20 MB. It is shown as "
        "16:9, so a wide one looks best: 1280x720, and at least 640x360."
    )


def expected(seen: Shown) -> str:
    """After something else than a picture."""
    sentence = _("That is not a picture, and I am waiting for a cover for <b>{course}</b>.")
    return paragraphs([say(sentence, course=_name(seen.course)), wanted()])


def preview(candidate: Candidate) -> str:
    question = say(
        _("This is how people will see it. Use it for <b>{course}</b>?"),
        course=_name(candidate.course),
    )
    if candidate.part is None:
        return question
    other = _("Not all of it fits into 16:9. Choose below which part to show.")
    return paragraphs([question, other])


def used(seen: Shown) -> str:
    return say(_("<b>{course}</b> has a new cover."), course=_name(seen.course))


def overtaken(now: Shown) -> str:
    course = _name(now.course)
    if now.banner_id is None:
        sentence = _("Meanwhile, somebody else has removed the cover of <b>{course}</b>.")
    else:
        sentence = _("Meanwhile, somebody else has given <b>{course}</b> this cover.")
    return paragraphs([say(sentence, course=course), _("Use yours anyway?")])


def ask_removal(seen: Shown) -> str:
    question = say(_("Remove the cover of <b>{course}</b>?"), course=_name(seen.course))
    return paragraphs([question, _("The course will be shown without one.")])


def removed() -> str:
    return _("The cover is removed.")


def _name(course: Course) -> str:
    return shorten(course.name, NAME)
