from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from api import (
    announcements,
    attendance,
    banners,
    check_ins,
    courses,
    documentation,
    enrollments,
    errors,
    feedback,
    health,
    lessons,
    logs,
    me,
    openapi,
    projector,
    roster,
    staff,
    users,
    web_sessions,
    webapp,
)
from api.guards import BodyLimit, SafeHeaders
from api.health import Checks
from api.parts import Parts


class Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        if "tags" not in document:
            openapi.complete(document)
        return document


def create_app(checks: Checks, parts: Parts, *, cors_origins: Sequence[str] = ()) -> FastAPI:
    app = with_routes(checks)
    app.state.parts = parts
    errors.install(app)
    guard(app, cors_origins)
    return app


def describe() -> dict[str, Any]:
    """/openapi.json, with nothing running."""
    return with_routes({}).openapi()


def with_routes(checks: Checks) -> FastAPI:
    app = Api(
        title="Kursovod",
        version=openapi.VERSION,
        summary=openapi.words()["summary"],
        description=openapi.words()["description"],
        license_info={"name": "MIT", "identifier": "MIT"},
        generate_unique_id_function=lambda route: route.name,
        # One address for each thing; and a redirect would repeat the Host that was sent.
        redirect_slashes=False,
        # FastAPI's own pages load their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
    )
    # The busiest first: a request is shown to one route after another.
    for router in (
        check_ins.router,
        attendance.router,
        courses.router,
        enrollments.router,
        lessons.router,
        roster.router,
        staff.router,
        users.router,
        me.router,
        feedback.router,
        announcements.router,
        logs.router,
        banners.uploads,
        banners.router,
        banners.pictures,
        health.create_router(checks),
        documentation.router,
        web_sessions.router,
        webapp.router,
        projector.router,
    ):
        app.include_router(router)
    return app


def guard(app: FastAPI, cors_origins: Sequence[str]) -> None:
    """The last one named is the first to see a request."""
    app.add_middleware(BodyLimit)
    if cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=cors_origins,
            allow_methods=["*"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match"],
            expose_headers=["ETag", "Location", "Retry-After", "Idempotent-Replayed"],
        )
    app.add_middleware(SafeHeaders)
