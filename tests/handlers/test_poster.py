from io import BytesIO

import pytest
import zxingcpp
from aiogram.methods import AnswerCallbackQuery, SendPhoto
from aiogram.types import BufferedInputFile
from PIL import Image

from db.models import CourseStatus, StaffPart, User
from domain.tokens import Kind, Signer
from keyboards.course import ShowPoster
from tests.conftest import Feed
from tests.factories import Factory
from tests.telegram import RecordedSession, tap, write


@pytest.fixture
async def host(make: Factory) -> User:
    return await make.user(full_name="Maria")


def printed(telegram: RecordedSession) -> str:
    """What a camera reads on it."""
    file = telegram.the(SendPhoto).photo
    assert isinstance(file, BufferedInputFile)
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(file.data)))
    return code.text


async def test_poster_leads_to_the_course(
    feed: Feed, make: Factory, host: User, signer: Signer
) -> None:
    course = await make.course(name="Algebra <1>")
    await make.staff(course, host)

    poster = await feed(tap(host.telegram_id, ShowPoster(course_id=course.id)))
    scanned = await feed(write(77, f"/start {printed(poster).partition('?start=')[2]}"))

    link = signer.link(Kind.COURSE_LINK, course.public_id)
    assert printed(poster) == link
    assert poster.said() == (
        f"A poster of <b>Algebra &lt;1&gt;</b> to print. "
        f"Its QR code opens the course, as this link does: {link}"
    )
    assert scanned.said().startswith("<b>Algebra &lt;1&gt;</b>")


async def test_poster_leaves_the_card_where_it_was(feed: Feed, make: Factory, host: User) -> None:
    course = await make.course()
    await make.staff(course, host)

    telegram = await feed(tap(host.telegram_id, ShowPoster(course_id=course.id)))

    assert [type(call) for call in telegram.calls] == [SendPhoto, AnswerCallbackQuery]


async def test_poster_of_a_draft_can_be_printed_in_advance(
    feed: Feed, make: Factory, host: User
) -> None:
    draft = await make.course(status=CourseStatus.DRAFT)
    await make.staff(draft, host, StaffPart.ASSISTANT)

    telegram = await feed(tap(host.telegram_id, ShowPoster(course_id=draft.id)))

    assert len(telegram.all(SendPhoto)) == 1


async def test_admin_prints_any_poster(feed: Feed, make: Factory) -> None:
    admin, course = await make.admin(), await make.course()

    telegram = await feed(tap(admin.telegram_id, ShowPoster(course_id=course.id)))

    assert len(telegram.all(SendPhoto)) == 1


async def test_host_of_another_course_does_not(feed: Feed, make: Factory, host: User) -> None:
    course = await make.course()
    await make.staff(await make.course(), host)

    telegram = await feed(tap(host.telegram_id, ShowPoster(course_id=course.id)))

    assert telegram.notice() == "Only those who run this course can do that."


async def test_neither_participant_nor_stranger_does(feed: Feed, make: Factory) -> None:
    anna = await make.user()
    course = await make.course(anna)

    for telegram_id in (anna.telegram_id, 77):
        telegram = await feed(tap(telegram_id, ShowPoster(course_id=course.id)))

        assert telegram.notice() == "Only those who run this course can do that."
