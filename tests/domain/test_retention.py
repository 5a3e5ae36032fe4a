"""What is forgotten when: at the border, and only what has ended."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Act,
    Announcement,
    AnnouncementStatus,
    Banner,
    Base,
    Consent,
    Course,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    DialogState,
    HandledUpdate,
    IdempotencyKey,
    Invite,
    PendingStart,
    ProjectorScreen,
    Question,
    QuestionStatus,
    Role,
    ScanAttempt,
    User,
    WebSession,
)
from db.session import Transaction
from domain import retention
from domain.retention import FORGET, RULES, Kind
from tests.factories import DAY, NOON, Factory

MOMENT = timedelta(microseconds=1)
AHEAD = NOON + DAY

_numbers = count(1)

Make = Callable[[User, datetime], Base]


def of_person(kind: type[Base], ended: str, **usual: Any) -> Make:
    return lambda anna, at: kind(user_id=anna.id, **usual | {ended: at})


def numbered(kind: type[Base], key: str, ended: str, **usual: Any) -> Make:
    return lambda _, at: kind(**usual | {key: next(_numbers), ended: at})


def secret(kind: type[Base], ended: str, **usual: Any) -> Make:
    return lambda anna, at: kind(
        token_hash=b"%d" % next(_numbers),
        **({"user_id": anna.id} if kind is WebSession else {}) | usual | {ended: at},
    )


def owed(status: DeliveryStatus, kind: DeliveryKind = DeliveryKind.PROMOTED) -> Make:
    return lambda anna, at: Delivery(user_id=anna.id, **_owed(kind, status, at))


def owed_to_chat(status: DeliveryStatus) -> Make:
    return lambda _, at: Delivery(chat_id=77, **_owed(DeliveryKind.COMMANDS, status, at))


def _owed(kind: DeliveryKind, status: DeliveryStatus, at: datetime) -> dict[str, Any]:
    usual = {"urgent": True, "payload": {}, "dedup_key": f"{next(_numbers)}"}
    claimed = {"claimed_at": at} if status is DeliveryStatus.SENDING else {}
    return {"kind": kind, "status": status, "due_at": at} | usual | claimed


def link(ended: str) -> Make:
    return lambda anna, at: Invite(
        role=Role.HOST,
        **{"expires_at": AHEAD, ended: at},
        **({"used_by": anna.id} if ended == "used_at" else {}),
    )


def question(ended: str, **usual: Any) -> Make:
    """About a course of which nothing else is known."""

    return lambda anna, at: Question(
        user_id=anna.id, course=Course(name="Chess"), text="When?", **usual | {ended: at}
    )


def announcement(status: AnnouncementStatus) -> Make:
    return lambda anna, at: Announcement(
        author_id=anna.id, audience={}, content={}, status=status, created_at=at
    )


def picture(anna: User, at: datetime) -> Banner:
    shape = {"content_type": "image/jpeg", "width": 16, "height": 9}
    return Banner(content=b"jpeg", uploaded_by=anna.id, created_at=at, **shape)


SENT, DEAD, PENDING = DeliveryStatus.SENT, DeliveryStatus.DEAD, DeliveryStatus.PENDING
SENDING, SCREEN = DeliveryStatus.SENDING, DeliveryKind.SCREEN

ENDS: dict[str, tuple[Kind, Make]] = {
    "withdrawn consent": (
        Kind.CONSENTS,
        of_person(Consent, "withdrawn_at", version="1", given_at=NOON - 4000 * DAY),
    ),
    "question without an answer": (Kind.QUESTIONS, question("created_at")),
    "answered question": (
        Kind.QUESTIONS,
        question("settled_at", status=QuestionStatus.ANSWERED, created_at=NOON - 4000 * DAY),
    ),
    "draft of an announcement": (Kind.DRAFTS, announcement(AnnouncementStatus.DRAFT)),
    "sent notice": (Kind.NOTICES, owed(SENT)),
    "dead notice": (Kind.NOTICES, owed(DEAD)),
    "expired link": (Kind.INVITES, link("expires_at")),
    "used link": (Kind.INVITES, link("used_at")),
    "revoked link": (Kind.INVITES, link("revoked_at")),
    "failed scan": (Kind.SCAN_ATTEMPTS, of_person(ScanAttempt, "made_at", answer="late")),
    "expired sign-in": (Kind.WEB_SESSIONS, secret(WebSession, "expires_at")),
    "closed sign-in": (Kind.WEB_SESSIONS, secret(WebSession, "revoked_at", expires_at=AHEAD)),
    "handled update": (
        Kind.UPDATES,
        numbered(HandledUpdate, "update_id", "handled_at", bot_id=42),
    ),
    "unused picture": (Kind.BANNERS, picture),
    "unfinished meeting": (
        Kind.MEETINGS,
        numbered(PendingStart, "telegram_id", "happened_at", act=Act.ENROLL, subject=1),
    ),
    "idle dialog": (Kind.DIALOGS, numbered(DialogState, "chat_id", "updated_at", user_id=77)),
    "shown screen": (Kind.SCREENS, owed(SENT, SCREEN)),
    "menu of a chat": (Kind.SCREENS, owed_to_chat(SENT)),
    "forgotten projector": (Kind.PROJECTORS, secret(ProjectorScreen, "paired_at")),
    "closed projector": (Kind.PROJECTORS, secret(ProjectorScreen, "closed_at")),
    "repeated request": (
        Kind.IDEMPOTENCY_KEYS,
        lambda _, at: IdempotencyKey(
            owner="timetable", key=f"{next(_numbers)}", fingerprint=b"", created_at=at
        ),
    ),
}
"""Each way to end, of each kind."""

GOES_ON: dict[str, tuple[Kind, Make]] = {
    "given consent": (Kind.CONSENTS, of_person(Consent, "given_at", version="1")),
    "announcement to come": (Kind.DRAFTS, announcement(AnnouncementStatus.SCHEDULED)),
    "sent announcement": (Kind.DRAFTS, announcement(AnnouncementStatus.SENT)),
    "owed notice": (Kind.NOTICES, owed(PENDING)),
    "notice in hand": (Kind.NOTICES, owed(SENDING)),
    "owed screen": (Kind.SCREENS, owed(PENDING, SCREEN)),
    "owed menu": (Kind.SCREENS, owed_to_chat(PENDING)),
    "old notice": (Kind.SCREENS, owed(SENT)),
    "open link": (Kind.INVITES, link("created_at")),
    "open sign-in": (Kind.WEB_SESSIONS, secret(WebSession, "created_at", expires_at=AHEAD)),
}
"""What has not ended, however old it is."""


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(has_agreed=False)


def test_every_kind_has_a_time_a_reason_and_an_end() -> None:
    assert RULES.keys() == set(Kind)
    assert FORGET.keys() == set(Kind) - {Kind.PEOPLE}
    assert {kind for kind, _ in ENDS.values()} == FORGET.keys()
    assert all(rule.why for rule in RULES.values())


@pytest.mark.parametrize(("kind", "ended"), ENDS.values(), ids=ENDS)
async def test_what_has_ended_is_forgotten_after_its_time(
    session: AsyncSession, make: Factory, anna: User, kind: Kind, ended: Make
) -> None:
    border = NOON - RULES[kind].kept
    kept = await make.add(ended(anna, border))
    await make.add(ended(anna, border - MOMENT))

    await retention.forget(session, kind, now=NOON)

    assert await identities(make, type(kept)) == [identity(kept)]


@pytest.mark.parametrize(("kind", "row"), GOES_ON.values(), ids=GOES_ON)
async def test_what_goes_on_is_kept_however_old(
    session: AsyncSession, make: Factory, anna: User, kind: Kind, row: Make
) -> None:
    kept = await make.add(row(anna, NOON - RULES[kind].kept - MOMENT))

    await retention.forget(session, kind, now=NOON)

    assert await identities(make, type(kept)) == [identity(kept)]


async def test_deliveries_of_an_announcement_are_kept_for_its_report(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    news = await make.add(Announcement(author_id=anna.id, audience={}, content={}))
    long_ago = NOON - 2 * RULES[Kind.NOTICES].kept
    kept = await make.delivery(anna, status=SENT, announcement_id=news.id, due_at=long_ago)

    await retention.forget(session, Kind.NOTICES, now=NOON)

    assert await identities(make, Delivery) == [identity(kept)]


async def test_one_tick_deletes_so_many_and_the_next_the_rest(
    session: AsyncSession, make: Factory, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    kind, ended = ENDS["failed scan"]
    for _ in range(3):
        await make.add(ended(anna, NOON - 2 * RULES[kind].kept))

    left = []
    for _ in range(2):
        await retention.forget(session, kind, now=NOON)
        left.append(len(await make.all(ScanAttempt)))

    assert left == [1, 0]


async def test_dialog_that_is_just_going_on_is_left_alone(committing: Transaction) -> None:
    make = Factory(committing)
    old = NOON - 2 * RULES[Kind.DIALOGS].kept
    dialog = await make.add(DialogState(chat_id=77, user_id=77, updated_at=old))

    async with committing() as typing:
        mine = await typing.get_one(DialogState, (77, 77), with_for_update=True)
        async with committing() as house:
            await retention.forget(house, Kind.DIALOGS, now=NOON)
        mine.updated_at = NOON

    assert await identities(make, DialogState) == [identity(dialog)]


async def test_picture_that_a_course_has_is_never_too_old(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    old = NOON - 2 * RULES[Kind.BANNERS].kept
    shown, unused = await make.add(picture(anna, old)), await make.add(picture(anna, old))
    await make.course(banner_id=shown.id)

    await retention.forget(session, Kind.BANNERS, now=NOON)

    assert unused.id != shown.id
    assert await identities(make, Banner) == [identity(shown)]


def test_updates_are_remembered_for_longer_than_telegram_brings_them() -> None:
    assert RULES[Kind.UPDATES].kept > DAY


def identity(row: Base) -> tuple[Any, ...]:
    return tuple(row.__mapper__.primary_key_from_instance(row))


async def identities(make: Factory, kind: type[Base]) -> list[tuple[Any, ...]]:
    return [identity(row) for row in await make.all(kind)]
