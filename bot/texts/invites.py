from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_, paragraphs, say, shorten
from bot.texts.times import deadline
from db.models import Role, StaffPart
from domain.invites import InvitePage, InviteView

NAME = 200
NAME_IN_LIST = 80

ROLES: dict[Role, str] = {
    Role.PARTICIPANT: N_("participant"),
    Role.HOST: N_("host"),
    Role.ADMIN: N_("admin"),
}
OF_COURSE: dict[StaffPart, str] = {
    StaffPart.MANAGER: N_("manager of the course “{course}”"),
    StaffPart.HOST: N_("host of the course “{course}”"),
    StaffPart.ASSISTANT: N_("assistant of the course “{course}”"),
}
ROLES_MEAN: dict[Role, str] = {
    Role.PARTICIPANT: N_("A participant enrolls in courses and comes to lessons."),
    Role.HOST: N_(
        "A host runs courses. The manager of each course invites them to it with a separate link."
    ),
    Role.ADMIN: N_("An admin makes courses, gives roles and sees the history of actions."),
}
PARTS_MEAN: dict[StaffPart, str] = {
    StaffPart.MANAGER: N_(
        "A manager answers for the whole course: its lessons, its people and its team."
    ),
    StaffPart.HOST: N_("A host gives the lessons, checks people in and writes to them."),
    StaffPart.ASSISTANT: N_("An assistant helps to check people in."),
}


def offer(seen: InviteView, tz: tzinfo) -> str:
    """To its opener: who made it, what it gives, and what that means."""
    return paragraphs(
        [
            _invited(seen.maker),
            _given(seen),
            _meaning(seen),
            say(_("The link is for one person and is good until {at}."), at=_until(seen, tz)),
        ]
    )


def accepted(seen: InviteView) -> str:
    if seen.profile is not None:
        sentence = _("Done. This is your profile now: <b>{name}</b>.")
        return say(sentence, name=shorten(seen.profile, NAME))
    return say(_("Done. Your role: <b>{role}</b>."), role=purpose(seen, NAME))


def taken_long_ago(seen: InviteView, role: Role, part: StaffPart | None) -> str:
    """To who accepted it, and is something else by now."""
    if seen.course is not None and part is None:
        sentence = _(
            "You have used this link already. You are no longer on the team of the course "
            "“{course}”."
        )
        return say(sentence, course=shorten(seen.course.name, NAME))
    now = of_part(part, seen.course.name) if part and seen.course else of_role(role)
    return say(_("You have used this link already. Your role now: <b>{role}</b>."), role=now)


def made(seen: InviteView, link: str, tz: tzinfo) -> str:
    """To who gives it on. The address stands alone: it is copied and forwarded from here."""
    what = say(
        _("A link for one person: <b>{purpose}</b>. It is good until {at}."),
        purpose=purpose(seen, NAME),
        at=_until(seen, tz),
    )
    return paragraphs([what, _("Send it to the person you invite:"), say("{link}", link=link)])


def was_accepted(seen: InviteView) -> str:
    """To its maker."""
    return say(
        _("✅ Your link was accepted. {name}: <b>{purpose}</b>."),
        name=shorten(seen.taker or "", NAME),
        purpose=purpose(seen, NAME),
    )


def choose_role() -> str:
    question = _("Which role should the link give?")
    return paragraphs([question, *(_(ROLES_MEAN[it]) for it in (Role.HOST, Role.ADMIN))])


def choose_lifetime(what: str) -> str:
    """``what`` is plain."""
    question = say(_("A link for one person: <b>{purpose}</b>."), purpose=what)
    return paragraphs([question, _("How long should it be good? A week is usually enough.")])


def of_role(role: Role) -> str:
    return _(ROLES[role])


def of_part(part: StaffPart, course_name: str) -> str:
    return _(OF_COURSE[part]).format(course=shorten(course_name, NAME))


def open_for_roles(page: InvitePage, first: int, tz: tzinfo) -> str:
    head = _("<b>Open links</b>")
    if not page.lines:
        return paragraphs(
            [head, _("There are none now. A link makes its opener a host or an admin.")]
        )
    return paragraphs([head, _lines(page, first, tz)])


def open_for_course(course_name: str, page: InvitePage, first: int, tz: tzinfo) -> str:
    head = say(_("<b>Open links to the team of {course}</b>"), course=shorten(course_name, NAME))
    if not page.lines:
        return paragraphs([head, _("There are none now. A link lets its opener join the team.")])
    return paragraphs([head, _lines(page, first, tz)])


def ask_revoke(seen: InviteView) -> str:
    sentence = _("Take back the link: <b>{purpose}</b>? Nobody will be able to accept it.")
    return say(sentence, purpose=purpose(seen, NAME))


def revoked() -> str:
    return _("The link is taken back.")


def purpose(seen: InviteView, limit: int) -> str:
    """What the link gives, as plain text."""
    invite = seen.invite
    if invite.part is not None and seen.course is not None:
        return _(OF_COURSE[invite.part]).format(course=shorten(seen.course.name, limit))
    if invite.role is not None:
        return _(ROLES[invite.role])
    return _("profile “{name}”").format(name=shorten(seen.profile or "", limit))


def _invited(maker: str | None) -> str:
    if maker is None:
        return _("The organizers invite you.")
    return say(_("{maker} invites you."), maker=shorten(maker, NAME))


def _given(seen: InviteView) -> str:
    if seen.profile is not None:
        sentence = _("You are registered here already: <b>{name}</b>. Is that you?")
        return say(sentence, name=shorten(seen.profile, NAME))
    return say(_("Your role will be: <b>{role}</b>."), role=purpose(seen, NAME))


def _meaning(seen: InviteView) -> str:
    invite = seen.invite
    if invite.part is not None:
        return _(PARTS_MEAN[invite.part])
    if invite.role is not None:
        return _(ROLES_MEAN[invite.role])
    return _("The courses and points written down for you will be here, in this chat.")


def _lines(page: InvitePage, first: int, tz: tzinfo) -> str:
    return "\n\n".join(_line(number, it, tz) for number, it in enumerate(page.lines, first))


def _line(number: int, seen: InviteView, tz: tzinfo) -> str:
    what = say("{number}. <b>{purpose}</b>", number=number, purpose=purpose(seen, NAME_IN_LIST))
    until = say(_("until {at}"), at=_until(seen, tz))
    return "\n".join([what, until, _by(seen.maker)])


def _by(maker: str | None) -> str:
    if maker is None:
        return _("made on the server")
    return say(_("made by: {maker}"), maker=shorten(maker, NAME_IN_LIST))


def _until(seen: InviteView, tz: tzinfo) -> str:
    return deadline(seen.invite.expires_at, tz)
