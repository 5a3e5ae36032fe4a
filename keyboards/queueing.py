"""The queue for a course, in the hands of those who run it. Places are named, not steps: so a
second tap, or somebody else's at the same moment, goes no further than the first."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import roster_buttons as labels
from bot.texts.reasons import OF_QUEUE, Why, words
from domain.roster import Seat
from keyboards.layout import Button, Id, Row, rows
from keyboards.seats import AskMove, in_queue, place, under


class AskWhyMove(CallbackData, prefix="q-why"):
    """To this place: why?"""

    enrollment_id: Id
    rank: Id


class Move(CallbackData, prefix="q-to"):
    enrollment_id: Id
    rank: Id
    why: Why


class Admit(CallbackData, prefix="q-in"):
    """Give them a seat out of turn."""

    enrollment_id: Id
    seats: Id
    """As many as the course may come to have for it; 0: as it has."""
    why: Why


def ask_move(seen: Seat) -> InlineKeyboardMarkup:
    """Only to where they are not."""
    return rows(*_ways(seen), under(in_queue(seen.enrollment.id)))


def ask_why_move(enrollment_id: int, rank: int) -> InlineKeyboardMarkup:
    whose = {"enrollment_id": enrollment_id, "rank": rank}
    reasons: list[Button] = [(words(it), Move(**whose, why=it)) for it in OF_QUEUE]
    another: Button = labels.another_place(), AskMove(**place(in_queue(enrollment_id)))
    return rows(*([it] for it in reasons), [another], under(in_queue(enrollment_id)))


def ask_why_admit(enrollment_id: int, seats: int) -> InlineKeyboardMarkup:
    whose = {"enrollment_id": enrollment_id, "seats": seats}
    reasons: list[Button] = [(words(it), Admit(**whose, why=it)) for it in OF_QUEUE]
    return rows(*([it] for it in reasons), under(in_queue(enrollment_id)))


def _ways(seen: Seat) -> list[Row]:
    rank, last = seen.rank, seen.waiting
    if not rank:
        return []
    up = {labels.first(): 1, labels.higher(): rank - 1} if rank > 1 else {}
    down = {labels.lower(): rank + 1, labels.last(): last} if rank < last else {}
    return [[_to(seen, *it) for it in ways.items()] for ways in (up, down)]


def _to(seen: Seat, label: str, rank: int) -> Button:
    return label, AskWhyMove(enrollment_id=seen.enrollment.id, rank=rank)
