from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import partial

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.catalogue import seats
from bot.texts.formatted import html
from bot.texts.say import ISOLATED, N_, length, plain, say, shorten
from bot.texts.staff import PARTS
from bot.texts.times import clock, deadline, enumeration, moment, span, weekdays
from db.models import Course, Lesson, Role, StaffPart
from domain.courses import CourseView, Joining, joining

TEXT, CAPTION = 4096, 1024
"""What Telegram takes, without and with a picture."""

LONG_DESCRIPTION = 700
"""More than that hides the buttons under it."""

NAME = 200
FACT, FACT_BESIDE_PICTURE = 300, 120
STAFF = 5

AUDIENCES: dict[str, str] = {
    Role.PARTICIPANT: N_("everybody"),
    Role.HOST: N_("hosts and admins"),
    Role.ADMIN: N_("admins"),
}
"""By the least role of those who see a course."""


def card(seen: CourseView, now: datetime, tz: tzinfo) -> str:
    title = say("<b>{name}</b>", name=shorten(seen.course.name, NAME))
    facts = "\n".join(filter(None, _facts(seen, now, tz)))
    verdict = f"<b>{can_join(seen, now, tz)}</b>"
    description = clipped(seen, [title, facts, verdict])
    return "\n\n".join(filter(None, [title, description, facts, verdict]))


def clipped(seen: CourseView, others: Sequence[str] = ()) -> str:
    """As much of the description as leaves room for the others, as HTML."""
    limit = CAPTION if seen.course.banner_id else TEXT
    room = limit - len(ISOLATED) - sum(length(plain(it)) + 2 for it in others)
    return about(seen.course, max(1, min(room, LONG_DESCRIPTION)))


def is_clipped(seen: CourseView, now: datetime, tz: tzinfo) -> bool:
    return about(seen.course, TEXT) not in card(seen, now, tz)


def description(course: Course) -> str:
    title = say("<b>{name}</b>", name=shorten(course.name, NAME))
    return title + "\n\n" + about(course, TEXT - NAME - 10)


def about(course: Course, limit: int) -> str:
    """The description, formatted as it was written, and at most so much of it."""
    entities = course.description_entities
    # With formatting it was stripped before; without, there is nothing to be moved.
    text = course.description if entities else course.description.strip()
    return html(text, entities, limit)


def can_join(seen: CourseView, now: datetime, tz: tzinfo) -> str:
    """One sentence: whether one can join, and why not."""
    until = seen.course.enroll_until
    match joining(seen, now):
        case Joining.QUEUE:
            return _queue(seen.waiting)
        case Joining.WAITING:
            sentence = _(
                "You are number {rank} in the queue. When your turn comes, I will "
                "enroll you and write."
            )
            return say(sentence, rank=seen.rank)
        case Joining.CLOSED if until is not None:
            return say(_("Enrollment closed on {at}."), at=deadline(until, tz))
        case Joining.OPEN if until is not None:
            return say(_("You can enroll until {at}."), at=deadline(until, tz))
        case other:
            return _standing(other)


def poster_title(course: Course) -> str:
    return shorten(course.name, NAME)


def poster_caption() -> str:
    return _("Point your phone's camera at the code and enroll in Telegram")


def poster(course: Course, link: str) -> str:
    return say(
        _(
            "A poster of <b>{name}</b> to print. Its QR code opens the course, as this link does: "
            "{link}"
        ),
        name=shorten(course.name, NAME),
        link=link,
    )


def _standing(standing: Joining) -> str:
    words = {
        Joining.OPEN: _("You can enroll."),
        Joining.REGISTERED: _("You are enrolled."),
        Joining.COMPLETED: _("You have completed this course."),
        Joining.EXPELLED: _("You were taken off this course. Its manager can take you back."),
        Joining.DRAFT: _("A draft: only those who run the course see it."),
        Joining.OVER: _("The course is over: you cannot enroll any more."),
        Joining.CLOSED: _("Enrollment is closed."),
    }
    return words[standing]


def _queue(waiting: int) -> str:
    if waiting == 0:
        return _("No seats left, but you can be the first in the queue.")
    sentence = ngettext(
        "No seats left, but you can queue: {count} person is ahead of you.",
        "No seats left, but you can queue: {count} people are ahead of you.",
        waiting,
    )
    return say(sentence, count=waiting)


def _facts(seen: CourseView, now: datetime, tz: tzinfo) -> list[str]:
    course = seen.course
    fact = partial(_fact, limit=FACT_BESIDE_PICTURE if course.banner_id else FACT)
    return [
        _("From MISIS") if course.is_from_misis else "",
        fact(_("Dates: {value}"), span(course.start_date, course.end_date)),
        fact(_("Schedule: {value}"), schedule(course)),
        fact(_when(seen.next_lesson, now), _lesson(seen.next_lesson, now, tz)),
        fact(_("Place: {value}"), course.location or ""),
        fact(_("Topic: {value}"), seen.next_lesson.topic if seen.next_lesson else ""),
        fact(_("Enrollment: {value}"), _seats(seen) if course.takes_people(now) else ""),
        fact(_("Run by: {value}"), staff(seen)),
        fact(_("Your part here: {value}"), _(PARTS[seen.part]) if seen.part else ""),
    ]


def schedule(course: Course) -> str:
    """Its weekly rules; times are of the campus."""
    return "; ".join(_rule(rule) for rule in course.schedule)


def staff(seen: CourseView) -> str:
    """Those who run the course; assistants only help at the door."""
    names = [it.name for it in seen.staff if it.part is not StaffPart.ASSISTANT]
    named, more = names[:STAFF], len(names) - STAFF
    if more > 0:
        named.append(say(ngettext("{count} more", "{count} more", more), count=more))
    return enumeration(named)


def _fact(sentence: str, value: str, *, limit: int) -> str:
    return say(sentence, value=shorten(value, limit)) if value else ""


def _rule(rule: dict[str, object]) -> str:
    days = rule.get("days")
    named = weekdays(days) if isinstance(days, list) else ""
    hours = f"{named} {rule.get('start', '')}\u2013{rule.get('end', '')}".strip()
    place = rule.get("location")
    return f"{hours}, {place}" if place else hours


def _when(lesson: Lesson | None, now: datetime) -> str:
    if lesson is not None and lesson.is_on(now):
        return _("On now, until {value}")
    return _("Next lesson: {value}")


def _lesson(lesson: Lesson | None, now: datetime, tz: tzinfo) -> str:
    if lesson is None:
        return ""
    at = clock(lesson.ends_at, tz) if lesson.is_on(now) else moment(lesson.starts_at, tz)
    return ", ".join(filter(None, [at, lesson.location]))


def _seats(seen: CourseView) -> str:
    told = plain(seats(seen.course))
    if not seen.waiting:
        return told
    queue = ngettext("{count} person in the queue", "{count} people in the queue", seen.waiting)
    return told + ", " + say(queue, count=seen.waiting)
