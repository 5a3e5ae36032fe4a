from collections.abc import Sequence
from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import N_, say, shorten
from bot.texts.times import clock, short, span
from db.models import Course, EnrollmentStatus, Lesson
from domain.courses import PAGE_SIZE, Choice, CourseLine, CoursePage, Search

NAME = 120

HEADINGS: dict[Choice, str] = {
    Choice.ALL: N_("<b>Courses</b>"),
    Choice.CAN_JOIN: N_("<b>Courses that you can join now</b>"),
    Choice.MISIS: N_("<b>Courses of MISIS</b>"),
    Choice.MINE: N_("<b>My courses</b>"),
}
EMPTY: dict[Choice, str] = {
    Choice.ALL: N_("There are no courses yet. Come back a little later."),
    Choice.CAN_JOIN: N_("No course has a free seat now. Look at all of them: queues move."),
    Choice.MISIS: N_("There are no courses of MISIS now."),
    Choice.MINE: N_("You have not enrolled in anything yet. Choose a course, it is quick."),
}
STANDINGS: dict[EnrollmentStatus, str] = {
    EnrollmentStatus.REGISTERED: N_("you are enrolled"),
    EnrollmentStatus.WAITLISTED: N_("you are number {rank} in the queue"),
    EnrollmentStatus.COMPLETED: N_("you have completed it"),
}


def page(found: CoursePage, search: Search, now: datetime, tz: tzinfo) -> str:
    """The courses of a page, numbered through all pages."""
    head = heading(search)
    if not found.lines:
        return head + "\n\n" + _empty(search)
    first = found.number * PAGE_SIZE + 1
    cards = [_card(number, line, now, tz) for number, line in enumerate(found.lines, first)]
    return "\n\n".join([head, *cards])


def heading(search: Search) -> str:
    title = _(HEADINGS[search.choice])
    if not search.words:
        return title
    return title + "\n" + searched(search.words)


def searched(words: Sequence[str]) -> str:
    return say(_("Search: “{words}”"), words=" ".join(words))


def ask_words() -> str:
    return _("What are you looking for? Write a word or two, such as “python” or “design”.")


def seats(course: Course) -> str:
    free = course.free_seats
    if free is None:
        return _("seats for everybody")
    if free == 0:
        return _("no seats left")
    sentence = ngettext("{count} seat left", "{count} seats left", free)
    return say(sentence, count=free)


def _empty(search: Search) -> str:
    if search.words:
        return _("Nothing was found. Try a shorter word, or look at all the courses.")
    return _(EMPTY[search.choice])


def _card(number: int, line: CourseLine, now: datetime, tz: tzinfo) -> str:
    course = line.course
    title = say("{number}. <b>{name}</b>", number=number, name=shorten(course.name, NAME))
    dates = span(course.start_date, course.end_date)
    told = [dates, _next(line.next_lesson, now, tz), _seats_or_standing(line)]
    return "\n".join([title, *filter(None, told)])


def _next(lesson: Lesson | None, now: datetime, tz: tzinfo) -> str:
    if lesson is None:
        return ""
    if lesson.is_on(now):
        return say(_("on now, until {at}"), at=clock(lesson.ends_at, tz))
    return say(_("next lesson: {at}"), at=short(lesson.starts_at, tz))


def _seats_or_standing(line: CourseLine) -> str:
    if line.mine in STANDINGS:
        return say(f"<i>{_(STANDINGS[line.mine])}</i>", rank=line.rank)
    return seats(line.course)
