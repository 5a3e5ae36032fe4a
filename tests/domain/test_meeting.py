from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Act, Consent, LogEntry, PendingStart, Role, User
from domain import meeting
from domain.campus import Campus
from domain.meeting import CONSENT_VERSION
from tests.domain.conftest import ANNA, finish
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor

SECOND = timedelta(seconds=1)


async def test_before_consent_only_what_they_want_is_kept(
    begun: PendingStart, make: Factory
) -> None:
    [start] = await make.all(PendingStart)

    assert (start.telegram_id, start.act, start.subject) == (77, Act.ENROLL, begun.subject)
    assert (start.happened_at, start.consented_at, start.full_name) == (NOON, None, None)
    assert await make.all(User) == []


async def test_whole_meeting_makes_a_person(
    session: AsyncSession, campus: Campus, agreed: PendingStart, make: Factory
) -> None:
    await meeting.name(session, ANNA, typed=" Anna\nKarenina ")

    actor, start = await finish(session, campus, group=" BPM-21-1 ")

    [user] = await make.all(User)
    assert actor == as_actor(user)
    assert (user.telegram_id, user.full_name, user.study_group) == (
        77,
        "Anna Karenina",
        "BPM-21-1",
    )
    assert (user.role, user.language, user.last_seen_at) == (Role.PARTICIPANT, "ru", NOON + HOUR)
    assert (start.act, start.subject) == (Act.ENROLL, agreed.subject)
    assert await make.all(PendingStart) == []


async def test_consent_is_kept_with_its_text_and_its_moment(
    session: AsyncSession, campus: Campus, agreed: PendingStart, make: Factory
) -> None:
    await meeting.name(session, ANNA, typed="Anna")

    actor, _ = await finish(session, campus)

    [consent] = await make.all(Consent)
    assert (consent.user_id, consent.version) == (actor.id, CONSENT_VERSION)
    assert (consent.given_at, consent.withdrawn_at) == (agreed.consented_at, None)


async def test_history_says_that_somebody_came_and_not_who(
    session: AsyncSession, campus: Campus, agreed: PendingStart, make: Factory
) -> None:
    await meeting.name(session, ANNA, typed="Anna")

    actor, _ = await finish(session, campus, group="BPM-21-1")

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.entity_id) == (actor.id, "register", actor.id)
    assert entry.details == {"role": "participant"}
    assert agreed.telegram_id == 77


async def test_whom_the_settings_name_is_an_admin_at_once(
    session: AsyncSession, campus: Campus, agreed: PendingStart
) -> None:
    await meeting.name(session, ANNA, typed="Anna")
    of_hers = Campus(campus.tz, campus.language, admin_ids=(agreed.telegram_id,))

    actor, _ = await finish(session, of_hers)

    assert actor.role is Role.ADMIN


async def test_group_may_be_skipped(
    session: AsyncSession, campus: Campus, agreed: PendingStart, make: Factory
) -> None:
    assert agreed.consented_at is not None
    await meeting.name(session, ANNA, typed="Anna")

    await finish(session, campus, group=None)

    assert [user.study_group for user in await make.all(User)] == [None]


async def test_who_wants_something_else_need_not_say_everything_again(
    session: AsyncSession, agreed: PendingStart, make: Factory
) -> None:
    await meeting.name(session, ANNA, typed="Anna")
    invite = await make.invite()

    start = await meeting.begin(
        session, ANNA, act=Act.ACCEPT_INVITE, subject=invite.public_id, now=NOON + HOUR
    )

    assert (start.act, start.subject) == (Act.ACCEPT_INVITE, invite.public_id)
    assert (start.happened_at, start.consented_at) == (NOON + HOUR, NOON)
    assert (start.full_name, agreed.telegram_id) == ("Anna", start.telegram_id)


async def test_second_consent_changes_nothing(session: AsyncSession, agreed: PendingStart) -> None:
    again = await meeting.consent(session, ANNA, now=NOON + DAY)

    assert again.consented_at == agreed.consented_at == NOON


async def test_only_who_has_not_agreed_is_asked_to(session: AsyncSession, make: Factory) -> None:
    anna, course = as_actor(await make.user()), await make.course()
    answers = [await meeting.is_asked_to_agree(session, viewer) for viewer in (anna, ANNA)]

    await meeting.begin(session, ANNA, act=Act.ENROLL, subject=course.id, now=NOON)
    answers.append(await meeting.is_asked_to_agree(session, ANNA))
    await meeting.consent(session, ANNA, now=NOON)
    answers.append(await meeting.is_asked_to_agree(session, ANNA))

    assert answers == [False, False, True, False]
