"""What people of a course are told of its changes."""

from collections.abc import Mapping
from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.lessons import hours, times_of
from bot.texts.say import paragraphs, say, shorten
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
            _place(found),
            _("🔗 The link to the lessons is another now: it is in the course.")
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
    advice = _("If you change something else meanwhile and choose to tell it, it comes together.")
    return paragraphs([say(sentence, count=count), advice])


def told_nobody() -> str:
    return _("All right, I tell nobody.")


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
        told.append(say(_("▫️ The lesson of {at}"), at=at))
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
        return say(_("🆕 A lesson: <b>{at}</b>{where}"), at=at, where=where)
    assert before is not None
    return say(_("✖️ No lesson: <b>{at}</b>"), at=hours(before.starts_at, before.ends_at, tz))


def _place(found: CourseNews) -> str:
    if found.place is None:
        return ""
    return _arrow(_("📍 Place: {before} → <b>{after}</b>"), *found.place)


def _arrow(sentence: str, before: str | None, after: str | None) -> str:
    names = [shorten(it, PLACE) if it else _("not set") for it in (before, after)]
    return say(sentence, before=names[0], after=names[1])
