from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, StringConstraints

from api.schemas.base import Id, In, Moment, Out, Text, variant
from bot import qr
from db.models import AttendanceStatus
from domain.answers import Answer, CheckIn
from domain.enrolled import REASON_LENGTH
from domain.passes import RenewingPass

LONGEST_CODE, LONGEST_NONCE = 200, 100

Code = Annotated[Text, StringConstraints(min_length=1, max_length=LONGEST_CODE)]
Nonce = Annotated[
    str,
    StringConstraints(
        strict=True, min_length=1, max_length=LONGEST_NONCE, pattern=r"^[\x21-\x7e]+$"
    ),
]
"""As keys are."""

EXAMPLE = "ERWLHwn4nLeMjqcAA4CmE64C2oYFRRTrfG2bXk9B"


class ByCode(In):
    """What the room sees, by who is in it."""

    code: Code = Field(
        description="The token, the link that the QR says, or the six digits.",
        examples=["482 913"],
    )


class ByPass(In):
    """Somebody's own code, scanned by the staff."""

    shown: Code = Field(
        alias="pass", description="The token, or the link that the QR says.", examples=[EXAMPLE]
    )
    scanned_at: Moment | None = Field(
        None, description="When, if it could not be sent at once; null: now."
    )
    nonce: Nonce | None = Field(
        None, description="Of this scan: as an `Idempotency-Key`, if none is sent."
    )


class ByName(In):
    """On the word of the staff, or of a service."""

    user_id: Id
    status: AttendanceStatus | None = Field(
        None, description="How they came; null: in time or late, as it was then."
    )
    scanned_at: Moment | None = Field(
        None, description="When they were seen, if it could not be sent at once; null: now."
    )
    reason: Annotated[Text, StringConstraints(max_length=REASON_LENGTH)] = Field(
        "", description="Why the staff make a mark another."
    )


KINDS = {"code": ByCode, "pass": ByPass, "user_id": ByName}


def kind_of(sent: Any) -> str | None:
    """By the one of the names that is there."""
    named = [it for it in KINDS if isinstance(sent, dict) and it in sent]
    return variant(named[0]).tag if len(named) == 1 else None


CheckInIn = Annotated[
    Annotated[ByCode, variant("code")]
    | Annotated[ByPass, variant("pass")]
    | Annotated[ByName, variant("user_id")],
    Discriminator(
        kind_of,
        custom_error_type="one_of",
        custom_error_message="one of code, pass and user_id is needed",
    ),
]


class CheckInOut(Out):
    """What came of it: only the first three answers mean that there is a mark."""

    answer: Answer
    name: str | None = Field(description="Whom it is about.")
    course: str | None
    course_id: Id | None
    lesson_id: Id | None
    attendance_id: Id | None = Field(description="The mark that there is.")
    status: AttendanceStatus | None = Field(
        description="What the mark says. Of `already`, `absent` and `excused` are possible, too: "
        "the staff said so, and no code changes it."
    )
    at: datetime | None = Field(description="When they were marked.")
    points: int | None = Field(description="What this has given.")
    opens_at: datetime | None = Field(description="When check-in to the lesson begins.")
    closes_at: datetime | None
    again_at: datetime | None = Field(
        description="Of `too_many_attempts`: when digits are looked at again."
    )
    elsewhere: str | None = Field(
        description="Of `wrong_lesson`: the course of the staff where the person is expected now."
    )
    needs_renewing: bool = Field(
        description="Of `code_expired`: the course takes only passes that renew themselves."
    )


def shown(checked: CheckIn, *, is_by_name: bool = False) -> CheckInOut:
    """Whom one names who is not on the course, one is not told."""
    seen, mark, elsewhere = checked.sighting, checked.mark, checked.elsewhere
    is_hidden = is_by_name and checked.answer is Answer.NOT_ENROLLED
    return CheckInOut(
        answer=checked.answer,
        name=seen.person_name if seen and not is_hidden else None,
        course=seen.course_name if seen else None,
        course_id=seen.course_id if seen else None,
        lesson_id=seen.lesson_id if seen else None,
        attendance_id=mark.attendance_id if mark else None,
        status=mark.status if mark else None,
        at=mark.at if mark else None,
        points=mark.points if mark else None,
        opens_at=seen.opens_at if seen else None,
        closes_at=seen.closes_at if seen else None,
        again_at=checked.again_at,
        elsewhere=elsewhere.course_name if elsewhere else None,
        needs_renewing=checked.needs_renewing,
    )


class MyLessonOut(Out):
    id: Id
    course_id: Id
    course_name: str
    starts_at: datetime
    ends_at: datetime
    is_staff: bool = Field(description="One works on the course, and checks people in.")
    opens_at: datetime = Field(description="When check-in begins.")
    closes_at: datetime


class RenewedOut(Out):
    model_config = ConfigDict(populate_by_name=True)

    link: str = Field(description="What its QR says.")
    qr: list[str] = Field(
        description="The QR, row by row: hexadecimal, a bit a module, without the quiet zone."
    )
    since: datetime = Field(alias="from", description="From when until when it is to be shown.")
    until: datetime


class PassOut(Out):
    tokens: list[RenewedOut] = Field(description="One after another, some minutes ahead.")
    name: str
    study_group: str | None


def renewing(own: RenewingPass) -> PassOut:
    tokens = [
        RenewedOut(link=it.link, qr=qr.rows(it.link), since=it.since, until=it.until)
        for it in own.tokens
    ]
    return PassOut(tokens=tokens, name=own.name, study_group=own.study_group)


class AttendingOut(Out):
    enrollment_id: Id
    user_id: Id
    name: str
    study_group: str | None
    attendance_id: int | None = Field(description="The mark that there is.")
    status: AttendanceStatus | None
    marked_at: datetime | None
