from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from aiogram.methods import SendMessage, SendPhoto
from aiogram.types import BufferedInputFile

from db.models import Banner, Course, CourseStatus, EnrollmentStatus, Role, StaffPart, User
from domain.tokens import Kind, Signer
from keyboards.catalogue import ShowCourse
from keyboards.course import ShowDescription
from tests.conftest import Feed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.limits import CAPTION, TEXT, read, units
from tests.telegram import PHOTO, RecordedSession, person, shown, tap, write

ONLINE = "https://example.org/room"

WHOLE, JOIN_ONLINE, MANAGE = "📖 Whole description", "🔗 Join online", "⚙️ Manage"
VISITS = "📊 My visits"
BACK = {"⬅️ To the list": "courses:", "🏠 Menu": "home"}

DASH = "\u2013"

RICH: dict[str, Any] = {
    "name": "Algebra <1>",
    "description": "Numbers & letters.",
    "is_from_misis": True,
    "start_date": date(2026, 3, 1),
    "end_date": date(2026, 5, 31),
    "schedule": [
        {"days": ["tu", "th"], "start": "18:00", "end": "19:30", "location": "B-734"},
        {"days": ["fr"], "start": "10:00", "end": "11:30"},
    ],
    "location": "B-734",
    "capacity": 3,
    "online_url": ONLINE,
}


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


async def open_card(feed: Feed, course: Course, user: User | None = None) -> RecordedSession:
    return await feed(tap(user.telegram_id if user else 77, ShowCourse(course_id=course.id)))


def link(course: Course, signer: Signer) -> str:
    return f"/start {signer.sign(Kind.COURSE_LINK, course.public_id)}"


# The card


async def test_card_says_what_one_decides_by(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course(anna, **RICH)
    await make.lesson(course, topic="Sets", location="L-550")
    for name, part in [("Maria", StaffPart.HOST), ("Igor", StaffPart.MANAGER)]:
        await make.staff(course, await make.user(full_name=name), part)
    await make.staff(course, await make.user(full_name="Lena"), StaffPart.ASSISTANT)

    telegram = await open_card(feed, course)

    assert telegram.said() == (
        "<b>Algebra &lt;1&gt;</b>\n\n"
        "Numbers &amp; letters.\n\n"
        "From MISIS\n"
        f"Dates: 1 March {DASH} 31 May 2026\n"
        f"Schedule: Tue, Thu 18:00{DASH}19:30, B-734; Fri 10:00{DASH}11:30\n"
        "Next lesson: Tue, 3 March, 15:00 (Moscow), L-550\n"
        "Place: B-734\n"
        "Topic: Sets\n"
        "Enrollment: 2 seats left\n"
        "Run by: Igor and Maria\n\n"
        "<b>You can enroll.</b>"
    )
    assert telegram.buttons() == {"✅ Enroll": f"enroll:{course.id}"} | BACK


async def test_card_is_told_in_russian(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course(anna, **RICH)

    update = tap(77, ShowCourse(course_id=course.id), who=person(77, language="ru"))
    telegram = await feed(update)

    assert f"Даты: 1 марта {DASH} 31 мая 2026" in telegram.said()
    assert f"вт, чт 18:00{DASH}19:30, B-734; пт 10:00{DASH}11:30" in telegram.said()
    assert "<b>Можно записаться.</b>" in telegram.said()


async def test_bare_course_has_a_short_card(feed: Feed, make: Factory) -> None:
    telegram = await open_card(feed, await make.course())

    assert telegram.said() == (
        "<b>Mathematics</b>\n\nEnrollment: seats for everybody\n\n<b>You can enroll.</b>"
    )


async def test_many_hosts_are_not_all_named(feed: Feed, make: Factory) -> None:
    course = await make.course()
    for number in range(8):
        await make.staff(course, await make.user(full_name=f"Host {number}"))

    telegram = await open_card(feed, course)

    assert "Run by: Host 0, Host 1, Host 2, Host 3, Host 4 and 3 more\n" in telegram.said()


# By a link


async def test_link_opens_the_same_card_in_a_new_message(
    feed: Feed, make: Factory, signer: Signer
) -> None:
    course = await make.course(**RICH)
    by_button = await open_card(feed, course)

    by_link = await feed(write(77, link(course, signer)))

    assert by_link.the(SendMessage).text == by_button.said()
    assert by_link.buttons() == by_button.buttons()


async def test_link_leads_where_only_who_may_see_it_gets(
    feed: Feed, make: Factory, signer: Signer
) -> None:
    host = await make.user()
    draft = await make.course(status=CourseStatus.DRAFT)
    await make.staff(draft, host)

    seen_by_host = await feed(write(host.telegram_id, link(draft, signer)))
    seen_by_stranger = await feed(write(77, link(draft, signer)))

    assert "<b>A draft: only those who run the course see it.</b>" in seen_by_host.said()
    assert seen_by_stranger.said() == "There is no such course, or it is not for everybody."


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token[:10] + ("A" if token[10] != "A" else "B") + token[11:],
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token[2:] + token[:2],
        lambda token: token.swapcase(),
        lambda token: "hello",
        lambda token: "\x00",
        lambda token: "A" * 64,
    ],
    ids=["signature", "subject", "cut", "longer", "turned", "case", "word", "zero", "long"],
)
async def test_link_that_is_not_ours_is_refused_in_words(
    feed: Feed, make: Factory, signer: Signer, spoil: Callable[[str], str]
) -> None:
    token = signer.sign(Kind.COURSE_LINK, (await make.course()).public_id)

    telegram = await feed(write(77, f"/start {spoil(token)}"))

    assert telegram.said() == "This link does not work. Ask for a new one."
    assert telegram.buttons() == {"🏠 Menu": "home"}


