"""What the database itself refuses, whatever the code says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import CheckConstraint, Enum, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Announcement,
    ApiToken,
    Attendance,
    Base,
    CalendarToken,
    Consent,
    Course,
    Delivery,
    DeliveryStatus,
    Enrollment,
    EnrollmentStatus,
    Feedback,
    Invite,
    Leader,
    Lesson,
    PointEntry,
    ProjectorScreen,
    Question,
    ReminderRule,
    Role,
    StaffPart,
    User,
    WebSession,
)
from tests.db.rows import Rows, Some, commit, one, overlapping, twice
from tests.factories import DAY, NOON

WAITLISTED = EnrollmentStatus.WAITLISTED

REFUSED: list[tuple[str, Some]] = [
    ("ck_courses_completion_is_a_share", one(Course, completion_percent=101)),
    ("ck_courses_completion_is_a_share", one(Course, completion_percent=-1)),
    ("ck_courses_ends_after_start", one(Course, start_date=NOON, end_date=NOON - DAY)),
    ("ck_courses_online_url_opens", one(Course, online_url="javascript:alert(1)")),
    ("ck_courses_online_url_opens", one(Course, online_url="see http://x")),
    ("ck_courses_points_not_negative", one(Course, points_per_visit=-1)),
    ("ck_courses_taken_fits", one(Course, capacity=1, taken=2)),
    ("ck_courses_taken_fits", one(Course, capacity=-1)),
    ("ck_courses_taken_fits", one(Course, taken=-1)),
    ("ck_deliveries_claimed", one(Delivery, status=DeliveryStatus.SENDING)),
    ("ck_deliveries_one_addressee", one(Delivery, user_id=None)),
    ("ck_deliveries_one_addressee", one(Delivery, chat_id=77)),
    ("ck_deliveries_one_addressee", one(Delivery, address="anna@example.org")),
    ("ck_leaders_one_row", one(Leader, id=2)),
    ("ck_enrollments_place_while_waiting", one(Enrollment, waitlist_place=1)),
    ("ck_enrollments_place_while_waiting", one(Enrollment, status=WAITLISTED)),
    ("ck_feedback_rating_in_stars", one(Feedback, rating=0)),
    ("ck_feedback_rating_in_stars", one(Feedback, rating=6)),
    ("ck_invites_one_purpose", one(Invite)),
    ("ck_invites_one_purpose", lambda rows: [rows(Invite, role=Role.HOST, user_id=rows.anna.id)]),
    ("ck_invites_part_in_a_course", one(Invite, part=StaffPart.HOST)),
    (
        "ck_invites_part_in_a_course",
        lambda rows: [rows(Invite, role=Role.HOST, course_id=rows.course.id)],
    ),
    ("ck_invites_used_by_somebody", one(Invite, role=Role.HOST, used_at=NOON)),
    ("ck_lessons_ends_after_start", one(Lesson, ends_at=NOON)),
    ("ck_questions_settled_unless_open", one(Question, settled_at=NOON)),
    ("ck_reminder_rules_before_the_lesson", one(ReminderRule, before=timedelta(0))),
    ("ex_lessons_host_in_one_place", overlapping()),
    ("ex_lessons_one_at_a_time", twice(Lesson)),
    ("uq_api_tokens_token_hash", twice(ApiToken, token_hash=b"same")),
    ("uq_attendance_enrollment_id_lesson_id", twice(Attendance)),
    ("uq_calendar_tokens_token_hash", twice(CalendarToken, token_hash=b"same")),
    (
        "uq_announcements_card",
        lambda rows: [
            rows(Announcement, course_id=rows.course.id, is_card=True, send_at=NOON)
            for _ in range(2)
        ],
    ),
    ("uq_consents_user_id_given", twice(Consent)),
    ("uq_courses_public_id", twice(Course, public_id=7)),
    ("uq_courses_source_key", twice(Course, source_key="same")),
    ("uq_deliveries_dedup_key", twice(Delivery, dedup_key="same")),
    (
        "uq_enrollments_course_id_waitlist_place",
        lambda rows: [
            rows(Enrollment, user_id=user.id, status=WAITLISTED, waitlist_place=7)
            for user in (rows.anna, rows.boris)
        ],
    ),
    ("uq_enrollments_user_id_course_id", twice(Enrollment)),
    ("uq_feedback_user_id_course_id", twice(Feedback)),
    ("uq_invites_public_id", twice(Invite, public_id=7, role=Role.HOST)),
    ("uq_lessons_public_id", twice(Lesson, public_id=7)),
    ("uq_point_entries_source_key", twice(PointEntry, source_key="same")),
    ("uq_reminder_rules_course_id_before", twice(ReminderRule)),
    ("uq_screens_pairing_number", twice(ProjectorScreen, pairing_number="1234")),
    ("uq_screens_token_hash", twice(ProjectorScreen, token_hash=b"same")),
    ("uq_users_email", twice(User, email="anna@example.org")),
    ("uq_users_public_id", twice(User, public_id=7)),
    ("uq_users_telegram_id", twice(User, telegram_id=7)),
    ("uq_web_sessions_token_hash", twice(WebSession, token_hash=b"same")),
]

CHOICES: list[tuple[str, type[Base], str]] = sorted(
    (
        (f"ck_{mapper.class_.__tablename__}_{column.type.name}", mapper.class_, column.key)
        for mapper in Base.registry.mappers
        for column in mapper.columns
        if isinstance(column.type, Enum) and column.type.create_constraint
    ),
    key=lambda it: it[0],
)
"""Constraints of columns that have a few values each."""


@pytest.mark.parametrize(("name", "some"), REFUSED, ids=[name for name, _ in REFUSED])
async def test_row_that_breaks_a_rule_is_refused(
    session: AsyncSession, rows: Rows, name: str, some: Some
) -> None:
    with pytest.raises(IntegrityError, match=rf'"{name}"'):
        await commit(session, *some(rows))


@pytest.mark.parametrize(("name", "kind", "column"), CHOICES, ids=[it[0] for it in CHOICES])
async def test_value_that_is_none_of_the_choices_is_refused(
    session: AsyncSession, rows: Rows, name: str, kind: type[Base], column: str
) -> None:
    place = {"course_id": rows.course.id} if column == "part" else {}

    with pytest.raises(IntegrityError, match=rf'"{name}"'):
        await commit(session, rows(kind, **{column: "nonsense"}, **place))


def test_every_rule_of_the_models_is_tried() -> None:
    tried = {name for name, _ in REFUSED} | {name for name, _, _ in CHOICES}

    assert tried == set(rules())


def rules() -> Iterator[str]:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint | UniqueConstraint | ExcludeConstraint):
                yield str(constraint.name)
        for index in table.indexes:
            if index.unique:
                yield str(index.name)
