import asyncio
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.files import Upload
from bot.filters import HasDocument, HasRole
from bot.replies import Alert, Screen
from bot.states import Programme
from bot.texts import importing as texts
from db.models import Role
from domain import importing
from domain.actor import Actor
from domain.campus import Campus
from domain.import_plan import Fate
from domain.importing import Draft
from domain.reading import files as reading
from domain.reading.found import MOST_MEGABYTES, Found
from domain.reading.patience import Patience
from keyboards import importing as keyboards
from keyboards import importing_pages as pages

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.message(Command("import"))
@router.callback_query(keyboards.AskImport.filter())
async def on_ask_import(_: Message | CallbackQuery, state: FSMContext) -> Screen:
    await state.set_state(Programme.sending_file)
    return asking()


@router.callback_query(keyboards.SendTemplate.filter())
async def on_send_template(
    _: CallbackQuery,
    callback_data: keyboards.SendTemplate,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Alert:
    # The form is filled in and sent back: it is still awaited.
    await state.set_state(Programme.sending_file)
    await importing.order_template(session, viewer, kind=callback_data.kind, now=now)
    return Alert(texts.on_its_way(), is_brief=True)


@router.message(StateFilter(Programme.sending_file), HasDocument())
async def on_file(
    _: Message,
    upload: Upload,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    act = prepare(session, viewer, campus, state, upload, now)
    return await or_refusal(session, viewer, act, pages.asking())


@router.message(StateFilter(Programme.sending_file))
async def on_no_file(_: Message) -> Screen:
    return asking()


@router.callback_query(keyboards.ShowImport.filter())
async def on_import_page(
    _: CallbackQuery, callback_data: keyboards.ShowImport, session: AsyncSession, viewer: Actor
) -> Screen:
    found = await importing.look(session, viewer, import_id=callback_data.import_id)
    return page(found, viewer, callback_data.page)


@router.callback_query(keyboards.RunImport.filter())
async def on_run_import(
    _: CallbackQuery,
    callback_data: keyboards.RunImport,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    plan = await importing.confirm(session, viewer, import_id=callback_data.import_id, now=now)
    await state.clear()
    return Screen(texts.begun(plan), pages.begun())


@router.callback_query(keyboards.DropImport.filter())
async def on_drop_import(
    _: CallbackQuery,
    callback_data: keyboards.DropImport,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
) -> Screen:
    await importing.drop(session, viewer, import_id=callback_data.import_id)
    await state.set_state(Programme.sending_file)
    return Screen(texts.ask(), pages.asking(), notice=texts.dropped())


async def prepare(
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    upload: Upload,
    now: datetime,
) -> Screen:
    found, name = await read(upload, campus, now), upload.name
    draft = await importing.prepare(session, viewer, campus, found=found, file_name=name, now=now)
    # Where nothing can be imported, another file is awaited.
    if draft.plan.count(Fate.CREATE, Fate.CHANGE):
        await state.clear()
    return page(draft, viewer, 0)


async def read(upload: Upload, campus: Campus, now: datetime) -> Found:
    content = await upload.content(megabytes=MOST_MEGABYTES)
    today = importing.today(campus, now)
    return await asyncio.to_thread(
        reading.courses, content, today=today, tz=campus.tz, patience=Patience()
    )


def page(draft: Draft, viewer: Actor, number: int) -> Screen:
    last = texts.pages(draft.plan) - 1
    shown = min(number, last)
    return Screen(texts.draft(draft, shown, viewer.tz), pages.draft(draft, shown))


def asking() -> Screen:
    return Screen(texts.ask(), pages.asking())
