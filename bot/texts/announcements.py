"""Announcements, as those see them who write them."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.announcement_reports import change, report
from bot.texts.formatted import html
from bot.texts.say import N_, paragraphs, say, shorten
from bot.texts.times import day, moment, near
from db.models import AnnouncementStatus, Role
from domain import formatting
from domain.announcements import Line, Listed, Seen, Whom
from domain.formatting import Written
from domain.posts import Content

NAME, EXCERPT, LINE = 100, 700, 40

STATUSES: dict[AnnouncementStatus, str] = {
    AnnouncementStatus.DRAFT: N_("A draft: nobody has got it yet."),
    AnnouncementStatus.SENDING: N_("It is going out."),
    AnnouncementStatus.SENT: N_("Sent."),
    AnnouncementStatus.STOPPED: N_("Stopped."),
    AnnouncementStatus.RECALLED: N_("Recalled."),
}
AUDIENCES: dict[Whom, str] = {
    Whom.ALL: N_("For: everybody on the course and in its queue."),
    Whom.REGISTERED: N_("For: those with a seat on the course."),
    Whom.WAITING: N_("For: those in the queue."),
    Whom.CAME: N_("For: who came to the lesson on {at}."),
    Whom.MISSED: N_("For: who missed the lesson on {at}."),
    Whom.EVERYBODY: N_("For: everybody who wants news."),
    Whom.NEWCOMERS: N_("For: everybody who wants news and is not on the course yet."),
}
ROLES: dict[Role, str] = {
    Role.PARTICIPANT: N_("For: participants who want news."),
    Role.HOST: N_("For: all hosts."),
    Role.ADMIN: N_("For: all admins."),
}


def listed(found: Listed) -> str:
    head = _("<b>Announcements</b>")
    if found.course is not None:
        name = shorten(found.course.name, NAME)
        head = say(_("<b>Announcements</b> of the course <b>{course}</b>"), course=name)
    if found.page.lines:
        return paragraphs([head, _("Tap one to see who has got it, to change or recall it.")])
    return paragraphs([head, _("There are none yet. Write the first one: it takes a minute.")])


def page(seen: Seen, now: datetime, tz: tzinfo) -> str:
    return paragraphs(
        [
            f"{_title(seen)}\n<i>{_status(seen, tz)}</i>",
            body(seen.content) if not seen.announcement.is_card else _card(),
            "\n".join(filter(None, [audience(seen, now, tz), *_reach(seen), _late(seen, tz)])),
            report(seen.report) if seen.report else "",
            change(seen.change, seen.status) if seen.change else "",
        ]
    )


def body(content: Content) -> str:
    """The beginning of it, and what goes with it."""
    cleaned = formatting.cleaned(Written(content.text, content.entities))
    words = html(cleaned.text, cleaned.entities, EXCERPT)
    media = _("🖼 With a photo") if content.photo else ""
    media = _("📎 With a file") if content.document else media
    button = content.button
    said = _("🔗 Button “{label}”: {url}")
    link = say(said, label=button.label, url=shorten(button.url, NAME)) if button else ""
    shown = f"<blockquote>{words}</blockquote>" if words and not _has_quote(content) else words
    return "\n".join(filter(None, [shown, media, link]))


def audience(seen: Seen, now: datetime, tz: tzinfo) -> str:
    which = seen.audience
    if which.role is not None:
        return _(ROLES[which.role])
    at = near(seen.lesson.starts_at, tz, now) if seen.lesson else "…"
    return say(_(AUDIENCES[which.whom]), at=at)


def excerpt(it: Line) -> str:
    """Of a list: plain text, for a label."""
    if it.announcement.is_card:
        return _("Card of the course")
    text = " ".join(str(it.announcement.content.get("text", "")).split())
    return shorten(text, LINE) or _("Photo or file")


def on_its_way() -> str:
    return _("It comes below in a moment, as people will see it.")


def withdrawn() -> str:
    return _("<i>This announcement was recalled.</i>")


def people(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=count)


def _title(seen: Seen) -> str:
    if seen.course is None:
        return _("<b>Announcement</b>")
    name = shorten(seen.course.name, NAME)
    return say(_("<b>Announcement</b> · {course}"), course=name)


def _status(seen: Seen, tz: tzinfo) -> str:
    it = seen.announcement
    if seen.is_due:
        return _("It begins to go out in a moment.")
    if it.status is AnnouncementStatus.SCHEDULED and it.send_at is not None:
        return say(_("It goes out on {at}."), at=moment(it.send_at, tz))
    name = shorten(seen.author_name or "", NAME)
    by = say(_("Written by {name}."), name=name) if name else ""
    return " ".join(filter(None, [_(STATUSES[it.status]), by]))


def _reach(seen: Seen) -> list[str]:
    if seen.reach is None:
        return []
    it = seen.reach
    quiet = _("In their quiet hours now, so they get it afterwards: {count}.")
    away = _("They have stopped me, or have no Telegram, and get nothing: {count}.")
    now = say(_("Now that is {people}."), people=people(it.people))
    return [
        now if it.people else _("Now that is nobody."),
        say(quiet, count=it.quiet) if it.quiet else "",
        say(away, count=it.out_of_reach) if it.out_of_reach else "",
    ]


def _late(seen: Seen, tz: tzinfo) -> str:
    until = seen.announcement.for_late_joiners_until
    if until is None:
        return ""
    return say(_("Who joins until {day} gets it too."), day=day(until, tz))


def _card() -> str:
    return _("The card of the course, with a button to enroll.")


def _has_quote(content: Content) -> bool:
    """Telegram has no quotes in quotes."""
    return any("blockquote" in str(it.get("type")) for it in content.entities)
