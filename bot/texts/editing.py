"""Making a course, and editing it field by field."""

from datetime import tzinfo
from typing import Any

from aiogram.utils.i18n import gettext as _

from bot.texts import changes
from bot.texts import editing_buttons as labels
from bot.texts.course import about
from bot.texts.history import who
from bot.texts.say import N_, paragraphs, say, shorten
from bot.texts.times import city, stamp
from db.models import Course, CourseStatus
from domain.details import DESCRIPTION_LENGTH
from domain.editing import Asked, Entry, Overtaken, Saved, Written
from domain.fields import CHOSEN, CourseField

NAME, EXCERPT, VALUE, WHO = 200, 300, 300, 100

STATUSES: dict[CourseStatus, str] = {
    CourseStatus.DRAFT: N_("A draft: only those who run it see it."),
    CourseStatus.PUBLISHED: N_("Published."),
    CourseStatus.FINISHED: N_("Finished."),
    CourseStatus.ARCHIVED: N_("In the archive: it is not in any list."),
}
QUESTIONS: dict[CourseField, str] = {
    CourseField.NAME: N_(
        "What is the course called? Write its name, such as “Python for beginners”."
    ),
    CourseField.DESCRIPTION: N_(
        "What is the course about? Write a few sentences. Bold, italics, links and quotes are "
        "kept: format them as in any message."
    ),
    CourseField.FIRST_DAY: N_("When does it begin? Write the day, such as 1.09 or 1 September."),
    CourseField.LAST_DAY: N_("When does it end? Write the day, such as 20.12 or 20 December."),
    CourseField.PLACE: N_(
        "Where does it take place? Write the room or the address, such as B-734."
    ),
    CourseField.LINK: N_(
        "Where does it meet online? Send the link, such as zoom.us/j/123. Only those who are "
        "enrolled see it."
    ),
    CourseField.SEATS: N_("How many seats are there? Write a number, such as 30."),
    CourseField.ENROLL_UNTIL: N_(
        "Until when can people enroll? Write the day, or the day and the time, such as 31 August "
        "or 31.08 18:00. A day alone means until its end."
    ),
    CourseField.LEAVE_UNTIL: N_(
        "Until when can people leave the course themselves? Write the day, or the day and the "
        "time, such as 7 September or 7.09 18:00. A day alone means until its end."
    ),
    CourseField.ANNOUNCE: N_(
        "When should I tell everybody about the course? Write the day, or the day and the time, "
        "such as 25 August or 25.08 12:00. A day alone means 10 in the morning."
    ),
    CourseField.ACCESS: N_("Who should see the course? Choose."),
    CourseField.POINTS: N_("How many points is a visit worth? Write a number, such as 5."),
    CourseField.OPENS_BEFORE: N_(
        "How long before a lesson does check-in open? Write the time, such as 15 min or 1 h."
    ),
    CourseField.LATE_AFTER: N_(
        "How long after the beginning does somebody count as late? Write the time, such as "
        "15 min or half an hour."
    ),
    CourseField.COMPLETION: N_(
        "What share of the lessons must people attend to complete the course? Write it, such "
        "as 75 %."
    ),
    CourseField.MISIS: N_("Is it a MISIS course? Choose."),
    CourseField.RENEWING: N_(
        "Should only personal codes count that renew themselves? Nobody can send theirs to a "
        "friend then, but everybody needs the Mini App. Choose."
    ),
    CourseField.NAMES: N_(
        "Should the projector show the names of those who came last? The whole room reads them. "
        "Choose."
    ),
}
ZONED = {CourseField.ENROLL_UNTIL, CourseField.LEAVE_UNTIL, CourseField.ANNOUNCE}


def ask_name() -> str:
    return paragraphs(
        [
            _("<b>New course</b>"),
            _(QUESTIONS[CourseField.NAME]),
            _("Everything else can be filled in later."),
        ]
    )


def created() -> str:
    return _("✅ Done, it is a draft. Fill in what you know, and publish it when it is ready.")


def screen(course: Course) -> str:
    title = say("<b>{name}</b>", name=shorten(course.name, NAME))
    status = f"<i>{_(STATUSES[course.status])}</i>"
    description = about(course, EXCERPT) or _("No description yet.")
    return paragraphs([f"{title}\n{status}", description, _("Press what you want to change.")])


def ask(asked: Asked, tz: tzinfo) -> str:
    question = _(QUESTIONS[asked.field])
    zone = say(_("Time zone: {city}."), city=city(tz)) if asked.field in ZONED else ""
    head = _heading(asked.course, asked.field)
    return paragraphs([head, _present(asked, tz), question, zone])


def saved(screen: str, saved: Saved, tz: tzinfo) -> str:
    """What comes after words that were typed."""
    return paragraphs([say("{news}", news=notice(saved, tz)), screen])


def notice(saved: Saved, tz: tzinfo) -> str:
    """Plain, for a moment over a button."""
    known = dict(saved.changed)
    if "description" in known:
        return _("✅ The description is saved.")
    if not known:
        return _("✅ It is like that already.")
    told = changes.in_line(changes.of_details(known, tz))
    return f"✅ {told[:1].upper()}{told[1:]}"


def overtaken(it: Overtaken, mine: Written | None, tz: tzinfo) -> str:
    """Who changed it meanwhile, and to what; and what has not been written."""
    told = [
        _heading(it.course, it.field),
        by_whom(it.entry, tz),
        _now(it, tz),
        _mine(it.field, mine),
    ]
    return paragraphs(told)


def by_whom(entry: Entry | None, tz: tzinfo) -> str:
    if entry is None:
        return _("Somebody has changed this in the meantime.")
    return say(
        _("This was changed while you had it open. Who: {who}. When: {at}."),
        who=who(entry, WHO),
        at=stamp(entry.at, tz),
    )


def _now(it: Overtaken, tz: tzinfo) -> str:
    now = say(_("It is now: {value}"), value=_value(it.course, it.field, tz))
    field = it.field.value
    values: Any = it.entry.details.get(field) if it.entry else None
    if not changes.is_pair(field, values):
        return now
    was = say(_("It was: {value}"), value=changes.told(field, values[0], tz))
    return f"{was}\n{now}"


def _mine(field: CourseField, mine: Written | None) -> str:
    if mine is None:
        return say(_("Yours, not saved yet: {value}"), value=labels.clear(field))
    if field in CHOSEN:
        return say(_("Yours, not saved yet: {value}"), value=labels.choice(field, mine.text))
    return say(_("Yours, not saved yet: {value}"), value=shorten(mine.text.strip(), VALUE))


def _heading(course: Course, field: CourseField) -> str:
    return say(
        "<b>{field}</b>\n{course}",
        field=labels.name_of(field),
        course=shorten(course.name, NAME),
    )


def _present(asked: Asked, tz: tzinfo) -> str:
    course, field = asked.course, asked.field
    if field is not CourseField.DESCRIPTION:
        return say(_("Now: {value}"), value=_value(course, field, tz))
    # To be copied and written anew.
    return about(course, DESCRIPTION_LENGTH - NAME) or say(_("Now: {value}"), value=_("none yet"))


def _value(course: Course, field: CourseField, tz: tzinfo) -> str:
    if field is CourseField.DESCRIPTION:
        return shorten(course.description.strip(), VALUE) or _("none yet")
    return labels.value(course, field, tz)
