from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from api import courses, errors, health
from api.guards import BodyLimit, SafeHeaders
from api.health import Checks
from api.parts import Parts

DESCRIPTION = """\
Courses, the people on them, who came and what they thought.

Services sign in with a token (`Authorization: Bearer kv_…`), which allows what its scopes say;
the Mini App signs in with what Telegram gave it (`Authorization: tma …`), and its person may do
what they may do in the chat. Whatever the asker may not see does not exist for them.

Lists are pages: `next_cursor` leads on. A POST with an `Idempotency-Key` is done once, however
often it is sent. Refusals are `application/problem+json` with a stable `code`.
"""


def create_app(checks: Checks, parts: Parts, *, cors_origins: Sequence[str] = ()) -> FastAPI:
    # FastAPI's own page of documentation loads its scripts from elsewhere.
    app = FastAPI(title="Kursovod", description=DESCRIPTION, docs_url=None, redoc_url=None)
    app.state.parts = parts
    for router in (health.create_router(checks), courses.router):
        app.include_router(router)
    errors.install(app)
    if cors_origins:
        headers = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match"]
        app.add_middleware(
            CORSMiddleware,
            allow_origins=cors_origins,
            allow_methods=["*"],
            allow_headers=headers,
            expose_headers=["ETag", "Location", "Retry-After"],
        )
    app.add_middleware(BodyLimit)
    app.add_middleware(SafeHeaders)
    return app
