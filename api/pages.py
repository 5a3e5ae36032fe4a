"""Lists are pages, each beginning after the row where the one before it ended: however many rows
come meanwhile, none is shown twice and none is passed over."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Generic, Protocol, TypeVar

from fastapi import Query, Response
from pydantic import BaseModel, Field

from api.schemas.base import LONGEST_ID, Digits
from domain.errors import CursorNotValid

LIMIT = 20
MOST = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Row = TypeVar("Row")
Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most."), Digits]
Cursor = Annotated[
    str | None,
    Query(max_length=64, description="`next_cursor` of the page before; without it, the first."),
]


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next_cursor: str | None = Field(description="For the next page; null on the last one.")


def after(cursor: str | None) -> int:
    """The id behind which the page begins."""
    return 0 if cursor is None else _read(cursor, 1)[0]


def after_moment(cursor: str | None) -> tuple[datetime, int] | None:
    """The moment and the id behind which it begins, in a list that is in the order of time."""
    if cursor is None:
        return None
    microseconds, last = _read(cursor, 2)
    try:
        return EPOCH + timedelta(microseconds=microseconds), last
    except OverflowError as error:
        raise CursorNotValid from error


def cut(
    rows: Sequence[Row], limit: int, id_of: Callable[[Row], int]
) -> tuple[list[Row], str | None]:
    """Of one row more than the page has: the page, and the cursor of the next."""
    kept = list(rows[:limit])
    if len(rows) <= limit:
        return kept, None
    return kept, _spell(id_of(kept[-1]))


def cut_by_moment(
    rows: Sequence[Row], limit: int, place_of: Callable[[Row], tuple[datetime, int]]
) -> tuple[list[Row], str | None]:
    """The same, of a list in the order of time."""
    kept = list(rows[:limit])
    if len(rows) <= limit:
        return kept, None
    at, last = place_of(kept[-1])
    return kept, _spell((at - EPOCH) // timedelta(microseconds=1), last)


def _spell(*numbers: int) -> str:
    spelled = ".".join(map(str, numbers))
    return urlsafe_b64encode(spelled.encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[int]:
    try:
        spelled = urlsafe_b64decode(cursor.encode() + b"==").decode()
        numbers = [int(it) for it in spelled.split(".")]
    except ValueError as error:
        raise CursorNotValid from error
    # The one spelling that we give.
    if _spell(*numbers) != cursor or len(numbers) != length:
        raise CursorNotValid
    if not all(0 <= it <= LONGEST_ID for it in numbers):
        raise CursorNotValid
    return numbers


class Spelled(Protocol):
    @property
    def spelled(self) -> str: ...


def as_page(kept: Sequence[Spelled], following: str | None) -> Response:
    """Of rows that came from the database as JSON."""
    items = ",".join(it.spelled for it in kept)
    return as_json(f'{{"items":[{items}],"next_cursor":{json.dumps(following)}}}')


def as_json(spelled: str, headers: dict[str, str] | None = None) -> Response:
    return Response(spelled, headers=headers, media_type="application/json")
