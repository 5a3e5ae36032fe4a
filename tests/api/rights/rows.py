"""Who may call what: a row for each operation. What is read or changed belongs to the course on
whose staff assistant, host and manager are, and to its participant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.api_tokens import Scope
from tests.photos import photo

PARTICIPANT, ASSISTANT, OTHER_HOST, HOST = "participant", "assistant", "other host", "host"
OTHER_ADMIN, MANAGER, STRANGER, BLOCKED = "other admin", "admin", "stranger", "blocked"

PEOPLE = {PARTICIPANT, ASSISTANT, OTHER_HOST, HOST, OTHER_ADMIN, MANAGER}
EVERYBODY = PEOPLE | {STRANGER}
STAFF = {ASSISTANT, HOST, MANAGER}
HOSTS = {HOST, MANAGER}
ADMINS = {OTHER_ADMIN, MANAGER}

SERVICE, OF_THE_COURSE, OF_ANOTHER = "service", "service for the course", "service for another"
"""With all scopes: for all courses, for this one, for another."""
SERVICES = {SERVICE, OF_THE_COURSE}
ANY_SERVICE = {SERVICE, OF_THE_COURSE, OF_ANOTHER}

NOBODY, EXPIRED = "nobody", "expired token"

OF_PEOPLE = "no scope is enough"
"""Of what a service does not have at all."""

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    allowed: set[str]
    scope: Scope | str | None
    """What a service needs. None: nothing but a token."""
    body: Body | None = None
    """Words in it name what is there: see ``tests/api/rights/subjects.py``."""
    picture: bytes | None = None
    """Sent as it is, instead of a body."""


Key = tuple[str, str]
ROWS: dict[Key, Row] = {
    ("POST", "/courses"): Row({SERVICE} | ADMINS, Scope.COURSES_WRITE, {"name": "New"}),
    ("GET", "/courses"): Row(EVERYBODY | ANY_SERVICE, Scope.COURSES_READ),
    ("GET", "/courses/{course_id}"): Row(EVERYBODY | SERVICES, Scope.COURSES_READ),
    ("PUT", "/courses/{course_id}"): Row(
        HOSTS | SERVICES, Scope.COURSES_WRITE, {"location": "B-734"}
    ),
    ("DELETE", "/courses/{course_id}"): Row({MANAGER} | SERVICES, Scope.COURSES_WRITE),
    ("PUT", "/courses/{course_id}/banner"): Row(
        HOSTS | SERVICES, Scope.COURSES_WRITE, picture=photo(640, 360)
    ),
    ("DELETE", "/courses/{course_id}/banner"): Row(HOSTS | SERVICES, Scope.COURSES_WRITE),
    ("GET", "/courses/{course_id}/lessons"): Row(EVERYBODY | SERVICES, Scope.COURSES_READ),
    ("POST", "/courses/{course_id}/lessons"): Row(
        HOSTS | SERVICES,
        Scope.COURSES_WRITE,
        {"starts_at": "2026-05-01T10:00:00Z", "ends_at": "2026-05-01T11:00:00Z"},
    ),
    ("GET", "/lessons/{lesson_id}"): Row(EVERYBODY | SERVICES, Scope.COURSES_READ),
    ("PUT", "/lessons/{lesson_id}"): Row(HOSTS | SERVICES, Scope.COURSES_WRITE, {"topic": "Sets"}),
    ("DELETE", "/lessons/{lesson_id}"): Row(HOSTS | SERVICES, Scope.COURSES_WRITE),
    ("GET", "/courses/{course_id}/staff"): Row(STAFF | ADMINS | SERVICES, Scope.COURSES_READ),
    ("PUT", "/courses/{course_id}/staff/{user_id}"): Row(
        {MANAGER} | SERVICES, Scope.COURSES_WRITE, {"part": "assistant"}
    ),
    ("DELETE", "/courses/{course_id}/staff/{user_id}"): Row(HOSTS | SERVICES, Scope.COURSES_WRITE),
    ("POST", "/register"): Row(
        ANY_SERVICE | ADMINS, Scope.USERS_WRITE, {"full_name": "Inna", "uid": 99}
    ),
    ("GET", "/users"): Row(ADMINS | ANY_SERVICE, Scope.USERS_READ),
    ("GET", "/users/{user_id}"): Row({PARTICIPANT} | ADMINS | SERVICES, Scope.USERS_READ),
    ("PUT", "/users/{user_id}"): Row(
        {PARTICIPANT} | ADMINS | {SERVICE}, Scope.USERS_WRITE, {"study_group": "IT-1"}
    ),
    ("DELETE", "/users/{user_id}"): Row({PARTICIPANT} | ADMINS | {SERVICE}, Scope.USERS_WRITE),
    ("GET", "/me"): Row(PEOPLE | ANY_SERVICE, None),
    ("POST", "/enroll"): Row(
        {MANAGER, SERVICE}, Scope.ENROLLMENTS_WRITE, {"user_id": "newcomer", "course_id": "it"}
    ),
    ("GET", "/courses/{course_id}/enrollments"): Row(
        HOSTS | ADMINS | SERVICES, Scope.ENROLLMENTS_READ
    ),
    ("GET", "/enrollments/{enrollment_id}"): Row(
        {PARTICIPANT} | HOSTS | ADMINS | SERVICES, Scope.ENROLLMENTS_READ
    ),
    ("PUT", "/enrollments/{enrollment_id}"): Row(
        {PARTICIPANT, MANAGER} | SERVICES, Scope.ENROLLMENTS_WRITE, {"status": "cancelled"}
    ),
    ("DELETE", "/enrollments/{enrollment_id}"): Row(
        {PARTICIPANT, MANAGER} | SERVICES, Scope.ENROLLMENTS_WRITE
    ),
    ("POST", "/attendance"): Row(
        STAFF | SERVICES,
        Scope.ATTENDANCE_WRITE,
        {"enrollment_id": "enrollment_id", "lesson_id": "unmarked", "is_attended": True},
    ),
    ("GET", "/attendance/{attendance_id}"): Row(
        {PARTICIPANT} | STAFF | ADMINS | SERVICES, Scope.ATTENDANCE_READ
    ),
    ("PUT", "/attendance/{attendance_id}"): Row(
        STAFF | SERVICES, Scope.ATTENDANCE_WRITE, {"is_attended": False, "reason": "Left"}
    ),
    # Of people only who marked, within a minute: nobody of these.
    ("DELETE", "/attendance/{attendance_id}"): Row(SERVICES, Scope.ATTENDANCE_WRITE),
    ("POST", "/check-ins"): Row(PEOPLE, OF_PEOPLE, {"code": "000000"}),
    ("POST", "/lessons/{lesson_id}/check-ins"): Row(
        STAFF | SERVICES, Scope.ATTENDANCE_WRITE, {"user_id": "participant"}
    ),
    ("GET", "/lessons/{lesson_id}/roster"): Row(STAFF | SERVICES, Scope.ATTENDANCE_READ),
    ("POST", "/app/session"): Row(PEOPLE, OF_PEOPLE),
    ("GET", "/me/lessons"): Row(PEOPLE, OF_PEOPLE),
    ("GET", "/me/pass"): Row(PEOPLE, OF_PEOPLE),
    ("POST", "/feedback"): Row(
        SERVICES | {PARTICIPANT},
        Scope.FEEDBACK_WRITE,
        {"course_id": "it", "user_id": "participant", "rating": 5},
    ),
    ("GET", "/feedback/{feedback_id}"): Row({PARTICIPANT} | SERVICES, Scope.FEEDBACK_READ),
    ("GET", "/announcements"): Row(ADMINS | ANY_SERVICE, Scope.ANNOUNCEMENTS_READ),
    ("POST", "/announcements"): Row(
        HOSTS | SERVICES, Scope.ANNOUNCEMENTS_WRITE, {"course_id": "it", "text": "Tomorrow!"}
    ),
    ("GET", "/announcements/{announcement_id}"): Row(HOSTS | SERVICES, Scope.ANNOUNCEMENTS_READ),
    ("PUT", "/announcements/{announcement_id}"): Row(
        HOSTS | SERVICES, Scope.ANNOUNCEMENTS_WRITE, {"text": "Today!"}
    ),
    ("DELETE", "/announcements/{announcement_id}"): Row(
        HOSTS | SERVICES, Scope.ANNOUNCEMENTS_WRITE
    ),
    ("GET", "/logs"): Row(ADMINS | ANY_SERVICE, Scope.LOGS_READ),
}
