from datetime import date, datetime
from typing import Annotated, Literal, cast

from pydantic import Field, StringConstraints

from api.schemas.base import A_CHANGE, Date, Flag, Id, In, Line, Minutes, Moment, Out, Text
from db.models import CourseStatus, Role
from domain import details
from domain.schedule import MOST_RULES

HOUR = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
WEB = r"^https?://[^\s\x00-\x1f]+$"

Day = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]

Name = Annotated[Line, StringConstraints(max_length=details.NAME_LENGTH)]
Place = Annotated[Text, StringConstraints(max_length=details.PLACE_LENGTH)]
Url = Annotated[str, StringConstraints(strict=True, max_length=details.URL_LENGTH, pattern=WEB)]
Hour = Annotated[str, StringConstraints(strict=True, pattern=HOUR)]
Count = Annotated[int, Field(strict=True, ge=0)]


class WeeklyRule(In):
    """Lessons on these days of each week, in the zone of the campus."""

    days: list[Day] = Field(min_length=1, max_length=7, examples=[["mo", "we"]])
    start: Hour = Field(examples=["18:00"])
    end: Hour = Field(examples=["19:30"])
    location: Place | None = None


class CourseFields(In):
    """What a course says of itself. In a change, what is left out stays as it is."""

    description: Annotated[Text, StringConstraints(max_length=details.DESCRIPTION_LENGTH)] = ""
    banner_url: Url | None = None
    schedule: list[WeeklyRule] = Field(default_factory=list, max_length=MOST_RULES)
    is_from_misis: Flag = False
    start_date: Date | None = Field(None, examples=["2026-09-01"])
    end_date: Date | None = Field(None, examples=["2026-12-20"])
    points_per_visit: Annotated[Count, Field(le=details.MOST_POINTS)] = 0
    access_level: Role = Field(Role.PARTICIPANT, description="The least role that sees it.")
    capacity: Annotated[Count, Field(le=details.MOST_SEATS)] | None = Field(
        None, description="How many seats; null: one for everybody."
    )
    location: Place | None = None
    online_url: Url | None = Field(None, description="Shown only to those enrolled.")
    enroll_until: Moment | None = None
    leave_until: Moment | None = None
    announce_at: Moment | None = None
    opens_before: Minutes = Field(
        15, validate_default=True, description="Minutes before a lesson, when check-in opens."
    )
    late_after: Minutes = Field(
        15, validate_default=True, description="Minutes of a lesson, after which one is late."
    )
    completion_percent: Annotated[Count, Field(le=100)] = 75
    renewing_pass_only: Flag = Field(
        default=False,
        description="Of personal codes, only those that renew themselves check people in.",
    )
    shows_names: Flag = Field(
        default=False, description="The projector shows the names of those who came last."
    )

    def as_details(self) -> details.Details:
        """What was sent, and nothing else."""
        known = self.model_dump(exclude_unset=True, exclude={"status"})
        return cast(details.Details, known)


class CourseIn(CourseFields):
    name: Name = Field(examples=["Python"])


class CourseChange(CourseFields):
    model_config = A_CHANGE

    name: Name = Field("-", examples=["Python"])
    status: CourseStatus | None = Field(
        None, description="`published`, `finished` and `archived` follow on one another."
    )


class CourseOut(Out):
    id: Id
    name: str
    description: str
    banner_url: str | None = Field(
        description="Of the picture that was sent here (without the host, if the service is not "
        "told its own address), or else what was written there."
    )
    schedule: list[dict[str, object]]
    is_from_misis: bool
    start_date: date | None
    end_date: date | None
    points_per_visit: int
    access_level: Role
    capacity: int | None
    taken: int = Field(description="Seats that are taken.")
    status: CourseStatus
    location: str | None
    online_url: str | None = Field(description="null for who is not enrolled.")
    enroll_until: datetime | None
    leave_until: datetime | None
    announce_at: datetime | None
    opens_before: Minutes
    late_after: Minutes
    completion_percent: int
    renewing_pass_only: bool
    shows_names: bool
    version: int
