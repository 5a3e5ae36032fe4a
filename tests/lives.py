"""A person with a row in every table that knows people. Their words can be found again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from db.models import (
    Act,
    Announcement,
    AnnouncementStatus,
    ApiToken,
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Banner,
    Base,
    CalendarToken,
    Course,
    CourseMute,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    DialogState,
    EnrollmentStatus,
    Feedback,
    IdempotencyKey,
    LogEntry,
    PendingStart,
    PointEntry,
    ProjectorScreen,
    Question,
    QuestionStatus,
    Role,
    RoomMessage,
    ScanAttempt,
    User,
    WebSession,
)
from tests.factories import DAY, HOUR, LAST_WEEK, NOON, Factory

TELEGRAM_ID = 7_700_112_233

WORDS = {
    "name": "Zinaida Zorina",
    "group": "ZET-99-1",
    "email": "zina@zorina.example",
    "block": "zigzag in the corridor",
    "expulsion": "zeal of the wrong kind",
    "comment": "zebras were too few",
    "excuse": "zoster, and at home",
    "question": "zucchini: shall we bring them",
    "answer": "zounds, of course",
    "announcement": "zeppelin lands at noon",
    "unsent": "zeppelin leaves at night",
    "browser": "Zbrowser/1.0",
    "typed": "zither, half a sentence",
    "shown": "zenith of the queue",
    "said": "zinc is what we told you",
    "error": "zombie connection",
}
"""Each in a place of its own, but for the name, which is in some."""


@dataclass(frozen=True)
class Life:
    user: User
    runs: Course
    """They take it, and Boris waits for a seat."""
    over: Course
    works: Course


def who_knows_people() -> Iterator[str]:
    """Columns with a key of users, or with an id of Telegram's."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            is_key = any(it.column.table.name == "users" for it in column.foreign_keys)
            if is_key or column.name in {"telegram_id", "chat_id", "user_id"}:
                yield f"{table.name}.{column.name}"


async def live(make: Factory) -> Life:
    zina = await make.user(
        telegram_id=TELEGRAM_ID,
        full_name=WORDS["name"],
        study_group=WORDS["group"],
        email=WORDS["email"],
        role=Role.ADMIN,
        language="ru",
        timezone="Asia/Omsk",
        created_at=LAST_WEEK,
        blocked_at=NOON - DAY,
        block_reason=WORDS["block"],
    )
    boris, _ = await make.user(), await make.admin()
    over = await make.course(name="Algebra", status=CourseStatus.FINISHED)
    await make.change(over, taken=1)
    runs = await make.course(zina, waiting=[boris], capacity=1)
    life = Life(zina, runs, over, await make.course(boris, name="Chess"))
    await _study(make, life, boris)
    await _work(make, life, boris)
    await _sign_in(make, life)
    await _be_told(make, life)
    return life


async def _study(make: Factory, life: Life, boris: User) -> None:
    zina, over = life.user, life.over
    done = await make.enrollment(over, zina, EnrollmentStatus.COMPLETED)
    out = await make.enrollment(await make.course(), zina, EnrollmentStatus.EXPELLED)
    await make.change(out, reason=WORDS["expulsion"])
    await make.enrollment(await make.course(capacity=0), zina, EnrollmentStatus.WAITLISTED)
    lesson = await make.lesson(over, starts_at=LAST_WEEK, topic="Groups")
    mark = {
        "lesson_id": lesson.id,
        "lesson_date": date(2026, 2, 23),
        "status": AttendanceStatus.PRESENT,
        "source": AttendanceSource.PASS,
        "marked_at": LAST_WEEK,
    }
    said = {"marked_by": boris.id, "reason": WORDS["excuse"], "excuse": WORDS["excuse"]}
    await make.add(Attendance(enrollment_id=done.id, **said, **mark))
    other = await make.enrollment(over, boris, EnrollmentStatus.CANCELLED)
    await make.add(Attendance(enrollment_id=other.id, marked_by=zina.id, **mark))
    of_zina = {"user_id": zina.id, "course_id": over.id}
    await make.add(PointEntry(points=5, source_key="lesson:1", **of_zina))
    await make.add(Feedback(rating=4, comment=WORDS["comment"], **of_zina))
    await make.add(CourseMute(**of_zina))
    await make.add(Question(text=WORDS["question"], **of_zina))
    scan = {"answer": "code_expired", "made_at": NOON - DAY}
    await make.add(ScanAttempt(user_id=zina.id, lesson_id=lesson.id, **scan))


