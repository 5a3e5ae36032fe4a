"""The sign-in of the Mini App: what Telegram gave it is good for an hour, a session for longer."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from api.dependencies import Asked, get_own
from api.route import Route
from domain import sign_ins
from domain.actor import Actor

router = APIRouter(route_class=Route)


class SessionOut(BaseModel):
    token: str
    expires_at: datetime
    language: str
    name: str
    tz: str
    """By which the page tells the time."""
    now: datetime
    """By which the page sets its clock."""


# Not in the documentation: of use to our own pages alone. And not once only by a key, because the
# answer would be kept, with the secret in it.
@router.post("/app/session", include_in_schema=False)
async def open_session(
    request: Request, asked: Annotated[Asked[Actor], Depends(get_own)]
) -> SessionOut:
    """Another one, or the one that the request was signed with, prolonged."""
    secret: object = request.state.presented
    if isinstance(secret, str):
        opened = await sign_ins.prolong(asked.session, secret=secret, now=asked.now)
    else:
        agent = request.headers.get("User-Agent", "")
        opened = await sign_ins.open_one(asked.session, asked.by, user_agent=agent, now=asked.now)
    return SessionOut(
        token=opened.secret,
        expires_at=opened.expires_at,
        language=asked.by.language,
        name=asked.by.name,
        tz=asked.by.tz.key,
        now=asked.now,
    )
