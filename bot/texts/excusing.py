"""Not coming to a lesson, and coming after all."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.check_in import named
from bot.texts.say import paragraphs, say
from bot.texts.times import moment
from db.queries.check_in import Sighting


def excused(seen: Sighting, tz: tzinfo) -> str:
    done = _("Noted: you will not come to <b>{course}</b>, {at}. The course team sees it.")
    why = _("If you like, write the reason in a message, such as “I am ill”.")
    return paragraphs([_of(done, seen, tz), why])


def explained(seen: Sighting, tz: tzinfo) -> str:
    return _of(_("Thank you, the reason is noted: <b>{course}</b>, {at}."), seen, tz)


def expected(seen: Sighting, tz: tzinfo) -> str:
    return _of(_("See you then: <b>{course}</b>, {at}."), seen, tz)


def ask_again() -> str:
    return _("Write the reason in a message, such as “I am ill”. It can be left out, too.")


def _of(sentence: str, seen: Sighting, tz: tzinfo) -> str:
    return say(sentence, course=named(seen), at=moment(seen.starts_at, tz))
