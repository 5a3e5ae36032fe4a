"""A small programme in which every kind of screen can be met, always the same."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from db.models import (
    Announcement,
    AnnouncementStatus,
    ApiToken,
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Banner,
    Consent,
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Enrollment,
    EnrollmentStatus,
    Holiday,
    Invite,
    Lesson,
    PointEntry,
    ProjectorScreen,
    Question,
    ReminderRule,
    Role,
    ScanAttempt,
    StaffPart,
    User,
    WebSession,
)
from domain.errors import DayNotValid
from domain.import_plan import Fate, Plan, Step, as_json
from domain.reading.found import Fault, Wanted
from tests.factories import DAY, HOUR, NOON, Factory
from tests.photos import photo
from tests.questions import a_question
from tests.screens import ru

STRANGER = 77


PAIRING_NUMBER = 12345678
"""Of a page that waits to be paired."""


@dataclass
class World:
    people: dict[str, User] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)
    lesson: Lesson | None = None
    """Of the course that most is about, to come."""
    on: Lesson | None = None
    """Of the same course."""
    scan: ScanAttempt | None = None
    """Of the code of that one, by the participant, before they were on the course."""
    mark: Attendance | None = None
    """Which the assistant has just made there."""
    seats: dict[str, Enrollment] = field(default_factory=dict)
    """Of courses that the admin manages."""
    sign_in: WebSession | None = None
    """The participant's."""
    token: ApiToken | None = None
    file: Delivery | None = None
    """Of courses, which the admin has sent and not confirmed."""
    candidate: Banner | None = None
    """A picture that the host sent for the course and has not used yet."""
    announcements: dict[str, Announcement] = field(default_factory=dict)
    """Of the course that most is about, by the host, in every state."""
    question: Question | None = None
    """Of the participant's, without an answer."""
    projector: ProjectorScreen | None = None
    """Which shows the code of the lesson."""


async def create_world(make: Factory) -> World:
    world = World()
    await add_people(make, world)
    await add_courses(make, world)
    await add_history(make, world)
    await add_invites(make, world)
    await add_tokens(make, world)
    await add_candidate(make, world)
    await add_programme(make, world)
    await add_projectors(make, world)
    await add_check_ins(make, world)
    await add_questions(make, world)
    await add_announcements(make, world)
    await add_lost(make, world)
    return world


async def add_lost(make: Factory, world: World) -> None:
    """Messages of this morning that may not have arrived, or surely have not."""
    anna, host = world.people["participant"], world.people["host"]
    bulk = {"urgent": False, "due_at": NOON - HOUR, "settled_at": NOON - HOUR}
    await make.delivery(anna, DeliveryKind.COURSE_CHANGED, status=DeliveryStatus.UNKNOWN, **bulk)
    refused = {"status": DeliveryStatus.DEAD, "error": "Bad Request: BUTTON_URL_INVALID"}
    await make.delivery(host, DeliveryKind.COURSE_CHANGED, **bulk, **refused)


async def add_questions(make: Factory, world: World) -> None:
    python, anna = world.courses["python"], world.people["participant"]
    over = {"answer": ru.ANSWER, "settled_by": world.people["host"].id}
    at = NOON - 2 * DAY
    await a_question(make, python, anna, ru.QUESTION, created_at=at, **over)
    world.question = await a_question(make, python, anna, ru.OTHER_QUESTION)


async def add_projectors(make: Factory, world: World) -> None:
    assert world.lesson is not None
    paired = {"paired_by": world.people["host"].id, "paired_at": NOON, "created_at": NOON}
    world.projector = await make.add(
        ProjectorScreen(token_hash=b"\x01", lesson_id=world.lesson.id, **paired)
    )
    number = {"pairing_number": str(PAIRING_NUMBER), "created_at": NOON}
    await make.add(ProjectorScreen(token_hash=b"\x02", **number))


async def add_check_ins(make: Factory, world: World) -> None:
    """To the lesson that is on."""
    assert world.on is not None
    anna, oleg = world.people["participant"], world.people["assistant"]
    early = {"answer": "not_enrolled", "made_at": NOON - HOUR / 2}
    world.scan = await make.add(ScanAttempt(user_id=anna.id, lesson_id=world.on.id, **early))
    place = await make.enrollment_of(world.courses["python"], world.people["blocked"])
    by_pass = {"source": AttendanceSource.PASS, "marked_by": oleg.id, "marked_at": NOON}
    world.mark = await make.mark(place, world.on, AttendanceStatus.LATE, **by_pass)


