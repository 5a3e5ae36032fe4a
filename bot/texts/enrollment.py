from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import say, shorten
from db.models import Course, EnrollmentStatus
from domain.enrollments import Joined, Leaving

NAME = 200


def joined(it: Joined) -> str:
    return say(_outcome(it), name=_name(it.course), rank=it.standing.rank)


def ask_leave(it: Leaving) -> str:
    if it.status is EnrollmentStatus.WAITLISTED:
        sentence = _("Leave the queue for <b>{name}</b>? Your place in it will be gone.")
        return say(sentence, name=_name(it.course))
    question = say(_("Leave the course <b>{name}</b>?"), name=_name(it.course))
    return question + "\n\n" + _price(it.waiting)


def left(course: Course) -> str:
    return say(_("Done: you are not on the list of <b>{name}</b> any more."), name=_name(course))


def _outcome(it: Joined) -> str:
    match it.standing.status, it.standing.is_new:
        case EnrollmentStatus.WAITLISTED, True:
            return _(
                "No seats left for now. You are in the queue for <b>{name}</b>, number "
                "<b>{rank}</b>. When your turn comes, I will enroll you and write."
            )
        case EnrollmentStatus.WAITLISTED, False:
            return _("You are in the queue for <b>{name}</b> already, number <b>{rank}</b>.")
        case EnrollmentStatus.COMPLETED, _is_new:
            return _("You have completed <b>{name}</b> already.")
        case _status, True:
            return _("✅ You are enrolled in <b>{name}</b>.")
        case _:
            return _("You are enrolled in <b>{name}</b> already.")


def _price(waiting: int) -> str:
    if waiting == 0:
        return _("You can come back while there are seats and enrollment is open.")
    sentence = ngettext(
        "The next in the queue gets your seat at once: {count} person waits. "
        "To come back, you would have to queue.",
        "The next in the queue gets your seat at once: {count} people wait. "
        "To come back, you would have to queue.",
        waiting,
    )
    return say(sentence, count=waiting)


def _name(course: Course) -> str:
    return shorten(course.name, NAME)
