"""What the API is made of, built once by the composition root."""

from dataclasses import dataclass, field
from datetime import datetime

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from api.limits import Limits
from db.session import Transaction
from domain.campus import Campus
from domain.clock import Clock
from domain.pictures import Pictures


@dataclass(frozen=True)
class Parts:
    transaction: Transaction
    clock: Clock
    campus: Campus
    bot_token: str
    limits: Limits
    reading: Transaction | None = None
    """For a GET, where each statement may stand for itself: it saves a begin and a commit."""
    pictures: Pictures = field(default_factory=Pictures)


def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


@dataclass(frozen=True)
class Work:
    """In which transaction, and when, a request is worked on."""

    session: AsyncSession
    now: datetime


def work_of(request: Request) -> Work:
    work: Work = request.state.work
    return work
