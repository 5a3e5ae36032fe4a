"""How a course ended for somebody."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import feedback
from bot.texts.say import paragraphs, say
from domain.finishing import End


def finished(it: End) -> str:
    course = feedback.named(it.course)
    question = _("How did you like it? Choose from one star to five.")
    asked = f"{question} {feedback.anonymous()}" if it.is_asked else ""
    return paragraphs([say(_head(it), course=course), _visits(it), asked])


def _head(it: End) -> str:
    if it.is_completed:
        return _("🎓 <b>{course}</b> is over, and you have completed it. Congratulations!")
    return _("🏁 <b>{course}</b> is over. Thank you for having been on it!")


def _visits(it: End) -> str:
    """What came of it, and what would have been needed."""
    visits = it.summary.visits
    came = say(
        ngettext(
            "You came to {attended} of {held} lesson.",
            "You came to {attended} of {held} lessons.",
            visits.held,
        ),
        attended=visits.attended,
        held=visits.held,
    )
    total = it.summary.points
    points = say(_("Points: {value}"), value=total) if total else ""
    lines = [came if visits.held else "", points, _missing(it)]
    return "\n".join(filter(None, lines))


def _missing(it: End) -> str:
    if it.is_completed or not it.required:
        return ""
    sentence = ngettext(
        "To complete the course, {count} was needed. If a mark is missing, tell the host: I will "
        "count anew.",
        "To complete the course, {count} were needed. If a mark is missing, tell the host: I will "
        "count anew.",
        it.required,
    )
    return say(sentence, count=it.required)
