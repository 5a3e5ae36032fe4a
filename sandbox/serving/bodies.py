"""JSON that came, checked."""

from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from sandbox.serving.keys import Wrong

Body = TypeVar("Body", bound=BaseModel)


async def body(request: web.Request, kind: type[Body]) -> Body:
    """No content stands for an empty object."""
    try:
        return kind.model_validate_json(await request.read() or b"{}")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(it) for it in first["loc"])
        raise Wrong(f"{where}: {first['msg']}" if where else first["msg"]) from error
