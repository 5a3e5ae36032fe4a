"""Lists are pages, each beginning after the row where the one before it ended: however many rows
come meanwhile, none is shown twice and none is passed over."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from domain.errors import CursorNotValid

LIMIT = 20
MOST = 100
LONGEST_ID = 2**63 - 1

Row = TypeVar("Row")
Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[
    str | None,
    Query(max_length=40, description="`next_cursor` of the page before; without it, the first."),
]


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next_cursor: str | None = Field(description="For the next page; null on the last one.")


def after(cursor: str | None) -> int:
    """The id behind which the page begins."""
    if cursor is None:
        return 0
    try:
        last = int(urlsafe_b64decode(cursor.encode() + b"=="))
    except ValueError as error:
        raise CursorNotValid from error
    if not 0 <= last <= LONGEST_ID:
        raise CursorNotValid
    return last


def cut(
    rows: Sequence[Row], limit: int, id_of: Callable[[Row], int]
) -> tuple[list[Row], str | None]:
    """Of one row more than the page has: the page, and the cursor of the next."""
    kept = list(rows[:limit])
    if len(rows) <= limit:
        return kept, None
    return kept, urlsafe_b64encode(str(id_of(kept[-1])).encode()).decode().rstrip("=")
