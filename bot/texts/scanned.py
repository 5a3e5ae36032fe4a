"""What came of somebody's pass, to the staff who scanned it."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.check_in import NAME, named, not_staff, points, when
from bot.texts.say import N_, paragraphs, say, shorten
from db.models import AttendanceStatus, CourseStatus
from db.queries.check_in import Sighting
from domain.answers import Answer, CheckIn, WhichLesson
from domain.errors import CourseFull, Expelled

STANDS: dict[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: N_("<b>{name}</b> has a mark already: present, {at}."),
    AttendanceStatus.LATE: N_("<b>{name}</b> has a mark already: late, {at}."),
    AttendanceStatus.ABSENT: N_("<b>{name}</b> has a mark already: absent, {at}."),
    AttendanceStatus.EXCUSED: N_("<b>{name}</b> has a mark already: excused, {at}."),
}


def of_person(checked: CheckIn, now: datetime, tz: tzinfo) -> str:
    """Of any answer there is."""
    seen = checked.sighting
    match checked.answer:
        case Answer.NOT_STAFF:
            return not_staff(checked)
        case Answer.CHECKED_IN | Answer.LATE | Answer.ALREADY if seen is not None:
            return paragraphs([_marked(checked, seen, now, tz), _course(seen)])
        case Answer.CODE_EXPIRED:
            return _expired(checked)
        case Answer.CLOSED if seen is None:
            return _("None of your lessons is on now.")
        case _ if seen is not None:
            return _refused(checked, seen, now, tz)
        case _other:
            return _("This is not a personal code. Ask them to open it with /code and scan that.")


def which_lesson(asked: WhichLesson) -> str:
    name = shorten(asked.sightings[0].person_name, NAME)
    return say(
        _("Several of your lessons are on. Which one does <b>{name}</b> come to?"), name=name
    )


def undone() -> str:
    return _("↩️ The mark is taken back, and its points too.")


def _marked(checked: CheckIn, seen: Sighting, now: datetime, tz: tzinfo) -> str:
    mark, name = checked.mark, shorten(seen.person_name, NAME)
    if checked.answer is Answer.ALREADY and mark is not None:
        stands = say(_(STANDS[mark.status]), name=name, at=when(mark.at, now, tz))
        corrected = _("It was set by hand, so a scan does not change it: use the lesson's list.")
        return paragraphs([stands, corrected if mark.is_corrected else ""])
    is_late = checked.answer is Answer.LATE
    sentence = _("🕒 <b>{name}</b>, late") if is_late else _("✅ <b>{name}</b>")
    return ", ".join(filter(None, [say(sentence, name=name), points(mark.points if mark else 0)]))


def _expired(checked: CheckIn) -> str:
    if checked.needs_renewing:
        return _(
            "This course takes only codes that renew themselves. Ask them to press the button "
            "under the picture of /code, and scan what opens."
        )
    return _("This personal code is out of date. Ask them to open a fresh one with /code.")


def _refused(checked: CheckIn, seen: Sighting, now: datetime, tz: tzinfo) -> str:
    match checked.answer:
        case Answer.NOT_OPEN_YET:
            sentence, at = _("Check-in to <b>{course}</b> opens {at}."), seen.opens_at
        case Answer.CLOSED:
            return _closed(seen, now, tz)
        case Answer.LESSON_CANCELLED:
            sentence, at = _("This lesson of <b>{course}</b> is cancelled."), now
        case Answer.WRONG_LESSON if checked.elsewhere is not None:
            return _wrong_lesson(seen, checked.elsewhere)
        case _other:
            return _not_on_course(checked, seen)
    return say(sentence, course=named(seen), at=when(at, now, tz))


def _closed(seen: Sighting, now: datetime, tz: tzinfo) -> str:
    if seen.course_status is not CourseStatus.PUBLISHED:
        return say(_("The course <b>{course}</b> is not running now."), course=named(seen))
    sentence = _("Check-in to <b>{course}</b> closed {at}. You can mark them in its list.")
    return say(sentence, course=named(seen), at=when(seen.closes_at, now, tz))


def _not_on_course(checked: CheckIn, seen: Sighting) -> str:
    if checked.answer is Answer.WAITLISTED:
        sentence = _(
            "<b>{name}</b> is still in the queue for <b>{course}</b>. Its manager can give them a "
            "seat."
        )
    elif isinstance(checked.obstacle, Expelled):
        sentence = _(
            "<b>{name}</b> was taken off <b>{course}</b>. Its manager can take them back."
        )
    elif isinstance(checked.obstacle, CourseFull):
        sentence = _(
            "<b>{name}</b> is not enrolled in <b>{course}</b>, and there is no free seat. Its "
            "manager can give them one."
        )
    else:
        sentence = _("<b>{name}</b> is not enrolled in <b>{course}</b>.")
    return say(sentence, name=shorten(seen.person_name, NAME), course=named(seen))


def _wrong_lesson(seen: Sighting, elsewhere: Sighting) -> str:
    return say(
        _("<b>{name}</b> is not on <b>{course}</b>, but expected at <b>{other}</b>."),
        name=shorten(seen.person_name, NAME),
        course=named(seen),
        other=named(elsewhere),
    )


def _course(seen: Sighting) -> str:
    return say("{course}", course=named(seen))
