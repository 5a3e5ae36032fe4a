from datetime import datetime
from typing import Annotated, cast

from pydantic import Field, StringConstraints

from api.schemas.base import A_CHANGE, Id, In, Moment, Out, Text
from api.schemas.courses import Place
from db.models import LessonStatus
from domain import lessons

Topic = Annotated[Text, StringConstraints(max_length=lessons.TOPIC_LENGTH, strip_whitespace=True)]

STARTS, ENDS = "2026-09-07T18:00:00+03:00", "2026-09-07T19:30:00+03:00"


class LessonFields(In):
    topic: Topic = Field("", examples=["Decorators"])
    location: Place | None = Field(None, description="null: where the course is.")
    host_id: Id | None = Field(
        None, description="Who gives it: a manager or a host of the course; null: not settled."
    )

    def as_details(self) -> lessons.LessonDetails:
        """What was sent, and nothing else."""
        return cast(lessons.LessonDetails, self.model_dump(exclude_unset=True))


class LessonIn(LessonFields):
    starts_at: Moment = Field(examples=[STARTS])
    ends_at: Moment = Field(examples=[ENDS], description="Within a day of its beginning.")


class LessonChange(LessonFields):
    """What is left out stays as it is."""

    model_config = A_CHANGE

    # Where they are left out, nobody reads what is made here.
    starts_at: Moment = Field(default_factory=datetime.now, examples=[STARTS])
    ends_at: Moment = Field(default_factory=datetime.now, examples=[ENDS])


class LessonOut(Out):
    id: Id
    course_id: Id
    topic: str
    starts_at: datetime
    ends_at: datetime
    location: str | None = Field(description="null: where the course is.")
    host_id: int | None
    status: LessonStatus
