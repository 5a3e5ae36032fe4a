"""The least that answers the same: FastAPI and asyncpg, no rights, no history, no models.

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
INSERT INTO attendance
    (enrollment_id, lesson_id, lesson_date, status, source, marked_at)
VALUES ($1, $2, current_date, $3, 'api', now()) RETURNING id
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
