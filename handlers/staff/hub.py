"""What those who run a course do with it as a whole."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import running as texts
from db.models import CourseStatus
from domain import answering, authoring, courses, publishing, removing
from domain.actor import Actor, Viewer
from domain.authoring import Step
from domain.campus import Campus
from keyboards import hub as keyboards
from keyboards.editing import RunCourse

router = Router(name=__name__)


@router.callback_query(RunCourse.filter())
async def on_run_course(
    _: CallbackQuery,
    callback_data: RunCourse,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    return await hub(session, viewer, callback_data.course_id, now)


@router.callback_query(keyboards.AskStep.filter())
async def on_ask_step(
    _: CallbackQuery,
    callback_data: keyboards.AskStep,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
    campus: Campus,
) -> Screen:
    course_id, status = callback_data.course_id, callback_data.status
    course = await authoring.moving(session, viewer, course_id=course_id, status=status)
    if course.status is not CourseStatus.DRAFT or status is not CourseStatus.PUBLISHED:
        return Screen(texts.ask_step(course, status), keyboards.ask_step(course, status))
    found = await publishing.prepare(session, viewer, campus, course_id=course_id, now=now)
    return Screen(texts.ask_publish(found), keyboards.ask_publish(found))


@router.callback_query(keyboards.TakeStep.filter())
async def on_take_step(
    _: CallbackQuery,
    callback_data: keyboards.TakeStep,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    step = Step(**callback_data.model_dump())
    course = await authoring.take(session, viewer, campus, step, now=now)
    screen = await hub(session, viewer, course.id, now)
    return replace(screen, notice=texts.done(course.status))


@router.callback_query(keyboards.AskDelete.filter())
async def on_ask_delete(
    _: CallbackQuery,
    callback_data: keyboards.AskDelete,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    fate = await removing.foresee(session, viewer, course_id=callback_data.course_id)
    return Screen(texts.ask_delete(fate), keyboards.ask_delete(fate))


@router.callback_query(keyboards.AskDeleteAgain.filter())
async def on_ask_delete_again(
    _: CallbackQuery,
    callback_data: keyboards.AskDeleteAgain,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    fate = await removing.foresee(session, viewer, course_id=callback_data.course_id)
    return Screen(texts.ask_delete_again(fate), keyboards.ask_delete_again(fate))


@router.callback_query(keyboards.DeleteCourse.filter())
async def on_delete_course(
    _: CallbackQuery,
    callback_data: keyboards.DeleteCourse,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    await removing.delete(session, viewer, campus, course_id=callback_data.course_id, now=now)
    return Screen(texts.deleted(), keyboards.deleted())


async def hub(session: AsyncSession, viewer: Viewer, course_id: int, now: datetime) -> Screen:
    seen = await courses.run_by(session, viewer, course_id=course_id, now=now)
    waiting = await answering.count(session, viewer, seen)
    keyboard = keyboards.hub(seen, viewer.role, questions=waiting)
    return Screen(texts.hub(seen, viewer.tz), keyboard)
