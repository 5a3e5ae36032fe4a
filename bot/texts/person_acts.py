"""What an admin may do to a person: what it means, before and after."""

from collections import Counter

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.invites import ROLES, ROLES_MEAN
from bot.texts.person import NAME, name
from bot.texts.say import paragraphs, say, shorten
from db.models import Role, StaffPart, User
from domain.people import PersonCard, part_under


def choose_role(user: User) -> str:
    now = say(_("Role: {value}"), value=_(ROLES[user.role]))
    return paragraphs([name(user) + "\n" + now, _("Which role shall it be?")])


def ask_role(seen: PersonCard, role: Role) -> str:
    change = say(
        "{before} → <b>{after}</b>", before=_(ROLES[seen.user.role]), after=_(ROLES[role])
    )
    return paragraphs(
        [
            name(seen.user) + "\n" + change,
            _(ROLES_MEAN[role]),
            *_parts(seen, role),
            _("I will tell them at once, and their menu will change."),
            _("Change the role?"),
        ]
    )


def role_changed() -> str:
    return _("✅ The role is changed.")


def ask_block(user: User) -> str:
    return paragraphs(
        [
            name(user),
            _(
                "They will not be able to do anything here. I will tell them once, with the "
                "reason. Their enrollments, marks and points stay."
            ),
            _("Block them?"),
        ]
    )


def ask_reason(user: User) -> str:
    return say(
        _(
            "Why? Write the reason, such as “rude to people”: <b>{name}</b> will see it. The "
            "block starts at once."
        ),
        name=shorten(user.full_name, NAME),
    )


def blocked() -> str:
    return _("✅ Blocked.")


def ask_unblock(user: User) -> str:
    return paragraphs(
        [
            name(user),
            _("Everything will work for them again. I will tell them."),
            _("Unblock them?"),
        ]
    )


def unblocked() -> str:
    return _("✅ Unblocked.")


def ask_erasure(user: User) -> str:
    return paragraphs(
        [
            name(user),
            _(
                "<b>Goes:</b> the name, the group, the e-mail, the Telegram account, settings, "
                "sign-ins and everything they wrote. Their seats go to those who wait, and they "
                "leave the teams of their courses."
            ),
            _("<b>Stays, without a name:</b> attendance, points, ratings and the history."),
            _("This cannot be undone. Erase their data?"),
        ]
    )


def _parts(seen: PersonCard, role: Role) -> list[str]:
    """What becomes of their parts in courses."""
    counted = Counter((it.part, part_under(role, it.part)) for it in seen.parts)
    lowered = counted[StaffPart.MANAGER, StaffPart.HOST]
    lost = sum(count for (_before, left), count in counted.items() if left is None)
    become = ngettext(
        "In {count} course they become a host instead of the manager.",
        "In {count} courses they become a host instead of the manager.",
        lowered,
    )
    leave = ngettext(
        "They leave the team of {count} course.", "They leave the teams of {count} courses.", lost
    )
    return [
        say(become, count=lowered) if lowered else "",
        say(leave, count=lost) if lost else "",
    ]
