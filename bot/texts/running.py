"""What those who run a course see of it, and what becomes of it."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.course import staff
from bot.texts.editing import STATUSES
from bot.texts.say import N_, paragraphs, say, shorten
from bot.texts.staff import PARTS
from bot.texts.times import moment, span
from db.models import Course, CourseStatus
from domain.copying import Source
from domain.courses import CourseView
from domain.publishing import Gap, Readiness
from domain.removing import Fate

NAME, FACT = 200, 200

GAPS: dict[Gap, str] = {
    Gap.DATES: N_("No lessons and no first day: nobody would know when to come."),
    Gap.LESSONS: N_("No lessons yet: set a schedule or add them one by one."),
    Gap.OVER: N_("Its last day is over already."),
    Gap.CLOSED: N_("Enrollment is over already: nobody can join."),
    Gap.DESCRIPTION: N_("No description: people will not know what it is about."),
    Gap.PLACE: N_("No place and no link: people will not know where to come."),
    Gap.HOST: N_("Nobody on the team is a host."),
    Gap.BANNER: N_("No cover: with one, the course is noticed sooner."),
}
ASK_STEP: dict[CourseStatus, str] = {
    CourseStatus.FINISHED: N_(
        "Finish <b>{course}</b>? Nobody will be able to enroll, and I will tell those waiting "
        "for a seat. You can open it again later."
    ),
    CourseStatus.ARCHIVED: N_(
        "Archive <b>{course}</b>? It disappears from all lists, and I will tell those waiting "
        "for a seat. You can take it out again later."
    ),
    CourseStatus.PUBLISHED: N_("Open <b>{course}</b> again? People will find it and enroll."),
}
DONE: dict[CourseStatus, str] = {
    CourseStatus.DRAFT: N_("It is a draft."),
    CourseStatus.PUBLISHED: N_("🚀 Published: people see it now."),
    CourseStatus.FINISHED: N_("🏁 The course is finished."),
    CourseStatus.ARCHIVED: N_("📦 The course is in the archive."),
}


def hub(seen: CourseView, tz: tzinfo) -> str:
    course = seen.course
    return paragraphs(
        [
            f"{_bold(course)}\n<i>{_(STATUSES[course.status])}</i>",
            "\n".join(filter(None, _facts(seen, tz))),
        ]
    )


def done(status: CourseStatus) -> str:
    return _(DONE[status])


def ask_publish(it: Readiness) -> str:
    gaps = [f"• {_(GAPS[gap])}" for gap in it.gaps]
    if not it.is_ready:
        head = say(_("<b>{course}</b> cannot be published yet:"), course=_name(it.course))
        return "\n".join([head, *gaps])
    if not gaps:
        question = _("Publish <b>{course}</b>? Everything is filled in.")
        return paragraphs([say(question, course=_name(it.course)), _seen_by()])
    head = say(_("Publish <b>{course}</b>? Have a look first:"), course=_name(it.course))
    return paragraphs(["\n".join([head, *gaps]), _seen_by()])


def ask_step(course: Course, status: CourseStatus) -> str:
    if course.status is CourseStatus.ARCHIVED:
        question = _("Take <b>{course}</b> out of the archive? It will be a finished course.")
        return say(question, course=_name(course))
    question = say(_(ASK_STEP[status]), course=_name(course))
    is_told = status is CourseStatus.ARCHIVED and course.status is CourseStatus.PUBLISHED
    is_ended = status is CourseStatus.FINISHED and course.status is CourseStatus.PUBLISHED
    told = _no_more_lessons() if is_told else _completing(course) if is_ended else ""
    return paragraphs([question, told])


def _completing(course: Course) -> str:
    sentence = _(
        "Whoever came to {percent} % of the lessons held completes it. I will tell everybody how "
        "it ended for them, and ask those who came how they liked it."
    )
    return say(sentence, percent=course.completion_percent)


def ask_delete(it: Fate) -> str:
    question = say(_("Delete <b>{course}</b>?"), course=_name(it.course))
    if it.is_archived_first:
        first = _("People have come to its lessons, so it has to be archived first.")
        return paragraphs([question, _people(it.people), first])
    return paragraphs([question, _people(it.people) if it.is_kept else "", _fate(it), _told(it)])


def ask_delete_again(it: Fate) -> str:
    question = say(
        _("Really delete <b>{course}</b>? This cannot be undone."), course=_name(it.course)
    )
    return paragraphs([question, _people(it.people)])


def deleted() -> str:
    return _("The course is deleted.")


def ask_copy(it: Source) -> str:
    return paragraphs(
        [
            say(
                _(
                    "Copying <b>{course}</b>: everything but the people. The copy will be a "
                    "draft that you manage."
                ),
                course=_name(it.course),
            ),
            _first_day(it),
        ]
    )


def copied() -> str:
    return _("✅ Copied. It is a draft: look through it, and publish it when it is ready.")


def _facts(seen: CourseView, tz: tzinfo) -> list[str]:
    course, lesson = seen.course, seen.next_lesson
    dates = span(course.start_date, course.end_date)
    part = say(_("Your part here: {value}"), value=_(PARTS[seen.part])) if seen.part else ""
    return [
        say(_("Dates: {value}"), value=dates) if dates else "",
        say(_("Next lesson: {value}"), value=moment(lesson.starts_at, tz)) if lesson else "",
        taken(course),
        say(_("In the queue: {count}"), count=seen.waiting) if seen.waiting else "",
        say(_("Run by: {value}"), value=shorten(staff(seen), FACT)) if seen.staff else "",
        part,
    ]


def taken(course: Course) -> str:
    if course.capacity is None:
        return say(_("Enrolled: {count}"), count=course.taken)
    return say(_("Enrolled: {count} of {seats}"), count=course.taken, seats=course.capacity)


def _first_day(it: Source) -> str:
    if not it.days:
        return _("When does the copy begin? Write the day, such as 1.09 or 1 September.")
    return _("When does the copy begin? Choose, or write the day, such as 1.09 or 1 September.")


def _people(count: int) -> str:
    if count == 0:
        return _("Nobody is enrolled in it.")
    sentence = ngettext(
        "<b>{count} person</b> is on it or waiting for a seat.",
        "<b>{count} people</b> are on it or waiting for a seat.",
        count,
    )
    return say(sentence, count=count)


def _fate(it: Fate) -> str:
    if it.is_kept:
        return _("Nobody will see it any more; the history of its people is kept.")
    return _("Nobody has ever enrolled in it: it will be gone without a trace.")


def _told(it: Fate) -> str:
    is_told = it.is_kept and it.course.status is CourseStatus.PUBLISHED
    return _no_more_lessons() if is_told else ""


def _no_more_lessons() -> str:
    return _("I will tell everybody enrolled that there will be no more lessons.")


def _seen_by() -> str:
    return _("People will find it in the list of courses and enroll.")


def _bold(course: Course) -> str:
    return say("<b>{name}</b>", name=_name(course))


def _name(course: Course) -> str:
    return shorten(course.name, NAME)