async def add_people(make: Factory, world: World) -> None:
    known: dict[str, dict[str, Any]] = {
        "participant": {"study_group": ru.GROUP},
        "assistant": {"study_group": ru.OTHER_GROUP},
        "host": {"role": Role.HOST},
        "other host": {"role": Role.HOST},
        "admin": {"role": Role.ADMIN, "email": "vera@example.org"},
        "other admin": {"role": Role.ADMIN},
        "second manager": {"role": Role.ADMIN},
        "blocked": {"blocked_at": NOON - DAY, "block_reason": ru.REASON},
        "expelled": {"study_group": ru.GROUP},
    }
    long_ago = NOON - 30 * DAY
    usual: dict[str, Any] = {"language": "ru", "created_at": long_ago}
    for number, (who, name) in enumerate(ru.PEOPLE.items(), 5001):
        changed = usual | known[who]
        user = await make.user(full_name=name, telegram_id=number, has_agreed=False, **changed)
        await make.add(Consent(user_id=user.id, version="2026-11-23", given_at=long_ago))
        world.people[who] = user
    anna = world.people["participant"]
    session = {"user_agent": "Firefox, Android", "expires_at": NOON + DAY, "last_used_at": NOON}
    world.sign_in = await make.add(WebSession(user_id=anna.id, token_hash=b"\x01", **session))


async def add_courses(make: Factory, world: World) -> None:
    anna, oleg = world.people["participant"], world.people["assistant"]
    others = [world.people["blocked"]]
    published = {
        "python": await make.course(
            anna,
            *others,
            name=ru.COURSES["python"],
            description=ru.LONG,
            capacity=20,
            location=ru.ROOM,
            online_url="https://example.org/python",
            points_per_visit=5,
        ),
        "full": await make.course(
            *others, waiting=[anna], name=ru.COURSES["full"], capacity=1, description=ru.SHORT
        ),
        "open": await make.course(name=ru.COURSES["open"], is_from_misis=True),
        "closed": await make.course(name=ru.COURSES["closed"], enroll_until=NOON - DAY),
        "late": await make.course(anna, name=ru.COURSES["late"], leave_until=NOON - DAY),
        "hosts'": await make.course(name=ru.COURSES["hosts'"], access_level=Role.HOST),
    }
    drafts = {
        "draft": await make.course(name=ru.COURSES["draft"], status=CourseStatus.DRAFT),
        "over": await make.course(name=ru.COURSES["over"], status=CourseStatus.FINISHED),
    }
    world.courses |= published | drafts
    await make.enrollment(world.courses["over"], anna, EnrollmentStatus.COMPLETED)
    await make.change(world.courses["over"], taken=1)
    await make.enrollment(world.courses["open"], oleg, EnrollmentStatus.EXPELLED)
    await add_seats(make, world)
    await add_staff(make, world)
    await add_lessons(make, world)


async def add_seats(make: Factory, world: World) -> None:
    """In a queue, and put off a course."""
    peter, leo = world.people["other host"], world.people["expelled"]
    seated, python = world.people["second manager"], world.courses["python"]
    queue = await make.course(seated, waiting=[peter], name=ru.COURSES["queue"], capacity=1)
    world.courses["queue"] = queue
    world.seats["waiting"] = await make.enrollment(queue, leo, EnrollmentStatus.WAITLISTED)
    world.seats["expelled"] = await make.enrollment(python, leo, EnrollmentStatus.EXPELLED)
    await make.change(world.seats["expelled"], reason=ru.REASON)
    anna = world.people["participant"].id
    theirs = [it for it in await make.all(Enrollment) if it.user_id == anna]
    [world.seats["registered"]] = [it for it in theirs if it.course_id == python.id]


async def add_staff(make: Factory, world: World) -> None:
    parts = {
        "admin": dict.fromkeys(["python", "draft", "queue"], StaffPart.MANAGER),
        "other admin": {"full": StaffPart.MANAGER},
        "second manager": {"python": StaffPart.MANAGER},
        "host": {"python": StaffPart.HOST},
        "other host": {"full": StaffPart.HOST},
        "assistant": {"python": StaffPart.ASSISTANT},
    }
    for who, theirs in parts.items():
        for course, part in theirs.items():
            await make.staff(world.courses[course], world.people[who], part)


async def add_lessons(make: Factory, world: World) -> None:
    python = world.courses["python"]
    # Its code is on screens, which are always the same.
    begun = NOON - HOUR / 2
    world.on = await make.lesson(python, starts_at=begun, topic=ru.TOPIC, public_id=1)
    world.lesson = await make.lesson(python, starts_at=NOON + 2 * DAY, location=ru.OTHER_ROOM)
    for before, text in ((DAY, None), (HOUR, ru.REMINDER)):
        rule = {"course_id": python.id, "before": before, "created_at": NOON - DAY}
        await make.add(ReminderRule(text=text, **rule))
    await make.lesson(world.courses["full"], starts_at=NOON + DAY)
    await make.lesson(world.courses["late"], starts_at=NOON + 3 * DAY)


