"""The example in the form of an import. What it says is what the import understands."""

from datetime import date

from aiogram.utils.i18n import gettext as _


def title() -> str:
    """Of the sheet."""
    return _("Courses")


def example(first: date, last: date) -> dict[str, str]:
    """By field, as people write it."""
    return {
        "name": _("Python for beginners"),
        "description": _("What it is about, for whom, and what to bring."),
        "start_date": f"{first:%d.%m.%Y}",
        "end_date": f"{last:%d.%m.%Y}",
        "schedule": _("Mon, Wed 18:00-19:30"),
        "location": _("B-734"),
        "online_url": "https://example.org/python",
        "capacity": "20",
        "points_per_visit": "5",
        "is_from_misis": _("no"),
        "key": "PY-1",
    }
