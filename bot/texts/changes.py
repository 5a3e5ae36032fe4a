"""What stood before and stands after, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from aiogram.utils.i18n import gettext as _

from bot.texts.course import AUDIENCES, schedule
from bot.texts.history import action
from bot.texts.invites import ROLES
from bot.texts.said_values import LESSON_STATUS, LESSON_STATUSES, SOURCES, STATUSES
from bot.texts.say import N_, shorten
from bot.texts.staff import PARTS
from bot.texts.times import enumeration, span, stamp
from db.models import Course
from domain.history import Entry

VALUE = 100

LISTS = {"fields", "offsets", "scopes"}
COUNTED = {"timetable"}
"""Of which only the number is told."""

MAKING = {"create_course", "copy_course", "import_course"}
"""Before which there was nothing."""

UNSAID = {"user_id", "course_id", "enrollment_id", "lesson_id", "entry_id"}
UNSAID |= {"announcement_id", "question_id"}
"""Whom and what it is about, which the sentence says by name."""

FIELDS: dict[str, str] = {
    "access_level": N_("seen by"),
    "announce_at": N_("announced at"),
    "banner_id": N_("own cover, by number"),
    "banner_url": N_("cover"),
    "capacity": N_("seats"),
    "completion_percent": N_("lessons to attend, %"),
    "copy_of": N_("copy of the course, by number"),
    "days": N_("days"),
    "deleted_at": N_("deleted"),
    "description": N_("description"),
    "description_entities": N_("formatting of the description"),
    "email": N_("e-mail"),
    "end_date": N_("last day"),
    "ends_at": N_("end"),
    "enroll_until": N_("enrollment until"),
    "fields": N_("what exactly"),
    "full_name": N_("name"),
    "has_reason": N_("with a reason"),
    "host_id": N_("host, by number"),
    "is_from_misis": N_("from MISIS"),
    "language": N_("language"),
    "key": N_("ID in the file"),
    "late_after": N_("late after, min"),
    LESSON_STATUS: N_("status"),
    "late_until": N_("also who joins until"),
    "lessons": N_("new lessons"),
    "lessons_ends": N_("lessons with another end"),
    "lessons_gone": N_("lessons cancelled"),
    "leave_until": N_("leaving until"),
    "location": N_("place"),
    "name": N_("course name"),
    "news_on": N_("news"),
    "not_told": N_("people not told"),
    "file": N_("file"),
    "of_action": N_("action"),
    "offsets": N_("minutes before a lesson"),
    "online_url": N_("link"),
    "opens_before": N_("check-in opens before, min"),
    "own_part": N_("own part in the team"),
    "part": N_("part in the team"),
    "people": N_("people told"),
    "points_per_visit": N_("points for a visit"),
    "quiet_from": N_("quiet hours from"),
    "quiet_to": N_("quiet hours until"),
    "rank": N_("number in the queue"),
    "reminders_on": N_("reminders"),
    "renewing_pass_only": N_("renewing personal codes only"),
    "role": N_("role"),
    "schedule": N_("schedule"),
    "scopes": N_("rights"),
    "send_at": N_("goes out at"),
    "since": N_("first day"),
    "shows_names": N_("names on the screen"),
    "source": N_("way"),
    "start_date": N_("first day"),
    "starts_at": N_("beginning"),
    "status": N_("status"),
    "study_group": N_("study group"),
    "text": N_("own words"),
    "timezone": N_("time zone"),
    "timetable": N_("lessons changed with it"),
    "topic": N_("topic"),
    "when": N_("when told"),
    "until": N_("last day"),
    "until_at": N_("check-in until"),
}
"""What is not here is called what it is."""

MOMENTS = {"announce_at", "deleted_at", "enroll_until", "leave_until", "starts_at", "ends_at"}
MOMENTS |= {"until_at", "late_until", "send_at"}
UNSET: tuple[object, ...] = (None, "", [])
NOTHING = N_("not set")
EMPTY: dict[str, str] = {"capacity": N_("no limit"), "part": N_("none"), "own_part": N_("none")}

VALUES: dict[str, Mapping[Any, str]] = {
    LESSON_STATUS: LESSON_STATUSES,
    "access_level": AUDIENCES,
    "fields": FIELDS,
    "own_part": PARTS,
    "part": PARTS,
    "role": ROLES,
    "source": SOURCES,
    "status": STATUSES,
}


@dataclass(frozen=True)
class Change:
    """Plain text, all of it."""

    field: str
    before: str | None
    """None: it was not there."""
    after: str


def of_entry(entry: Entry, tz: tzinfo) -> Iterator[Change]:
    """Times are told in the zone."""
    details = entry.details
    if entry.entity == "lessons" and "status" in details:
        details = details | {LESSON_STATUS: details["status"]}
        del details["status"]
    for it in of_details(details, tz):
        yield replace(it, before=None) if entry.action in MAKING else it


def of_details(details: Mapping[str, Any], tz: tzinfo) -> Iterator[Change]:
    for name, stored in details.items():
        value: Any = len(stored) if name in COUNTED else stored
        before, after = value if is_pair(name, value) else (None, value)
        if name in UNSAID or (value is after and after in UNSET):
            continue
        field = _(FIELDS[name]) if name in FIELDS else name
        was = None if value is after else told(name, before, tz)
        yield Change(field, was, told(name, after, tz))


def is_pair(name: str, value: object) -> bool:
    """Whether it is what stood before and stands after."""
    return name not in LISTS and isinstance(value, list) and len(value) == 2  # noqa: PLR2004


def in_line(changes: Iterator[Change]) -> str:
    """All of them, for a chat."""
    return "; ".join(map(_arrow, changes))


def _arrow(change: Change) -> str:
    told = change.after if change.before is None else f"{change.before} \u2192 {change.after}"
    return f"{change.field}: {told}"


def told(field: str, value: Any, tz: tzinfo) -> str:
    """One of both, as the history keeps it, in plain words."""
    match value:
        case None | "":
            return _(EMPTY.get(field, NOTHING))
        case bool():
            return _("yes") if value else _("no")
        case list() if field == "description_entities":
            return _("yes") if value else _("no")
        case list() if field == "schedule":
            return shorten(schedule(Course(schedule=value)), VALUE) or _(NOTHING)
        case list():
            return enumeration([told(field, it, tz) for it in value])
        case str():
            return shorten(_word(field, value, tz), VALUE)
        case float():
            return f"{value:g}"
        case _other:
            return shorten(str(value), VALUE)


def _word(field: str, value: str, tz: tzinfo) -> str:
    known = VALUES.get(field, {})
    if value in known:
        return _(known[value])
    match field:
        case "of_action":
            return action(value)
        case "start_date" | "end_date" | "since" | "until":
            return span(date.fromisoformat(value), None)
        case _moment if field in MOMENTS:
            return stamp(datetime.fromisoformat(value), tz)
        case _other:
            return value
