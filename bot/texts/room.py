"""The check-in of a lesson, as those see it who run it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.check_in import when
from bot.texts.say import N_, paragraphs, quote, say, shorten
from bot.texts.times import clock, deadline, short
from db.models import Course, Lesson
from domain.room import Counts, Now, Phase, Room
from domain.room_codes import ShownCode

COURSE, TOPIC, PLACE, NAME = 120, 100, 60, 20
"""All of it is a caption, which has 1,024 characters."""

WITHOUT: dict[Phase, str] = {
    Phase.CANCELLED: N_("This lesson is cancelled."),
    Phase.NOT_PUBLISHED: N_(
        "The course is still a draft: nobody can check in before it is public."
    ),
}


def now(seen: Now, at: datetime, tz: tzinfo) -> str:
    """Several lessons, or none."""
    if seen.on:
        return _("Several of your lessons are on. Which one?")
    if seen.next is None:
        return _(
            "You run no lesson now, and none is ahead. Lessons are added in “🧑‍🏫 I run” on the "
            "course.\n\nDid you come to somebody else's lesson? Scan the code on the screen, or "
            "send me its six digits."
        )
    it = seen.next
    sentence = _(
        "No lesson of yours is on now. Next: <b>{course}</b>, {start}. Check-in opens {at}."
    )
    return say(
        sentence,
        course=shorten(it.course.name, COURSE),
        start=when(it.lesson.starts_at, at, tz),
        at=when(it.opens_at, at, tz),
    )


def page(seen: Room, now: datetime, tz: tzinfo) -> str:
    """With the code it is the caption of its picture."""
    if seen.phase in WITHOUT:
        return paragraphs([heading(seen.lesson, seen.course, tz), _(WITHOUT[seen.phase])])
    if seen.code is None:
        return _ahead(seen, now, tz) if seen.phase is Phase.AHEAD else summary(seen, now, tz)
    return paragraphs(
        [
            heading(seen.lesson, seen.course, tz),
            say("🔢 <b>{digits}</b>", digits=spaced(seen.code.digits)),
            _came(seen),
            _until(seen, seen.code, now, tz),
        ]
    )


def held_up(seen: Room, tz: tzinfo) -> str:
    """Where the picture could not be shown at once: its code would be old."""
    ready = _("The code is ready: press “🔄 Refresh” to see it.")
    return paragraphs([heading(seen.lesson, seen.course, tz), ready])


def stopped() -> str:
    """Below a picture that is renewed no more."""
    return _("⚠️ This code is out of date, and I cannot renew it here. Press “🔄 Refresh”.")


def summary(seen: Room, now: datetime, tz: tzinfo) -> str:
    """When check-in is over."""
    closed = say(_("Check-in closed {at}."), at=when(seen.lesson.closes_at, now, tz))
    return paragraphs([heading(seen.lesson, seen.course, tz), closed, _came(seen)])


def extended(lesson: Lesson, now: datetime, tz: tzinfo) -> str:
    return say(_("Check-in is open until {at}."), at=until(lesson.closes_at, now, tz))


def closed() -> str:
    return _("⏹️ Check-in is closed.")


def heading(lesson: Lesson, course: Course, tz: tzinfo) -> str:
    hours = f"{clock(lesson.starts_at, tz)}\u2013{clock(lesson.ends_at, tz)}"
    place = shorten(lesson.location or course.location or "", PLACE)
    about = [quote(it) for it in (hours, place, shorten(lesson.topic, TOPIC)) if it]
    return say("<b>{course}</b>", course=shorten(course.name, COURSE)) + "\n" + " · ".join(about)


def counted(it: Counts) -> str:
    """Who came of those who were expected, and what else is known."""
    if it.expected == 0:
        return _("Nobody is enrolled yet.")
    came = say(
        ngettext("✅ {came} of {count} came", "✅ {came} of {count} came", it.expected),
        came=it.came,
        count=it.expected,
    )
    others = {
        _("🕒 late: {count}"): it.late,
        _("✖️ absent: {count}"): it.absent,
        _("📝 excused: {count}"): it.excused,
    }
    told = [say(sentence, count=count) for sentence, count in others.items() if count]
    return " · ".join([came, *told])


def until(at: datetime, now: datetime, tz: tzinfo) -> str:
    """The time alone, where it is of today."""
    return clock(at, tz) if is_today(at, now, tz) else deadline(at, tz)


def stamp(at: datetime, now: datetime, tz: tzinfo) -> str:
    """The same for lists."""
    return clock(at, tz) if is_today(at, now, tz) else short(at, tz)


def is_today(at: datetime, now: datetime, tz: tzinfo) -> bool:
    return at.astimezone(tz).date() == now.astimezone(tz).date()


def paper_until(code: ShownCode, tz: tzinfo) -> str:
    return clock(code.fixed_until, tz) if code.fixed_until else ""


def spaced(digits: str) -> str:
    half = len(digits) // 2
    return f"{digits[:half]} {digits[half:]}"


def _came(seen: Room) -> str:
    return "\n".join(filter(None, [counted(seen.counts), _missing(seen)]))


def _missing(seen: Room) -> str:
    count = seen.counts.missing
    if count == 0:
        return _("Everybody is here.") if seen.counts.came else ""
    names = [quote(it) for it in short_names(seen.missing)]
    rest = count - len(names)
    listed = ", ".join(names)
    more = say(ngettext("and {count} more", "and {count} more", rest), count=rest)
    return _("Missing: {names}").format(names=f"{listed} {more}" if rest > 0 else listed)


def short_names(names: Sequence[str]) -> list[str]:
    """First names, and where two are the same, a letter of the other name."""
    words = [name.split() or ["\u2026"] for name in names]
    twice = Counter(it[0] for it in words)
    return [
        f"{shorten(it[0], NAME)} {it[-1][0]}."
        if twice[it[0]] > 1 and len(it) > 1
        else shorten(it[0], NAME)
        for it in words
    ]


def _ahead(seen: Room, now: datetime, tz: tzinfo) -> str:
    opens = say(_("Check-in opens {at}."), at=when(seen.opens_at, now, tz))
    until_then = _(
        "Then the code appears here: press “🔄 Refresh”. Until then you can note in the list who "
        "will not come."
    )
    told = paragraphs([heading(seen.lesson, seen.course, tz), opens, until_then])
    return paragraphs([told, counted(seen.counts)])


def _until(seen: Room, code: ShownCode, now: datetime, tz: tzinfo) -> str:
    open_until = say(_("Open until {at}."), at=until(seen.lesson.closes_at, now, tz))
    if code.fixed_until is None:
        return open_until
    paper = say(_("The code on paper is good until {at}."), at=paper_until(code, tz))
    return f"{open_until} {paper}"
