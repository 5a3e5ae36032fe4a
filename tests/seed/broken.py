from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campus import Campus

BROKEN = {
    "a seat that nobody has": """
        SELECT courses.id FROM courses LEFT JOIN enrollments ON course_id = courses.id
        GROUP BY courses.id
        HAVING taken <> count(*) FILTER (WHERE enrollments.status IN ('registered', 'completed'))
    """,
    "more people than seats": "SELECT id FROM courses WHERE taken > capacity",
    "waiting beside a free seat": """
        SELECT courses.id FROM courses JOIN enrollments ON course_id = courses.id
        WHERE enrollments.status = 'waitlisted' AND (capacity IS NULL OR taken < capacity)
    """,
    "a queue in another order than they came": """
        SELECT one.id FROM enrollments AS one JOIN enrollments AS other USING (course_id)
        WHERE one.waitlist_place < other.waitlist_place AND one.created_at > other.created_at
    """,
    "an enrollment without its log entry, or with two": """
        SELECT enrollments.id FROM enrollments LEFT JOIN logs
            ON entity = 'enrollments' AND entity_id = enrollments.id AND action = 'enroll'
            AND logs.user_id = enrollments.user_id AND timestamp = created_at
        GROUP BY enrollments.id HAVING count(logs.id) <> 1
    """,
    "a course without its log entry, or with two": """
        SELECT courses.id FROM courses LEFT JOIN logs
            ON entity = 'courses' AND entity_id = courses.id AND action = 'create_course'
        GROUP BY courses.id HAVING count(logs.id) <> 1
    """,
    "attendance without its log entry, or with two": """
        SELECT attendance.id FROM attendance LEFT JOIN logs
            ON entity = 'attendance' AND entity_id = attendance.id
        GROUP BY attendance.id HAVING count(logs.id) <> 1
    """,
    "a visit without its points, or points without a visit": """
        SELECT attendance.id FROM attendance
        JOIN enrollments ON enrollments.id = enrollment_id
        JOIN courses ON courses.id = course_id
        LEFT JOIN point_entries ON point_entries.source_key = 'attendance:' || attendance.id
            AND point_entries.user_id = enrollments.user_id
            AND point_entries.course_id = courses.id AND points = points_per_visit
        WHERE (attendance.status IN ('present', 'late')) <> (point_entries.id IS NOT NULL)
        UNION ALL SELECT point_entries.id FROM point_entries
        LEFT JOIN attendance ON point_entries.source_key = 'attendance:' || attendance.id
        WHERE attendance.id IS NULL
    """,
    "attendance of somebody not on that course then": """
        SELECT attendance.id FROM attendance
        JOIN enrollments ON enrollments.id = enrollment_id
        JOIN lessons ON lessons.id = lesson_id
        WHERE enrollments.course_id <> lessons.course_id
            OR enrollments.created_at > lessons.starts_at
    """,
    "attendance of a lesson that is not over": """
        SELECT attendance.id FROM attendance JOIN lessons ON lessons.id = lesson_id
        WHERE ends_at > :now OR marked_at > ends_at OR marked_at < starts_at - interval '15 min'
    """,
    "something from the future": """
        SELECT id FROM users WHERE created_at > :now OR last_seen_at > :now
        UNION ALL SELECT id FROM consents WHERE given_at > :now
        UNION ALL SELECT id FROM courses WHERE created_at > :now
        UNION ALL SELECT id FROM enrollments WHERE created_at > :now OR changed_at > :now
        UNION ALL SELECT id FROM feedback WHERE created_at > :now
        UNION ALL SELECT id FROM point_entries WHERE created_at > :now
        UNION ALL SELECT id FROM logs WHERE timestamp > :now
    """,
    "a person without a consent, or with two": """
        SELECT users.id FROM users LEFT JOIN consents ON user_id = users.id
        GROUP BY users.id HAVING count(consents.id) <> 1
    """,
    "a course without its two reminders": """
        SELECT courses.id FROM courses LEFT JOIN reminder_rules ON course_id = courses.id
        GROUP BY courses.id HAVING count(reminder_rules.id) <> 2
    """,
    "a lesson that its course's rules do not make": """
        SELECT lessons.id FROM lessons JOIN courses ON courses.id = course_id
        WHERE NOT EXISTS (
            SELECT FROM jsonb_array_elements(schedule) AS rule
            WHERE rule ->> 'start' = to_char(starts_at AT TIME ZONE :zone, 'HH24:MI')
                AND rule -> 'days' ? left(to_char(starts_at AT TIME ZONE :zone, 'dy'), 2)
                AND rule ->> 'start' < rule ->> 'end'
                AND (
                    rule ->> 'end' = to_char(ends_at AT TIME ZONE :zone, 'HH24:MI')
                    OR edited_at IS NOT NULL
                )
        )
        OR (starts_at AT TIME ZONE :zone)::date NOT BETWEEN start_date AND end_date
    """,
    "a lesson hosted by somebody not of its staff": """
        SELECT lessons.id FROM lessons LEFT JOIN course_staff
            ON course_staff.course_id = lessons.course_id
            AND user_id = host_id AND part IN ('host', 'manager')
        WHERE host_id IS NOT NULL AND user_id IS NULL
    """,
}
"""What must not be in the database, each with the question that finds it."""


async def broken(session: AsyncSession, campus: Campus, now: datetime) -> dict[str, list[int]]:
    """What is there nevertheless, with the ids of the rows."""
    known = {"now": now, "zone": campus.tz.key}
    found = {}
    for what, question in BROKEN.items():
        if ids := (await session.scalars(text(question), known)).all():
            found[what] = list(ids)
    return found
