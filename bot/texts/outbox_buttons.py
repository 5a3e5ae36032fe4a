"""Labels of the buttons of the admins' messages."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext


def messages() -> str:
    return _("✉️ Messages")


def to_messages() -> str:
    return _("⬅️ To the messages")


def refresh() -> str:
    return _("🔄 Look again")


def send_again(count: int) -> str:
    label = ngettext("Send {count} message again…", "Send {count} messages again…", count)
    return label.format(count=count)


def send_again_for_sure() -> str:
    return _("Yes, send again")


def do_not_send() -> str:
    return _("No, leave it")
