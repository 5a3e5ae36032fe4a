from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_, say
from bot.texts.times import deadline
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.NotAllowed: N_("Only those who run this course can do that."),
    errors.CourseNotFound: N_("There is no such course, or it is not for everybody."),
    errors.CourseNotOpen: N_("One cannot enroll in this course: it is not running now."),
    errors.Expelled: N_("You were taken off this course. Only its hosts can take you back."),
    errors.NotEnrolled: N_("You are not on this course."),
    errors.CourseCompleted: N_("You have completed this course: there is nothing to leave."),
    errors.MeetingNotBegun: N_("This question is out of date. Choose a course and begin again."),
    errors.LinkNotValid: N_("This link does not work. Ask for a new one."),
    errors.InviteNotOpen: N_("This link was used already, or is out of date. Ask for a new one."),
}


def refusal(error: errors.DomainError, tz: tzinfo) -> str:
    """Short enough for the popup over a button."""
    match error:
        case errors.EnrollmentClosed():
            return say(_("Enrollment closed on {at}."), at=deadline(error.until, tz))
        case errors.LeavingClosed():
            sentence = _("One could leave until {at}. If you cannot come, write to the hosts.")
            return say(sentence, at=deadline(error.until, tz))
        case errors.CapacityTooLow():
            sentence = _("There cannot be fewer seats than people: {taken} are taken.")
            return say(sentence, taken=error.taken)
        case errors.NameNotValid():
            sentence = _("That does not look like a name. Letters, please: {limit} at most.")
            return say(sentence, limit=error.limit)
        case errors.GroupNotValid():
            sentence = _("That is too long for a group: {limit} characters at most.")
            return say(sentence, limit=error.limit)
        case _other:
            return _(WORDS[type(error)])


def unexpected(code: str) -> str:
    return say(
        _("Something broke, and it is our fault. Try again; if it goes on, tell us {code}."),
        code=code,
    )