async def _work(make: Factory, life: Life, boris: User) -> None:
    zina, works = life.user, life.works
    await make.staff(works, zina)
    gave = await make.lesson(works, starts_at=LAST_WEEK, host_id=zina.id)
    await make.lesson(works, host_id=zina.id)
    await make.add(
        ProjectorScreen(token_hash=b"tv", lesson_id=gave.id, paired_by=zina.id, paired_at=NOON)
    )
    shown = {"chat_id": TELEGRAM_ID, "message_id": 1, "shown_step": 1}
    await make.add(RoomMessage(user_id=zina.id, lesson_id=gave.id, **shown))
    of_zina = {"author_id": zina.id, "course_id": works.id, "audience": {"kind": "all"}}
    await make.add(Announcement(content={"text": WORDS["announcement"]}, **of_zina))
    settled = {"status": QuestionStatus.ANSWERED, "settled_by": zina.id, "settled_at": NOON}
    of_boris = {"user_id": boris.id, "course_id": works.id, "text": "When?"}
    await make.add(Question(answer=WORDS["answer"], **settled, **of_boris))
    unsent = await make.add(
        Announcement(
            content={"text": WORDS["unsent"]},
            status=AnnouncementStatus.SENDING,
            for_late_joiners_until=NOON + DAY,
            **of_zina,
        )
    )
    await make.delivery(boris, announcement_id=unsent.id, urgent=False, due_at=NOON + HOUR)
    picture = {"content": b"jpeg", "content_type": "image/jpeg", "width": 16, "height": 9}
    await make.add(Banner(uploaded_by=zina.id, **picture))
    await make.add(
        ApiToken(name="timetable", token_hash=b"api", scopes=["courses:read"], created_by=zina.id)
    )
    body = {"id": zina.id, "full_name": WORDS["name"], "uid": TELEGRAM_ID}
    registered = {"headers": {}, "body": body}
    for owner in ("token:1", f"user:{zina.id}", f"stranger:{TELEGRAM_ID}"):
        await make.add(
            IdempotencyKey(owner=owner, key="1", fingerprint=b"", status=201, answer=registered)
        )
    await make.invite(role=Role.HOST, created_by=zina.id)
    await make.add(
        LogEntry(
            user_id=zina.id,
            action="change_course",
            timestamp=LAST_WEEK,
            entity="courses",
            entity_id=works.id,
            details={"fields": ["description"]},
        )
    )


async def _sign_in(make: Factory, life: Life) -> None:
    zina = life.user
    await make.invite(role=Role.ADMIN, used_by=zina.id, used_at=LAST_WEEK)
    await make.invite(role=None, user_id=zina.id)
    of_zina = {"user_id": zina.id}
    browser = {"user_agent": WORDS["browser"], "expires_at": NOON + DAY}
    await make.add(WebSession(token_hash=b"web", **browser, **of_zina))
    await make.add(CalendarToken(token_hash=b"ics", **of_zina))


async def _be_told(make: Factory, life: Life) -> None:
    """With what is known by the Telegram account alone."""
    zina, chat = life.user, {"chat_id": TELEGRAM_ID}
    said = {"reason": WORDS["said"], "course_id": life.over.id}
    await make.delivery(zina, payload=said, due_at=NOON + DAY)
    await make.delivery(
        zina, payload=said, status=DeliveryStatus.UNREACHABLE, error=WORDS["error"]
    )
    screen = {"kind": DeliveryKind.SCREEN, "urgent": True, "due_at": NOON + DAY}
    await make.add(
        Delivery(payload={"text": WORDS["shown"]}, dedup_key="screen", **screen, **chat)
    )
    await make.add(DialogState(user_id=TELEGRAM_ID, data={"typed": WORDS["typed"]}, **chat))
    await make.add(
        PendingStart(
            telegram_id=TELEGRAM_ID,
            act=Act.ENROLL,
            subject=life.over.id,
            happened_at=NOON,
            full_name=WORDS["name"],
        )
    )
