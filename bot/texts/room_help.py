"""Around the check-in of a lesson: its code on paper, and helpers."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.check_in import when
from bot.texts.room import COURSE, heading, paper_until, spaced
from bot.texts.say import paragraphs, say, shorten
from domain.calling_in import Helpers
from domain.room import Class
from domain.room_codes import ShownCode
from domain.staff import Member


def fixed(at: Class, code: ShownCode, tz: tzinfo) -> str:
    """Beside the page to print."""
    sentence = _(
        "🔢 <b>{digits}</b>\n\nThis code is good until {until}: print the page, or write the "
        "digits on the board. People type them into this chat. The screens go on changing their "
        "code: both are accepted."
    )
    told = say(sentence, digits=spaced(code.digits), until=paper_until(code, tz))
    return paragraphs([heading(at.lesson, at.course, tz), told])


def fixed_title(code: ShownCode) -> str:
    return spaced(code.digits)


def fixed_caption(at: Class, code: ShownCode, tz: tzinfo) -> str:
    """On the page itself: plain text."""
    sentence = _(
        "{course}. Point the camera of your phone at the code, or type the digits into the chat. "
        "Good until {until}."
    )
    course = shorten(at.course.name, COURSE)
    return sentence.format(course=course, until=paper_until(code, tz))


def helpers(seen: Helpers, tz: tzinfo) -> str:
    ask = _("Who should help to check people in? I will send them a button to this lesson.")
    alone = _("Nobody else is on the team of this course yet.")
    return paragraphs(
        [heading(seen.at.lesson, seen.at.course, tz), ask if seen.members else alone]
    )


def called(member: Member, *, is_news: bool) -> str:
    """Over the button, so without markup."""
    sentence = _("✅ Asked: {name}") if is_news else _("Asked already: {name}")
    return say(sentence, name=shorten(member.name, COURSE))


def call(at: Class, by: str, now: datetime, tz: tzinfo) -> str:
    """To whom was asked."""
    sentence = _(
        "🤝 {name} asks you to help check people in: <b>{course}</b>, {start}. The button shows "
        "the code and the list."
    )
    return say(
        sentence,
        name=shorten(by, COURSE),
        course=shorten(at.course.name, COURSE),
        start=when(at.lesson.starts_at, now, tz),
    )
