"""Labels of the buttons of importing."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext


def template(kind: str) -> str:
    return _("📄 Form to fill in, {kind}").format(kind=kind.upper())


def run(count: int) -> str:
    sentence = ngettext("✅ Import {count} course", "✅ Import {count} courses", count)
    return sentence.format(count=count)


def drop() -> str:
    return _("✖️ Import nothing")


def another() -> str:
    return _("📥 Another file")


def mine() -> str:
    return _("🗂️ Courses that I manage")
