from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import span
from domain.holiday_lessons import Fallen, Found
from domain.holidays import Added, Span, Year

NAME, COURSE = 60, 80
COURSES = 8
SPANS = 20
"""That are named; more are counted."""


def year(seen: Year) -> str:
    heading = say(_("<b>Days off, {year}</b>"), year=seen.number)
    if not seen.spans:
        return paragraphs(
            [heading, _("There are none yet. Add days, and no lessons will fall on them.")]
        )
    counted = f"{heading} · {seen.days}"
    hint = _("To take one off the list, press it.")
    return paragraphs([counted, "\n".join(map(_span, seen.spans)), hint])


def ask() -> str:
    return paragraphs(
        [
            _(
                "Which days are off? Write them like this: 1-8.01 New Year; 23.02; "
                "4 November 2027."
            ),
            _("Or send a calendar (.ics) with all-day events, or a table with dates."),
        ]
    )


def added(news: Added, those: Found) -> str:
    if not news.spans:
        return paragraphs([_("These are days off already."), fallen(those)])
    named = [_span(it) for it in news.spans[:SPANS]]
    rest = len(news.spans) - SPANS
    if rest > 0:
        named.append(say(ngettext("{count} more", "{count} more", rest), count=rest))
    return paragraphs([_("<b>Days off from now on</b>"), "\n".join(named), fallen(those)])


def fallen(those: Found) -> str:
    """The question whether to take these lessons away."""
    count = those.lessons
    if not count:
        return _others(those) or _("No upcoming lesson falls on a day off.")
    told = ngettext(
        "{count} upcoming lesson falls on days off:",
        "{count} upcoming lessons fall on days off:",
        count,
    )
    question = _(
        "Remove them? If not, they stay until the schedule of the course changes. Those edited "
        "by hand stay anyway."
    )
    listed = say(told, count=count) + "\n" + _courses(those.mine)
    return paragraphs([listed, question, _others(those)])


def cleared(those: Found) -> str:
    count = those.lessons
    if not count:
        return _others(those) or _("These lessons have been removed already.")
    told = ngettext("✅ {count} lesson is removed.", "✅ {count} lessons are removed.", count)
    return paragraphs([say(told, count=count), _courses(those.mine), _others(those)])


def ask_remove(it: Span) -> str:
    question = say(_("Take off the list: <b>{days}</b>?"), days=span(it.first, it.last))
    return paragraphs([question, say("{name}", name=shorten(it.name, NAME))])


def removed(first: Span, those: Found) -> str:
    news = say(_("Not days off any more: {days}."), days=span(first.first, first.last))
    count = those.lessons
    if not count:
        return paragraphs([news, _others(those)])
    told = ngettext(
        "By their schedules, courses would have {count} lesson then:",
        "By their schedules, courses would have {count} lessons then:",
        count,
    )
    listed = say(told, count=count) + "\n" + _courses(those.mine)
    return paragraphs([news, listed, _("Bring them back?"), _others(those)])


def brought_back(those: Found) -> str:
    count = those.lessons
    if not count:
        return _others(those) or _("These lessons are there already.")
    told = ngettext("✅ {count} lesson is back.", "✅ {count} lessons are back.", count)
    return paragraphs([say(told, count=count), _courses(those.mine), _others(those)])


def _span(it: Span) -> str:
    told = [span(it.first, it.last), shorten(it.name, NAME)]
    return say("{told}", told=" · ".join(filter(None, told)))


def _others(those: Found) -> str:
    """Who else has to do it."""
    count = sum(it.lessons for it in those.others)
    if not count:
        return ""
    told = ngettext(
        "{count} lesson is in courses that others manage. It is up to them:",
        "{count} lessons are in courses that others manage. It is up to them:",
        count,
    )
    return say(told, count=count) + "\n" + _courses(those.others)


def _courses(those: Sequence[Fallen]) -> str:
    lines = [
        say("{name}: {count}", name=shorten(it.name, COURSE), count=it.lessons)
        for it in those[:COURSES]
    ]
    rest = len(those) - COURSES
    if rest > 0:
        lines.append(
            say(ngettext("and {count} more course", "and {count} more courses", rest), count=rest)
        )
    return "\n".join(lines)
