"""What an act was that the history tells of, for those whom it concerns."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from db.models import LogEntry

OF_COURSE = ("location", "online_url")
OF_DATES = ("start_date", "end_date")
"""What people know a course without lessons by."""

OF_LESSON = ("starts_at", "ends_at", "location", "host_id")


def before(entries: Iterable[LogEntry]) -> dict[str, Any]:
    """What people may want to know of the act, as it stood before it: by the field of the course,
    or by the lesson and its field. The status "none" is of a lesson that was not there."""
    found: dict[str, Any] = {}
    for entry in entries:
        found = _of_entry(entry) | found
    return found


def _of_entry(entry: LogEntry) -> dict[str, Any]:
    key, details = entry.entity_id, entry.details
    match entry.action:
        case "change_course":
            told = (*OF_COURSE, *OF_DATES)
            fields = {name: details[name][0] for name in told if name in details}
            return fields | _of_schedule(details.get("timetable", []))
        case "clear_holidays" | "restore_lessons" | "import_lessons":
            return _of_schedule(details.get("timetable", []))
        case "add_lesson":
            return {f"{key}.status": "none"}
        case "cancel_lesson":
            return {f"{key}.status": "scheduled"}
        case "restore_lesson":
            return {f"{key}.status": "cancelled"}
        case "change_lesson":
            return {f"{key}.{name}": details[name][0] for name in OF_LESSON if name in details}
        case _:
            return {}


def _of_schedule(told: list[list[Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for lesson_id, stood, _ in told:
        fields = {**stood, "status": "scheduled"} if stood else {"status": "none"}
        found |= {f"{lesson_id}.{name}": value for name, value in fields.items()}
    return found


def moments(entries: Iterable[LogEntry]) -> Iterable[datetime]:
    """When lessons begin or were to begin of which something has changed."""
    return (at for entry in entries for at in _moments(entry))


def _moments(entry: LogEntry) -> Iterable[datetime]:
    told = entry.details.get("starts_at", [])
    for at in told if isinstance(told, list) else [told]:
        yield datetime.fromisoformat(at)
    for _, *states in entry.details.get("timetable", []):
        for it in filter(None, states):
            if "starts_at" in it:
                yield datetime.fromisoformat(it["starts_at"])
