from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_, say, shorten
from bot.texts.times import moment
from domain.home import NextLesson

NAME = 200

TITLE = N_("Kursovod")
"""What the bot is called."""


def home(name: str, upcoming: NextLesson | None, tz: tzinfo) -> str:
    hello = say(_("Hello, <b>{name}</b>!"), name=shorten(name, NAME))
    return hello + "\n\n" + _upcoming(upcoming, tz)


def welcome(organization: str) -> str:
    """To somebody whom we do not know yet."""
    sentence = _("Hello! These are the courses of {organization}.")
    whose = say(sentence, organization=shorten(organization, NAME))
    hello = whose if organization else _("Hello! I help people take courses.")
    return hello + "\n\n" + _("Choose a course and enroll right here. Looking costs nothing.")


def how_to() -> str:
    return "\n\n".join(
        [
            _("<b>What I can do</b>"),
            _("/courses: all courses. Choose one, read about it and enroll."),
            _("/my: the courses you take or wait for."),
            _("To search, just write a word, such as “design”."),
            _("No seats left? Join the queue: I write to you as soon as one is free."),
            _("/privacy: what is kept about you, and why."),
        ]
    )


def out_of_date() -> str:
    return _("This button is out of date. Here is the menu.")


def _upcoming(upcoming: NextLesson | None, tz: tzinfo) -> str:
    if upcoming is None:
        return _("No lessons ahead. Have a look at the courses: there may be one for you.")
    course, at = shorten(upcoming.course_name, NAME), moment(upcoming.starts_at, tz)
    if not upcoming.location:
        return say(_("Your next lesson: <b>{course}</b>, {at}."), course=course, at=at)
    sentence = _("Your next lesson: <b>{course}</b>, {at}, {place}.")
    return say(sentence, course=course, at=at, place=shorten(upcoming.location, NAME))