async def test_link_of_another_bot_is_refused_in_words(feed: Feed, make: Factory) -> None:
    course = await make.course()
    another = Signer([b"a key"], bot_id=43, bot_name="another_bot")

    telegram = await feed(write(77, link(course, another)))

    assert telegram.said() == "This link does not work. Ask for a new one."


async def test_link_of_a_course_that_is_gone_is_refused_in_words(
    feed: Feed, signer: Signer
) -> None:
    telegram = await feed(write(77, f"/start {signer.sign(Kind.COURSE_LINK, 1)}"))

    assert telegram.said() == "There is no such course, or it is not for everybody."


async def test_course_that_one_may_not_see_is_not_there(feed: Feed, make: Factory) -> None:
    for_hosts = await make.course(access_level=Role.HOST)

    telegram = await open_card(feed, for_hosts)

    assert telegram.notice() == "There is no such course, or it is not for everybody."


# Whether one can join


@pytest.mark.parametrize(
    ("changed", "sentence", "act"),
    [
        ({}, "You can enroll.", "✅ Enroll"),
        (
            {"enroll_until": NOON + DAY},
            "You can enroll until 3 March, 15:00 (Moscow).",
            "✅ Enroll",
        ),
        (
            {"enroll_until": NOON - DAY},
            "Enrollment closed on 1 March, 15:00 (Moscow).",
            None,
        ),
        (
            {"capacity": 0},
            "No seats left, but you can be the first in the queue.",
            "⏳ Join the queue",
        ),
        (
            {"status": CourseStatus.FINISHED},
            "The course is over: you cannot enroll any more.",
            None,
        ),
    ],
    ids=["open", "until", "closed", "full", "over"],
)
async def test_who_is_not_on_the_course_learns_whether_they_can_be(
    feed: Feed, make: Factory, changed: dict[str, Any], sentence: str, act: str | None
) -> None:
    course = await make.course(**changed)

    telegram = await open_card(feed, course)

    assert telegram.said().endswith(f"<b>{sentence}</b>")
    assert [it for it in telegram.buttons() if it not in BACK] == ([act] if act else [])
    assert ("Enrollment: " in telegram.said()) == (act is not None)


