"""One's own visits to a course."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.check_in import points as given
from bot.texts.say import N_, paragraphs, say, shorten
from bot.texts.times import moment, short
from db.models import AttendanceStatus, CourseStatus, EnrollmentStatus
from domain.own_visits import Needed, OwnVisits, Visit, Visits, is_excused, needed, next_to_excuse

NAME = 200

CAME: dict[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: N_("✅ {at}: you were there"),
    AttendanceStatus.LATE: N_("🕒 {at}: you were late"),
    AttendanceStatus.ABSENT: N_("❌ {at}: you were not there"),
    AttendanceStatus.EXCUSED: N_("🙅 {at}: excused"),
}


def page(seen: OwnVisits, now: datetime, tz: tzinfo) -> str:
    name = shorten(seen.summary.course.name, NAME)
    lines = [_line(it, now, tz) for it in seen.page.lines]
    return paragraphs(
        [
            say(_("<b>My visits: {name}</b>"), name=name),
            "\n".join(filter(None, [_share(seen.summary.visits), _points(seen)])),
            _completion(seen),
            _next(seen, now, tz),
            "\n".join(lines) if lines else _("No lessons yet: they will be listed here."),
        ]
    )


def _share(visits: Visits) -> str:
    if not visits.held:
        return ""
    percent = visits.attended * 100 // visits.held
    came = say(
        _("You came to {attended} of {held}: {percent} %."),
        attended=visits.attended,
        held=visits.held,
        percent=percent,
    )
    others = [
        say(_("Late: {count}."), count=visits.late) if visits.late else "",
        say(_("Excused: {count}."), count=visits.excused) if visits.excused else "",
        say(_("Missed: {count}."), count=visits.missed) if visits.missed else "",
    ]
    return " ".join(filter(None, [came, *others]))


def _points(seen: OwnVisits) -> str:
    total = seen.summary.points
    return say(_("Points: {value}"), value=total) if total else ""


def _completion(seen: OwnVisits) -> str:
    """What is still needed, in a sentence."""
    summary = seen.summary
    if summary.standing is EnrollmentStatus.COMPLETED:
        return _("You have completed this course.")
    if not summary.standing.holds_seat or summary.course.status is not CourseStatus.PUBLISHED:
        return ""
    rest = needed(summary)
    if not rest.required:
        return ""
    needs = {"count": rest.more, "required": rest.required, "planned": rest.counted}
    return say(_needed(rest), **needs)


def _needed(rest: Needed) -> str:
    if rest.is_enough:
        return _("That is enough to complete the course: {required} of {planned} are needed.")
    if rest.is_possible:
        return ngettext(
            "To complete the course, come to {count} more lesson: {required} of {planned} are "
            "needed.",
            "To complete the course, come to {count} more lessons: {required} of {planned} are "
            "needed.",
            rest.more,
        )
    return _(
        "To complete the course, {required} of {planned} are needed, and too few are left. Ask "
        "its team what can be done."
    )


def _next(seen: OwnVisits, now: datetime, tz: tzinfo) -> str:
    lesson = next_to_excuse(seen.summary, now)
    if lesson is None:
        return ""
    away = _("Next lesson: {at}. You said that you will not come.")
    sentence = away if is_excused(seen.summary) else _("Next lesson: {at}.")
    return say(sentence, at=moment(lesson.starts_at, tz))


def _line(it: Visit, now: datetime, tz: tzinfo) -> str:
    at = short(it.lesson.starts_at, tz)
    if it.status is not None:
        return ", ".join(filter(None, [say(_(CAME[it.status]), at=at), given(it.points)]))
    if it.lesson.ends_at <= now:
        sentence = _("❌ {at}: missed")
    elif it.lesson.is_on(now):
        sentence = _("▶️ {at}: on now")
    else:
        sentence = _("⏳ {at}: today")
    return say(sentence, at=at)
