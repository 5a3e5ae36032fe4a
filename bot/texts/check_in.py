"""What came of one's own code of the room: each answer, and what to do next."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import errors
from bot.texts.say import N_, paragraphs, say, shorten
from bot.texts.times import clock, moment
from db.models import AttendanceStatus, CourseStatus
from db.queries.check_in import Sighting
from domain.answers import Answer, CheckIn
from domain.errors import CourseFull, DomainError, EnrollmentClosed, Expelled

NAME = 200

CORRECTED: dict[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: N_("The course team has marked you as present."),
    AttendanceStatus.LATE: N_("The course team has marked you as late."),
    AttendanceStatus.ABSENT: N_("The course team has marked you as absent."),
    AttendanceStatus.EXCUSED: N_("The course team has marked your absence as excused."),
}

PLAINLY: dict[Answer, str] = {
    Answer.WAITLISTED: N_(
        "You are still in the queue for <b>{course}</b>, so I cannot check you in. Tell the host "
        "that you are here."
    ),
    Answer.WRONG_LESSON: N_(
        "This is the code of another lesson: <b>{course}</b>. Scan the code of yours."
    ),
    Answer.LESSON_CANCELLED: N_(
        "This lesson is cancelled: <b>{course}</b>. There is nothing to check in to."
    ),
}


def own(checked: CheckIn, now: datetime, tz: tzinfo) -> str:
    """Of any answer there is."""
    seen = checked.sighting
    match checked.answer:
        case Answer.CHECKED_IN | Answer.LATE | Answer.ALREADY if seen is not None:
            return _marked(checked, seen, now, tz)
        case Answer.TOO_MANY_ATTEMPTS:
            return _too_many(checked.again_at, now, tz)
        case Answer.CODE_EXPIRED:
            return _of(
                seen,
                _("This code has changed already. Scan the one that is on the screen now."),
            )
        case Answer.NOT_STAFF:
            return not_staff(checked)
        case _ if seen is not None:
            return _refused(checked, seen, now, tz)
        case Answer.CLOSED:
            return _("There is no lesson now to which you could check in.")
        case _other:
            return _invalid()


def not_staff(checked: CheckIn) -> str:
    """Somebody's pass was scanned by who marks nobody."""
    if checked.is_own:
        return _("This is your own code. Show it to the host of the lesson: they scan it.")
    return _(
        "This is the personal code of another participant. Only the course team can scan it. "
        "Check in with the code on the screen of the room."
    )


def digits_of_stranger() -> str:
    return _(
        "These look like the digits of a lesson. We have not met yet, so I cannot tell of which. "
        "Point your phone's camera at the QR code on the screen: I will enroll you and check you "
        "in."
    )


def go_on() -> str:
    """Digits came in between, and there was a question."""
    return _("Now back to the question above: I am waiting for your answer.")


def points(count: int) -> str:
    """Of a mark; nothing where it gives none."""
    return say(ngettext("+{count} point", "+{count} points", count), count=count) if count else ""


def named(seen: Sighting) -> str:
    return shorten(seen.course_name, NAME)


def when(at: datetime, now: datetime, tz: tzinfo) -> str:
    """To be put after a verb; the time alone, where it is of today."""
    is_today = at.astimezone(tz).date() == now.astimezone(tz).date()
    return _("at {time}").format(time=clock(at, tz)) if is_today else moment(at, tz)


def _marked(checked: CheckIn, seen: Sighting, now: datetime, tz: tzinfo) -> str:
    mark = checked.mark
    if checked.answer is Answer.ALREADY and mark is not None:
        if mark.is_corrected:
            stands = _("Ask them if that is not so: a code does not change it.")
            return _of(seen, _(CORRECTED[mark.status]) + " " + stands)
        sentence = _("You are checked in already: <b>{course}</b>, {at}.")
        return say(sentence, course=named(seen), at=when(mark.at, now, tz))
    is_late = checked.answer is Answer.LATE
    late = _("🕒 You are checked in, but late: <b>{course}</b>.")
    sentence = late if is_late else _("✅ You are checked in: <b>{course}</b>.")
    return paragraphs([say(sentence, course=named(seen)), points(mark.points if mark else 0)])


def _refused(checked: CheckIn, seen: Sighting, now: datetime, tz: tzinfo) -> str:
    match checked.answer:
        case Answer.NOT_OPEN_YET:
            sentence = _(
                "Too early: check-in to <b>{course}</b> opens {at}. Scan the code again then."
            )
            return say(sentence, course=named(seen), at=when(seen.opens_at, now, tz))
        case Answer.CLOSED:
            return closed(seen, now, tz)
        case Answer.NOT_ENROLLED:
            return _not_enrolled(checked.obstacle, seen, tz)
        case answer if answer in PLAINLY:
            return say(_(PLAINLY[answer]), course=named(seen))
        case _other:
            return _invalid()


def closed(seen: Sighting, now: datetime, tz: tzinfo) -> str:
    if seen.course_status is not CourseStatus.PUBLISHED:
        return say(_("The course <b>{course}</b> is not running now."), course=named(seen))
    sentence = _(
        "Check-in to <b>{course}</b> closed {at}. If you were there, ask the host: they can "
        "still mark you."
    )
    return say(sentence, course=named(seen), at=when(seen.closes_at, now, tz))


def _not_enrolled(obstacle: DomainError | None, seen: Sighting, tz: tzinfo) -> str:
    match obstacle:
        case None:
            sentence = _(
                "You are not enrolled in <b>{course}</b>. I have kept your scan: enroll now, and "
                "I will check you in."
            )
        case Expelled():
            sentence = _(
                "You were taken off <b>{course}</b>. Only its manager can take you back: ask them."
            )
        case CourseFull():
            sentence = _(
                "There is no free seat on <b>{course}</b>, so I cannot check you in. Tell the "
                "host that you are here."
            )
        case EnrollmentClosed():
            return errors.refusal(obstacle, tz) + " " + _("Tell the host that you are here.")
        case _other:
            return errors.refusal(obstacle, tz)
    return say(sentence, course=named(seen))


def _too_many(again_at: datetime | None, now: datetime, tz: tzinfo) -> str:
    sentence = _("Too many wrong codes. You can type digits again {at}.")
    typing = say(sentence, at=when(again_at, now, tz)) if again_at else _("Too many wrong codes.")
    return typing + " " + _("The QR code on the screen works at once: scan it with the camera.")


def _invalid() -> str:
    return _(
        "This code does not fit. Look at the screen once more: it changes every 15 seconds. Not "
        "on the course yet? Point your phone's camera at the QR code, and I will enroll you."
    )


def _of(seen: Sighting | None, sentence: str) -> str:
    if seen is None:
        return sentence
    return paragraphs([say("<b>{course}</b>", course=named(seen)), sentence])
