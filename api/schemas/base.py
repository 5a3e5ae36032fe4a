import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, TypeVar

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
    Tag,
)

LONGEST_ID = 2**63 - 1

Id = Annotated[int, Field(ge=1, le=LONGEST_ID, strict=True)]


def written(pattern: str, saying: str) -> BeforeValidator:
    """In an address all is text, and pydantic would take `1.0` for a number and `yes` for true."""
    form = re.compile(pattern, re.ASCII)

    def ensure(value: Any) -> Any:
        if isinstance(value, str) and not form.fullmatch(value):
            raise ValueError(saying)
        return value

    return BeforeValidator(ensure)


Digits = written(r"[1-9]\d{0,18}", "is no whole number, counted from 1")
PathId = Annotated[int, Path(ge=1, le=LONGEST_ID), Digits]
QueryFlag = Annotated[bool, written("true|false", "is neither true nor false")]

Flag = Annotated[bool, Field(strict=True)]


Text = Annotated[str, StringConstraints(strict=True, pattern=r"^[^\x00]*$")]
"""Without NUL, which PostgreSQL cannot keep; pydantic refuses halves of characters itself. No
functions here: behind one, further limits would be missing in the documentation."""

Line = Annotated[
    str,
    StringConstraints(
        strict=True,
        min_length=1,
        strip_whitespace=True,
        # Some controls are space here and not in JavaScript, by which others check: none counts.
        pattern=r"^[^\x00]*[^\x00-\x20\x7f-\xa0\s][^\x00]*$",
    ),
]
"""With something to be seen."""

EARLIEST, LATEST = 2000, 2100
OF_OUR_TIME = Field(json_schema_extra={"pattern": "^20"})
"""The same, for the documentation."""


When = TypeVar("When", date, datetime)

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(DAY.pattern + r"[T ].+", re.ASCII)


def _ensure_of_our_time(at: When) -> When:
    if not EARLIEST <= at.year < LATEST:
        raise ValueError(f"lies outside of the years {EARLIEST} to {LATEST - 1}")
    return at


def _spelled(form: re.Pattern[str]) -> BeforeValidator:
    """Refuses numbers: they would be taken for seconds since 1970."""

    def ensure(value: Any) -> Any:
        is_spelled = isinstance(value, str) and form.fullmatch(value)
        if not (is_spelled or isinstance(value, date)):
            raise ValueError("is not spelled like 2026-09-01, or 2026-09-01T18:00:00+03:00")
        return value

    return BeforeValidator(ensure)


def _to_the_second(at: datetime) -> datetime:
    """In UTC. Nothing of ours is timed any finer."""
    return at.astimezone(UTC).replace(microsecond=0)


Date = Annotated[date, AfterValidator(_ensure_of_our_time), _spelled(DAY), OF_OUR_TIME]

Moment = Annotated[
    AwareDatetime,
    AfterValidator(_ensure_of_our_time),
    AfterValidator(_to_the_second),
    _spelled(MOMENT),
    OF_OUR_TIME,
]
"""Sent with its zone."""


def _from_minutes(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if type(value) is not int or not 0 <= value <= 24 * 60:
        raise ValueError("is a whole number of minutes, a day's at most")
    return timedelta(minutes=value)


Minutes = Annotated[
    timedelta,
    BeforeValidator(_from_minutes, json_schema_input_type=Annotated[int, Field(ge=0, le=1440)]),
    PlainSerializer(lambda it: int(it.total_seconds() // 60), return_type=int, when_used="json"),
]


VARIANT = re.compile(r"<\w+>", re.ASCII)


def variant(name: str) -> Tag:
    """Of a body that may be one of several. pydantic puts it into the places of mistakes, where
    nobody who sent the body would find it: there it is left out."""
    return Tag(f"<{name}>")


class In(BaseModel):
    """What comes in: nothing but what we know."""

    model_config = ConfigDict(extra="forbid")


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema["properties"].values():
        field.pop("default", None)


A_CHANGE = ConfigDict(json_schema_extra=_without_defaults)
"""Of a change, where what is left out stays as it is: nobody reads the defaults."""


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)
