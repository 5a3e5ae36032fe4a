"""The courses that somebody works on."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.editing import STATUSES
from bot.texts.running import taken
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import clock, short
from db.models import CourseStatus
from domain.taught import PAGE_SIZE, TaughtCourse, TaughtPage

NAME, PLACE = 120, 120


def page(found: TaughtPage, now: datetime, tz: tzinfo) -> str:
    head = _("<b>Courses that I run</b>")
    if not found.lines:
        empty = _("You do not run any course yet. A manager of a course can invite you to it.")
        return paragraphs([head, empty])
    first = found.number * PAGE_SIZE + 1
    cards = [_taught(number, it, now, tz) for number, it in enumerate(found.lines, first)]
    return paragraphs([head, *cards])


def _taught(number: int, it: TaughtCourse, now: datetime, tz: tzinfo) -> str:
    name = shorten(it.course.name, NAME)
    lines = [
        say("{number}. <b>{name}</b>", number=number, name=name),
        _lesson(it, now, tz),
        taken(it.course) if it.course.status is CourseStatus.PUBLISHED else "",
        "" if it.course.status is CourseStatus.PUBLISHED else _(STATUSES[it.course.status]),
    ]
    return "\n".join(filter(None, lines))


def _lesson(it: TaughtCourse, now: datetime, tz: tzinfo) -> str:
    lesson = it.next_lesson
    if lesson is None:
        return ""
    where = shorten(lesson.location or it.course.location or "", PLACE)
    if lesson.is_on(now):
        sentence, at = _("<b>On now</b>, until {value}"), clock(lesson.ends_at, tz)
    elif lesson.starts_at.astimezone(tz).date() == now.astimezone(tz).date():
        sentence, at = _("<b>Today</b>, {value}"), clock(lesson.starts_at, tz)
    else:
        sentence, at = _("Next lesson: {value}"), short(lesson.starts_at, tz)
    return say(sentence, value=", ".join(filter(None, [at, where])))
