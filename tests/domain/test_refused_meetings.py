import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Act, CourseStatus, PendingStart, User
from domain import meeting
from domain.campus import Campus
from domain.errors import (
    CourseNotFound,
    GroupNotValid,
    LinkExpired,
    MeetingNotBegun,
    NameNotValid,
)
from tests.domain.conftest import ANNA, finish
from tests.factories import NOON, Factory


async def test_what_would_be_refused_in_the_end_is_refused_at_once(
    session: AsyncSession, make: Factory
) -> None:
    draft, used = await make.course(status=CourseStatus.DRAFT), await make.invite(expires_at=NOON)

    with pytest.raises(CourseNotFound):
        await meeting.begin(session, ANNA, act=Act.ENROLL, subject=draft.id, now=NOON)
    with pytest.raises(LinkExpired):
        await meeting.begin(session, ANNA, act=Act.ACCEPT_INVITE, subject=used.public_id, now=NOON)

    assert await make.all(PendingStart) == []


async def test_nothing_is_answered_before_it_is_asked(
    session: AsyncSession, campus: Campus
) -> None:
    with pytest.raises(MeetingNotBegun):
        await meeting.consent(session, ANNA, now=NOON)
    with pytest.raises(MeetingNotBegun):
        await meeting.name(session, ANNA, typed="Anna")
    with pytest.raises(MeetingNotBegun):
        await finish(session, campus)


async def test_without_consent_nothing_is_written_down(
    session: AsyncSession, campus: Campus, begun: PendingStart, make: Factory
) -> None:
    with pytest.raises(MeetingNotBegun):
        await meeting.name(session, ANNA, typed="Anna")
    with pytest.raises(MeetingNotBegun):
        await finish(session, campus)

    assert begun.full_name is None
    assert await make.all(User) == []


async def test_without_a_name_the_meeting_goes_on(
    session: AsyncSession, campus: Campus, agreed: PendingStart, make: Factory
) -> None:
    with pytest.raises(NameNotValid):
        await meeting.name(session, ANNA, typed="123")
    with pytest.raises(MeetingNotBegun):
        await finish(session, campus)

    assert [it.telegram_id for it in await make.all(PendingStart)] == [agreed.telegram_id]


async def test_group_that_is_none_makes_nobody(
    session: AsyncSession, campus: Campus, agreed: PendingStart, make: Factory
) -> None:
    await meeting.name(session, ANNA, typed="Anna")

    with pytest.raises(GroupNotValid):
        await finish(session, campus, group="B" * 41)

    assert agreed.full_name == "Anna"
    assert await make.all(User) == []


async def test_answer_that_comes_twice_makes_one_person(
    session: AsyncSession, campus: Campus, agreed: PendingStart, make: Factory
) -> None:
    await meeting.name(session, ANNA, typed="Anna")
    await make.user(telegram_id=agreed.telegram_id)

    with pytest.raises(MeetingNotBegun):
        await finish(session, campus)

    assert len(await make.all(User)) == 1
