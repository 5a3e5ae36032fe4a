"""One's own code, as a picture."""

from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from aiogram import Dispatcher
from aiogram.methods import SendPhoto
from aiogram.types import BufferedInputFile
from PIL import Image

from db.models import User
from db.session import Transaction
from domain.tokens import Kind, Signer
from keyboards.check_in import ShowPass
from tests.conftest import Feed, create_feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.handlers.scenes import MINUTE, Newcomer
from tests.telegram import RecordedSession

HOSTILE = "<b>&amp; \u202eevil" + "Ж" * 80


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(full_name="Anna Petrova", study_group="IT-23-1")


@pytest.fixture
def desk(feed: Feed, anna: User) -> Desk:
    return Desk(feed, anna)


def link_in(telegram: RecordedSession) -> str:
    photo = telegram.the(SendPhoto).photo
    assert isinstance(photo, BufferedInputFile)
    return zxingcpp.read_barcodes(Image.open(BytesIO(photo.data)))[0].text


async def test_pass_is_a_picture_with_the_name_and_its_end(desk: Desk) -> None:
    said = await desk.write("/code")

    assert said == (
        "<b>Anna Petrova</b>\nIT-23-1\n\nGood until 2 March, 23:59 (Moscow).\n\nShow it to the "
        "host at the door. Is there a code on the screen? Scan that one."
    )
    assert desk.labels == ["🎓 My courses", "🏠 Menu"]


async def test_picture_says_a_pass_that_ends_with_the_day(
    desk: Desk, signer: Signer, anna: User
) -> None:
    await desk.write("/code")

    token = link_in(desk.telegram).partition("?start=")[2]
    last = NOON + 9 * HOUR - MINUTE
    assert signer.read(Kind.PASS, token, now=last) == anna.public_id
    assert signer.read_dated(Kind.PASS, token, now=last + MINUTE) == (anna.public_id, True)


async def test_it_is_in_russian_for_who_speaks_it(feed: Feed, make: Factory) -> None:
    said = await Desk(feed, await make.user(language="ru")).write("/code")

    assert "Действует до 2 марта, 23:59 (Москва)." in said


async def test_hostile_names_are_only_names(feed: Feed, make: Factory) -> None:
    desk = Desk(feed, await make.user(full_name=HOSTILE, study_group="</b>"))

    said = await desk.write("/code")

    assert said.startswith("<b>&lt;b&gt;&amp;amp; evil")


async def test_stranger_is_told_where_it_comes_from(feed: Feed) -> None:
    stranger = Newcomer(feed)

    said = await stranger.types("/code")

    assert said.startswith("Your personal code comes with your first course")


async def test_who_is_blocked_has_none(feed: Feed, make: Factory) -> None:
    boris = await make.user(blocked_at=NOON)

    telegram = (await Desk(feed, boris).write("/code"), Desk(feed, boris).telegram)[1]

    assert telegram.all(SendPhoto) == []


@pytest.mark.parametrize(
    ("ahead", "offered"),
    [(HOUR, "offered"), (-MINUTE, "offered"), (2 * HOUR, "not"), (DAY, "not")],
)
async def test_menu_offers_it_around_a_lesson(
    feed: Feed, make: Factory, anna: User, ahead: timedelta, offered: str
) -> None:
    course = await make.course(anna)
    await make.lesson(course, starts_at=NOON + ahead)
    desk = Desk(feed, anna)

    await desk.write("/start")

    assert ("🎟️ My code" in desk.labels) == (offered == "offered")


async def test_button_leaves_the_menu_as_it_is(desk: Desk) -> None:
    await desk.press(ShowPass())

    assert len(desk.telegram.all(SendPhoto)) == 1
    assert [type(it).__name__ for it in desk.telegram.calls if "Delete" in type(it).__name__] == []


async def test_it_can_be_shown_the_next_day(
    dispatcher: Dispatcher, transaction: Transaction, anna: User, signer: Signer
) -> None:
    tomorrow = create_feed(dispatcher, transaction, lambda: NOON + DAY)
    desk = Desk(tomorrow, anna)

    said = await desk.write("/code")

    assert "Good until 3 March, 23:59 (Moscow)." in said
