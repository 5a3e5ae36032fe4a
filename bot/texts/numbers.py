"""The numbers of a course, as plain text."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext
from aiogram.utils.i18n.context import get_i18n
from babel.numbers import format_decimal

from bot.texts.roster import named
from bot.texts.say import N_, paragraphs, quote, say, shorten
from bot.texts.times import short
from db.models import EnrollmentStatus
from domain.numbers import LEAST_REVIEWS, LessonLine, SeenNumbers

TOPIC = 60

PEOPLE: dict[EnrollmentStatus, str] = {
    EnrollmentStatus.REGISTERED: N_("On the course: {count}"),
    EnrollmentStatus.WAITLISTED: N_("Waiting: {count}"),
    EnrollmentStatus.COMPLETED: N_("Completed: {count}"),
    EnrollmentStatus.CANCELLED: N_("Left: {count}"),
    EnrollmentStatus.EXPELLED: N_("Taken off: {count}"),
}


def page(seen: SeenNumbers, tz: tzinfo) -> str:
    heading = say(_("<b>Numbers of {course}</b>"), course=named(seen.course))
    return paragraphs([heading, _people(seen), _came(seen), _rating(seen), _lessons(seen, tz)])


def _people(seen: SeenNumbers) -> str:
    lines = [say(_(it), count=seen.numbers.of(status)) for status, it in PEOPLE.items()]
    return "\n".join(lines)


def _came(seen: SeenNumbers) -> str:
    share = seen.numbers.share
    if share is None:
        return _("No lesson was held yet.") if not seen.numbers.held else ""
    sentence = ngettext(
        "{percent}% came, at the {count} lesson held so far.",
        "{percent}% came, on average of the {count} lessons held so far.",
        seen.numbers.held,
    )
    return say(sentence, percent=round(100 * share), count=seen.numbers.held)


def _rating(seen: SeenNumbers) -> str:
    count = seen.numbers.reviews
    if seen.rating is None:
        few = _("Feedback: {count}. The rating is shown from {least} on, so that it names nobody.")
        return say(few, count=count, least=LEAST_REVIEWS) if count else _("Feedback: none yet.")
    sentence = ngettext(
        "Rating: {rating} of 5, from {count} person.",
        "Rating: {rating} of 5, from {count} people.",
        count,
    )
    return say(sentence, rating=_decimal(seen.rating), count=count)


def _decimal(value: float) -> str:
    return format_decimal(value, "0.0", locale=get_i18n().current_locale)


def _lessons(seen: SeenNumbers, tz: tzinfo) -> str:
    if not seen.numbers.lessons:
        return ""
    title = _("<b>Came, of those expected</b>")
    return "\n".join([title, *(_lesson(it, tz) for it in seen.numbers.lessons)])


def _lesson(line: LessonLine, tz: tzinfo) -> str:
    came = f"{line.came}/{line.expected}"
    topic = quote(shorten(line.topic, TOPIC))
    return " · ".join(filter(None, [short(line.starts_at, tz), came, topic]))
