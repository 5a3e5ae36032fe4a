"""Everything that is kept about a person, in words for themselves.

Left out are others, secrets (hashes, signed numbers), and what only orders rows.
"""

from typing import Any

from sqlalchemy import BigInteger, bindparam, case, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Announcement,
    ApiToken,
    Attendance,
    CalendarToken,
    Consent,
    CourseMute,
    CourseStaff,
    Delivery,
    DialogState,
    Enrollment,
    Feedback,
    IdempotencyKey,
    Invite,
    Lesson,
    LogEntry,
    PendingStart,
    PointEntry,
    ProjectorScreen,
    Question,
    ScanAttempt,
    User,
    WebSession,
)
from db.queries import involved
from db.queries.labelled import Section, of_course, of_lesson, plain

Records = list[dict[str, Any]]

ME = bindparam("user_id", type_=BigInteger)
MY_TELEGRAM = bindparam("telegram_id", type_=BigInteger)
MY_MARKS = Attendance.enrollment_id.in_(select(Enrollment.id).where(Enrollment.user_id == ME))


async def records(session: AsyncSession, user: User) -> dict[str, Records]:
    """By what they are; empty where there are none."""
    me = {"user_id": user.id, "telegram_id": user.telegram_id, "owner": f"user:{user.id}"}
    found = {}
    for name, section in (SECTIONS | {"history": _history(user.id)}).items():
        rows = await session.execute(section, me)
        found[name] = [dict(row) for row in rows.mappings()]
    return found


def _history(user_id: int) -> Section:
    """What they did, and what was done to them: of who did that, only whether it was they."""
    by = case(
        (LogEntry.user_id == user_id, "you"),
        (LogEntry.user_id.is_not(None), "somebody else"),
        (LogEntry.token_id.is_not(None), "a service"),
        else_="the system",
    )
    # Apart, because each has an index of its own.
    concerns = [select(LogEntry.id).where(way) for way in involved.person(user_id)]
    return plain(
        LogEntry,
        LogEntry.id.in_(union(*concerns)),
        at=LogEntry.timestamp,
        by=by,
        action=LogEntry.action,
        about=LogEntry.entity,
        number=LogEntry.entity_id,
        details=LogEntry.details,
    )


SECTIONS: dict[str, Section] = {
    "consents": plain(
        Consent,
        Consent.user_id == ME,
        version=Consent.version,
        agreed_at=Consent.given_at,
        withdrawn_at=Consent.withdrawn_at,
    ),
    "enrollments": of_course(
        Enrollment,
        Enrollment.user_id == ME,
        status=Enrollment.status,
        first_enrolled_at=Enrollment.created_at,
        status_since=Enrollment.changed_at,
        reason_given_by_staff=Enrollment.reason,
    ),
    "attendance": of_lesson(
        Attendance,
        MY_MARKS,
        status=Attendance.status,
        marked_by_means_of=Attendance.source,
        marked_at=Attendance.marked_at,
        reason=Attendance.reason,
        own_excuse_before=Attendance.excuse,
    ),
    "points": of_course(
        PointEntry,
        PointEntry.user_id == ME,
        points=PointEntry.points,
        occasion=PointEntry.source_key,
    ),
    "feedback": of_course(
        Feedback,
        Feedback.user_id == ME,
        stars=Feedback.rating,
        comment=Feedback.comment,
        given_at=Feedback.created_at,
    ),
    "questions_asked": of_course(
        Question,
        Question.user_id == ME,
        question=Question.text,
        asked_at=Question.created_at,
        status=Question.status,
        answer=Question.answer,
    ),
    "questions_answered": of_course(
        Question,
        Question.settled_by == ME,
        answer=Question.answer,
        status=Question.status,
        at=Question.settled_at,
    ),
    "muted_courses": of_course(
        CourseMute, CourseMute.user_id == ME, muted_at=CourseMute.created_at
    ),
    "failed_scans": of_lesson(
        ScanAttempt,
        ScanAttempt.user_id == ME,
        answer=ScanAttempt.answer,
        made_at=ScanAttempt.made_at,
    ),
    "staff_parts": of_course(
        CourseStaff, CourseStaff.user_id == ME, part=CourseStaff.part, since=CourseStaff.created_at
    ),
    "lessons_hosted": of_course(
        Lesson,
        Lesson.host_id == ME,
        starts_at=Lesson.starts_at,
        ends_at=Lesson.ends_at,
        topic=Lesson.topic,
    ),
    "announcements_written": of_course(
        Announcement,
        Announcement.author_id == ME,
        written_at=Announcement.created_at,
        content=Announcement.content,
        audience=Announcement.audience,
        status=Announcement.status,
        send_at=Announcement.send_at,
        for_late_joiners_until=Announcement.for_late_joiners_until,
    ),
    "projector_screens": of_lesson(
        ProjectorScreen,
        ProjectorScreen.paired_by == ME,
        paired_at=ProjectorScreen.paired_at,
        closed_at=ProjectorScreen.closed_at,
    ),
    "service_tokens_made": plain(
        ApiToken,
        ApiToken.created_by == ME,
        name=ApiToken.name,
        scopes=ApiToken.scopes,
        made_at=ApiToken.created_at,
        expires_at=ApiToken.expires_at,
        revoked_at=ApiToken.revoked_at,
    ),
    "one_time_links": of_course(
        Invite,
        or_(Invite.created_by == ME, Invite.used_by == ME, Invite.user_id == ME),
        gives_role=Invite.role,
        gives_part=Invite.part,
        made_by_you=Invite.created_by.is_not_distinct_from(ME),
        used_by_you=Invite.used_by.is_not_distinct_from(ME),
        made_for_you=Invite.user_id.is_not_distinct_from(ME),
        made_at=Invite.created_at,
        expires_at=Invite.expires_at,
        used_at=Invite.used_at,
        revoked_at=Invite.revoked_at,
    ),
    "sign_ins": plain(
        WebSession,
        WebSession.user_id == ME,
        browser=WebSession.user_agent,
        signed_in_at=WebSession.created_at,
        last_used_at=WebSession.last_used_at,
        expires_at=WebSession.expires_at,
        signed_out_at=WebSession.revoked_at,
    ),
    "calendar_links": plain(
        CalendarToken,
        CalendarToken.user_id == ME,
        made_at=CalendarToken.created_at,
        revoked_at=CalendarToken.revoked_at,
    ),
    "repeatable_requests": plain(
        IdempotencyKey,
        IdempotencyKey.owner == bindparam("owner"),
        made_at=IdempotencyKey.created_at,
        answer=IdempotencyKey.answer,
    ),
    "notices": plain(
        Delivery,
        or_(Delivery.user_id == ME, Delivery.chat_id == MY_TELEGRAM),
        kind=Delivery.kind,
        at=Delivery.due_at,
        status=Delivery.status,
    ),
    "unanswered_questions": plain(
        DialogState,
        or_(DialogState.user_id == MY_TELEGRAM, DialogState.chat_id == MY_TELEGRAM),
        question=DialogState.state,
        entered_so_far=DialogState.data,
        since=DialogState.updated_at,
    ),
    "unfinished_first_meetings": plain(
        PendingStart,
        PendingStart.telegram_id == MY_TELEGRAM,
        act=PendingStart.act,
        began_at=PendingStart.happened_at,
        full_name=PendingStart.full_name,
        agreed_to=PendingStart.consented_to,
        agreed_at=PendingStart.consented_at,
    ),
}
