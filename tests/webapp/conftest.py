from tests.api.conftest import app, checks, client, parts

__all__ = ["app", "checks", "client", "parts"]
