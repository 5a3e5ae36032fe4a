"""What the import of a file would do to each of its courses, and how that is kept meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, StaffPart
from db.queries import importing
from db.queries.importing import Held, Known
from domain import details, import_faults
from domain.details import Details
from domain.errors import DomainError
from domain.import_lessons import Difference, difference
from domain.reading.found import Fault, Found, Wanted
from domain.schedule import Slot

Json = dict[str, Any]


class Fate(StrEnum):
    """What becomes of a course of the file."""

    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    """It is here as the file has it."""
    FOREIGN = "foreign"
    """It is here, and others manage it."""
    UNMANAGED = "unmanaged"
    """It is here, and has to be taken over before it is changed."""
    DELETED = "deleted"
    """It was here: who deleted it meant that."""


DOING = {Fate.CREATE, Fate.CHANGE}


@dataclass(frozen=True)
class Step:
    wanted: Wanted
    fate: Fate
    course_id: int | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
    """Before and after, as the history has it. Of a new course: nothing."""
    people: int = 0
    """Who are enrolled in what is changed."""
    error: DomainError | None = None
    """Why it cannot be done as the course is now."""
    lessons: Difference = field(default_factory=Difference)
    """Of a course that is here; found anew when it is done."""

    @property
    def is_to_do(self) -> bool:
        return self.fate in DOING


@dataclass(frozen=True)
class Plan:
    steps: Sequence[Step]
    """What is to be done, in the order of the file, and then what is not and why."""
    same: int
    """How many courses are as they should be."""
    faults: Sequence[Fault]
    ignored: Sequence[str]

    def count(self, *fates: Fate) -> int:
        return sum(it.fate in fates for it in self.steps)


async def plan(session: AsyncSession, user_id: int, found: Found, *, now: datetime) -> Plan:
    looked = await steps_of(session, user_id, found.courses, now=now)
    steps = [it for it in looked if it.error is None]
    faults = [*found.faults, *(fault_of_step(it, it.error) for it in looked if it.error)]
    same = [it for it in steps if it.fate is Fate.SAME]
    left = [it for it in steps if not it.is_to_do and it.fate is not Fate.SAME]
    doing = [it for it in steps if it.is_to_do]
    return Plan([*doing, *left], len(same), faults, found.ignored)


async def steps_of(
    session: AsyncSession, user_id: int, courses: Collection[Wanted], *, now: datetime
) -> list[Step]:
    """As things are now."""
    known = await importing.known(session, [it.key for it in courses], user_id)
    with_lessons = [known[it.key].course.id for it in courses if it.lessons and it.key in known]
    held = await importing.held(session, with_lessons)
    return [
        _step(_ahead(it, now), known[it.key], held, now) if it.key in known else _new(it, now)
        for it in courses
    ]


def as_json(made: Plan) -> Json:
    """To be kept until it is confirmed. What need not be done need not be kept whole."""
    return {
        "steps": [_as_json(it) for it in made.steps],
        "same": made.same,
        "faults": [import_faults.as_json(it) for it in made.faults],
        "ignored": list(made.ignored),
    }


def of_json(kept: Json) -> Plan:
    steps = [step_of(it) for it in kept["steps"]]
    faults = [import_faults.of_json(it) for it in kept["faults"]]
    return Plan(steps, kept["same"], faults, kept["ignored"])


def step_of(kept: Json) -> Step:
    fields = {name: _value(name, it) for name, it in kept["fields"].items()}
    lessons = [_slot(*it) for it in kept["lessons"]]
    wanted = Wanted(kept["line"], kept["key"], cast(Details, fields), lessons)
    people = kept.get("people", 0)
    return Step(wanted, Fate(kept["fate"]), kept["course_id"], kept["changed"], people)


def fault_of_step(it: Step, error: DomainError) -> Fault:
    """Of the whole course, and not of one column."""
    return Fault(it.wanted.line, "", it.wanted.fields["name"], error)


def _new(wanted: Wanted, now: datetime) -> Step:
    return Step(_ahead(wanted, now), Fate.CREATE)


def _step(wanted: Wanted, known: Known, held: Mapping[int, list[Held]], now: datetime) -> Step:
    """A file without lessons to come says nothing of those that there are."""
    course, other = known.course, Difference()
    if wanted.lessons:
        other = difference(wanted.lessons, held.get(course.id, []), now)
    changed: dict[str, Any] = {**details.news(course, wanted.fields), **other.told}
    fate = _fate(known, course, is_news=bool(changed))
    if fate is not Fate.CHANGE:
        return Step(wanted, fate, course.id, changed)
    error = _unsound(course, wanted.fields)
    return Step(wanted, fate, course.id, changed, course.taken, error, other)


def _unsound(course: Course, fields: Details) -> DomainError | None:
    try:
        details.ensure_sound(course, fields)
    except DomainError as error:
        return error
    return None


def _fate(known: Known, course: Course, *, is_news: bool) -> Fate:
    if course.deleted_at is not None:
        return Fate.DELETED
    if not is_news:
        return Fate.SAME
    if known.part is StaffPart.MANAGER:
        return Fate.CHANGE
    return Fate.FOREIGN if known.is_managed else Fate.UNMANAGED


def _ahead(wanted: Wanted, now: datetime) -> Wanted:
    """Lessons that are over are not made up."""
    ahead = [it for it in wanted.lessons if it.starts_at > now]
    return Wanted(wanted.line, wanted.key, wanted.fields, ahead)


def _slot(starts_at: str, ends_at: str) -> Slot:
    return Slot(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at), None)


def _as_json(it: Step) -> Json:
    named: Mapping[str, Any] = {"name": it.wanted.fields["name"]}
    fields: Mapping[str, Any] = it.wanted.fields if it.is_to_do else named
    times = [(slot.starts_at, slot.ends_at) for slot in it.wanted.lessons]
    lessons = [[at.isoformat() for at in both] for both in times]
    return {
        "line": it.wanted.line,
        "key": it.wanted.key,
        "fields": {name: details.plain(value) for name, value in fields.items()},
        "lessons": lessons if it.is_to_do else [],
        "fate": it.fate,
        "course_id": it.course_id,
        "changed": it.changed if it.is_to_do else {},
        "people": it.people,
    }


def _value(name: str, kept: Any) -> Any:
    return date.fromisoformat(kept) if name in {"start_date", "end_date"} and kept else kept
