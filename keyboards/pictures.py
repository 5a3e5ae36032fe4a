from typing import Any

from aiogram.types import InlineKeyboardMarkup

from bot.texts import banner_buttons as labels
from domain.banners import Shown
from domain.candidates import Candidate, Choice
from domain.pictures import Part
from keyboards.banner import (
    AskBanner,
    AskNoBanner,
    LookAtPart,
    RemoveBanner,
    UseBanner,
)
from keyboards.editing import back_to_editing
from keyboards.home import to_home
from keyboards.layout import Button, Row, rows


def asking(seen: Shown) -> InlineKeyboardMarkup:
    return rows(_removal(seen), _ways_out(seen.course.id))


def again(course_id: int) -> InlineKeyboardMarkup:
    """Below a refusal, after which another one may be sent at once."""
    return rows(_ways_out(course_id))


def preview(candidate: Candidate) -> InlineKeyboardMarkup:
    course_id = candidate.course.id
    part = candidate.part or Part.MIDDLE
    return rows(
        [(labels.use(), UseBanner(**_what(candidate), part=part))],
        _parts(candidate),
        [_other(course_id)],
        _ways_out(course_id),
    )


def used(seen: Shown) -> InlineKeyboardMarkup:
    return rows([_other(seen.course.id)], _ways_out(seen.course.id))


def overtaken(choice: Choice) -> InlineKeyboardMarkup:
    course_id, insist = choice.course_id, (labels.use_all_the_same(), UseBanner(**vars(choice)))
    return rows([insist], [(labels.keep(), AskBanner(course_id=course_id))], _ways_out(course_id))


def ask_removal(seen: Shown) -> InlineKeyboardMarkup:
    course_id, banner_id = seen.course.id, seen.banner_id or 0
    yes = labels.remove_for_sure(), RemoveBanner(course_id=course_id, banner_id=banner_id)
    return rows([yes, (labels.keep(), AskBanner(course_id=course_id))], _ways_out(course_id))


def _parts(candidate: Candidate) -> Row:
    """But for the one that is seen."""
    if candidate.part is None:
        return []
    what = _what(candidate)
    return [
        (labels.part(it, is_wide=candidate.is_wide), LookAtPart(**what, part=it))
        for it in Part
        if it is not candidate.part
    ]


def _what(it: Candidate) -> dict[str, Any]:
    return {"course_id": it.course.id, "banner_id": it.banner_id, "seen": it.seen}


def _removal(seen: Shown) -> Row:
    if seen.banner_id is None:
        return []
    return [(labels.remove(), AskNoBanner(course_id=seen.course.id))]


def _other(course_id: int) -> Button:
    return labels.other(), AskBanner(course_id=course_id)


def _ways_out(course_id: int) -> Row:
    return [back_to_editing(course_id), to_home()]
