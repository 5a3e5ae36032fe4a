import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

Checks = Mapping[str, Callable[[], Awaitable[bool]]]
"""What must be well before people can be served, by name. A check does not raise."""


def create_router(checks: Checks) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def get_health() -> dict[str, str]:
        """The process answers: no reason to restart it, whatever else is away."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def get_readiness() -> JSONResponse:
        """200 where all is well, 503 and what is not where something is away."""
        found = await asyncio.gather(*(check() for check in checks.values()))
        ready = dict(zip(checks, found, strict=True))
        status = HTTPStatus.OK if all(found) else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"status": "ok" if all(found) else "waiting", **ready}, status)

    return router
