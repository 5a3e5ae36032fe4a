"""The question for a file, what it would do, and what it has done."""

from aiogram.types import InlineKeyboardMarkup

from bot.texts import importing as texts
from bot.texts import importing_buttons as labels
from domain.import_plan import Fate
from domain.importing import TEMPLATES, Draft
from domain.programme import Circle, Search
from keyboards.home import to_home
from keyboards.importing import AskImport, DropImport, RunImport, SendTemplate, ShowImport
from keyboards.layout import Button, Row, pager, rows
from keyboards.programme import programme, showing


def asking() -> InlineKeyboardMarkup:
    forms: Row = [(labels.template(it), SendTemplate(kind=it)) for it in TEMPLATES]
    return rows(*([it] for it in forms), [programme(), to_home()])


def draft(it: Draft, page: int) -> InlineKeyboardMarkup:
    count = it.plan.count(Fate.CREATE, Fate.CHANGE)
    run: Row = [(labels.run(count), RunImport(import_id=it.id))] if count else []
    stop = (labels.drop(), DropImport(import_id=it.id)) if count else _another()
    return rows(
        pager(page, texts.pages(it.plan), lambda to: ShowImport(import_id=it.id, page=to)),
        run,
        [stop],
        [programme(), to_home()],
    )


def done() -> InlineKeyboardMarkup:
    mine = (labels.mine(), showing(Search(Circle.MINE)))
    return rows([mine], [_another()], [programme(), to_home()])


def begun() -> InlineKeyboardMarkup:
    return rows([programme(), to_home()])


def _another() -> Button:
    return labels.another(), AskImport()