@pytest.mark.parametrize(
    ("waiting", "english", "russian"),
    [
        (1, "1 person is ahead of you.", "перед вами 1 человек."),
        (2, "2 people are ahead of you.", "перед вами 2 человека."),
        (5, "5 people are ahead of you.", "перед вами 5 человек."),
    ],
)
async def test_queue_is_counted(
    feed: Feed, make: Factory, waiting: int, english: str, russian: str
) -> None:
    queue = [await make.user() for _ in range(waiting)]
    course = await make.course(capacity=0, waiting=queue)
    button = ShowCourse(course_id=course.id)

    in_english = await feed(tap(77, button))
    in_russian = await feed(tap(77, button, who=person(77, language="ru")))

    assert in_english.said().endswith(f"you can queue: {english}</b>")
    assert in_russian.said().endswith(f"встать в очередь: {russian}</b>")


@pytest.mark.parametrize(
    ("status", "sentence", "acts"),
    [
        (
            EnrollmentStatus.REGISTERED,
            "You are enrolled.",
            [JOIN_ONLINE, VISITS, "Leave the course"],
        ),
        (
            EnrollmentStatus.WAITLISTED,
            "You are number 1 in the queue. When your turn comes, I will enroll you and write.",
            ["Leave the queue"],
        ),
        (EnrollmentStatus.COMPLETED, "You have completed this course.", [VISITS]),
        (
            EnrollmentStatus.EXPELLED,
            "You were taken off this course. Its manager can take you back.",
            [],
        ),
        (EnrollmentStatus.CANCELLED, "You can enroll.", ["✅ Enroll"]),
        (None, "You can enroll.", ["✅ Enroll"]),
    ],
)
async def test_who_stands_somewhere_is_told_where(
    feed: Feed,
    make: Factory,
    anna: User,
    status: EnrollmentStatus | None,
    sentence: str,
    acts: list[str],
) -> None:
    course = await make.course(online_url=ONLINE)
    if status is not None:
        await make.enrollment(course, anna, status)

    telegram = await open_card(feed, course, anna)

    assert telegram.said().endswith(f"<b>{sentence}</b>")
    assert [it for it in telegram.buttons() if it not in BACK] == acts


