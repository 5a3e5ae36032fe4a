"""What the bot says by itself."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.invites import ROLES
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import moment
from db.models import Course, Lesson, Role

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
