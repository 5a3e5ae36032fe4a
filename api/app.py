from fastapi import FastAPI

from api import errors, health
from api.health import Checks


def create_app(checks: Checks) -> FastAPI:
    # With no /docs yet: FastAPI's page loads its scripts from elsewhere.
    app = FastAPI(title="Kursovod", openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(health.create_router(checks))
    errors.install(app)
    return app
