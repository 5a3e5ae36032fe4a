"""That somebody was not at two lessons in a row."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import moment, short
from domain.misses import Miss, MissedLesson, Missing

COURSE, NAME, GROUP = 200, 80, 40

SHOWN = 25
"""People: a list is read on a phone, and a message has 4,096 characters."""


def to_person(it: Miss, tz: tzinfo) -> str:
    missed = say(
        _(
            "We missed you: you were not at the last two lessons of <b>{course}</b>, {before} and "
            "{last}."
        ),
        course=shorten(it.course_name, COURSE),
        before=short(it.before_at, tz),
        last=short(it.last_at, tz),
    )
    assert it.next_at is not None
    upcoming = say(_("Is all well? The next lesson: {at}. Come!"), at=moment(it.next_at, tz))
    wrong = _(
        "If you were there, tell the host: they will correct the mark. And if your plans have "
        "changed, you can leave the course on its card."
    )
    return paragraphs([missed, upcoming, wrong])


def to_hosts(it: MissedLesson, tz: tzinfo) -> str:
    count = len(it.people)
    head = say(
        ngettext(
            "{count} person was not at the last two lessons of <b>{course}</b> (the last one: "
            "{at}):",
            "{count} people were not at the last two lessons of <b>{course}</b> (the last one: "
            "{at}):",
            count,
        ),
        count=count,
        course=shorten(it.course.name, COURSE),
        at=short(it.lesson.starts_at, tz),
    )
    asking = _("I am asking those whom I can reach whether all is well.")
    return paragraphs([head, _list(it), *([] if it.is_last else [asking])])


def _list(it: MissedLesson) -> str:
    lines = ["• " + _line(person) for person in it.people[:SHOWN]]
    rest = len(it.people) - SHOWN
    more = ngettext("and {count} more", "and {count} more", rest) if rest > 0 else ""
    return "\n".join([*lines, *([say(more, count=rest)] if more else [])])


def _line(person: Missing) -> str:
    group = (
        say(", {group}", group=shorten(person.study_group, GROUP)) if person.study_group else ""
    )
    return say("{name}", name=shorten(person.full_name, NAME)) + group
