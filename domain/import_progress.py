"""How far an import is, and what is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.models import Course
from domain import import_faults, import_plan
from domain.errors import DomainError
from domain.import_plan import Fate, Json, Step
from domain.reading.found import Fault

ASKED = 10
"""Changed courses about which it is asked whether people shall be told; others are named."""

NAMED = 5


@dataclass
class Progress:
    """Of one import; its pieces hand it on."""

    import_id: int
    at: int = 0
    """Steps behind us."""
    created: int = 0
    changed: int = 0
    failed: list[Json] = field(default_factory=list)
    news: list[Json] = field(default_factory=list)
    """Of published courses with people: which, and the moment of the change."""
    concerned: int = 0
    """How many of these there are."""
    tries: int = 0
    """Of pieces that had to wait for somebody."""

    def note(self, step: Step, error: DomainError | None) -> None:
        self.at += 1
        if error is not None:
            fault = import_plan.fault_of_step(step, error)
            self.failed.append(import_faults.as_json(fault))
        elif step.fate is Fate.CREATE:
            self.created += 1
        else:
            self.changed += 1

    def note_people(self, course: Course, at: datetime) -> None:
        self.concerned += 1
        if len(self.news) < ASKED + NAMED:
            told = {"course_id": course.id, "name": course.name, "at": at.isoformat()}
            self.news.append(told)


@dataclass(frozen=True)
class Report:
    at: int
    of: int
    created: int
    changed: int
    failed: Sequence[Fault]
    unasked: int
    """Changed courses with people that no question is asked about."""
    named: Sequence[str]
    """The first of these."""

    @property
    def is_over(self) -> bool:
        return self.at >= self.of


def report(payload: Mapping[str, Any]) -> Report:
    """What a delivery tells of."""
    failed = [import_faults.of_json(it) for it in payload["failed"]]
    numbers = {name: payload[name] for name in ("at", "of", "created", "changed")}
    unasked = max(payload.get("concerned", 0) - ASKED, 0)
    named = [it["name"] for it in payload.get("news", [])[ASKED:]]
    return Report(failed=failed, unasked=unasked, named=named, **numbers)
