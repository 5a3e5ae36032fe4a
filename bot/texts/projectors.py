"""Pages on projectors, as the host's phone speaks of them."""

from collections.abc import Sequence
from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import clock
from db.models import ProjectorScreen
from domain.projectors import Showable

NAME = 200


def how_to(public_url: str) -> str:
    """How a page is paired."""
    if not public_url:
        return _(
            "A page for the projector needs an address, and this bot has none. Show the code "
            "from your phone, or put it on the board: /now."
        )
    sentence = _(
        "Open <b>{address}</b> on the computer of the projector. It shows a number of eight "
        "digits: just send it to me while your lesson is on."
    )
    return say(sentence, address=f"{public_url.rstrip('/')}/tv")


def of_lesson(pages: Sequence[ProjectorScreen], public_url: str) -> str:
    sentence = ngettext(
        "📺 {count} screen shows the code of this lesson.",
        "📺 {count} screens show the code of this lesson.",
        len(pages),
    )
    shown = say(sentence, count=len(pages))
    nothing = _("📺 No screen shows the code of this lesson yet.")
    return paragraphs([shown if pages else nothing, how_to(public_url)])


def paired_at(page: ProjectorScreen, tz: tzinfo) -> str:
    assert page.paired_at is not None
    return clock(page.paired_at, tz)


def which(lessons: Sequence[Showable], tz: tzinfo) -> str:
    line = _("{at}: {course}")
    lines = [
        say(line, at=clock(it.starts_at, tz), course=shorten(it.course_name, NAME))
        for it in lessons
    ]
    return paragraphs([_("Which lesson shall the screen show?"), "\n".join(lines)])


def paired(course_name: str) -> str:
    sentence = _("✅ The screen shows the code of <b>{course}</b>. Its number is used up.")
    return say(sentence, course=shorten(course_name, NAME))


def no_lesson() -> str:
    return _(
        "You have no lesson now, nor within three hours. A screen can be paired when one is near."
    )


def closed() -> str:
    return _("The screen is disconnected.")
