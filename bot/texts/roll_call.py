"""The people of a lesson, as those see them who mark them."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.catalogue import searched
from bot.texts.room import counted, heading, stamp
from bot.texts.said_values import SOURCES
from bot.texts.say import N_, paragraphs, quote, say, shorten
from db.models import Attendance, AttendanceStatus
from domain.answers import Answer, CheckIn
from domain.marking_all import Asked, TakenBack
from domain.roll import Card, Roll, View, Which

NAME, GROUP, REASON = 80, 40, 300

MARKED: dict[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: N_("✅ {name}: present"),
    AttendanceStatus.LATE: N_("🕒 {name}: late"),
    AttendanceStatus.ABSENT: N_("✖️ {name}: absent"),
    AttendanceStatus.EXCUSED: N_("📝 {name}: excused"),
}
EMPTY: dict[Which, str] = {
    Which.EVERYBODY: N_("People are listed here once they enroll."),
    Which.MISSING: N_("Nobody is missing."),
    Which.CAME: N_("Nobody has come yet."),
}
HINTS: dict[View, str] = {
    View.EXCEPT: N_("Tap those who are not here. Then press “✅ The others came”."),
    View.OTHER: N_("Tap somebody to choose their mark."),
}


def page(seen: Roll, tz: tzinfo) -> str:
    """The people themselves are on the buttons."""
    words, view = seen.search.words, seen.search.view
    nobody = _("Nobody was found.") if words else _(EMPTY[view.which])
    return paragraphs(
        [
            heading(seen.at.lesson, seen.at.course, tz),
            counted(seen.counts),
            searched(words) if words else "",
            _hint(seen) if seen.page.lines else nobody,
        ]
    )


def ask_words() -> str:
    return _("Who are you looking for? Write part of the name or the group.")


def marked(checked: CheckIn) -> str:
    """Over the button, so without markup."""
    seen, mark = checked.sighting, checked.mark
    assert seen is not None
    assert mark is not None
    told = say(_(MARKED[mark.status]), name=shorten(seen.person_name, NAME))
    return f"{_('Marked already.')} {told}" if checked.answer is Answer.ALREADY else told


def undone() -> str:
    return _("↩️ The mark is taken back.")


def card(seen: Card, now: datetime, tz: tzinfo) -> str:
    who = seen.person
    name = say("<b>{name}</b>", name=shorten(who.user.full_name, NAME))
    named = " · ".join(filter(None, [name, quote(shorten(who.user.study_group or "", GROUP))]))
    head = heading(seen.at.lesson, seen.at.course, tz)
    return paragraphs([named, head, _mark(seen, now, tz), _question(seen)])


def ask_reason(seen: Card, status: AttendanceStatus) -> str:
    told = say(_(MARKED[status]), name=shorten(seen.person.user.full_name, NAME))
    why = _(
        "Why? Choose, or write it in a few words. I will tell them that the mark was changed, and "
        "the reason."
    )
    return paragraphs([told, why])


def ask_all(asked: Asked, status: AttendanceStatus) -> str:
    count = asked.count
    if count == 0:
        return _("Everybody has a mark already.")
    more = _("It is late by the course's rule: did they come in time?") if asked.is_late else ""
    if status is AttendanceStatus.ABSENT:
        sentence = ngettext(
            "{count} person has no mark. Mark them as absent?",
            "{count} people have no mark. Mark them as absent?",
            count,
        )
        more = _("That also ends check-in.") if asked.is_open else ""
    else:
        sentence = ngettext(
            "{count} person has no mark. Mark them as present?",
            "{count} people have no mark. Mark them as present?",
            count,
        )
    return paragraphs([say(sentence, count=count), more])


def marked_all(count: int, status: AttendanceStatus) -> str:
    if count == 0:
        return _("Everybody has a mark already.")
    done = {
        AttendanceStatus.PRESENT: ngettext(
            "✅ {count} person is marked as present.",
            "✅ {count} people are marked as present.",
            count,
        ),
        AttendanceStatus.LATE: ngettext(
            "🕒 {count} person is marked as late.",
            "🕒 {count} people are marked as late.",
            count,
        ),
        AttendanceStatus.ABSENT: ngettext(
            "✖️ {count} person is marked as absent.",
            "✖️ {count} people are marked as absent.",
            count,
        ),
    }
    minute = _("For a minute you can take it back; then I will tell them.")
    return paragraphs([say(done[status], count=count), minute])


def undone_all(done: TakenBack) -> str:
    count = done.count
    if count == 0:
        return _("These marks are taken back already, or changed.")
    sentence = ngettext("↩️ {count} mark is taken back.", "↩️ {count} marks are taken back.", count)
    again = _("Check-in is open again.") if done.is_open_again else ""
    return paragraphs([say(sentence, count=count), again])


def _hint(seen: Roll) -> str:
    if not seen.can_mark:
        return _("Check-in has not opened yet. Tap somebody to note that they will not come.")
    if seen.search.view in HINTS:
        return _(HINTS[seen.search.view])
    return _("Tap somebody to mark them; who has a mark, to change it.")


def _question(seen: Card) -> str:
    if not seen.can_mark and not seen.can_excuse:
        return ""
    if not seen.can_mark:
        return _("Check-in has not opened yet: only an excuse can be noted.")
    if seen.person.mark is None:
        return _("Which mark?")
    return "" if seen.is_free else _("To change the mark, I will ask you for a reason.")


def _mark(seen: Card, now: datetime, tz: tzinfo) -> str:
    mark = seen.person.mark
    if mark is None:
        return _("No mark yet.")
    name = shorten(seen.person.user.full_name, NAME)
    told = say(_(MARKED[mark.status]), name=name)
    return "\n".join(filter(None, [told, _how(mark, seen.person.by, now, tz), _why(mark)]))


def _how(mark: Attendance, by: str | None, now: datetime, tz: tzinfo) -> str:
    how = _(SOURCES.get(mark.source, mark.source.value))
    who = shorten(by, NAME) if by else _("another service")
    return say("{at} · {how} · {who}", at=stamp(mark.marked_at, now, tz), how=how, who=who)


def _why(mark: Attendance) -> str:
    return say(_("Reason: {reason}"), reason=shorten(mark.reason, REASON)) if mark.reason else ""
