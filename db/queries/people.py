"""Lists of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Role, User
from db.queries import lists


class Circle(StrEnum):
    """Which people a list is about."""

    ALL = "all"
    HOSTS = "hosts"
    ADMINS = "admins"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Search:
    circle: Circle = Circle.ALL
    words: tuple[str, ...] = ()
    """All of which a person must have."""
    page: int = 0


@dataclass(frozen=True)
class PeoplePage:
    people: Sequence[User]
    first: int
    """The place of the first of them among all, from 1."""
    number: int
    """From 0."""
    total: int
    """Of people, on all pages."""


async def page(session: AsyncSession, search: Search, *, size: int) -> PeoplePage:
    """A page of what is searched for, by name.

    Beyond the end is the last page: the list may have become shorter since it was shown.
    """
    chosen = select(User.id).where(*_chosen(search)).cte("chosen")
    count = select(func.count()).select_from(chosen).scalar_subquery()
    number_now = lists.page_within(search.page, count, size)
    statement = (
        select(User, count, number_now)
        .join(chosen, chosen.c.id == User.id)
        .order_by(lists.folded(User.full_name), User.id)
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return PeoplePage([], first=0, number=0, total=0)
    _, total, number = rows[0]
    return PeoplePage([row[0] for row in rows], number * size + 1, number, total)


def _chosen(search: Search) -> list[ColumnElement[bool]]:
    circles: dict[Circle, list[ColumnElement[bool]]] = {
        Circle.ALL: [],
        Circle.HOSTS: [User.role == Role.HOST],
        Circle.ADMINS: [User.role == Role.ADMIN],
        Circle.BLOCKED: [User.blocked_at.is_not(None)],
    }
    return [User.erased_at.is_(None), *circles[search.circle], *map(has_word, search.words)]


def has_word(word: str) -> ColumnElement[bool]:
    """Whether it is in what is written of a person, or begins their Telegram id."""
    written = func.concat_ws(" ", User.full_name, User.study_group, User.email)
    telegram_id = cast(User.telegram_id, Text)
    return or_(lists.has(written, word), func.starts_with(telegram_id, word))
