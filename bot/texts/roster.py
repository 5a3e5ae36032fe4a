"""The people of a course: a list of them."""

from aiogram.utils.i18n import gettext as _

from bot.texts.catalogue import searched
from bot.texts.invites import ROLES
from bot.texts.say import N_, paragraphs, quote, say, shorten
from db.models import Course, CourseStatus, EnrollmentStatus, Role, User
from domain.course_list import LONGEST_FILE, CourseList
from domain.roster import Acquaintances, Line, Roster, Search

NAME, GROUP, COURSE = 80, 40, 120

HEADINGS: dict[EnrollmentStatus | None, str] = {
    None: N_("<b>People of {course}</b>"),
    EnrollmentStatus.REGISTERED: N_("<b>On {course}</b>"),
    EnrollmentStatus.WAITLISTED: N_("<b>In the queue for {course}</b>"),
    EnrollmentStatus.COMPLETED: N_("<b>Completed {course}</b>"),
    EnrollmentStatus.EXPELLED: N_("<b>Taken off {course}</b>"),
}
STANDINGS: dict[EnrollmentStatus, str] = {
    EnrollmentStatus.REGISTERED: N_("on the course"),
    EnrollmentStatus.WAITLISTED: N_("in the queue"),
    EnrollmentStatus.COMPLETED: N_("completed"),
    EnrollmentStatus.EXPELLED: N_("taken off"),
}
EMPTY: dict[EnrollmentStatus, str] = {
    EnrollmentStatus.REGISTERED: N_("Nobody is on the course now."),
    EnrollmentStatus.WAITLISTED: N_("Nobody is waiting for a seat."),
    EnrollmentStatus.COMPLETED: N_("Nobody has completed it yet."),
    EnrollmentStatus.EXPELLED: N_("Nobody has been taken off."),
}


def page(seen: Roster, search: Search) -> str:
    """The people of a page, numbered through all pages."""
    found = seen.page
    lines = [_line(number, it, search) for number, it in enumerate(found.lines, found.first)]
    return paragraphs([_heading(seen, search), "\n".join(lines) or _empty(seen, search)])


def ask_words() -> str:
    return _(
        "Who are you looking for? Write part of the name or the group, such as “Petrova” or "
        "“IT-23”."
    )


def preparing() -> str:
    return _("I am making the file and will send it here.")


def file(those: CourseList) -> str:
    counted = say(_("People: {count}."), count=len(those.people))
    cut = _("The file has only the first of them: there are too many for one.")
    return paragraphs(
        [
            say(_(HEADINGS[None]), course=named(those.course)) + "\n" + counted,
            cut if len(those.people) == LONGEST_FILE else "",
            _("It contains personal data: keep it only as long as you need it."),
        ]
    )


def empty_file(those: CourseList) -> str:
    heading = say(_(HEADINGS[None]), course=named(those.course))
    return paragraphs([heading, _("Nobody is in it, so there is no file.")])


def ask_newcomer(course: Course, link: str) -> str:
    """By their own hand, or by that of the staff."""
    return paragraphs(
        [
            say(
                _(
                    "Send this link to those you want on <b>{course}</b>, and they can enroll "
                    "themselves: {link}"
                ),
                course=named(course),
                link=link,
            ),
            _(
                "Or I can enroll somebody who has been here before. Write part of their name, "
                "group or e-mail, such as “Petrova” or “IT-23”."
            ),
        ]
    )


def known(those: Acquaintances, words: tuple[str, ...]) -> str:
    if not those.found.people:
        nobody = _(
            "I do not know anybody like that. Write it another way, or send them the link: "
            "whoever opens it can enroll."
        )
        return paragraphs([searched(words), nobody])
    lines = [
        _acquaintance(number, it, those)
        for number, it in enumerate(those.found.people, those.found.first)
    ]
    question = say(_("Who should I enroll in <b>{course}</b>?"), course=named(those.course))
    return paragraphs([question, searched(words), "\n".join(lines)])


def ask_bring(course: Course, user: User) -> str:
    sentence = _("Enroll <b>{name}</b> in <b>{course}</b>? I will tell them.")
    if course.is_full:
        sentence = _(
            "There is no free seat on <b>{course}</b>. Put <b>{name}</b> at the end of the "
            "queue? I will tell them."
        )
    return say(sentence, name=shorten(user.full_name, NAME), course=named(course))


def named(course: Course) -> str:
    return shorten(course.name, COURSE)


def came(line: Line) -> str:
    """Nothing where there was nothing to come to."""
    if not line.held or line.enrollment.status is EnrollmentStatus.WAITLISTED:
        return ""
    return f"{line.attended}/{line.held}"


def _heading(seen: Roster, search: Search) -> str:
    heading = say(_(HEADINGS[search.status]), course=named(seen.course))
    counted = f"{heading} · {seen.page.total}" if seen.page.total else heading
    explained = _("Next to a name: lessons attended out of those held.")
    lines = [
        counted,
        searched(search.words) if search.words else "",
        explained if any(map(came, seen.page.lines)) else "",
    ]
    return "\n".join(filter(None, lines))


def _empty(seen: Roster, search: Search) -> str:
    if search.words:
        return _("Nobody was found. Try a shorter word, or look at everybody.")
    return _(EMPTY[search.status]) if search.status else _nobody(seen)


def _nobody(seen: Roster) -> str:
    """With what comes next, for whoever looks."""
    if seen.can_bring:
        return _(
            "Nobody has enrolled yet. Send people the link to the course, or enroll them "
            "yourself: “✍️ Enroll somebody”."
        )
    if seen.course.status is CourseStatus.DRAFT:
        return _("Nobody has enrolled yet. People can enroll once the course is published.")
    return _("Nobody has enrolled yet. Whoever enrolls will be listed here.")


def _line(number: int, line: Line, search: Search) -> str:
    name = say("{number}. <b>{name}</b>", number=number, name=shorten(line.name, NAME))
    group = quote(shorten(line.group or "", GROUP))
    return " · ".join(filter(None, [name, group, _standing(line, search), came(line)]))


def _standing(line: Line, search: Search) -> str:
    """Only what the heading does not say."""
    status = line.enrollment.status
    if status is EnrollmentStatus.WAITLISTED:
        return say(_("⏳ number {rank}"), rank=line.rank) if search.status is None else ""
    is_said = status in {search.status, EnrollmentStatus.REGISTERED}
    return "" if is_said else _(STANDINGS[status])


def _acquaintance(number: int, user: User, those: Acquaintances) -> str:
    name = say("{number}. <b>{name}</b>", number=number, name=shorten(user.full_name, NAME))
    group = quote(shorten(user.study_group or "", GROUP))
    role = "" if user.role is Role.PARTICIPANT else _(ROLES[user.role])
    standing = those.standings.get(user.id)
    status = _(STANDINGS[standing.status]) if standing else ""
    return " · ".join(filter(None, [name, group, role, status, "🚫" if user.blocked_at else ""]))
