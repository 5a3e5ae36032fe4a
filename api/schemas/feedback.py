from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.base import Id, In, Out, Text
from domain.feedback import COMMENT_LENGTH, Review

Comment = Annotated[Text, StringConstraints(max_length=COMMENT_LENGTH)]


class FeedbackIn(In):
    course_id: Id
    rating: Annotated[int, Field(strict=True, ge=1, le=5)] = Field(examples=[5])
    comment: Comment = Field("", examples=["Clear, and never boring."])
    user_id: Id | None = Field(
        None, description="Left out: oneself. A service always says who it is."
    )

    def as_review(self) -> Review:
        return Review(self.rating, self.comment)


class FeedbackOut(Out):
    id: Id
    course_id: Id
    user_id: Id
    rating: int
    comment: str
    created_at: datetime
