"""The schedule of a course, and what another one would do."""

from collections.abc import Iterable
from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import course as course_texts
from bot.texts.lessons import hours, times_of
from bot.texts.lessons import line as lesson_line
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import clock, date_in_year, enumeration, span
from db.models import Course
from domain.drafting import Draft, Fate, Line, Preview
from domain.lesson_views import ScheduleView

NAME, RULES, PLACE = 100, 600, 40
BUSY = 2
"""Of those who give something else then, so many are named."""

SIGNS = {
    Fate.ADDED: "🆕",
    Fate.MOVED: "🔁",
    Fate.KEPT: "▫️",
    Fate.REMOVED: "✖️",
    Fate.FREE: "🎉",
    Fate.BY_HAND: "📌",
}


def schedule(seen: ScheduleView, tz: tzinfo) -> str:
    course = seen.course
    return paragraphs(
        [
            say(_("<b>Schedule of {course}</b>"), course=shorten(course.name, NAME)),
            _rules(course) or _("There is no schedule yet."),
            _days(course),
            _upcoming(seen, tz),
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
                "On which days are the lessons, from when until when, and where? Write it as you "
                "would to a friend, such as:"
            ),
            _("<code>Mon, Wed 18:00\u201319:30 B-734; Sat 10:00\u201311:30 until 20.12</code>"),
            _("You will see every date first, and nothing is saved before that."),
        ]
    )


def ask_days(draft: Draft) -> str:
    """For what has no first or no last day."""
    told = course_texts.schedule(Course(schedule=draft.rules))
    return paragraphs(
        [
            say(_("Understood: {value}"), value=shorten(told, RULES)),
            _(
                "From which day until which does the course last? Write it like this: "
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
            stale() if seen.is_stale else "",
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
    return _("⚠️ Something has changed meanwhile. This is how it will be now: look at it again.")


def _rules(course: Course) -> str:
    return say("{rules}", rules=shorten(course_texts.schedule(course), RULES))


def _days(course: Course) -> str:
    dates = span(course.start_date, course.end_date)
    return say(_("Dates: {value}"), value=dates) if dates else _("The course has no dates yet.")


def _upcoming(seen: ScheduleView, tz: tzinfo) -> str:
    if not seen.upcoming.lines:
        return _("No lessons are to come.")
    lines = [lesson_line(it, tz) for it in seen.upcoming.lines]
    more = seen.upcoming.total - len(lines)
    rest = [say(ngettext("{count} more", "{count} more", more), count=more)] if more else []
    return "\n".join([_("Next lessons:"), *lines, *rest, times_of(tz)])


def _holidays(seen: ScheduleView) -> str:
    if not seen.holidays:
        return ""
    days = [date_in_year(it.day) for it in seen.holidays]
    return say(_("🎉 No lessons on holidays: {days}."), days=enumeration(days))


def _counts(seen: Preview) -> Iterable[str]:
    counted = {
        Fate.ADDED: _("New lessons: {count}"),
        Fate.MOVED: _("At another hour: {count}"),
        Fate.REMOVED: _("Taken away: {count}"),
        Fate.KEPT: _("As they were: {count}"),
        Fate.FREE: _("Left out because of holidays: {count}"),
        Fate.BY_HAND: _("Changed by hand or marked, so they stay: {count}"),
    }
    for fate, sentence in counted.items():
        if count := seen.count(fate):
            yield f"{SIGNS[fate]} " + say(sentence, count=count)


def _warnings(seen: Preview) -> Iterable[str]:
    if seen.draft.rules and not seen.count(Fate.ADDED, Fate.MOVED, Fate.KEPT):
        yield _("⚠️ No lesson comes of it: there is no such day to come in these dates.")
    if seen.outside:
        yield say(_("⚠️ Outside of these dates, and they stay: {count}"), count=seen.outside)
    if busy := sum(bool(it.busy) for it in seen.lines):
        yield say(_("⚠️ A host is busy elsewhere: {count}"), count=busy)
    if any(it.is_impossible for it in seen.lines):
        yield _(
            "⛔ A lesson would clash with another one of its host: choose another hour, or "
            "another host for it. It cannot be saved like this."
        )


def _line(line: Line, tz: tzinfo) -> str:
    told = f"{SIGNS[line.fate]} {hours(line.starts_at, line.ends_at, tz)}"
    if line.was is not None:
        told += " " + say(_("(was {at})"), at=clock(line.was, tz))
    if line.busy:
        told += "\n    ⚠️ " + say(_("busy: {names}"), names=busy(line))
    return told


def busy(line: Line) -> str:
    """Who gives what elsewhere then; nothing if nobody does."""
    names = [f"{it.name} ({shorten(it.course, PLACE)})" for it in line.busy[:BUSY]]
    return shorten(", ".join(names), NAME)
