from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.base import Id, In, Out, Text
from db.models import EnrollmentStatus
from domain.enrolled import REASON_LENGTH, Enrolled, Step

Status = EnrollmentStatus

Reason = Annotated[Text, StringConstraints(max_length=REASON_LENGTH)]

Shown = Literal[Status.REGISTERED, Status.WAITLISTED, Status.COMPLETED, Status.EXPELLED]
"""What is cancelled is not shown any more."""


class EnrollmentIn(In):
    course_id: Id
    user_id: Id | None = Field(
        None, description="Left out: oneself. A service always says who it is."
    )


class NewStatus(In):
    status: Literal[Status.REGISTERED, Status.WAITLISTED, Status.COMPLETED, Status.CANCELLED]

    def as_step(self) -> Step:
        return Step(self.status)


class Expulsion(In):
    status: Literal[Status.EXPELLED]
    reason: Reason = Field("", examples=["was never there"])

    def as_step(self) -> Step:
        return Step(self.status, self.reason)


EnrollmentChange = Annotated[NewStatus | Expulsion, Field(discriminator="status")]


class EnrollmentOut(Out):
    id: Id
    user_id: Id
    course_id: Id
    status: EnrollmentStatus
    rank: int = Field(description="Among those who wait, from 1; 0 for who does not wait.")
    reason: str | None = Field(description="Why they were expelled, or placed out of turn.")
    created_at: datetime
    changed_at: datetime = Field(description="When the status became what it is.")


def shown(enrolled: Enrolled) -> EnrollmentOut:
    known = {name: getattr(enrolled.enrollment, name) for name in OF_ENROLLMENT}
    return EnrollmentOut(rank=enrolled.rank, **known)


OF_ENROLLMENT = EnrollmentOut.model_fields.keys() - {"rank"}
