"""What the bot says by itself."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.course import staff
from bot.texts.invites import ROLES
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import moment
from db.models import Course, EnrollmentStatus, Lesson, Role
from domain.courses import CourseView

NAME = 200


def promoted(course: Course, upcoming: Lesson | None, tz: tzinfo) -> str:
    news = say(
        _("🎉 A seat is free: you are enrolled in <b>{name}</b>."), name=shorten(course.name, NAME)
    )
    advice = _("If your plans have changed, please leave the course: somebody else is waiting.")
    if upcoming is None:
        return news + "\n\n" + advice
    lesson = say(_("The next lesson: {at}."), at=moment(upcoming.starts_at, tz))
    return "\n\n".join([news, lesson, advice])


def waitlist_closed(course: Course) -> str:
    return say(
        _(
            "Enrollment in <b>{name}</b> is closed, and no seat came free. You are not in the "
            "queue any more. Perhaps another course is for you?"
        ),
        name=shorten(course.name, NAME),
    )


def closed(course: Course) -> str:
    return say(
        _(
            "The course <b>{name}</b> was closed: there will be no more lessons. Your visits and "
            "points are kept."
        ),
        name=shorten(course.name, NAME),
    )


def role_changed(role: Role) -> str:
    return say(
        _("Your role is now: <b>{role}</b>. Your menu has changed too."), role=_(ROLES[role])
    )


def blocked(reason: str) -> str:
    """Nothing about the reason where none was given."""
    return paragraphs(
        [
            _("🚫 You have been blocked: nothing works for you here any more."),
            say(_("Reason: {value}"), value=reason) if reason else "",
            _("If that is a mistake, write to the organizer."),
        ]
    )


def unblocked() -> str:
    return _("✅ You are not blocked any more: everything works again.")


def enrolled(seen: CourseView, tz: tzinfo) -> str:
    """By somebody else."""
    name = shorten(seen.course.name, NAME)
    news = say(_("You were enrolled in <b>{name}</b>."), name=name)
    if seen.mine is EnrollmentStatus.WAITLISTED:
        news = say(
            _("You were put into the queue for <b>{name}</b>: you are number {rank}."),
            name=name,
            rank=seen.rank,
        )
    who, lesson = shorten(staff(seen), NAME), seen.next_lesson
    return paragraphs(
        [
            news,
            say(_("Run by: {value}"), value=who) if who else "",
            say(_("The next lesson: {at}."), at=moment(lesson.starts_at, tz)) if lesson else "",
            _("If you do not want that, leave the course: its card has the button."),
        ]
    )


def expelled(course: Course, reason: str) -> str:
    """Nothing about the reason where none was given."""
    return paragraphs(
        [
            say(_("You were taken off <b>{name}</b>."), name=shorten(course.name, NAME)),
            say(_("Reason: {value}"), value=reason) if reason else "",
            _("If that is a mistake, write to those who run the course: they can take you back."),
        ]
    )


def handed_over(course: Course, giver: str) -> str:
    """To whom somebody else has given the management."""
    name = shorten(course.name, NAME)
    sentence = _("🤝 You manage <b>{name}</b> now: {giver} has handed it over to you.")
    if not giver:
        return say(_("🤝 You manage <b>{name}</b> now."), name=name)
    return say(sentence, name=name, giver=shorten(giver, NAME))
