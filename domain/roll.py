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
    is_mine = mark is not None and mark.marked_by == actor.id and mark.reason is None
    is_new = mark is not None and now <= mark.marked_at + undoing.POSSIBLE_FOR
    return Card(
        found,
        who,
        can_mark=can_mark(found, now),
        can_excuse=room.phase_of(found, now) in {Phase.AHEAD, Phase.OPEN, Phase.OVER},
        is_free=mark is None or correcting.is_free(mark, actor, now),
        can_undo=is_mine and is_new,
    )


def tapped(seen: Card, view: View) -> Tapped:
    """One tap marks who has no mark; of another it opens that, but for a slip of a moment ago."""
    mark = seen.person.mark
    if view is View.OTHER or not seen.can_mark:
        return Tapped.OPEN
    if mark is None:
        return Tapped.ABSENT if view is View.EXCEPT else Tapped.CAME
    is_slip = view is View.EXCEPT and mark.status is AttendanceStatus.ABSENT and seen.can_undo
    return Tapped.UNDO if is_slip else Tapped.OPEN


def can_mark(found: Class, now: datetime) -> bool:
    """From when check-in opens, however long ago the lesson was."""
    phase = room.phase_of(found, now)
    return phase in {Phase.OPEN, Phase.OVER}
