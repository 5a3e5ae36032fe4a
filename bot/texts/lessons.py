"""Single lessons of a course."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import city, clock, near, short
from db.models import Course, Lesson, LessonStatus
from domain.lesson_views import LessonLine, LessonView, PageView
from domain.lessons import LessonDetails
from domain.previewing import Line
from domain.series import Outcome, Series

NAME, PLACE, TOPIC = 100, 60, 120


def page(seen: PageView, tz: tzinfo, now: datetime) -> str:
    title = (
        _("<b>Past lessons of {course}</b>") if seen.is_past else _("<b>Lessons of {course}</b>")
    )
    head = say(title, course=shorten(seen.course.name, NAME))
    if not seen.page.lines:
        empty = (
            _("No lesson is over yet.") if seen.is_past else _("There are no upcoming lessons.")
        )
        return paragraphs([head, empty])
    lines = [line(it, tz, now) for it in seen.page.lines]
    return paragraphs([head, "\n".join(lines), times_of(tz)])


def line(it: LessonLine, tz: tzinfo, now: datetime) -> str:
    lesson, at = it.lesson, span(it.lesson, tz, now)
    facts = [shorten(lesson.location or "", PLACE), shorten(lesson.topic, PLACE), it.host or ""]
    told = say("{facts}", facts=", ".join(filter(None, facts)))
    when = f"• {at}"
    if lesson.status is LessonStatus.CANCELLED:
        when = f"• <s>{at}</s>"
    return f"{when}, {told}" if told else when


def card(seen: LessonView, tz: tzinfo, now: datetime) -> str:
    lesson, nobody = seen.lesson, _("not assigned")
    place = lesson.location or seen.course.location or _("not set")
    at = f"{span(lesson, tz, now)} ({city(tz)})"
    return paragraphs(
        [
            say(_("<b>Lesson of {course}</b>"), course=shorten(seen.course.name, NAME)),
            "\n".join(
                [
                    say(_("When: <b>{value}</b>"), value=at),
                    say(
                        _("Topic: <b>{value}</b>"), value=shorten(lesson.topic, TOPIC) or _("none")
                    ),
                    say(_("Place: <b>{value}</b>"), value=shorten(place, TOPIC)),
                    say(_("Host: <b>{value}</b>"), value=seen.line.host or nobody),
                ]
            ),
            _standing(seen),
        ]
    )


def span(lesson: Lesson, tz: tzinfo, now: datetime) -> str:
    return hours(lesson.starts_at, lesson.ends_at, tz, now)


def hours(starts_at: datetime, ends_at: datetime, tz: tzinfo, now: datetime | None = None) -> str:
    """Without now: no year, whichever it is."""
    start = near(starts_at, tz, now) if now else short(starts_at, tz)
    return f"{start}\u2013{clock(ends_at, tz)}"


def times_of(tz: tzinfo) -> str:
    return say(_("Time zone: {city}."), city=city(tz))


def ask_new(course: Course) -> str:
    return paragraphs(
        [
            say(_("A new lesson of <b>{course}</b>"), course=shorten(course.name, NAME)),
            _(
                "When and where? Write the day, the beginning and the end, and the place if it "
                "is a different one: <code>20.12 18:00\u201319:30 B-734</code>."
            ),
        ]
    )


def ask_time(seen: LessonView, tz: tzinfo, now: datetime) -> str:
    return paragraphs(
        [
            say(_("It is now: <b>{value}</b>"), value=span(seen.lesson, tz, now)),
            _(
                "When should it be? Write the day and the time: <code>20.12 18:00</code>, or "
                "only the time: <code>18:00\u201319:30</code>, or how much later: <code>+1 "
                "week</code>."
            ),
        ]
    )


def ask_topic() -> str:
    return _("What is the lesson about? Write it in a few words, such as “Lists and sets”.")


def ask_place() -> str:
    return _("Where is the lesson? Write the room or the address, such as “B-734”.")


def ask_scope(series: Series, change: str) -> str:
    """Whether to do it; where there are others like it, to which lessons."""
    if not series.others:
        return paragraphs([change, _("Change the lesson?")])
    return paragraphs([change, _("Change only this lesson, or the same one in other weeks too?")])


def will_move(lesson: Lesson, to: LessonDetails, tz: tzinfo, now: datetime) -> str:
    before, after = span(lesson, tz, now), hours(to["starts_at"], to["ends_at"], tz, now)
    return say(_("New time: {before} → <b>{after}</b>"), before=before, after=after)


def will_be_added(line: Line, tz: tzinfo, now: datetime) -> str:
    at = hours(line.starts_at, line.ends_at, tz, now)
    told = say(_("New lesson: <b>{value}</b>"), value=at)
    place = shorten(line.location or "", TOPIC)
    return told + say(", {place}", place=place) if place else told


def ask_add() -> str:
    return _("Add the lesson?")


def will_be_in(place: str | None) -> str:
    if place is None:
        return _("New place: <b>as the course has it</b>.")
    return say(_("New place: <b>{value}</b>"), value=shorten(place, TOPIC))


def will_be_given(name: str | None) -> str:
    return say(_("New host: <b>{value}</b>"), value=name or _("not assigned"))


def choose_host() -> str:
    return _("Who gives this lesson?")


def ask_cancel(lesson: Lesson, tz: tzinfo, now: datetime) -> str:
    return say(
        _("Cancel the lesson <b>{value}</b>? It stays in the list, and you can bring it back."),
        value=span(lesson, tz, now),
    )


def cancelled() -> str:
    return _("The lesson is cancelled.")


def restored() -> str:
    return _("✅ The lesson is on again.")


def added() -> str:
    return _("✅ The lesson is added.")


def done(outcome: Outcome) -> str:
    told = ngettext("✅ Changed: {count} lesson.", "✅ Changed: {count} lessons.", outcome.changed)
    left = ngettext(
        "{count} lesson stays as it was: people have been marked at it.",
        "{count} lessons stay as they were: people have been marked at them.",
        outcome.left,
    )
    told = say(told, count=outcome.changed)
    return f"{told} {say(left, count=outcome.left)}" if outcome.left else told


def _standing(seen: LessonView) -> str:
    if seen.lesson.status is LessonStatus.CANCELLED:
        return _("✖️ It is cancelled.")
    if seen.line.is_marked:
        return _("People have been marked at it: it cannot be moved or cancelled.")
    return ""
