"""Questions go to those who run a course, and answers back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import questions as texts
from db.models import QuestionStatus
from domain import answering, questions
from domain.deliveries import Parcel
from domain.errors import QuestionNotFound
from keyboards import answering as host_keyboards
from keyboards import questions as keyboards


async def asked(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    """Unless somebody has answered meanwhile, or it is taken back."""
    if parcel.recipient is None:
        return None
    question_id = parcel.payload["question_id"]
    found = await answering.to_tell(session, parcel.recipient, question_id=question_id)
    if found is None or not found.question.is_open:
        return None
    return Screen(texts.news(found), host_keyboards.news(found))


async def answered(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    question_id = parcel.payload["question_id"]
    found = await answering.to_tell(session, parcel.recipient, question_id=question_id)
    if found is None or found.question.status is not QuestionStatus.ANSWERED:
        return None
    return Screen(texts.answered_by_another(found), host_keyboards.news_of_answer(found))


async def settled(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    question_id = parcel.payload["question_id"]
    try:
        found = await questions.own(session, parcel.recipient, question_id=question_id)
    except QuestionNotFound:
        return None
    return Screen(texts.settled(found), keyboards.settled(found.course))
