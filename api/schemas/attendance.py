from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.json_schema import SkipJsonSchema

from api.schemas.base import Date, Flag, Id, In, Moment, Out, Text
from db.models import AttendanceSource, AttendanceStatus
from domain import marks
from domain.enrolled import REASON_LENGTH
from domain.mark_changes import Came

HOW = ("is_attended", "status")
WHICH = ("lesson_id", "lesson_date")


def either(*choices: tuple[str, ...]) -> dict[str, Any]:
    """For the documentation: of each choice one is needed."""
    return {"allOf": [{"oneOf": [{"required": [name]} for name in choice]} for choice in choices]}


def ensure_either(sent: BaseModel, choice: tuple[str, ...]) -> None:
    if sum(name in sent.model_fields_set for name in choice) != 1:
        raise ValueError(f"one of {' and '.join(choice)} is needed")
    if all(getattr(sent, name) is None for name in choice):
        raise ValueError("may be left out, but is not null")


class How(In):
    """How they came: just whether, or more exactly."""

    model_config = ConfigDict(json_schema_extra=either(HOW))

    is_attended: Flag | SkipJsonSchema[None] = Field(
        None, description="Leaves a `status` alone that says the same more exactly."
    )
    status: AttendanceStatus | SkipJsonSchema[None] = None

    @model_validator(mode="after")
    def _ensure_one_how(self) -> Self:
        ensure_either(self, HOW)
        return self

    @property
    def came(self) -> Came:
        came = self.is_attended if self.status is None else self.status
        assert came is not None
        return came


class AttendanceChange(How):
    """How they came after all, and why that is said only now."""

    reason: Annotated[Text, StringConstraints(max_length=REASON_LENGTH)] = Field(
        "", description="Why the staff make the mark another; a service needs none."
    )


class AttendanceIn(How):
    """Who came to which lesson, and how."""

    model_config = ConfigDict(json_schema_extra=either(HOW, WHICH))

    enrollment_id: Id
    lesson_id: Id | SkipJsonSchema[None] = None
    lesson_date: Date | Moment | SkipJsonSchema[None] = Field(
        None,
        description="The day of the lesson on the campus, or a moment when it is on.",
        examples=["2026-09-02", "2026-09-02T18:00:00+03:00"],
    )

    @model_validator(mode="after")
    def _ensure_one_lesson(self) -> Self:
        ensure_either(self, WHICH)
        return self

    def as_wanted(self) -> marks.Wanted:
        lesson = self.lesson_date if self.lesson_id is None else self.lesson_id
        assert lesson is not None
        return marks.Wanted(self.enrollment_id, lesson, self.came)


class AttendanceOut(Out):
    id: Id
    enrollment_id: Id
    lesson_id: Id
    lesson_date: date = Field(description="On the campus.")
    is_attended: bool
    status: AttendanceStatus
    source: AttendanceSource = Field(description="By what it was marked.")
    marked_at: datetime
    points: int = Field(description="What it gives, as long as it stays.")
