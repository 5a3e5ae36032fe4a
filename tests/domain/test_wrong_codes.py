"""Codes that are none: what others made, what was changed, what was made up."""

from random import Random

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, PointEntry, ScanAttempt, User
from domain import codes
from domain.answers import Answer, CheckIn
from domain.attendance import check_in
from domain.codes import Pass, RoomCode
from domain.tokens import Kind, Signer
from tests.codes import forgeries, mutations
from tests.domain.desks import Room, create_room
from tests.factories import DAY, NOON, Factory

KEY = b"a key"
"""The one of the fixture."""


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def room(session: AsyncSession, make: Factory, signer: Signer, anna: User) -> Room:
    return await create_room(session, make, signer, anna)


async def answers(room: Room, person: User, text: str) -> set[Answer]:
    """As a code of the room by that person, and as a pass by the host."""
    came = await room.comes(person, text or " ")
    scanned = await room.scans(room.vera, text)
    assert isinstance(scanned, CheckIn)
    return {came.answer, scanned.answer}


async def test_every_change_of_a_character_makes_it_none(room: Room, anna: User) -> None:
    desk, token = room.desk(anna), codes.token_of(room.code())

    for text in mutations(token):
        # Refused before anything is asked of the database: without one, all else would raise.
        for scan in (RoomCode(text, NOON), Pass(text, NOON)):
            checked = await check_in(None, desk, scan)  # type: ignore[arg-type]
            assert isinstance(checked, CheckIn)
            assert checked.answer is Answer.CODE_INVALID


async def test_what_is_made_up_is_none(room: Room, anna: User) -> None:
    desk = room.desk(anna)

    for text in forgeries(Random(7), 2000, KEY):  # noqa: S311 - to be thrown again
        for scan in (RoomCode(text, NOON), Pass(text, NOON)):
            checked = await check_in(None, desk, scan)  # type: ignore[arg-type]
            assert isinstance(checked, CheckIn)
            assert checked.answer is Answer.CODE_INVALID


@pytest.mark.parametrize(
    "other",
    [
        Signer([b"another key"], bot_id=42, bot_name="example_bot"),
        Signer([KEY], bot_id=43, bot_name="example_bot"),
    ],
    ids=["other key", "other bot"],
)
async def test_what_others_have_signed_is_none(
    room: Room, make: Factory, anna: User, other: Signer
) -> None:
    step, public_id = codes.room_step(NOON), room.lesson.public_id
    theirs = (
        other.stamped_link(Kind.ROOM_CODE, public_id, step),
        other.digits(public_id, step),
        other.link(Kind.PASS, anna.public_id, NOON + DAY),
        other.stamped_link(Kind.RENEWING_PASS, anna.public_id, step // 2),
    )

    for text in theirs:
        assert await answers(room, anna, text) == {Answer.CODE_INVALID}
    assert [*await make.all(Attendance), *await make.all(PointEntry)] == []


async def test_previous_key_still_opens(room: Room, make: Factory, anna: User) -> None:
    both = Signer([b"a new key", KEY], bot_id=42, bot_name="example_bot")
    old = room.signer.stamped_link(Kind.ROOM_CODE, room.lesson.public_id, codes.room_step(NOON))
    room.signer = both

    assert (await room.comes(anna, old)).answer is Answer.CHECKED_IN


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "12345",
        "1234567",
        "\u0661\u0662\u0663\u0664\u0665\u0666",
        "https://example.org/?start=",
        "?start=?start=",
        "\ud800",
        "A" * 40,
        "=" * 40,
        "A" * 100_000,
    ],
)
async def test_nonsense_is_answered(room: Room, make: Factory, anna: User, text: str) -> None:
    assert await answers(room, anna, text) == {Answer.CODE_INVALID}
    assert await make.all(ScanAttempt) == []