async def test_online_button_opens_the_room(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course(anna, online_url=ONLINE)

    telegram = await open_card(feed, course, anna)

    assert telegram.buttons()[JOIN_ONLINE] == ONLINE
    assert ONLINE not in telegram.said()


# The description


async def test_long_description_is_cut_and_read_whole_by_a_button(
    feed: Feed, make: Factory
) -> None:
    course = await make.course(name="Algebra", description="Many words. " * 200)

    card = await open_card(feed, course)
    whole = await feed(tap(77, card.buttons()[WHOLE]))

    assert "words.\u2026\n\nEnrollment" in card.said()
    assert whole.said() == "<b>Algebra</b>\n\n" + ("Many words. " * 200).strip()
    assert whole.buttons() == {"⬅️ To the course": f"course:{course.id}:", "🏠 Menu": "home"}


@pytest.mark.parametrize("description", ["", "  ", "Short & sweet.", "x" * 700])
async def test_description_that_is_there_whole_needs_no_button(
    feed: Feed, make: Factory, description: str
) -> None:
    telegram = await open_card(feed, await make.course(description=description))

    assert WHOLE not in telegram.buttons()
    assert description.strip() in read(telegram.said())


HOSTILE = {
    "markup": "<b>&amp;</b> ",
    "emoji": "👩🏽‍🚀",
    "letters": "й",
    "right to left": "שלום ",
    "lines": "line\n",
}


@pytest.mark.parametrize("written", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("has_banner", [False, True], ids=["text", "banner"])
async def test_card_fits_whatever_is_written(
    feed: Feed, make: Factory, anna: User, written: str, *, has_banner: bool
) -> None:
    much = (written * 4000)[:4000]
    rule = {"days": ["mo", "tu", "we"], "start": "18:00", "end": "19:30", "location": much[:500]}
    course = await make.course(
        anna, name=much, description=much, location=much, capacity=9, schedule=[rule] * 9
    )
    await make.lesson(course, topic=much, location=much)
    for _ in range(7):
        await make.staff(course, await make.user(full_name=much))
    if has_banner:
        await make.banner(course)

    card = await open_card(feed, course, anna)
    whole = await feed(tap(77, card.buttons()[WHOLE]))

    assert 0 < units(read(card.said())) <= (CAPTION if has_banner else TEXT)
    assert card.said().endswith("<b>You are enrolled.</b>")
    assert len(read(whole.said())) > 1000


async def test_description_of_a_course_that_one_may_not_see_is_not_shown(
    feed: Feed, make: Factory
) -> None:
    draft = await make.course(status=CourseStatus.DRAFT)

    telegram = await feed(tap(77, ShowDescription(course_id=draft.id)))

    assert telegram.notice() == "There is no such course, or it is not for everybody."


# The banner


async def test_banner_is_uploaded_once_for_everybody(
    feed: Feed, make: Factory, signer: Signer
) -> None:
    course = await make.course()
    await make.banner(course)

    first = await feed(write(77, link(course, signer)))
    second = await feed(write(78, link(course, signer)))

    assert isinstance(first.the(SendPhoto).photo, BufferedInputFile)
    assert second.the(SendPhoto).photo == PHOTO[0].file_id
    assert [it.file_id for it in await make.all(Banner)] == [PHOTO[0].file_id]


async def test_list_gives_way_to_a_picture_and_comes_back(feed: Feed, make: Factory) -> None:
    course = await make.course()
    await make.banner(course, file_id="known")

    card = await open_card(feed, course)
    button = card.buttons()["⬅️ To the list"]
    courses = await feed(tap(77, button, on=shown(77, photo=PHOTO)))

    assert [type(it).__name__ for it in card.calls][:2] == ["SendPhoto", "DeleteMessage"]
    assert [type(it).__name__ for it in courses.calls][:2] == ["SendMessage", "DeleteMessage"]


# Those who run it


@pytest.mark.parametrize("part", [*StaffPart, None])
async def test_managing_is_offered_to_those_who_run_the_course(
    feed: Feed, make: Factory, anna: User, part: StaffPart | None
) -> None:
    course = await make.course()
    if part is not None:
        await make.staff(course, anna, part)

    telegram = await open_card(feed, course, anna)

    assert (MANAGE in telegram.buttons()) == (part is not None)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (StaffPart.MANAGER, "manager"),
        (StaffPart.HOST, "host"),
        (StaffPart.ASSISTANT, "assistant"),
    ],
)
async def test_who_is_on_the_team_sees_their_part_and_joins_online(
    feed: Feed, make: Factory, anna: User, part: StaffPart, told: str
) -> None:
    course = await make.course(online_url=ONLINE)
    await make.staff(course, anna, part)

    telegram = await open_card(feed, course, anna)

    assert f"\nYour part here: {told}\n" in telegram.said()
    assert list(telegram.buttons())[:2] == [JOIN_ONLINE, "✅ Enroll"]


async def test_admin_who_is_not_on_the_team_has_no_part(feed: Feed, make: Factory) -> None:
    admin, course = await make.admin(), await make.course(online_url=ONLINE)

    telegram = await open_card(feed, course, admin)

    assert "Your part here" not in telegram.said()
    assert JOIN_ONLINE not in telegram.buttons()


async def test_managing_is_offered_to_every_admin(feed: Feed, make: Factory) -> None:
    admin, course = await make.admin(), await make.course()

    telegram = await open_card(feed, course, admin)

    assert MANAGE in telegram.buttons()


async def test_lesson_that_is_on_is_the_next_one(feed: Feed, make: Factory) -> None:
    course = await make.course()
    await make.lesson(course, starts_at=NOON - timedelta(minutes=59), ends_at=NOON + HOUR)

    telegram = await open_card(feed, course)

    assert "On now, until 16:00" in telegram.said()
