"""It is asked whether people of courses that an import has changed shall be told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind
from db.queries.deliveries import Owed
from domain import course_news, deliveries
from domain.actor import Actor
from domain.course_news import Question
from domain.errors import CourseNotFound, NotAllowed, PartNotEnough
from domain.import_progress import ASKED, Progress

AFTERWARDS = timedelta(seconds=1)
"""The report comes before the questions."""


def questions(actor: Actor, progress: Progress, now: datetime) -> list[Owed]:
    return [
        deliveries.notice(
            DeliveryKind.IMPORT_QUESTION,
            user_id=actor.id,
            key=f"{progress.import_id}:{it['course_id']}",
            now=now + AFTERWARDS,
            **it,
        )
        for it in progress.news[:ASKED]
    ]


async def of_delivery(
    session: AsyncSession, actor: Actor, payload: Mapping[str, Any]
) -> Question | None:
    at = datetime.fromisoformat(payload["at"])
    return await question(session, actor, payload["course_id"], at)


async def question(
    session: AsyncSession, actor: Actor, course_id: int, at: datetime
) -> Question | None:
    """Whether people shall be told of what was imported then; none if it concerns nobody, or is
    the actor's no more."""
    try:
        return await course_news.question(session, actor, course_id=course_id, now=at)
    except (CourseNotFound, NotAllowed, PartNotEnough):
        return None
