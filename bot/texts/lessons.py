"""Single lessons of a course."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import city, clock, short
from db.models import Course, Lesson, LessonStatus
from domain.lesson_views import LessonLine, LessonView, PageView
from domain.lessons import LessonDetails
from domain.series import Outcome, Series

NAME, PLACE, TOPIC = 100, 60, 120


def page(seen: PageView, tz: tzinfo) -> str:
    title = (
        _("<b>Past lessons of {course}</b>") if seen.is_past else _("<b>Lessons of {course}</b>")
    )
    head = say(title, course=shorten(seen.course.name, NAME))
    if not seen.page.lines:
        empty = _("None is over yet.") if seen.is_past else _("No lessons are to come.")
        return paragraphs([head, empty])
    lines = [line(it, tz) for it in seen.page.lines]
    return paragraphs([head, "\n".join(lines), times_of(tz)])


def line(it: LessonLine, tz: tzinfo) -> str:
    lesson = it.lesson
    facts = [shorten(lesson.location or "", PLACE), shorten(lesson.topic, PLACE), it.host or ""]
    told = say("{facts}", facts=", ".join(filter(None, facts)))
    when = f"• {span(lesson, tz)}"
    if lesson.status is LessonStatus.CANCELLED:
        when = f"• <s>{span(lesson, tz)}</s>"
    return f"{when}, {told}" if told else when


def card(seen: LessonView, tz: tzinfo) -> str:
    lesson, nobody = seen.lesson, _("nobody in particular")
    place = lesson.location or seen.course.location or _("not set")
    return paragraphs(
        [
            say(_("<b>Lesson of {course}</b>"), course=shorten(seen.course.name, NAME)),
            "\n".join(
                [
                    say(_("When: <b>{value}</b>"), value=f"{span(lesson, tz)} ({city(tz)})"),
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


def span(lesson: Lesson, tz: tzinfo) -> str:
    return hours(lesson.starts_at, lesson.ends_at, tz)


def hours(starts_at: datetime, ends_at: datetime, tz: tzinfo) -> str:
    return f"{short(starts_at, tz)}\u2013{clock(ends_at, tz)}"


def times_of(tz: tzinfo) -> str:
    return say(_("Times are those of {city}."), city=city(tz))


def ask_new(course: Course) -> str:
    return paragraphs(
        [
            say(_("A new lesson of <b>{course}</b>"), course=shorten(course.name, NAME)),
            _(
                "When, and where? Write the day, from when until when, and the place if it is "
                "another: <code>20.12 18:00\u201319:30 B-734</code>."
            ),
        ]
    )


def ask_time(seen: LessonView, tz: tzinfo) -> str:
    return paragraphs(
        [
            say(_("It is now: <b>{value}</b>"), value=span(seen.lesson, tz)),
            _(
                "When shall it be? Write <code>20.12 18:00</code>, or only hours: "
                "<code>18:00\u201319:30</code>, or how much later: <code>+1 week</code>."
            ),
        ]
    )


def ask_topic() -> str:
    return _("What is the lesson about? Write it in a few words, such as “Lists and sets”.")


def ask_place() -> str:
    return _("Where is the lesson? Write the room or the address, such as “B-734”.")


def ask_scope(series: Series, change: str) -> str:
    """Which lessons it is about."""
    if not series.others:
        return change
    return paragraphs([change, _("This lesson, or others of the same weekly rule too?")])


def will_move(series: Series, to: LessonDetails, tz: tzinfo) -> str:
    after = hours(to["starts_at"], to["ends_at"], tz)
    return say(_("{before} → <b>{after}</b>"), before=span(series.lesson, tz), after=after)


def will_be_in(place: str | None) -> str:
    if place is None:
        return _("New place: <b>as the course has it</b>.")
    return say(_("New place: <b>{value}</b>"), value=shorten(place, TOPIC))


def will_be_given(name: str | None) -> str:
    return say(_("New host: <b>{value}</b>"), value=name or _("nobody in particular"))


def choose_host() -> str:
    return _("Who gives this lesson?")


def ask_cancel(seen: LessonView, tz: tzinfo) -> str:
    return say(
        _("Cancel the lesson <b>{value}</b>? It stays in the list, and can be taken back."),
        value=span(seen.lesson, tz),
    )


def cancelled() -> str:
    return _("The lesson is cancelled.")


def restored() -> str:
    return _("✅ The lesson takes place.")


def added() -> str:
    return _("✅ The lesson is added.")


def done(outcome: Outcome) -> str:
    told = ngettext("✅ Changed: {count} lesson.", "✅ Changed: {count} lessons.", outcome.changed)
    left = ngettext(
        "{count} lesson stays as it was: people were marked on it.",
        "{count} lessons stay as they were: people were marked on them.",
        outcome.left,
    )
    told = say(told, count=outcome.changed)
    return f"{told} {say(left, count=outcome.left)}" if outcome.left else told


def _standing(seen: LessonView) -> str:
    if seen.lesson.status is LessonStatus.CANCELLED:
        return _("✖️ It is cancelled.")
    if seen.line.is_marked:
        return _("People were marked on it: it is neither moved nor cancelled.")
    return ""
