"""A database of a given size."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

COURSES = 200
LESSONS, TO_COME = 20, 5
"""Of each course, and how many of them are still to be marked."""

PEOPLE = """
INSERT INTO users (public_id, telegram_id, full_name, role, reminders_on, news_on, quiet_from,
    quiet_to, reachable)
SELECT n, n, 'Person ' || n, 'participant', true, true, '22:00', '8:00', true
FROM generate_series(1, CAST(:people AS int)) AS n
"""
MADE = """
INSERT INTO courses (public_id, name, description, schedule, is_from_misis, points_per_visit,
    access_level, taken, status, opens_before, late_after, completion_percent, version)
SELECT n, 'Course ' || n, repeat('Words. ', 40), '[]', false, 5, 'participant', 0, 'published',
    '15 min', '15 min', 75, 1
FROM generate_series(1, CAST(:courses AS int)) AS n
"""
HELD = """
INSERT INTO lessons (public_id, course_id, topic, starts_at, ends_at, status)
SELECT n, (n - 1) % CAST(:courses AS int) + 1, '', now() - n * interval '1 hour',
    now() - n * interval '1 hour' + interval '50 min', 'scheduled'
FROM generate_series(1, CAST(:courses AS int) * CAST(:lessons AS int)) AS n
"""
ENROLLED = """
INSERT INTO enrollments (user_id, course_id, status, changed_at)
SELECT n, (n - 1) % CAST(:courses AS int) + 1, 'registered', now()
FROM generate_series(1, CAST(:people AS int)) AS n
"""
SEATED = """
UPDATE courses SET taken = (SELECT count(*) FROM enrollments WHERE course_id = courses.id)
"""
MARKED = """
INSERT INTO attendance (enrollment_id, lesson_id, lesson_date, status, source, marked_at)
SELECT e.id, l.id, current_date, 'present', 'roster', now()
FROM enrollments AS e JOIN lessons AS l USING (course_id)
WHERE l.id <= CAST(:courses AS int) * (CAST(:lessons AS int) - CAST(:to_come AS int))
LIMIT CAST(:marks AS int)
"""
TO_MARK = """
SELECT e.id, l.id FROM enrollments AS e JOIN lessons AS l USING (course_id)
WHERE l.id > CAST(:courses AS int) * (CAST(:lessons AS int) - CAST(:to_come AS int)) ORDER BY e.id
"""

Pair = tuple[int, int]


async def create_world(url: str, marks: int) -> list[Pair]:
    """With so many marks, and enrollments with a lesson that have none yet."""
    size = {
        "people": max(20_000, marks // (LESSONS - TO_COME) + 1),
        "courses": COURSES,
        "lessons": LESSONS,
        "to_come": TO_COME,
        "marks": marks,
    }
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for statement in (PEOPLE, MADE, HELD, ENROLLED, SEATED, MARKED):
            await connection.execute(text(statement), size)
        rows = await connection.execute(text(TO_MARK), size)
        pairs = [(row[0], row[1]) for row in rows]
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("ANALYZE"))
    await engine.dispose()
    return pairs
