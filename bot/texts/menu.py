from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import N_, paragraphs, say, shorten
from bot.texts.times import clock, moment
from db.models import Role
from domain.home import Attention, Home, UpcomingLesson

NAME = 200

HOW_TO: dict[Role, tuple[str, ...]] = {
    Role.PARTICIPANT: (
        N_("/courses: all courses. Choose one, read about it and enroll."),
        N_("/my: the courses you take or wait for."),
        N_(
            "At a lesson, point your phone's camera at the QR code on the screen, or send me the "
            "six digits under it."
        ),
        N_("/code: your personal code, for the host to scan."),
        N_("To search, just write a word, such as “design”."),
        N_("No seats left? Join the queue: when your turn comes, I will enroll you and write."),
        N_("/settings: your name, group, language, time zone and quiet hours."),
        N_("/privacy: what is kept about you, and why."),
    ),
    Role.HOST: (
        N_("/now: the lesson that is on: its code, who came and who is missing."),
        N_(
            "If you run a course, the menu shows your next lesson first, and “🧑‍🏫 I run” all "
            "your courses. “⚙️ Manage” on a course's card has the rest: its lessons, people and "
            "team."
        ),
    ),
    Role.ADMIN: (
        N_("/new: a new course. Its name is enough to begin with."),
        N_("/all: every course, drafts and archived ones too; filters, days off."),
        N_("/import: courses from a table or a calendar. I show what would change first."),
        N_("/people: everybody here; roles, blocking, erasing."),
        N_("/log: who did what and when, also as a file."),
        N_("/messages: what waits to be sent, what did not arrive."),
        N_("To make somebody a host or an admin, send them a link: “🔗 Links” in the menu."),
        N_(
            "To let another service of the university sign in to the API, make it a token: “🔑 "
            "API” among the links."
        ),
    ),
}
"""What each role can do beyond the lesser ones."""

HOW_TO_ASSIST = N_(
    "You assist in a course: the menu shows its next lesson first, and /now the lesson that is "
    "on: its code, who came and who is missing. “⚙️ Manage” on the course's card has its team."
)


def home(name: str, seen: Home, now: datetime, tz: tzinfo) -> str:
    today = seen.today
    return paragraphs(
        [
            say(_("Hello, <b>{name}</b>!"), name=shorten(name, NAME)),
            *_in_order(seen, now, tz),
            # Who takes a course that they work on reads of its lesson once.
            _taken(None if today.taken == today.taught else today.taken, now, tz),
            _nothing_ahead(seen),
            _open_courses(today.open_courses),
        ]
    )


def _in_order(seen: Home, now: datetime, tz: tzinfo) -> list[str]:
    """A lesson that is on comes before everything else."""
    taught = seen.today.taught
    told = [_attention(seen.attention), _taught(taught, now, tz)]
    is_on = taught is not None and taught.is_check_in_open(now)
    return told[::-1] if is_on else told


def welcome(organization: str) -> str:
    """To somebody whom we do not know yet."""
    sentence = _("Hello! These are the courses of {organization}.")
    whose = say(sentence, organization=shorten(organization, NAME))
    hello = whose if organization else _("Hello! I help people take courses.")
    return (
        hello
        + "\n\n"
        + _("Choose a course and enroll right here. You can look around without registering.")
    )


def how_to(role: Role, *, is_assistant: bool) -> str:
    """The role's own comes first, and before it what comes of a part in a course."""
    of_part = [HOW_TO_ASSIST] if is_assistant else []
    lines = of_part + [line for it in reversed(role.at_most()) for line in HOW_TO[it]]
    return paragraphs([_("<b>What I can do</b>"), *map(_, lines)])


def out_of_date() -> str:
    return _("This button is out of date. Here is the menu.")


def _taught(lesson: UpcomingLesson | None, now: datetime, tz: tzinfo) -> str:
    if lesson is None:
        return ""
    is_on = N_("You have a lesson now: <b>{course}</b>, until {at}.")
    is_next = N_("You teach next: <b>{course}</b>, {at}.")
    sentence = ngettext(
        "{count} person is enrolled.", "{count} people are enrolled.", lesson.people
    )
    return (
        _lesson(lesson, is_on if lesson.is_on(now) else is_next, now, tz)
        + " "
        + say(sentence, count=lesson.people)
    )


def _taken(lesson: UpcomingLesson | None, now: datetime, tz: tzinfo) -> str:
    if lesson is None:
        return ""
    is_on = N_("On now: <b>{course}</b>, until {at}.")
    is_next = N_("Your next lesson: <b>{course}</b>, {at}.")
    return _lesson(lesson, is_on if lesson.is_on(now) else is_next, now, tz)


def _lesson(lesson: UpcomingLesson, sentence: str, now: datetime, tz: tzinfo) -> str:
    at = clock(lesson.ends_at, tz) if lesson.is_on(now) else moment(lesson.starts_at, tz)
    at_a_place = ", ".join(filter(None, [at, shorten(lesson.location or "", NAME)]))
    return say(_(sentence), course=shorten(lesson.course_name, NAME), at=at_a_place)


def _nothing_ahead(seen: Home) -> str:
    if seen.today.taught or seen.today.taken or seen.attention:
        return ""
    return _("No lessons ahead. Have a look at the courses: there may be one for you.")


def _open_courses(count: int) -> str:
    if count == 0:
        return ""
    sentence = ngettext(
        "You can join {count} course now.", "You can join {count} courses now.", count
    )
    return say(sentence, count=count)


def _attention(seen: Attention | None) -> str:
    if seen is None:
        return ""
    lines = [_unmanaged(seen.unmanaged), _waiting(seen.waiting), _undelivered(seen.undelivered)]
    told = list(filter(None, lines))
    if not told:
        return _("Nothing needs your attention.")
    return "\n".join([_("<b>Needs your attention</b>"), *told])


def _unmanaged(count: int) -> str:
    sentence = ngettext(
        "{count} course without a manager", "{count} courses without a manager", count
    )
    return say(sentence, count=count) if count else ""


def _waiting(count: int) -> str:
    sentence = ngettext("{count} person waits for a seat", "{count} people wait for a seat", count)
    return say(sentence, count=count) if count else ""


def _undelivered(count: int) -> str:
    sentence = ngettext(
        "{count} message did not arrive since yesterday",
        "{count} messages did not arrive since yesterday",
        count,
    )
    return say(sentence, count=count) if count else ""
