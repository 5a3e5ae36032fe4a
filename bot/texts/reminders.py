"""What people are reminded of, and what hosts see of when and how."""

from datetime import datetime, timedelta, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.lessons import hours
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import city, short
from db.models import Course
from domain.reminder_rules import Preview, ReminderRule, Rules
from domain.reminders import Reminder

NAME, FACT = 200, 200
SOON = timedelta(minutes=90)
EXCERPT = 60


def reminder(it: Reminder, now: datetime, tz: tzinfo) -> str:
    when = f"{hours(it.starts_at, it.ends_at, tz)} ({city(tz)})"
    facts = [
        say(_("When: <b>{value}</b>"), value=when),
        _fact(_("Place: <b>{value}</b>"), it.location),
        _fact(_("Topic: <b>{value}</b>"), it.topic),
    ]
    head = say(_head(it.starts_at, now, tz), course=shorten(it.course_name, NAME))
    return paragraphs([head, "\n".join(filter(None, facts)), say("{text}", text=it.text or "")])


def hushed(course: Course) -> str:
    done = _(
        "🔕 I will not remind you of the lessons of <b>{course}</b> any more. You stay on it."
    )
    return say(done, course=shorten(course.name, NAME))


def heard(course: Course) -> str:
    done = _("🔔 I will remind you of the lessons of <b>{course}</b>.")
    return say(done, course=shorten(course.name, NAME))


def rules(it: Rules) -> str:
    head = say(_("<b>Reminders of {course}</b>"), course=shorten(it.course.name, NAME))
    if not it.rules:
        return paragraphs([head, _("They are off: I remind nobody of the lessons.")])
    told = _(
        "Before each lesson, everybody on the course is told when and where it is, and can answer "
        "that they will not come."
    )
    return paragraphs([head, told, "\n".join(map(_line, it.rules))])


def rule(course: Course, it: ReminderRule) -> str:
    head = say(
        _("<b>Reminder {before}</b>\n{course}"),
        before=ahead(it.before),
        course=shorten(course.name, NAME),
    )
    if it.text is None:
        return paragraphs([head, _("It says when and where the lesson is, and its topic.")])
    words = _("It says when and where the lesson is, its topic, and in your own words:")
    return paragraphs([head, words, say("<blockquote>{text}</blockquote>", text=it.text)])


def preview(it: Preview, tz: tzinfo) -> str:
    head = say(_("<i>So it will look, {at}:</i>"), at=short(it.at, tz))
    return paragraphs([head, reminder(it.reminder, it.at, tz)])


def ask_offset() -> str:
    return _(
        "How long before each lesson shall I remind people? Choose, or write it, such as 3 hours "
        "or 2 days."
    )


def ask_text(before: timedelta) -> str:
    question = _(
        "What shall the reminder {before} say beside time and place? Write it, such as “Bring "
        "your laptop”."
    )
    return say(question, before=ahead(before))


def ask_drop(it: ReminderRule) -> str:
    question = _("Remove the reminder {before}? Its own words are lost.")
    return say(question, before=ahead(it.before))


def ask_drop_all(it: Rules) -> str:
    question = _("Remove all reminders of <b>{course}</b>? I will remind nobody of its lessons.")
    return say(question, course=shorten(it.course.name, NAME))


def added(before: timedelta) -> str:
    return _("🔔 I will remind people {before}.").format(before=ahead(before))


def was_there(before: timedelta) -> str:
    return _("I remind people {before} already.").format(before=ahead(before))


def reworded() -> str:
    return _("✅ The words are saved.")


def dropped(before: timedelta) -> str:
    return _("The reminder {before} is removed.").format(before=ahead(before))


def dropped_all() -> str:
    return _("🔕 The reminders are off.")


def ahead(before: timedelta) -> str:
    """How long before the lesson."""
    minutes = before // timedelta(minutes=1) % 60
    hours, days = before.seconds // 3600, before.days
    parts = [
        ngettext("{count} day", "{count} days", days).format(count=days) if days else "",
        ngettext("{count} hour", "{count} hours", hours).format(count=hours) if hours else "",
        ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
        if minutes
        else "",
    ]
    return _("{span} before").format(span=" ".join(filter(None, parts)))


def _head(at: datetime, now: datetime, tz: tzinfo) -> str:
    if at - now <= SOON:
        return _("🔔 Soon: <b>{course}</b>")
    days = (at.astimezone(tz).date() - now.astimezone(tz).date()).days
    names = {0: _("🔔 Today: <b>{course}</b>"), 1: _("🔔 Tomorrow: <b>{course}</b>")}
    return names.get(days, _("🔔 A lesson is ahead: <b>{course}</b>"))


def _fact(sentence: str, value: str | None) -> str:
    return say(sentence, value=shorten(value, FACT)) if value else ""


def _line(it: ReminderRule) -> str:
    words = shorten(" ".join(it.text.split()), EXCERPT) if it.text else ""
    told = say(_(": “{text}”"), text=words) if words else ""
    return f"• {ahead(it.before)}{told}"
