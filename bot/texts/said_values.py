"""What the values of the database are called in the history."""

from bot.texts.say import N_
from db.models import (
    AttendanceSource,
    AttendanceStatus,
    CourseStatus,
    EnrollmentStatus,
    LessonStatus,
)

SOURCES: dict[str, str] = {
    AttendanceSource.ROOM_CODE: N_("the code of the lesson"),
    AttendanceSource.PASS: N_("the personal code"),
    AttendanceSource.ROSTER: N_("the list"),
    AttendanceSource.API: N_("another service"),
    AttendanceSource.SELF: N_("said so themselves"),
}
STATUSES: dict[str, str] = {
    EnrollmentStatus.REGISTERED: N_("enrolled"),
    EnrollmentStatus.WAITLISTED: N_("in the queue"),
    EnrollmentStatus.COMPLETED: N_("completed"),
    EnrollmentStatus.EXPELLED: N_("taken off"),
    EnrollmentStatus.CANCELLED: N_("left"),
    AttendanceStatus.PRESENT: N_("came"),
    AttendanceStatus.LATE: N_("came late"),
    AttendanceStatus.ABSENT: N_("did not come"),
    AttendanceStatus.EXCUSED: N_("excused"),
    CourseStatus.DRAFT: N_("draft"),
    CourseStatus.PUBLISHED: N_("published"),
    CourseStatus.FINISHED: N_("finished"),
    CourseStatus.ARCHIVED: N_("archived"),
}
LESSON_STATUS = "lesson_status"
LESSON_STATUSES: dict[str, str] = {
    LessonStatus.SCHEDULED: N_("takes place"),
    LessonStatus.CANCELLED: N_("cancelled"),
}
