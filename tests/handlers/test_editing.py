"""A course is edited field by field."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, LogEntry, Role, StaffPart, User
from domain.fields import CourseField
from keyboards.catalogue import ShowCourse
from keyboards.course import ShowDescription
from keyboards.editing import AskField, EditCourse, RunCourse, SetField
from keyboards.fields import MAIN, MORE, page_of
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import Factory
from tests.telegram import tap, write


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria", role=Role.HOST)


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course(name="Algebra")
    await make.staff(course, maria, StaffPart.MANAGER)
    return course


@pytest.fixture
def desk(feed: Feed, maria: User) -> Desk:
    return Desk(feed, maria)


async def typed(desk: Desk, course: Course, field: CourseField, words: str) -> str:
    await desk.press(AskField(course_id=course.id, field=field))
    return await desk.write(words)


# The screen


async def test_card_of_who_works_on_a_course_leads_to_its_fields(
    desk: Desk, course: Course
) -> None:
    await desk.press(ShowCourse(course_id=course.id))
    await desk.press("⚙️ Manage")

    said = await desk.press("✏️ Edit")

    assert said == (
        "<b>Algebra</b>\n<i>Published.</i>\n\nNo description yet.\n\n"
        "Press what you want to change."
    )
    assert desk.labels == [
        "✏️ Name: Algebra",
        "📝 Description: none yet",
        "🖼 Cover: none yet",
        "🗓 Schedule: none yet",
        "First day: not set",
        "Last day: not set",
        "📍 Place: not set",
        "🔗 Link: not set",
        "👥 Seats: no limit",
        "More settings ➡️",
        "⬅️ To managing",
        "🏠 Menu",
    ]


async def test_second_page_has_what_is_needed_more_rarely(desk: Desk, course: Course) -> None:
    await desk.press(EditCourse(course_id=course.id))

    await desk.press("More settings ➡️")

    assert desk.labels == [
        "Enrollment until: not set",
        "Leaving until: not set",
        "📣 Announcement: not set",
        "Seen by: everybody",
        "⭐ Points for a visit: 0",
        "To attend, %: 75",
        "Check-in before, min: 15",
        "Late after, min: 15",
        "Renewing personal codes only: no",
        "Names on the screen: no",
        "From MISIS: no",
        "⬅️ Main settings",
        "⬅️ To managing",
        "🏠 Menu",
    ]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Renewing personal codes only", "renewing_pass_only"),
        ("Names on the screen", "shows_names"),
    ],
)
async def test_rules_of_check_in_are_turned_on_and_off_by_a_tap(
    make: Factory, desk: Desk, course: Course, label: str, field: str
) -> None:
    await desk.press(EditCourse(course_id=course.id, page=1))

    assert await desk.tap(f"{label}: no") == f"✅ {label}: no → yes"
    assert getattr(await make.again(course), field) is True
    assert await desk.tap(f"{label}: yes") == f"✅ {label}: yes → no"


async def test_page_that_is_none_is_the_first(desk: Desk, course: Course) -> None:
    await desk.press(EditCourse(course_id=course.id, page=77))

    assert desk.labels[0] == "✏️ Name: Algebra"


@pytest.mark.parametrize("field", CourseField)
async def test_every_field_has_a_button_and_a_question(
    desk: Desk, course: Course, field: CourseField
) -> None:
    await desk.press(EditCourse(course_id=course.id, page=page_of(field)))
    buttons = [it for it in desk.telegram.buttons().values() if f":{field}" in it]

    asked = await desk.press(AskField(course_id=course.id, field=field))

    assert len(buttons) == 1
    assert "Algebra" in asked
    assert desk.labels[-2:] == ["⬅️ To editing", "🏠 Menu"]


# Typed


@pytest.mark.parametrize(
    "case",
    [
        ("name", "Geometry", "Geometry", "Course name: Algebra → Geometry"),
        ("start_date", "9 марта", date(2026, 3, 9), "First day: not set → 9 March 2026"),
        ("end_date", "20.12", date(2026, 12, 20), "Last day: not set → 20 December 2026"),
        ("location", " B-734 ", "B-734", "Place: not set → B-734"),
        ("online_url", "zoom.us/j/1", "https://zoom.us/j/1", "not set → https://zoom.us/j/1"),
        ("capacity", "30", 30, "Seats: no limit → 30"),
        (
            "enroll_until",
            "31 августа",
            datetime(2026, 8, 31, 20, 59, 59, tzinfo=UTC),
            "Enrollment until: not set → 31 Aug 2026, 23:59",
        ),
        (
            "leave_until",
            "7.09 18:00",
            datetime(2026, 9, 7, 15, tzinfo=UTC),
            "Leaving until: not set → 7 Sept 2026, 18:00",
        ),
        (
            "announce_at",
            "завтра",
            datetime(2026, 3, 3, 7, tzinfo=UTC),
            "Announced at: not set → 3 Mar 2026, 10:00",
        ),
        ("points_per_visit", "5", 5, "Points for a visit: 0 → 5"),
        ("opens_before", "полчаса", timedelta(minutes=30), "before, min: 15 → 30"),
        ("late_after", "1 ч", timedelta(hours=1), "Late after, min: 15 → 60"),
        ("completion_percent", "80 %", 80, "Lessons to attend, %: 75 → 80"),
    ],
)
async def test_what_is_typed_is_written_down_and_shown(
    desk: Desk, make: Factory, course: Course, case: tuple[str, str, object, str]
) -> None:
    field, words, value, told = case
    said = await typed(desk, course, CourseField(field), words)

    after = await make.again(course)
    [entry] = await make.all(LogEntry)
    assert getattr(after, field) == value
    assert said.partition("\n")[0].startswith("✅ ")
    assert told in said.partition("\n")[0]
    assert "Press what you want to change." in said
    assert (entry.action, list(entry.details)) == ("change_course", [field])


async def test_what_is_so_already_is_no_change(desk: Desk, make: Factory, course: Course) -> None:
    said = await typed(desk, course, CourseField.NAME, "Algebra")

    assert said.startswith("✅ It is like that already.")
    assert await make.all(LogEntry) == []


async def test_words_after_that_are_searched_for(desk: Desk, course: Course) -> None:
    await typed(desk, course, CourseField.PLACE, "B-734")

    assert "Search: “design”" in await desk.write("design")


async def test_last_day_without_a_year_is_after_the_first(
    desk: Desk, make: Factory, course: Course
) -> None:
    await make.change(course, start_date=date(2026, 9, 1))

    await typed(desk, course, CourseField.LAST_DAY, "1.02")

    assert (await make.again(course)).end_date == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("field", "words", "refusal"),
    [
        (CourseField.SEATS, "1", "There cannot be fewer seats than people: 2 are taken."),
        (
            CourseField.LAST_DAY,
            "2026-03-01",
            "The course would end before it begins. Change the other day first, such as the last "
            "one to 20.12 and then the first one to 1.09.",
        ),
    ],
)
async def test_what_does_not_fit_the_course_is_refused_and_asked_again(
    feed: Feed, make: Factory, maria: User, field: CourseField, words: str, refusal: str
) -> None:
    people = [await make.user(), await make.user()]
    course = await make.course(*people, start_date=date(2026, 3, 2))
    await make.staff(course, maria)
    desk = Desk(feed, maria)
    await desk.press(AskField(course_id=course.id, field=field))
    buttons = desk.labels

    assert await desk.write(words) == refusal
    assert desk.labels == buttons
    assert (await desk.write("20.12.2026" if "date" in field else "20")).startswith("✅ ")


@pytest.mark.parametrize("words", ["1.03.2020", "2.03 12:00"])
async def test_nobody_is_told_of_a_course_in_the_past(
    desk: Desk, make: Factory, course: Course, words: str
) -> None:
    said = await typed(desk, course, CourseField.ANNOUNCE, words)
    kept = await make.again(course)
    later = await desk.write("tomorrow at 10:00")

    assert said.startswith("That moment is over. Write one that is still to come")
    assert kept.announce_at is None
    assert later.startswith("✅ ")


async def test_published_course_keeps_a_day_to_come_on(
    desk: Desk, make: Factory, course: Course
) -> None:
    await make.change(course, start_date=date(2026, 9, 1))
    await desk.press(AskField(course_id=course.id, field=CourseField.FIRST_DAY))

    notice = await desk.tap("Clear")

    assert notice is not None
    assert notice.startswith("Nobody would know when to come")
    assert (await make.again(course)).start_date == date(2026, 9, 1)


# Chosen


async def test_value_is_chosen_without_typing(desk: Desk, make: Factory, course: Course) -> None:
    await desk.press(AskField(course_id=course.id, field=CourseField.SEATS))

    notice = await desk.tap("30")

    assert notice == "✅ Seats: no limit → 30"
    assert (await make.again(course)).capacity == 30
    assert "👥 Seats: 30" in desk.labels


async def test_value_that_may_be_empty_is_cleared(
    desk: Desk, make: Factory, course: Course
) -> None:
    await make.change(course, capacity=30)
    await desk.press(AskField(course_id=course.id, field=CourseField.SEATS))

    notice = await desk.tap("No limit")

    assert notice == "✅ Seats: 30 → no limit"
    assert (await make.again(course)).capacity is None


@pytest.mark.parametrize(
    "field", [CourseField.NAME, CourseField.POINTS, CourseField.OPENS_BEFORE, CourseField.ACCESS]
)
async def test_value_that_may_not_be_empty_is_not(
    desk: Desk, make: Factory, course: Course, field: CourseField
) -> None:
    notice = await desk.tap(SetField(course_id=course.id, field=field))

    assert notice == "That cannot be. Choose with a button."
    assert await make.all(LogEntry) == []


async def test_who_sees_it_is_chosen(desk: Desk, make: Factory, course: Course) -> None:
    await desk.press(AskField(course_id=course.id, field=CourseField.ACCESS))

    assert desk.labels[:3] == ["Everybody", "Hosts and admins", "Admins"]
    notice = await desk.tap("Hosts and admins")

    assert notice == "✅ Seen by: everybody → hosts and admins"
    assert (await make.again(course)).access_level is Role.HOST


async def test_flag_is_one_tap_and_the_same_tap_twice_is_one(
    desk: Desk, make: Factory, course: Course
) -> None:
    await desk.press(EditCourse(course_id=course.id, page=MORE))
    button = desk.telegram.buttons()["From MISIS: no"]

    await desk.tap("From MISIS: no")
    again = await desk.tap(SetField.unpack(button))

    assert again == "✅ It is like that already."
    assert (await make.again(course)).is_from_misis
    assert len(await make.all(LogEntry)) == 1


async def test_flag_is_chosen_where_it_is_asked_for(
    desk: Desk, make: Factory, course: Course
) -> None:
    await desk.press(AskField(course_id=course.id, field=CourseField.MISIS))

    notice = await desk.tap("Yes")

    assert notice == "✅ From MISIS: no → yes"
    assert (await make.again(course)).is_from_misis


@pytest.mark.parametrize("words", ["no such", "\x00", "999999999999", "<b>"])
@pytest.mark.parametrize("field", CourseField)
async def test_forged_choice_changes_nothing_but_what_could_be_typed(
    desk: Desk, make: Factory, course: Course, field: CourseField, words: str
) -> None:
    before = [getattr(course, it) for it in ("capacity", "access_level", "is_from_misis")]

    await desk.tap(SetField(course_id=course.id, field=field, words=words))

    after = await make.again(course)
    assert [getattr(after, it) for it in ("capacity", "access_level", "is_from_misis")] == before
    assert after.name == "Algebra"


@pytest.mark.parametrize("field", CourseField)
async def test_every_choice_that_is_offered_can_be_taken(
    feed: Feed, make: Factory, maria: User, field: CourseField
) -> None:
    first = date(2026, 9, 1)
    course = await make.course(
        start_date=first, end_date=date(2027, 1, 1), location="B", description="A"
    )
    await make.staff(course, maria, StaffPart.MANAGER)
    desk = Desk(feed, maria)
    await desk.press(AskField(course_id=course.id, field=field))
    offered = [it for it in desk.telegram.buttons().values() if it.startswith("fix:")]

    for it in offered:
        notice = await desk.tap(SetField.unpack(it).model_copy(update={"seen": ""}))

        assert notice is None or notice.startswith("✅ ")


# Who may


@pytest.mark.parametrize("part", [None, StaffPart.ASSISTANT])
async def test_others_edit_nothing(
    feed: Feed, make: Factory, course: Course, part: StaffPart | None
) -> None:
    admin = await make.admin()
    if part is not None:
        await make.staff(course, admin, part)
    of_course = {"course_id": course.id}
    acts: list[Any] = [
        EditCourse(**of_course),
        AskField(**of_course, field=CourseField.NAME),
        SetField(**of_course, field=CourseField.SEATS, words="5"),
    ]

    notices = [(await feed(tap(admin.telegram_id, it))).notice() for it in acts]
    hub = await feed(tap(admin.telegram_id, RunCourse(**of_course)))

    assert all(it and ("Only those who run" in it or "does not allow" in it) for it in notices)
    assert "✏️ Edit" not in hub.buttons()
    assert (await make.again(course)).capacity is None


OF_EVERYBODY = {
    CourseField.ANNOUNCE: "5.03",
    CourseField.ACCESS: Role.ADMIN.value,
    CourseField.MISIS: "yes",
}


@pytest.mark.parametrize("field", OF_EVERYBODY)
async def test_host_does_not_decide_what_concerns_everybody(
    feed: Feed, make: Factory, course: Course, field: CourseField
) -> None:
    boris = await make.user(role=Role.HOST)
    await make.staff(course, boris)
    desk = Desk(feed, boris)
    await desk.press(EditCourse(course_id=course.id, page=MORE))
    offered = [it for it in desk.telegram.buttons().values() if f":{field}" in it]

    asked = await desk.tap(AskField(course_id=course.id, field=field))
    forged = SetField(course_id=course.id, field=field, words=OF_EVERYBODY[field])
    notice = await desk.tap(forged)

    assert offered == []
    assert asked == notice == "Your part in this course does not allow that. Ask its manager."
    assert await make.all(LogEntry) == []


async def test_who_lost_the_part_while_typing_changes_nothing(
    feed: Feed, make: Factory, session: AsyncSession, course: Course
) -> None:
    person = await make.user(role=Role.HOST)
    member = await make.staff(course, person)
    await feed(tap(person.telegram_id, AskField(course_id=course.id, field=CourseField.NAME)))
    await session.delete(await session.merge(member))
    await session.commit()

    refused = await feed(write(person.telegram_id, "Mine"))

    assert refused.said() == "Only those who run this course can do that."
    assert (await make.again(course)).name == "Algebra"


# The description


BOLD = [{"type": "bold", "offset": 0, "length": 5}]


async def test_formatting_is_kept_on_every_card(desk: Desk, make: Factory, course: Course) -> None:
    await desk.press(AskField(course_id=course.id, field=CourseField.DESCRIPTION))
    entities = [
        {"type": "bold", "offset": 0, "length": 8},
        {"type": "text_link", "offset": 9, "length": 4, "url": "https://example.org/?a=1&b=2"},
        {"type": "hashtag", "offset": 14, "length": 4},
    ]

    said = await desk.send(text="🙂Sets <& here #tag", entities=entities)
    card = await desk.press(ShowCourse(course_id=course.id))
    whole = await desk.press(ShowDescription(course_id=course.id))

    shown = '<b>🙂Sets &lt;</b>&amp;<a href="https://example.org/?a=1&amp;b=2"> her</a>e #tag'
    assert said.startswith("✅ The description is saved.")
    assert shown in card
    assert shown in whole
    assert [it["type"] for it in (await make.again(course)).description_entities] == [
        "bold",
        "text_link",
    ]
    [entry] = await make.all(LogEntry)
    assert entry.details["description"] == ["", "🙂Sets <& here #tag"]


async def test_description_that_is_cleared_has_no_formatting(
    desk: Desk, make: Factory, course: Course
) -> None:
    await make.change(course, description="Hello world", description_entities=BOLD)
    await desk.press(AskField(course_id=course.id, field=CourseField.DESCRIPTION))

    await desk.tap("Clear")

    after = await make.again(course)
    assert (after.description, after.description_entities) == ("", [])


async def test_formatting_alone_is_a_change(desk: Desk, make: Factory, course: Course) -> None:
    await make.change(course, description="Hello world", description_entities=BOLD)

    await typed(desk, course, CourseField.DESCRIPTION, "Hello world")

    assert (await make.again(course)).description_entities == []
    assert len(await make.all(LogEntry)) == 1


async def test_present_description_is_shown_to_be_copied(
    desk: Desk, make: Factory, course: Course
) -> None:
    await make.change(course, description="Hello world", description_entities=BOLD)

    asked = await desk.press(AskField(course_id=course.id, field=CourseField.DESCRIPTION))

    assert "<b>Hello</b> world" in asked


def test_pages_hold_every_field_once() -> None:
    assert {page_of(it) for it in CourseField} == {MAIN, MORE}


async def test_russian_reads_as_people_speak(feed: Feed, make: Factory, course: Course) -> None:
    olga = await make.user(language="ru", role=Role.HOST)
    await make.staff(course, olga)
    desk = Desk(feed, olga)
    await desk.press(AskField(course_id=course.id, field=CourseField.SEATS))

    refused = await desk.write("много")
    said = await desk.write("30")

    assert refused == "Напишите целое число от 0 до 100000, например 30."
    assert said.partition("\n")[0] == "✅ Число мест: без ограничений → 30"


# People are told


async def test_who_is_enrolled_may_be_told_of_another_place(
    feed: Feed, make: Factory, maria: User
) -> None:
    course = await make.course(await make.user(), name="Algebra")
    await make.staff(course, maria)
    desk = Desk(feed, maria)

    quiet = await typed(desk, course, CourseField.POINTS, "5")
    said = await typed(desk, course, CourseField.PLACE, "B-734")

    assert "Press what you want to change." in quiet
    assert said == "✅ Place: not set → B-734\n\n<b>Shall I tell the 1 participant?</b>"
    assert desk.labels == ["📨 Now", "🌅 In the morning, at 9:00", "Do not tell"]
