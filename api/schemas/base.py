from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Path
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

from domain.names import storable

LONGEST_ID = 2**63 - 1

Id = Annotated[int, Field(ge=1, le=LONGEST_ID, strict=True)]
PathId = Annotated[int, Path(ge=1, le=LONGEST_ID)]

Flag = Annotated[bool, Field(strict=True)]


def _ensure_storable(text: str) -> str:
    if storable(text) != text:
        raise ValueError("holds characters that are none")
    return text


Text = Annotated[str, StringConstraints(strict=True), AfterValidator(_ensure_storable)]
"""Without NUL and halves of characters, which PostgreSQL cannot keep."""

Line = Annotated[Text, StringConstraints(min_length=1, strip_whitespace=True)]

EARLIEST, LATEST = 2000, 2100


def _ensure_of_our_time(at: datetime) -> datetime:
    if not EARLIEST <= at.year < LATEST:
        raise ValueError(f"lies outside of the years {EARLIEST} to {LATEST - 1}")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_ensure_of_our_time)]
"""With its zone."""


def _from_minutes(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if type(value) is not int or not 0 <= value <= 24 * 60:
        raise ValueError("is a whole number of minutes, a day's at most")
    return timedelta(minutes=value)


Minutes = Annotated[
    timedelta,
    BeforeValidator(_from_minutes, json_schema_input_type=Annotated[int, Field(ge=0, le=1440)]),
    PlainSerializer(lambda it: int(it.total_seconds() // 60), return_type=int),
]


class In(BaseModel):
    """What comes in: nothing but what we know."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)
