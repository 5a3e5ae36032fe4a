"""The people of a lesson, for those who mark them."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttendanceStatus
from db.queries import roll, rooms
from db.queries.roll import Line, Person, RollPage, Which
from db.queries.rooms import Class, Counts
from domain import correcting, room, undoing
from domain.actor import Actor, Viewer
from domain.errors import EnrollmentNotFound
from domain.room import Phase

__all__ = ["Line", "Person", "Which"]

PAGE_SIZE = 8


class View(StrEnum):
    """Who is listed, and what a tap on somebody does. By a letter, for buttons."""

    EVERYBODY = "a"
    MISSING = "m"
    CAME = "c"
    EXCEPT = "x"
    """Who is missing: a tap says that they did not come."""
    OTHER = "o"
    """Everybody: a tap opens their mark, whatever it is."""

    @property
    def which(self) -> Which:
        if self is View.CAME:
            return Which.CAME
        return Which.MISSING if self in {View.MISSING, View.EXCEPT} else Which.EVERYBODY


class Tapped(Enum):
    """What a tap on somebody in the list does."""

    CAME = auto()
    ABSENT = auto()
    UNDO = auto()
    OPEN = auto()


@dataclass(frozen=True)
class Search:
    view: View = View.EVERYBODY
    words: tuple[str, ...] = ()
    page: int = 0


@dataclass(frozen=True)
class Roll:
    at: Class
    search: Search
    page: RollPage
    counts: Counts
    can_mark: bool
    """Somebody as come or not: check-in has opened."""


@dataclass(frozen=True)
class Card:
    at: Class
    person: Person
    can_mark: bool
    can_excuse: bool
    """Also before check-in opens: somebody has said that they will not come."""
    is_free: bool
    """Whether the mark that there is can be changed without a reason."""
    can_undo: bool


async def page(
    session: AsyncSession,
    viewer: Viewer,
    search: Search,
    *,
    lesson_id: int,
    now: datetime,
) -> Roll:
    found = await room.of(session, viewer, lesson_id=lesson_id)
    which, words, number = search.view.which, search.words, search.page
    lines = await roll.page(session, found.lesson, which, words, number=number, size=PAGE_SIZE)
    counted = await rooms.counts(session, found.lesson)
    return Roll(found, search, lines, counted, can_mark=can_mark(found, now))


async def card(
    session: AsyncSession, actor: Actor, *, lesson_id: int, enrollment_id: int, now: datetime
) -> Card:
    found = await room.of(session, actor, lesson_id=lesson_id)
    who = await roll.person(session, found.lesson, enrollment_id)
    if who is None:
        raise EnrollmentNotFound
    mark = who.mark
    return Card(
        found,
        who,
        can_mark=can_mark(found, now),
        can_excuse=room.phase_of(found, now) in {Phase.AHEAD, Phase.OPEN, Phase.OVER},
        is_free=mark is None or correcting.is_free(mark, actor, now),
        can_undo=mark is not None and undoing.is_possible(mark, actor, now),
    )


def tapped(seen: Card, view: View, shown: AttendanceStatus | None) -> Tapped:
    """What is meant goes by the mark that the button showed: one tap marks who had none, and the
    same once more changes nothing. Another mark it opens, but for a slip of a moment ago."""
    mark, is_except = seen.person.mark, view is View.EXCEPT
    if view is View.OTHER or not seen.can_mark:
        return Tapped.OPEN
    if shown is None and (mark is None or (is_except and mark.status is AttendanceStatus.ABSENT)):
        return Tapped.ABSENT if is_except else Tapped.CAME
    is_same = mark is not None and mark.status is shown is AttendanceStatus.ABSENT
    return Tapped.UNDO if is_except and is_same and seen.can_undo else Tapped.OPEN


def can_mark(found: Class, now: datetime) -> bool:
    """From when check-in opens, however long ago the lesson was."""
    phase = room.phase_of(found, now)
    return phase in {Phase.OPEN, Phase.OVER}
