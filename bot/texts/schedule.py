"""The schedule of a course, and what another one would do."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import course as course_texts
from bot.texts.editing import by_whom
from bot.texts.lessons import hours, times_of
from bot.texts.lessons import line as lesson_line
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import clock, date_in_year, enumeration, span
from db.models import Course
from domain.drafting import Draft, Fate, Line, Preview
from domain.lesson_views import ScheduleView
from domain.previewing import TAKING_PLACE
from domain.schedule import Slot

NAME, RULES, PLACE = 100, 600, 40
BUSY = 2
"""Of those who give something else then, so many are named."""

SIGNS = {
    Fate.ADDED: "🆕",
    Fate.MOVED: "🔁",
    Fate.CHANGED: "✏️",
    Fate.KEPT: "▫️",
    Fate.REMOVED: "✖️",
    Fate.FREE: "🎉",
    Fate.BY_HAND: "📌",
}


def schedule(seen: ScheduleView, tz: tzinfo, now: datetime) -> str:
    course = seen.course
    return paragraphs(
        [
            say(_("<b>Schedule of {course}</b>"), course=shorten(course.name, NAME)),
            _rules(course) or _("There is no schedule yet."),
            _days(course),
            _upcoming(seen, tz, now),
            _holidays(seen),
        ]
    )


def ask(course: Course) -> str:
    return paragraphs(
        [
            say(_("Now: {value}"), value=shorten(course_texts.schedule(course), RULES))
            if course.schedule
            else "",
            _(
                "On which days are the lessons, at what time and where? Write it as you would to "
                "a friend, such as:"
            ),
            _("<code>Mon, Wed 18:00\u201319:30 B-734; Sat 10:00\u201311:30 until 20.12</code>"),
            _("You will see every date first: nothing is saved until you confirm."),
        ]
    )


def ask_days(draft: Draft) -> str:
    """For what has no first or no last day."""
    told = course_texts.schedule(Course(schedule=draft.rules))
    return paragraphs(
        [
            say(_("Understood: {value}"), value=shorten(told, RULES)),
            _(
                "From which day to which does the course run? Write it like this: "
                "<code>1.09\u201320.12</code>."
            ),
        ]
    )


def preview(seen: Preview, page: int, size: int, tz: tzinfo) -> str:
    told = course_texts.schedule(Course(schedule=seen.draft.rules)) or _("no schedule")
    shown = seen.lines[page * size : (page + 1) * size]
    dates = span(seen.draft.first, seen.draft.last)
    return paragraphs(
        [
            _overtaken(seen, tz),
            say(_("<b>This is how it will be: {value}</b>"), value=shorten(told, RULES)),
            say(_("Dates: {value}"), value=dates) if dates else "",
            "\n".join([*_counts(seen), *_warnings(seen)]),
            "\n".join(_line(it, tz) for it in shown),
            times_of(tz),
        ]
    )


def saved() -> str:
    return _("✅ The schedule is saved.")


def stale() -> str:
    return _(
        "⚠️ Something has changed in the meantime. This is how it will be now: look at it again."
    )


def _overtaken(seen: Preview, tz: tzinfo) -> str:
    """That it is not what it was when somebody began to write, or looked."""
    if not seen.is_overtaken:
        return stale() if seen.is_stale else ""
    now = shorten(course_texts.schedule(seen.course), RULES) or _("no schedule")
    return f"⚠️ {by_whom(seen.entry, tz)}\n" + say(_("It is now: {value}"), value=now)


def _rules(course: Course) -> str:
    return say("{rules}", rules=shorten(course_texts.schedule(course), RULES))


def _days(course: Course) -> str:
    dates = span(course.start_date, course.end_date)
    return say(_("Dates: {value}"), value=dates) if dates else _("The course has no dates yet.")


def _upcoming(seen: ScheduleView, tz: tzinfo, now: datetime) -> str:
    if not seen.upcoming.lines:
        return _("There are no upcoming lessons.")
    lines = [lesson_line(it, tz, now) for it in seen.upcoming.lines]
    more = seen.upcoming.total - len(lines)
    rest = [say(ngettext("{count} more", "{count} more", more), count=more)] if more else []
    return "\n".join([_("Next lessons:"), *lines, *rest, times_of(tz)])


def _holidays(seen: ScheduleView) -> str:
    if not seen.holidays:
        return ""
    days = [date_in_year(it.day) for it in seen.holidays]
    return say(_("🎉 No lessons on days off: {days}."), days=enumeration(days))


def _counts(seen: Preview) -> Iterable[str]:
    counted = {
        Fate.ADDED: _("New lessons: {count}"),
        Fate.MOVED: _("At another time: {count}"),
        Fate.CHANGED: _("Another end or place: {count}"),
        Fate.REMOVED: _("Removed: {count}"),
        Fate.KEPT: _("Unchanged: {count}"),
        Fate.FREE: _("Left out because of days off: {count}"),
        Fate.BY_HAND: _("Changed by hand or with people marked, so they stay: {count}"),
    }
    for fate, sentence in counted.items():
        if count := seen.count(fate):
            yield f"{SIGNS[fate]} " + say(sentence, count=count)


def _warnings(seen: Preview) -> Iterable[str]:
    if seen.draft.rules and not seen.count(*TAKING_PLACE):
        yield _("⚠️ This makes no lessons: no such day is left within these dates.")
    if seen.outside:
        yield say(_("⚠️ Outside these dates, but they stay: {count}"), count=seen.outside)
    if busy := sum(bool(it.busy) for it in seen.lines):
        yield say(_("⚠️ A host is busy elsewhere: {count}"), count=busy)
    if any(it.is_impossible for it in seen.lines):
        yield _(
            "⛔ A lesson would clash with another one of its host, so it cannot be saved like "
            "this. Write it again with another time, such as Mon 20:00-21:30, or first give it "
            "another host under “📋 Lessons”."
        )


def _line(line: Line, tz: tzinfo) -> str:
    told = f"{SIGNS[line.fate]} {hours(line.starts_at, line.ends_at, tz)}"
    if line.was is not None:
        is_there = line.location == line.was.location
        told += "" if is_there else say(", {place}", place=_place(line.location))
        told += " " + say(_("(was {at})"), at=_was(line, line.was, tz))
    if line.busy:
        told += "\n    ⚠️ " + say(_("busy: {names}"), names=busy(line))
    return told


def _was(line: Line, was: Slot, tz: tzinfo) -> str:
    """What is another: the beginning, the whole time, the place."""
    told = []
    if line.ends_at - line.starts_at != was.ends_at - was.starts_at:
        told.append(f"{clock(was.starts_at, tz)}\u2013{clock(was.ends_at, tz)}")
    elif line.starts_at != was.starts_at:
        told.append(clock(was.starts_at, tz))
    if line.location != was.location:
        told.append(_place(was.location))
    return ", ".join(told)


def _place(location: str | None) -> str:
    return shorten(location or "", PLACE) or _("as the course has it")


def busy(line: Line) -> str:
    """Who gives what elsewhere then; nothing if nobody does."""
    names = [f"{it.name} ({shorten(it.course, PLACE)})" for it in line.busy[:BUSY]]
    return shorten(", ".join(names), NAME)
