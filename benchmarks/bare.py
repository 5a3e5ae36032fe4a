"""The least that answers the same: FastAPI and asyncpg, each request one statement. No sign-in, no
rights, no refusals, no models.

Run as ``python -m benchmarks.bare PORT`` with the database's address in DATABASE_URL.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

PAGE = """
SELECT id, name, description, banner_url, schedule::text, is_from_misis, start_date::text,
    end_date::text, points_per_visit, access_level, capacity, taken, status, location, version
FROM courses WHERE id > $1 AND deleted_at IS NULL ORDER BY id LIMIT $2
"""
MARK = """
WITH marked AS (
    INSERT INTO attendance (enrollment_id, lesson_id, lesson_date, status, source, marked_at)
    VALUES ($1, $2, current_date, $3, 'api', now())
    ON CONFLICT (enrollment_id, lesson_id) DO NOTHING RETURNING id
), noted AS (
    INSERT INTO logs (action, timestamp, entity, entity_id, details)
    SELECT 'check_in', now(), 'attendance', id,
        jsonb_build_object('status', $3, 'source', 'api', 'enrollment_id', $1)
    FROM marked
), rewarded AS (
    INSERT INTO point_entries (user_id, course_id, points, source_key, created_at)
    SELECT e.user_id, e.course_id, 5, 'attendance:' || marked.id, now()
    FROM marked CROSS JOIN enrollments AS e WHERE e.id = $1
)
SELECT id FROM marked
"""


class Mark(BaseModel):
    enrollment_id: int
    lesson_id: int
    is_attended: bool


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=20, max_size=20) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan, openapi_url=None)


@app.get("/courses")
async def get_courses(request: Request, limit: int = 20, cursor: int = 0) -> JSONResponse:
    rows = await request.app.state.pool.fetch(PAGE, cursor, limit)
    return JSONResponse({"items": [dict(row) for row in rows]})


@app.post("/attendance", status_code=201)
async def post_attendance(request: Request, mark: Mark) -> dict[str, Any]:
    status = "present" if mark.is_attended else "absent"
    pool = request.app.state.pool
    return {"id": await pool.fetchval(MARK, mark.enrollment_id, mark.lesson_id, status)}


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
