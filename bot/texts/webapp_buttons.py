"""Labels of the buttons that open the Mini App."""

from aiogram.utils.i18n import gettext as _


def scan() -> str:
    return _("📷 Scan")


def my_pass() -> str:
    return _("🎫 Renewing pass")
