import tomllib
from datetime import time
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from db.models import CourseStatus, Role, StaffPart

PROGRAMME = Path(__file__).with_name("programme.toml")

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=STRICT)
class Person:
    name: str
    group: str | None = None
    language: str | None = None


@dataclass(frozen=True, config=STRICT)
class Rule:
    """When a course meets each week, so that some do around now."""

    minutes: int
    days: tuple[str, ...] = ()
    days_from_now: tuple[int, ...] = (0,)
    """Where no days of the week are said; from the day to which `minutes_from_now` leads."""
    start: time | None = None
    minutes_from_now: int = 0
    """Where no hour is said."""


@dataclass(frozen=True, config=STRICT)
class Review:
    rating: int
    comment: str = ""


@dataclass(frozen=True, config=STRICT)
class Plan:
    """A course to be."""

    name: str
    description: str
    location: str
    begins_in_days: int
    weeks: int
    rules: tuple[Rule, ...]
    topics: tuple[str, ...]
    """One for each lesson."""
    points_per_visit: int
    status: CourseStatus = CourseStatus.PUBLISHED
    is_from_misis: bool = False
    access_level: Role = Role.PARTICIPANT
    capacity: int | None = None
    online_url: str | None = None
    enroll_until_in_days: int | None = None
    leave_until_in_days: int | None = None
    announce_in_days: int | None = None
    managers: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    assistants: tuple[str, ...] = ()
    enrolled: int = 0
    """How many, with those who have to wait."""
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    """Those of them who are not left to chance, by when they come."""
    reviews: tuple[Review, ...] = ()

    @property
    def staff(self) -> dict[StaffPart, tuple[str, ...]]:
        return {
            StaffPart.MANAGER: self.managers,
            StaffPart.HOST: self.hosts,
            StaffPart.ASSISTANT: self.assistants,
        }


@dataclass(frozen=True, config=STRICT)
class Programme:
    admins: tuple[Person, ...]
    hosts: tuple[Person, ...]
    participants: tuple[Person, ...]
    courses: tuple[Plan, ...]

    def left_to_chance(self) -> list[str]:
        """The participants whom no course names."""
        named = {name for plan in self.courses for name in plan.first + plan.last}
        return [person.name for person in self.participants if person.name not in named]


def read() -> Programme:
    with PROGRAMME.open("rb") as file:
        return TypeAdapter(Programme).validate_python(tomllib.load(file))
