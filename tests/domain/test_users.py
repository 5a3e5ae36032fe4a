from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import User
from domain import users
from tests.factories import HOUR, NOON, Factory


@pytest.mark.parametrize(
    ("reachable", "last_seen_at", "is_news"),
    [
        (True, NOON, False),
        (True, NOON - HOUR, False),
        (True, NOON - HOUR - HOUR / 60, True),
        (True, None, True),
        (False, NOON, True),
    ],
)
def test_being_here_is_news_once_an_hour_or_after_being_out_of_reach(
    reachable: bool,  # noqa: FBT001
    last_seen_at: datetime | None,
    is_news: bool,  # noqa: FBT001
) -> None:
    anna = User(reachable=reachable, last_seen_at=last_seen_at)

    assert users.is_news(anna, now=NOON) is is_news


async def test_who_writes_is_reachable_again(session: AsyncSession, make: Factory) -> None:
    anna = await make.user(reachable=False, last_seen_at=None)

    await users.note_seen(session, anna, now=NOON)

    seen = await make.again(anna)
    assert (seen.reachable, seen.last_seen_at) == (True, NOON)
