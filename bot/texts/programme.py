from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.catalogue import searched
from bot.texts.said_values import STATUSES
from bot.texts.say import N_, paragraphs, say, shorten
from bot.texts.times import enumeration, span
from db.models import Course
from domain.programme import Circle, Handover, ProgrammeLine, ProgrammePage, Search

NAME = 120
MANAGER = 60
MANAGERS = 2

HEADINGS: dict[Circle, str] = {
    Circle.ALL: N_("<b>All courses</b>"),
    Circle.MINE: N_("<b>Courses that you manage</b>"),
    Circle.DRAFTS: N_("<b>Drafts</b>"),
    Circle.PUBLISHED: N_("<b>Published courses</b>"),
    Circle.FINISHED: N_("<b>Finished courses</b>"),
    Circle.ARCHIVED: N_("<b>Archived courses</b>"),
    Circle.MISIS: N_("<b>All courses of MISIS</b>"),
    Circle.UNMANAGED: N_("<b>Courses without a manager</b>"),
    Circle.QUEUES: N_("<b>Courses with a queue</b>"),
}
EMPTY: dict[Circle, str] = {
    Circle.ALL: N_("There are no courses yet. Create the first one, or import them from a file."),
    Circle.MINE: N_("You do not manage any course yet. Create one, or take one over on its card."),
    Circle.DRAFTS: N_("There are no drafts."),
    Circle.PUBLISHED: N_("No course is published now."),
    Circle.FINISHED: N_("No course is finished yet."),
    Circle.ARCHIVED: N_("The archive is empty."),
    Circle.MISIS: N_("There are no courses of MISIS yet. They come with an import."),
    Circle.UNMANAGED: N_("Every course has a manager."),
    Circle.QUEUES: N_("Nobody is waiting for a seat."),
}


def page(found: ProgrammePage, search: Search) -> str:
    """The courses of a page, numbered through all pages."""
    lines = [_line(number, it) for number, it in enumerate(found.lines, found.first)]
    return paragraphs([_heading(found, search), *(lines or [_empty(search)])])


def ask_words() -> str:
    return _(
        "Which course are you looking for? Write a word or two of its name or description, such "
        "as “python”."
    )


def choose_circle(search: Search) -> str:
    words = searched(search.words) if search.words else ""
    return paragraphs([_("Which courses should I show?"), words])


def ask_take_over(handover: Handover) -> str:
    course = shorten(handover.course.name, NAME)
    return paragraphs(
        [
            say(_("Take over the course <b>{course}</b>?"), course=course),
            _managed_now(handover),
            _("You will be able to edit, publish and end it, and to choose its team."),
        ]
    )


def taken_over() -> str:
    """Over the button."""
    return _("✅ You manage this course now.")


def was_taken_over(course: Course, name: str) -> str:
    """To those who managed it before."""
    sentence = _("<b>{name}</b> has taken over the course <b>{course}</b>.")
    news = say(sentence, name=shorten(name, NAME), course=shorten(course.name, NAME))
    return paragraphs([news, _("You are still its manager: there are more of you now.")])


def _managed_now(handover: Handover) -> str:
    if not handover.managers:
        return _("Nobody manages it now.")
    names = _names([it.name for it in handover.managers])
    told = say(_("Managed now by: {names}."), names=names)
    stay = ngettext(
        "They stay the manager, and I will tell them.",
        "They stay managers, and I will tell them.",
        len(handover.managers),
    )
    return f"{told} {stay}"


def _heading(found: ProgrammePage, search: Search) -> str:
    title = _(HEADINGS[search.circle])
    counted = f"{title} · {found.total}" if found.total else title
    return counted + ("\n" + searched(search.words) if search.words else "")


def _empty(search: Search) -> str:
    if search.words:
        return _("Nothing was found. Try a shorter word, or look at all the courses.")
    return _(EMPTY[search.circle])


def _line(number: int, line: ProgrammeLine) -> str:
    course = line.course
    title = say("{number}. <b>{name}</b>", number=number, name=shorten(course.name, NAME))
    facts = [_(STATUSES[course.status]), _misis(course), span(course.start_date, course.end_date)]
    return "\n".join([title, " · ".join(filter(None, facts)), _people(line)])


def _misis(course: Course) -> str:
    return _("MISIS") if course.is_from_misis else ""


def _people(line: ProgrammeLine) -> str:
    told = [_seats(line.course), _queue(line.waiting), _managers(line)]
    return " · ".join(filter(None, told))


def _seats(course: Course) -> str:
    if course.capacity is None:
        count = course.taken
        return say(ngettext("{count} person", "{count} people", count), count=count)
    return say(_("{taken} of {capacity}"), taken=course.taken, capacity=course.capacity)


def _queue(waiting: int) -> str:
    return say(_("queue: {count}"), count=waiting) if waiting else ""


def _managers(line: ProgrammeLine) -> str:
    if not line.managers:
        return _("no manager")
    return say("{names}", names=_names(list(line.managers)))


def _names(names: list[str]) -> str:
    named = [shorten(name, MANAGER) or _("an erased person") for name in names[:MANAGERS]]
    more = len(names) - MANAGERS
    if more > 0:
        named.append(ngettext("{count} more", "{count} more", more).format(count=more))
    return enumeration(named)
