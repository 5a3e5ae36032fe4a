"""Courses from files: the look at what would happen, and then what happens."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.types import BufferedInputFile, Document
from aiogram.utils.i18n import I18n

from bot.replies import Screen
from db.models import (
    Course,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Lesson,
    LessonStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import delivering
from domain.campus import LANGUAGES, Campus
from domain.clock import Clock
from domain.course_news import When
from domain.deliveries import Outcome, Verdict
from keyboards.importing import AskImport, DropImport, RunImport, SendTemplate, ShowImport
from keyboards.programme import AskTakeOver
from keyboards.telling import Tell
from scheduler.letters import LETTERS
from tests.claiming import claim
from tests.conftest import Feed, create_feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import DAY, NOON, Factory
from tests.reading import ru
from tests.reading.books import book
from tests.reading.test_calendars import at, calendar, evening, event
from tests.telegram import RecordedSession, send

HEAD = "Name;First day;Last day;Schedule;Place;Seats;MISIS;ID\n"
PYTHON = "Python;2.03.2026;30.03.2026;Mon, Wed 18:00-19:30;B-734;20;no;PY\n"

LOOK = (
    "<b>courses.csv</b>: this is what the import would do.\n\n"
    "1 new course · 1 line with a mistake\n\n"
    "\u2795 Line 2. <b>Python</b>\n"
    "first day: 2 March 2026; last day: 30 March 2026; schedule: Mon, Wed 18:00\u201319:30; "
    "place: B-734; seats: 20; from MISIS: no\n\n"
    "⚠️ Line 3, “First day”: 32.13\n"
)

Work = Callable[[], Awaitable[list[str]]]


class Sender(Desk):
    """Somebody who sends files, too."""

    def __init__(self, feed: Feed, user: User, files: Callable[[RecordedSession], Feed]) -> None:
        super().__init__(feed, user)
        self._files = files

    async def file(self, content: str | bytes, name: str | None = "courses.csv", **of: Any) -> str:
        telegram = RecordedSession()
        telegram.files["f"] = content.encode() if isinstance(content, str) else content
        document = Document(file_id="f", file_unique_id="f", file_name=name, **of)
        feed = self._files(telegram)
        self.telegram = await feed(send(self._telegram_id, document=document))
        return self.telegram.said()


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def files(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock
) -> Callable[[RecordedSession], Feed]:
    return lambda telegram: create_feed(dispatcher, transaction, clock, telegram)


@pytest.fixture
async def desk(feed: Feed, vera: User, files: Callable[[RecordedSession], Feed]) -> Sender:
    desk = Sender(feed, vera, files)
    await desk.write("/import")
    return desk


@pytest.fixture
def forms() -> list[BufferedInputFile]:
    """The files that were sent."""
    return []


@pytest.fixture
def work(
    transaction: Transaction, campus: Campus, i18n: I18n, forms: list[BufferedInputFile]
) -> Work:
    """Everything that is owed is done and said, in the order in which it is due."""

    async def work(now: datetime = NOON) -> list[str]:
        said: list[str] = []
        while True:
            async with transaction() as session:
                parcel = await claim(session, campus, now=now)
                if parcel is None:
                    return said
                assert parcel.recipient is not None
                with i18n.context(), i18n.use_locale(parcel.recipient.language):
                    letter = await LETTERS[parcel.kind](session, parcel, now)
                if isinstance(letter, Screen):
                    said.append(letter.text)
                    documents = [letter.document]
                    forms.extend(it for it in documents if isinstance(it, BufferedInputFile))
                end = Outcome(Verdict.SENT if letter else Verdict.POINTLESS)
                await delivering.settle(session, parcel, end, now=now)

    return work


async def confirm(desk: Sender) -> str:
    [button] = [it for it in desk.labels if it.startswith("✅")]
    return await desk.press(button)


# Asking for a file


async def test_file_is_asked_for_with_forms(desk: Sender) -> None:
    said = await desk.write("/import")

    assert said.startswith("<b>Import of courses</b>")
    assert desk.labels == [
        "📄 Form to fill in, XLSX",
        "📄 Form to fill in, CSV",
        "🗂️ All courses",
        "🏠 Menu",
    ]


@pytest.mark.parametrize("content", [{"text": "here it is"}, *NOT_TEXT.values()])
async def test_what_is_no_file_is_asked_again(desk: Sender, content: dict[str, Any]) -> None:
    assert (await desk.send(**content)).startswith("<b>Import of courses</b>")


@pytest.mark.parametrize("kind", ["XLSX", "CSV"])
async def test_form_can_be_sent_back_as_it_is(
    make: Factory, desk: Sender, vera: User, forms: list[BufferedInputFile], work: Work, kind: str
) -> None:
    for language in LANGUAGES:
        await make.change(vera, language=language)
        await desk.write("/import")
        [button] = [it for it in desk.labels if kind in it]
        await desk.tap(button)
        await desk.tap(SendTemplate(kind=kind.lower()))
        await work()
        form = forms.pop()

        said = await desk.file(form.data, form.filename)

        assert (ru.ONE_NEW if language == "ru" else "1 new course") in said
        assert "⚠️" not in said
        assert forms == []


# The look before


async def test_nothing_happens_before_it_is_confirmed(make: Factory, desk: Sender) -> None:
    said = await desk.file(HEAD + PYTHON + "Design;32.13;;;;many;;\n")

    assert said.startswith(LOOK)
    assert "⚠️ Line 3, “Seats”: many\n" in said
    assert desk.labels == [
        "✅ Import 1 course",
        "✖️ Import nothing",
        "🗂️ All courses",
        "🏠 Menu",
    ]
    assert await make.all(Course) == []
    assert await make.all(LogEntry) == []


async def test_look_has_pages(desk: Sender) -> None:
    first = await desk.file("Name\n" + "".join(f"Course {it}\n" for it in range(8)))
    second = await desk.press("➡️")

    assert "Line 7. <b>Course 5</b>" in first
    assert "Course 6" not in first
    assert "Line 8. <b>Course 6</b>" in second
    assert "✅ Import 8 courses" in desk.labels


async def test_names_in_the_file_are_quoted(desk: Sender) -> None:
    said = await desk.file("Name;<b>Colour</b>;Seats\n<i>A & B;x;5\nC;x;<u>many\n", name="<s>.csv")

    assert "<b>&lt;s&gt;.csv</b>" in said
    assert "<b>&lt;i&gt;A &amp; B</b>" in said
    assert "&lt;u&gt;many" in said
    assert "leave out: &lt;b&gt;Colour&lt;/b&gt;" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in this file"),
        (b"%PDF-1.7\n1 0 obj <</Length 5>>\x00stream", "I cannot read this file."),
        (b"PK\x03\x04junk", "I cannot read this file."),
        ("Colour\nred", "I did not find the column"),
        ("Name\n" * 100_002, "The file is too long: 100000 lines at most."),
        ("Name\n" + "".join(f"C{it}\n" for it in range(2_001)), "2000 courses at most."),
        (b"x" * (5 * 1024**2 + 1), "The file is too big: 5 MB at most. Send it in parts."),
    ],
)
async def test_file_that_cannot_be_read_is_refused_and_another_is_awaited(
    desk: Sender, content: str | bytes, words: str
) -> None:
    said = await desk.file(content)

    assert words in said
    assert "📄 Form to fill in, XLSX" in desk.labels
    assert "1 new course" in await desk.file(HEAD + PYTHON)


async def test_file_that_telegram_calls_too_big_is_not_fetched(desk: Sender) -> None:
    assert "5 MB at most" in await desk.file("Name\nPython", file_size=2**40)


async def test_import_is_in_russian_too(make: Factory, desk: Sender, vera: User) -> None:
    await make.change(vera, language="ru")

    said = await desk.file(ru.TWO_LINES, name=ru.FILE)

    assert said.startswith(ru.LOOK)
    assert ru.IMPORT in desk.labels


# What happens then


async def test_confirmed_courses_are_drafts_that_the_admin_manages(
    make: Factory, desk: Sender, vera: User, work: Work
) -> None:
    await desk.file(HEAD + PYTHON)

    begun = await confirm(desk)
    said = await work()

    assert begun == "I am importing 1 course. I will write when it is done."
    assert said == ["✅ The import is done: 1 new course."]
    [course] = await make.all(Course)
    assert (course.name, course.status, course.capacity) == ("Python", CourseStatus.DRAFT, 20)
    assert course.source_key == "id:PY"
    [part] = await make.all(CourseStaff)
    assert (part.user_id, part.part) == (vera.id, StaffPart.MANAGER)
    assert len(await make.all(Lesson)) == 9
    [entry] = await make.all(LogEntry)
    assert (entry.action, entry.user_id, entry.entity_id) == ("import_course", vera.id, course.id)
    assert entry.details["name"] == [None, "Python"]


async def test_courses_of_misis_are_nobodys(make: Factory, desk: Sender, work: Work) -> None:
    await desk.file("Name;MISIS\nPython;yes\n")
    await confirm(desk)
    await work()

    [course] = await make.all(Course)
    assert course.is_from_misis
    assert await make.all(CourseStaff) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (HEAD + PYTHON, "a.csv"),
        ("Name;First day\nPython;2.03.2026\n", "a.csv"),
        (book(["Name", "First day", "Seats"], ["Python", date(2026, 3, 2), 5]), "a.xlsx"),
        (calendar(event(*evening("20260309"), "RRULE:FREQ=WEEKLY;COUNT=3")), "a.ics"),
        (calendar(event(*evening("20260309")), event(*evening("20260311"), uid="2")), "a.ics"),
    ],
    ids=["ids", "names", "book", "series", "events"],
)
async def test_same_file_again_changes_nothing(
    make: Factory, desk: Sender, work: Work, content: str | bytes, name: str
) -> None:
    await desk.file(content, name)
    await confirm(desk)
    await work()
    entries, lessons = len(await make.all(LogEntry)), len(await make.all(Lesson))
    await desk.write("/import")

    said = await desk.file(content, name)

    assert said == (
        f"<b>{name}</b>: everything is here already, there is nothing to import.\n\n1 unchanged"
    )
    assert "📥 Another file" in desk.labels
    assert not [it for it in desk.labels if it.startswith("✅")]
    assert len(await make.all(Course)) == 1
    assert (entries, lessons) == (len(await make.all(LogEntry)), len(await make.all(Lesson)))


async def test_what_is_another_is_shown_before_and_after(
    make: Factory, desk: Sender, work: Work
) -> None:
    await desk.file(HEAD + PYTHON)
    await confirm(desk)
    await work()
    await desk.write("/import")

    said = await desk.file(HEAD + PYTHON.replace("B-734", "L-1").replace("20;", "30;", 1))
    await confirm(desk)
    report = await work()

    assert "✏️ Line 2. <b>Python</b>\n" in said
    assert "place: B-734 → L-1" in said
    assert report == ["✅ The import is done: 1 changed."]
    [course] = await make.all(Course)
    assert course.location == "L-1"
    changed = [it for it in await make.all(LogEntry) if it.action == "change_course"]
    assert changed[0].details["location"] == ["B-734", "L-1"]


async def test_change_that_cannot_be_is_a_mistake_before_it_is_confirmed(
    make: Factory, desk: Sender, vera: User, work: Work
) -> None:
    people = [await make.user() for _ in range(3)]
    for key in ("A", "B"):
        course = await make.course(
            *people, name=key, source_key=f"id:{key}", start_date=NOON.date()
        )
        await make.staff(course, vera, StaffPart.MANAGER)

    said = await desk.file("Name;Seats;Last day;ID\nA;1;;A\nB;5;1.03.2026;B\nC;5;;C\n")
    await confirm(desk)

    assert "1 new course · 2 lines with mistakes" in said
    assert "⚠️ Line 2, <b>A</b>: There cannot be fewer seats than people: 3 are taken." in said
    assert "⚠️ Line 3, <b>B</b>: The course would end before it begins." in said
    assert await work() == ["✅ The import is done: 1 new course."]


async def test_empty_cells_and_missing_columns_leave_things_as_they_are(
    make: Factory, desk: Sender, work: Work
) -> None:
    await desk.file(HEAD + PYTHON)
    await confirm(desk)
    await work()
    await desk.write("/import")

    said = await desk.file("Name;Place;ID\nPython;;PY\n")

    assert "nothing to import" in said


async def test_courses_of_others_are_left_alone_and_said(
    make: Factory, desk: Sender, work: Work
) -> None:
    other = await make.course(name="Hers", source_key="id:1")
    await make.staff(other, await make.admin(), StaffPart.MANAGER)
    await make.course(name="Nobody's", source_key="id:2", is_from_misis=True)
    gone = await make.course(name="Gone", source_key="id:3", status=CourseStatus.ARCHIVED)
    await make.change(gone, deleted_at=NOON)

    said = await desk.file("Name;Seats;ID\nHers;5;1\nNobody's;5;2\nGone;5;3\nNew;5;4\n")
    await confirm(desk)
    await work()

    assert "1 new course · 3 left alone" in said
    assert "✋ Line 2. <b>Hers</b>: others manage this course" in said
    assert "✋ Line 3. <b>Nobody's</b>: nobody manages this course" in said
    assert "✋ Line 4. <b>Gone</b>: this course was deleted here" in said
    assert {it.name: it.capacity for it in await make.all(Course)} == {
        "Hers": None,
        "Nobody's": None,
        "Gone": None,
        "New": 5,
    }


async def test_what_has_changed_meanwhile_is_said_and_not_overwritten(
    make: Factory, desk: Sender, vera: User, work: Work
) -> None:
    mine = [await make.course(name=f"C{it}", source_key=f"id:{it}") for it in range(2)]
    for it in mine:
        await make.staff(it, vera, StaffPart.MANAGER)
    await desk.file("Name;Seats;ID\nC0;5;0\nC1;5;1\nC2;5;2\n")
    await make.change(mine[0], capacity=7)
    await make.course(name="C2", source_key="id:2")

    await confirm(desk)
    [said] = await work()

    assert said == (
        "✅ The import is done: 1 changed.\n\n⚠️ Line 2, <b>C0</b>: Somebody has changed the "
        "course in the meantime. Look at it again.\n⚠️ Line 4, <b>C2</b>: Somebody has changed "
        "the course in the meantime. Look at it again.\n\nWhat was not imported stays as it was. "
        "Send the file again to see what is left."
    )
    assert [it.capacity for it in await make.all(Course)] == [7, 5, None]


async def test_course_that_breaks_a_rule_does_not_stop_the_others(
    make: Factory, desk: Sender, vera: User, work: Work
) -> None:
    full = await make.course(name="Full", source_key="id:1")
    await make.staff(full, vera, StaffPart.MANAGER)
    await desk.file("Name;Seats;ID\nFull;1;1\nNew;5;2\n")

    await confirm(desk)
    await make.change(full, taken=2)
    [said] = await work()

    assert "1 new course" in said
    assert "<b>Full</b>: There cannot be fewer seats than people: 2 are taken." in said


async def test_lesson_moved_by_hand_is_not_made_anew(
    make: Factory, desk: Sender, work: Work
) -> None:
    content = calendar(event(*evening("20260309")), event(*evening("20260311"), uid="2"))
    await desk.file(content, "a.ics")
    await confirm(desk)
    await work()
    [first, _] = await make.all(Lesson)
    await make.change(first, starts_at=first.starts_at + DAY, ends_at=first.ends_at + DAY)
    await desk.write("/import")

    assert "nothing to import" in await desk.file(content, "a.ics")


SERIES = [*evening("20260309"), "RRULE:FREQ=WEEKLY;COUNT=4"]
NINTH, SIXTEENTH, TWENTY_THIRD = "0309", "0316", "0323"


async def taking_place(make: Factory) -> list[str]:
    found = [it for it in await make.all(Lesson) if it.status is LessonStatus.SCHEDULED]
    return sorted(f"{it.starts_at:%m%d} {it.ends_at - it.starts_at}" for it in found)


@pytest.mark.parametrize(
    "case",
    [
        (
            [event(*evening("20260309")), event(*evening("20260316"), uid="2")],
            [
                event(*at("20260309T180000", "20260309T200000")),
                event(*evening("20260316"), uid="2"),
            ],
            "lessons with another end: 1",
            ["0309 2:00:00", "0316 1:30:00"],
        ),
        (
            [event(*evening("20260309")), event(*evening("20260316"), uid="2")],
            [event(*evening("20260310")), event(*evening("20260316"), uid="2")],
            "new lessons: 1; lessons cancelled: 1",
            ["0310 1:30:00", "0316 1:30:00"],
        ),
        (
            [event(*evening("20260309")), event(*evening("20260316"), uid="2")],
            [event(*evening("20260309"))],
            "lessons cancelled: 1",
            ["0309 1:30:00"],
        ),
        (
            [event(*SERIES)],
            [event(*SERIES, "EXDATE;TZID=Europe/Moscow:20260316T180000")],
            "lessons cancelled: 1",
            ["0309 1:30:00", "0323 1:30:00", "0330 1:30:00"],
        ),
    ],
    ids=["another end", "moved", "removed", "left out"],
)
async def test_what_a_calendar_has_no_more_is_no_more(
    make: Factory,
    desk: Sender,
    work: Work,
    case: tuple[list[str], list[str], str, list[str]],
) -> None:
    before, after, told, left = case
    await desk.file(calendar(*before), "a.ics")
    await confirm(desk)
    await work()
    await desk.write("/import")

    said = await desk.file(calendar(*after), "a.ics")
    await confirm(desk)
    done = await work()

    assert told in said
    assert done == ["✅ The import is done: 1 changed."]
    assert await taking_place(make) == left
    await desk.write("/import")
    assert "nothing to import" in await desk.file(calendar(*after), "a.ics")


async def test_lesson_that_people_had_a_hand_in_is_left_to_them(
    make: Factory, desk: Sender, work: Work, vera: User
) -> None:
    events = [event(*evening(f"2026{it}"), uid=it) for it in (NINTH, SIXTEENTH, TWENTY_THIRD)]
    await desk.file(calendar(*events), "a.ics")
    await confirm(desk)
    await work()
    _, second, third = sorted(await make.all(Lesson), key=lambda it: it.starts_at)
    await make.change(second, topic="Sets")
    await make.entry(second, "change_lesson", by=vera, topic=["", "Sets"])
    await make.change(third, starts_at=third.starts_at - DAY, ends_at=third.ends_at - DAY)
    await desk.write("/import")

    said = await desk.file(calendar(events[0]), "a.ics")

    assert "lessons cancelled" not in said


async def test_new_events_of_a_known_course_are_its_new_lessons(
    make: Factory, desk: Sender, work: Work
) -> None:
    first = event(*evening("20260309"))
    await desk.file(calendar(first), "a.ics")
    await confirm(desk)
    await work()
    await desk.write("/import")

    said = await desk.file(calendar(first, event(*evening("20260311"), uid="2")), "a.ics")
    await confirm(desk)
    await work()

    assert "new lessons: 1" in said
    assert len(await make.all(Lesson)) == 2
    assert len(await make.all(Course)) == 1


async def test_long_import_tells_how_far_it_is(make: Factory, desk: Sender, work: Work) -> None:
    await desk.file("Name\n" + "".join(f"Course {it}\n" for it in range(90)))
    await confirm(desk)

    said = await work()

    assert sorted(said) == [
        "Imported 40 of 90.",
        "Imported 80 of 90.",
        "✅ The import is done: 90 new courses.",
    ]
    assert len(await make.all(Course)) == 90


async def test_file_is_forgotten_when_it_is_imported(
    make: Factory, desk: Sender, work: Work
) -> None:
    await desk.file(HEAD + PYTHON)
    await confirm(desk)
    await work()

    [kept] = [it for it in await make.all(Delivery) if it.kind is DeliveryKind.IMPORT]
    assert kept.payload == {}


# Second taps, and what is not confirmed


async def test_second_tap_says_that_it_has_begun(make: Factory, desk: Sender, work: Work) -> None:
    await desk.file(HEAD + PYTHON)
    [kept] = await make.all(Delivery)
    button = RunImport(import_id=kept.id)
    await desk.press(button)

    begun = "This import has begun already. I will write when it is done."
    assert await desk.tap(button) == begun
    assert await desk.tap(DropImport(import_id=kept.id)) == begun
    await work()
    over = "This import is over or out of date. Send the file again."
    assert await desk.tap(button) == over
    assert await desk.tap(ShowImport(import_id=kept.id)) == over
    assert len(await make.all(Course)) == 1


async def test_dropped_import_does_nothing(make: Factory, desk: Sender, work: Work) -> None:
    await desk.file(HEAD + PYTHON)
    [kept] = await make.all(Delivery)

    await desk.press("✖️ Import nothing")

    assert desk.telegram.notice() == "Nothing was imported."
    assert await desk.tap(RunImport(import_id=kept.id)) is not None
    assert await work() == []
    assert await make.all(Course) == []
    assert "1 new course" in await desk.file(HEAD + PYTHON)


async def test_another_file_takes_the_place_of_the_first(
    make: Factory, desk: Sender, work: Work
) -> None:
    await desk.file(HEAD + PYTHON)
    [first] = await make.all(Delivery)
    await desk.press(AskImport())
    await desk.file("Name\nDesign\n")

    assert await desk.tap(RunImport(import_id=first.id)) is not None
    statuses = [it.status for it in await make.all(Delivery)]
    assert statuses == [DeliveryStatus.SKIPPED, DeliveryStatus.PENDING]


async def test_import_that_nobody_confirms_is_forgotten_in_a_day(
    make: Factory, desk: Sender, work: Callable[[datetime], Awaitable[list[str]]]
) -> None:
    await desk.file(HEAD + PYTHON)

    assert await work(NOON + timedelta(days=2)) == []

    [kept] = await make.all(Delivery)
    assert (kept.status, kept.payload) == (DeliveryStatus.SKIPPED, {})
    assert await make.all(Course) == []


async def test_import_of_another_admin_is_not_there(
    make: Factory, desk: Sender, feed: Feed
) -> None:
    await desk.file(HEAD + PYTHON)
    [kept] = await make.all(Delivery)
    other = Desk(feed, await make.admin())

    for button in (ShowImport, RunImport):
        assert "out of date" in (await other.tap(button(import_id=kept.id)) or "")
    await other.press(DropImport(import_id=kept.id))
    assert (await make.again(kept)).status is DeliveryStatus.PENDING


async def test_who_is_admin_no_more_imports_nothing(
    make: Factory, desk: Sender, vera: User, work: Work
) -> None:
    await desk.file(HEAD + PYTHON)
    await confirm(desk)
    await make.change(vera, role=Role.HOST)

    assert await work() == []
    assert await make.all(Course) == []


async def test_who_is_blocked_meanwhile_imports_nothing(
    make: Factory, desk: Sender, vera: User, work: Work
) -> None:
    await desk.file(HEAD + PYTHON)
    await confirm(desk)
    await make.change(vera, blocked_at=NOON)

    assert await work() == []
    assert await make.all(Course) == []


# Who is told of it


@pytest.fixture
async def taken(make: Factory, vera: User) -> list[Course]:
    """Courses of Vera, with two people each."""
    people = [await make.user(telegram_id=it) for it in (7001, 7002)]
    found = []
    for number in range(12):
        name, key = f"C<{number}>", f"id:{number}"
        found.append(await make.course(*people, name=name, source_key=key))
        await make.staff(found[-1], vera, StaffPart.MANAGER)
    return found


async def test_look_says_how_many_people_a_change_is_about(
    desk: Sender, taken: list[Course]
) -> None:
    said = await desk.file("Name;Place;ID\nC<0>;B-1;0\nNew;B-2;new\n")

    assert "place: not set \u2192 B-1\n👥 2 people are enrolled" in said
    assert said.count("👥") == 1


async def test_it_is_asked_whether_people_shall_be_told(
    make: Factory, desk: Sender, taken: list[Course], work: Callable[..., Awaitable[list[str]]]
) -> None:
    await make.change(taken[1], status=CourseStatus.FINISHED)
    await desk.file("Name;Place;Seats;ID\nC<0>;B-1;;0\nC<1>;B-1;;1\nC<2>;;9;2\nNew;B-1;;n\n")
    await confirm(desk)

    [report] = await work(NOON)
    [question] = await work(NOON + timedelta(minutes=1))

    assert "3 changed" in report
    assert question == (
        "The import has changed the course <b>C&lt;0&gt;</b>.\n\n"
        "<b>Shall I tell the 2 participants?</b>"
    )
    entry = next(it for it in await make.all(LogEntry) if it.entity_id == taken[0].id)
    tell = Tell(course_id=taken[0].id, entry_id=entry.id, when=When.NOW)
    assert (await desk.press(tell)).startswith("📨 I am telling 2 people.")
    told = [it for it in await make.all(Delivery) if it.kind is DeliveryKind.COURSE_CHANGED]
    assert [it.payload["before"] for it in told] == [{"location": None}] * 2


async def test_new_lessons_of_a_calendar_are_asked_about_too(
    make: Factory, desk: Sender, taken: list[Course], work: Callable[..., Awaitable[list[str]]]
) -> None:
    await make.change(taken[0], source_key="events:python")
    await desk.file(calendar(event(*evening("20260309"))), "a.ics")
    await confirm(desk)
    await work(NOON)

    [question] = await work(NOON + timedelta(minutes=1))

    assert "Shall I tell the 2 participants?" in question


async def test_of_many_courses_some_are_asked_about_and_the_others_named(
    make: Factory, desk: Sender, taken: list[Course], work: Callable[..., Awaitable[list[str]]]
) -> None:
    await desk.file("Name;Place;ID\n" + "".join(f"C<{it}>;B-1;{it}\n" for it in range(12)))
    await confirm(desk)

    [report] = await work(NOON)
    asked = await work(NOON + timedelta(minutes=1))

    assert len(asked) == 10
    assert report.endswith(
        "📣 2 more changed courses have participants. I have told them nothing:\n"
        "C&lt;10&gt;\nC&lt;11&gt;"
    )


@pytest.mark.parametrize(
    "changed", [{"status": CourseStatus.ARCHIVED}, {"deleted_at": NOON}], ids=["archived", "gone"]
)
async def test_nothing_is_asked_of_a_course_that_is_over_meanwhile(
    make: Factory,
    desk: Sender,
    taken: list[Course],
    work: Callable[..., Awaitable[list[str]]],
    changed: dict[str, Any],
) -> None:
    await desk.file("Name;Place;ID\nC<0>;B-1;0\n")
    await confirm(desk)
    await work(NOON)
    await make.change(taken[0], **changed)

    assert await work(NOON + timedelta(minutes=1)) == []


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_import_is_for_admins(feed: Feed, make: Factory, role: Role) -> None:
    desk = Desk(feed, await make.user(role=role))

    await desk.press(AskImport())

    assert desk.telegram.notice() == "This button is out of date. Here is the menu."


# However long it is


LONG = "🧑🏽‍🚀<b>&" * 25
"""As long as a name may be."""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_longest_names_fit_into_messages(
    make: Factory, desk: Sender, vera: User, work: Work, language: str
) -> None:
    """That they do is what every fed update is judged by."""
    await make.change(vera, language=language)
    headings = ";".join(
        [*[f"{LONG}{it}" for it in range(9)], "Name", "Seats", "Place", "Schedule"]
    )
    rows = [f"{';' * 9}{LONG}{it};{LONG};{LONG};{LONG}" for it in range(9)]
    good = [f"{';' * 9}{LONG[:-2]}{it};5;{LONG[:190]};" for it in range(9)]

    await desk.file("\n".join([headings, *good, *rows]), name=LONG * 5)
    for _ in range(4):
        await desk.press("➡️")
    [kept] = await make.all(Delivery)
    await desk.press(RunImport(import_id=kept.id))

    assert len((await work())[-1]) < 4096


async def test_longest_list_of_courses_fits(make: Factory, desk: Sender) -> None:
    for _ in range(7):
        course = await make.course(name=LONG, capacity=100_000, is_from_misis=True)
        for _ in range(3):
            manager = await make.user(full_name=LONG, role=Role.ADMIN)
            await make.staff(course, manager, StaffPart.MANAGER)

    await desk.write("/all")
    await desk.press(AskTakeOver(course_id=course.id))

    assert len(desk.telegram.said()) < 4096


async def test_after_the_file_words_are_words_again(desk: Sender) -> None:
    await desk.file(HEAD + PYTHON)

    assert await desk.write("Thanks") != await desk.press(AskImport())


async def test_lessons_of_the_file_are_in_the_history(
    make: Factory, desk: Sender, work: Work
) -> None:
    await desk.file(calendar(event(*evening("20260309"))), "a.ics")
    await confirm(desk)
    await work()

    [lesson] = await make.all(Lesson)
    [entry] = [it for it in await make.all(LogEntry) if it.action == "import_lessons"]
    [[lesson_id, before, after]] = entry.details["timetable"]
    assert (lesson_id, before) == (lesson.id, None)
    assert datetime.fromisoformat(after["starts_at"]) == lesson.starts_at
