"""The pages of the history of actions, and what is asked on the way to them."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import changes, history
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import span, stamp
from domain.history import Entry, Filters, HistoryPage
from domain.names import tidy
from domain.periods import BEGINNING

CHANGES = 160


def page(found: HistoryPage, filters: Filters, tz: tzinfo) -> str:
    """Newest first."""
    entries = [_entry(it, tz) for it in found.entries]
    return paragraphs([heading(found, filters), *(entries or [_empty(filters)])])


def heading(found: HistoryPage, filters: Filters) -> str:
    """What is shown, and how much of it there is."""
    lines = [_("<b>History of actions</b>"), *applied(found, filters)]
    if found.total:
        lines.append(say(_("Entries: {count}."), count=found.total))
    return "\n".join(lines)


def applied(found: HistoryPage, filters: Filters) -> list[str]:
    """The filters, one a line."""
    person, course = found.person or _("an erased person"), found.course
    told = [
        filters.user_id and say(_("Person: {name}"), name=shorten(person, history.NAME)),
        filters.course_id and say(_("Course: {name}"), name=history.named(course or "?")),
        filters.action and say(_("Action: {name}"), name=history.action(filters.action)),
        period(filters) and say(_("Days: {period}"), period=period(filters)),
    ]
    return [line for line in told if line]


def period(filters: Filters) -> str:
    if filters.span is not None:
        first, last = filters.span
        if first == BEGINNING:
            return say(_("until {day}"), day=span(last, None))
        return span(first, None if first == last else last)
    match filters.days:
        case None:
            return ""
        case 1:
            return _("today")
        case days:
            return say(ngettext("the last {count} day", "the last {count} days", days), count=days)


def ask_person() -> str:
    return _("Whose history? Write a name, a group or a Telegram ID, such as “Petrova”.")


def choose_person(more: int) -> str:
    return paragraphs([_("Who is it?"), _more(more)])


def nobody_found() -> str:
    return _("Nobody was found. Write it in another way, such as “Petrova” or “123456789”.")


def ask_course() -> str:
    return _("Which course? Write a word or two of its name, such as “python”.")


def choose_course() -> str:
    return _("Which one is it? If it is not here, write another word of its name.")


def no_course_found() -> str:
    return _("No course was found. Write it in another way, such as “python”.")


def choose_action() -> str:
    return _("Which action?")


def ask_days() -> str:
    return _("For which days? Press a button, or write them: 01.11-15.11, or just 5 November.")


def preparing() -> str:
    return _("I am putting the file together and will send it here in a moment.")


def file(found: HistoryPage, filters: Filters, sent: int) -> str:
    """Its caption; the file has the newest so many."""
    is_cut = sent < found.total
    cut = _("The file has the newest {count}. For the others, choose fewer days.")
    return paragraphs([heading(found, filters), say(cut, count=sent) if is_cut else ""])


def empty_file(found: HistoryPage, filters: Filters) -> str:
    return paragraphs([heading(found, filters), _empty(filters)])


def _entry(entry: Entry, tz: tzinfo) -> str:
    lines = [
        say("<b>{at}</b>", at=stamp(entry.at, tz)),
        say(_("{who} — {what}"), who=history.who(entry), what=history.what(entry)),
        say("<i>{changes}</i>", changes=_changes(entry, tz)) if _changes(entry, tz) else "",
    ]
    return "\n".join(filter(None, lines))


def _changes(entry: Entry, tz: tzinfo) -> str:
    return shorten(tidy(changes.in_line(changes.of_entry(entry, tz))), CHANGES)


def _empty(filters: Filters) -> str:
    if filters.is_empty:
        return _("Nothing has happened yet. What people do from now on will be here.")
    return _("Nothing was found. Take one of the filters away.")


def _more(count: int) -> str:
    if count <= 0:
        return ""
    sentence = ngettext(
        "{count} more was found: to see them, write more exactly.",
        "{count} more were found: to see them, write more exactly.",
        count,
    )
    return say(sentence, count=count)