async def add_history(make: Factory, world: World) -> None:
    anna, python = world.people["participant"], world.courses["python"]
    [enrollment] = [
        it
        for it in await make.all(Enrollment)
        if (it.user_id, it.course_id) == (anna.id, python.id)
    ]
    for weeks, status in enumerate([AttendanceStatus.PRESENT, AttendanceStatus.ABSENT], 1):
        at = NOON - timedelta(weeks=weeks)
        lesson = await make.lesson(python, starts_at=at)
        mark = {"source": AttendanceSource.ROSTER, "marked_at": at, "lesson_date": at.date()}
        await make.add(
            Attendance(enrollment_id=enrollment.id, lesson_id=lesson.id, status=status, **mark)
        )
    await make.add(
        PointEntry(user_id=anna.id, course_id=python.id, points=5, source_key="screens:1")
    )


async def add_invites(make: Factory, world: World) -> None:
    vera, python = world.people["admin"], world.courses["python"]
    by_vera: dict[str, Any] = {"created_by": vera.id}
    of_python: dict[str, Any] = {"role": None, "course_id": python.id, "created_by": vera.id}
    world.invites |= {
        "role": await make.invite(role=Role.HOST, **by_vera),
        "operator's": await make.invite(role=Role.ADMIN),
        "part": await make.invite(part=StaffPart.HOST, **of_python),
        "manager": await make.invite(part=StaffPart.MANAGER, **of_python),
        "expired": await make.invite(expires_at=NOON - DAY, **by_vera),
        "revoked": await make.invite(revoked_at=NOON - HOUR, **by_vera),
        "used": await make.invite(used_at=NOON - HOUR, used_by=world.people["host"].id, **by_vera),
    }


async def add_announcements(make: Factory, world: World) -> None:
    statuses = {
        "draft": AnnouncementStatus.DRAFT,
        "scheduled": AnnouncementStatus.SCHEDULED,
        "told": AnnouncementStatus.SENT,
        "going": AnnouncementStatus.SENDING,
        "stopped": AnnouncementStatus.STOPPED,
        "recalled": AnnouncementStatus.RECALLED,
    }
    made = {
        "author_id": world.people["host"].id,
        "course_id": world.courses["python"].id,
        "audience": {"whom": "all"},
        "created_at": NOON - HOUR,
    }
    for name, status in statuses.items():
        send_at = NOON + HOUR if status is AnnouncementStatus.SCHEDULED else NOON - HOUR
        it = await make.add(
            Announcement(
                content={"text": ru.ANNOUNCEMENTS[name]}, status=status, send_at=send_at, **made
            )
        )
        world.announcements[name] = it
    of_told = {"announcement_id": world.announcements["told"].id, "urgent": False}
    ends = {"participant": DeliveryStatus.SENT, "assistant": DeliveryStatus.UNKNOWN}
    for who, end in ends.items():
        await make.delivery(
            world.people[who],
            DeliveryKind.ANNOUNCEMENT,
            status=end,
            message_id=1 if end is DeliveryStatus.SENT else None,
            claimed_at=NOON - HOUR,
            payload={"announcement_id": of_told["announcement_id"]},
            **of_told,
        )


async def add_candidate(make: Factory, world: World) -> None:
    sent = {"content": photo(900, 900), "content_type": "image/jpeg", "width": 900, "height": 900}
    uploaded_by = world.people["host"].id
    world.candidate = await make.add(Banner(**sent, uploaded_by=uploaded_by, created_at=NOON))


async def add_tokens(make: Factory, world: World) -> None:
    """One that is out of date, and one for a course."""
    made = {"created_at": NOON - 40 * DAY, "created_by": world.people["admin"].id}
    await make.add(
        ApiToken(
            name=ru.TOKENS["old"],
            token_hash=b"\x01",
            scopes=["courses:read", "logs:read"],
            expires_at=NOON - DAY,
            last_used_at=NOON - 2 * DAY,
            **made,
        )
    )
    world.token = await make.add(
        ApiToken(
            name=ru.TOKENS["of a course"],
            token_hash=b"\x02",
            scopes=["courses:read", "attendance:read", "attendance:write"],
            course_ids=[world.courses["python"].id],
            **made,
        )
    )


async def add_programme(make: Factory, world: World) -> None:
    """A day off, and a file of courses that waits to be confirmed."""
    await make.add(Holiday(day=date(2026, 5, 1), name=ru.HOLIDAY))
    wanted = Wanted(2, "id:1", {"name": ru.IMPORTED, "location": ru.ROOM})
    known = Wanted(3, "id:2", {"name": ru.COURSES["python"]})
    faults = [Fault(4, "First day", "32.13", DayNotValid())]
    made = Plan([Step(wanted, Fate.CREATE), Step(known, Fate.FOREIGN)], 0, faults, [])
    kept = {"file_name": ru.FILE, "zone": "Europe/Moscow", "is_confirmed": False}
    world.file = await make.delivery(
        world.people["admin"], DeliveryKind.IMPORT, payload=as_json(made) | kept, due_at=NOON + DAY
    )
