"""What people of a course are told of its changes."""

from collections.abc import Mapping
from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.lessons import hours, times_of
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import span
from domain.course_news import Question, When
from domain.net_news import CourseNews, LessonNews, Meeting

NAME, PLACE = 100, 60
MOST = 10
"""So many lessons are told one by one."""


def news(found: CourseNews, tz: tzinfo) -> str:
    shown, more = found.lessons[:MOST], len(found.lessons) - MOST
    lines = [_lesson(it, found.hosts, tz) for it in shown]
    if more > 0:
        rest = ngettext("And {count} more lesson.", "And {count} more lessons.", more)
        lines.append(say(rest, count=more))
    return paragraphs(
        [
            say(_("📣 Changes in <b>{course}</b>"), course=shorten(found.course.name, NAME)),
            "\n".join(lines),
            _dates(found),
            _place(found),
            _("🔗 The link to the lessons has changed: it is on the course's card.")
            if found.is_link_new
            else "",
            times_of(tz) if found.lessons else "",
        ]
    )


def ask(question: Question) -> str:
    count = question.people
    sentence = ngettext(
        "Shall I tell the {count} participant?", "Shall I tell the {count} participants?", count
    )
    return f"<b>{say(sentence, count=count)}</b>"


def ask_of(courses: int) -> str:
    sentence = ngettext(
        "Shall I tell the participants of the {count} course?",
        "Shall I tell the participants of the {count} courses?",
        courses,
    )
    return f"<b>{say(sentence, count=courses)}</b>"


def told_of(courses: int, when: When) -> str:
    if when is When.NOW:
        sentence = ngettext(
            "📨 I am telling the participants of {count} course.",
            "📨 I am telling the participants of {count} courses.",
            courses,
        )
    else:
        sentence = ngettext(
            "🌅 I will tell the participants of {count} course at 9:00.",
            "🌅 I will tell the participants of {count} courses at 9:00.",
            courses,
        )
    return say(sentence, count=courses)


def told(question: Question, when: When) -> str:
    count = question.people
    if when is When.MORNING and question.is_sooner:
        return _("📨 Other news of the course goes out before 9:00, so this goes with it.")
    if when is When.NOW:
        sentence = ngettext(
            "📨 I am telling {count} person.", "📨 I am telling {count} people.", count
        )
    else:
        sentence = ngettext(
            "🌅 I will tell {count} person at 9:00.",
            "🌅 I will tell {count} people at 9:00.",
            count,
        )
    advice = _(
        "If you change something else before that and choose to tell people, it all comes in one "
        "message."
    )
    if question.is_sooner:
        advice = _("What I was to tell them in the morning goes with it.")
    return paragraphs([say(sentence, count=count), advice])


def told_nobody() -> str:
    return _("I will not tell anybody.")


def _lesson(news: LessonNews, hosts: Mapping[int, str], tz: tzinfo) -> str:
    before, now = news.before, news.now
    if before is None or now is None:
        return _whole(before, now, tz)
    at = hours(now.starts_at, now.ends_at, tz)
    told = []
    if (before.starts_at, before.ends_at) != (now.starts_at, now.ends_at):
        then = hours(before.starts_at, before.ends_at, tz)
        told.append(say(_("🕒 Moved: {before} → <b>{after}</b>"), before=then, after=at))
    else:
        told.append(say(_("▫️ The lesson on {at}"), at=at))
    if before.place != now.place:
        told.append(_arrow(_("   place: {before} → <b>{after}</b>"), before.place, now.place))
    if before.host_id != now.host_id:
        names = [hosts.get(it) if it else None for it in (before.host_id, now.host_id)]
        told.append(_arrow(_("   host: {before} → <b>{after}</b>"), *names))
    return "\n".join(told)


def _whole(before: Meeting | None, now: Meeting | None, tz: tzinfo) -> str:
    if now is not None:
        at = hours(now.starts_at, now.ends_at, tz)
        where = f", {shorten(now.place, PLACE)}" if now.place else ""
        return say(_("🆕 New lesson: <b>{at}</b>{where}"), at=at, where=where)
    assert before is not None
    return say(_("✖️ No lesson: <b>{at}</b>"), at=hours(before.starts_at, before.ends_at, tz))


def _dates(found: CourseNews) -> str:
    if found.dates is None:
        return ""
    before, after = (span(*it) or _("not set") for it in found.dates)
    return say(_("📅 Dates: {before} → <b>{after}</b>"), before=before, after=after)


def _place(found: CourseNews) -> str:
    if found.place is None:
        return ""
    return _arrow(_("📍 Place: {before} → <b>{after}</b>"), *found.place)


def _arrow(sentence: str, before: str | None, after: str | None) -> str:
    names = [shorten(it, PLACE) if it else _("not set") for it in (before, after)]
    return say(sentence, before=names[0], after=names[1])
